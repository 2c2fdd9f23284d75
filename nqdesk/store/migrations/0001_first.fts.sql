-- What only SQLite knows, first version: indexes of our own and full text. All of it is taken from the other tables.

-- The orders and look-ups of offers. An ordinary index is written row by row in the order of arrival, which for an
-- import means a different page each time; these are filled in their own order (see store/arranging.py), ten times
-- cheaper. `n` is the offer's row; whether that row counts is asked of offers_marks.
CREATE TABLE offers_title (key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE offers_provider (key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE offers_occupation (key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE offers_price (key INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE offers_latest (
    rolling INTEGER NOT NULL, latest TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (rolling, latest, n)
) WITHOUT ROWID;
CREATE TABLE offers_start (
    day TEXT NOT NULL, n INTEGER NOT NULL, earlier TEXT NOT NULL, PRIMARY KEY (day, n)
) WITHOUT ROWID;
CREATE TABLE offers_plz (plz TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (plz, n)) WITHOUT ROWID;
CREATE TABLE offers_of_provider (
    provider_id TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (provider_id, n)
) WITHOUT ROWID;
CREATE TABLE offers_of_occupation (
    occupation_id TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (occupation_id, n)
) WITHOUT ROWID;
CREATE TABLE offers_source (
    provider TEXT NOT NULL, system TEXT NOT NULL, source_id TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (provider, system, source_id, n)
) WITHOUT ROWID;

-- Whether a row counts and what lists filter by: a twentieth of the table, in the order of the rows.
CREATE INDEX offers_marks ON offers (
    n, batch, ended, binned_at, kind, forms, funding, unclear, rolling, latest, withdrawn_on
);

-- Rows are folded words with a space between, see store/words.py. Not detail = 'none', and secure-delete never off
-- again: with either FTS5 (3.53) damages its index when rows are removed (tests/store/subjects/test_words.py).
CREATE VIRTUAL TABLE offers_words USING fts5 (body, tokenize = 'ascii', detail = 'column', prefix = '2 3');
INSERT INTO offers_words (offers_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE organisations_words USING fts5 (body, tokenize = 'ascii', detail = 'column', prefix = '2 3');
INSERT INTO organisations_words (organisations_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE events_words USING fts5 (body, tokenize = 'ascii', detail = 'column', prefix = '2 3');
INSERT INTO events_words (events_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE attendees_words USING fts5 (body, tokenize = 'ascii', detail = 'column', prefix = '2 3');
INSERT INTO attendees_words (attendees_words, rank) VALUES ('secure-delete', 1);
