-- Kept funding checks, follow-ups, and rules beside the shipped ones. Frozen: later changes are further files.

CREATE TABLE checks (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    subject_kind TEXT NOT NULL,       -- person, company
    subject TEXT NOT NULL,
    subject_sort TEXT NOT NULL,       -- folded
    law_day TEXT NOT NULL,            -- the day of law it was asked for
    made_on TEXT NOT NULL,
    closed INTEGER NOT NULL,
    keep_until TEXT NOT NULL,
    rule_book TEXT NOT NULL,          -- digest of the rules
    body TEXT NOT NULL
);
CREATE INDEX checks_subject ON checks (subject_sort, n);
CREATE INDEX checks_keep ON checks (keep_until);
CREATE INDEX checks_open ON checks (closed, n);

-- Every text ever given to a rule file; the last one that is not binned counts, an empty one takes the file out.
CREATE TABLE rule_texts (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    name TEXT NOT NULL,               -- instruments/x.toml
    origin TEXT NOT NULL,             -- package, centre
    body TEXT NOT NULL
);
CREATE INDEX rule_texts_name ON rule_texts (name, n);

CREATE TABLE follow_ups (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    due TEXT NOT NULL,
    done_on TEXT,
    about_id TEXT NOT NULL,           -- a kept check, '' for none
    body TEXT NOT NULL
);
CREATE INDEX follow_ups_due ON follow_ups (due, n);
CREATE INDEX follow_ups_about ON follow_ups (about_id);
