-- What only SQLite knows of the funding tables.
CREATE VIRTUAL TABLE checks_words USING fts5 (body, tokenize = 'ascii', detail = 'column', prefix = '2 3');
INSERT INTO checks_words (checks_words, rank) VALUES ('secure-delete', 1);

-- A kept check never changes afterwards, whoever writes: only what became of it, its end and its notes may.
CREATE TRIGGER checks_frozen BEFORE UPDATE OF body, law_day, made_on, rule_book ON checks
WHEN OLD.law_day <> NEW.law_day OR OLD.made_on <> NEW.made_on OR OLD.rule_book <> NEW.rule_book
    OR json_extract(OLD.body, '$.facts') IS NOT json_extract(NEW.body, '$.facts')
    OR json_extract(OLD.body, '$.results') IS NOT json_extract(NEW.body, '$.results')
BEGIN
    SELECT RAISE(ABORT, 'a kept check never changes');
END;
