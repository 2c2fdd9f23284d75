-- Full-text index of the first version: SQLite's FTS5. Rows are folded words with a space between, see store/words.py.
CREATE VIRTUAL TABLE offers_words USING fts5 (body, tokenize = 'ascii', detail = 'none', prefix = '1 2 3');
INSERT INTO offers_words (offers_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE organisations_words USING fts5 (body, tokenize = 'ascii', detail = 'none', prefix = '1 2 3');
INSERT INTO organisations_words (organisations_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE events_words USING fts5 (body, tokenize = 'ascii', detail = 'none', prefix = '1 2 3');
INSERT INTO events_words (events_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE attendees_words USING fts5 (body, tokenize = 'ascii', detail = 'none', prefix = '1 2 3');
INSERT INTO attendees_words (attendees_words, rank) VALUES ('secure-delete', 1);
