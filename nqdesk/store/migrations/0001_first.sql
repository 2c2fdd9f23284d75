-- Subjects, first version. Frozen: later changes are further files.
-- Plain types only: TEXT, INTEGER, REAL. Days are YYYY-MM-DD, times of change are UTC in ISO form, amounts are TEXT
-- decimals beside whole cents for sorting, truth values 0 and 1.
-- n is local to this file; id is the UUID under which records of two machines meet.
-- batch: number of the import that wrote the row, -1 if a person did. ended: number of the import that replaced it,
-- 0 while it holds. A row is visible when batch <> pending and (ended = 0 or ended = pending).
-- token: number of the change whose content the row holds, minus the batch for rows of an import.

CREATE TABLE import_state (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    pending INTEGER NOT NULL
);
INSERT INTO import_state (only, pending) VALUES (1, 0);

CREATE TABLE imports (
    n INTEGER NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,              -- reading, settled, taken, undoing, undone, dropping
    begun_at TEXT NOT NULL,
    begun_after INTEGER NOT NULL,     -- number of the last change before the import began
    format TEXT NOT NULL,
    file_name TEXT NOT NULL,
    encoding TEXT NOT NULL,
    complete INTEGER NOT NULL,
    only_changes INTEGER NOT NULL,
    day TEXT,
    refused INTEGER NOT NULL,
    change INTEGER,                   -- number of the change that made it visible
    old_rows INTEGER NOT NULL         -- 1 while the replaced rows are kept for undo
);

CREATE TABLE import_rows (
    n INTEGER NOT NULL PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES imports (n) ON DELETE CASCADE,
    identity TEXT NOT NULL,           -- rows that are one offer share it
    provider INTEGER REFERENCES import_providers (n) ON DELETE CASCADE,  -- NULL: the file says the offer is gone
    body TEXT NOT NULL,
    place_in_file TEXT NOT NULL
);
CREATE INDEX import_rows_identity ON import_rows (batch, identity);

CREATE TABLE import_providers (
    n INTEGER NOT NULL PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES imports (n) ON DELETE CASCADE,
    digest TEXT NOT NULL,             -- of the body
    body TEXT NOT NULL,
    organisation_id TEXT              -- NULL until found or made, '' if the file names nobody
);
CREATE INDEX import_providers_digest ON import_providers (batch, digest);

CREATE TABLE import_problems (
    n INTEGER NOT NULL PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES imports (n) ON DELETE CASCADE,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    place_in_file TEXT NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX import_problems_batch ON import_problems (batch);

CREATE TABLE import_results (
    n INTEGER NOT NULL PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES imports (n) ON DELETE CASCADE,
    area TEXT NOT NULL,
    effect TEXT NOT NULL,
    record_id TEXT NOT NULL,
    new_n INTEGER NOT NULL,           -- pending row, 0 if there is none
    old_n INTEGER NOT NULL,           -- row it replaces or confirms, 0 if the record is new
    confirmed TEXT,                   -- information date of the file for an unchanged offer, NULL once dealt with
    day_before TEXT,                  -- information date that this one replaced, '' for none
    place_in_file TEXT NOT NULL
);
CREATE INDEX import_results_effect ON import_results (batch, area, effect, n);
CREATE INDEX import_results_old ON import_results (batch, area, old_n);
CREATE INDEX import_results_record ON import_results (record_id, batch);

-- Names that changed and that offers still have to follow in order and search.
CREATE TABLE name_changes (
    n INTEGER NOT NULL PRIMARY KEY,
    area TEXT NOT NULL,               -- organisations, occupations
    record_id TEXT NOT NULL,
    batch INTEGER NOT NULL,           -- the import that changed the name, -1 otherwise
    done INTEGER NOT NULL             -- offers up to this row number have followed
);

CREATE TABLE organisations (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    label TEXT NOT NULL,
    label_sort TEXT NOT NULL,         -- folded
    name_sort TEXT NOT NULL,          -- folded full name
    roles INTEGER NOT NULL,           -- one bit for each role
    city TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (id, ended)
);
CREATE INDEX organisations_label ON organisations (label_sort, n);
CREATE INDEX organisations_name ON organisations (name_sort);
CREATE INDEX organisations_batch ON organisations (batch, token);
CREATE INDEX organisations_ended ON organisations (ended);

CREATE TABLE organisation_numbers (
    n INTEGER NOT NULL PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisations (n) ON DELETE CASCADE,
    system TEXT NOT NULL,
    number TEXT NOT NULL
);
CREATE INDEX organisation_numbers_number ON organisation_numbers (number, system);
CREATE INDEX organisation_numbers_organisation ON organisation_numbers (organisation);

CREATE TABLE occupation_titles (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_sort TEXT NOT NULL          -- folded
);

CREATE TABLE offers (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    provider_id TEXT NOT NULL,
    title TEXT NOT NULL,
    occupation_id TEXT NOT NULL,
    occupation_certainty TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    tq_number INTEGER,
    rolling_entry INTEGER NOT NULL,
    form TEXT,
    price TEXT,
    source_system TEXT NOT NULL,
    source_provider TEXT NOT NULL,
    source_id TEXT NOT NULL,
    information_date TEXT,
    withdrawn_on TEXT,
    -- taken from the record and its runs for sorting and filtering
    title_sort TEXT NOT NULL,
    provider_sort TEXT NOT NULL,      -- '' if not known
    occupation_sort TEXT NOT NULL,    -- title in the catalogue or free field, '' if neither
    price_cents INTEGER NOT NULL,     -- -1 if not known
    rolling INTEGER NOT NULL,         -- the offer or one of its runs can be entered at any time
    latest TEXT NOT NULL,             -- latest first day of all runs, '' if none has one
    unclear INTEGER NOT NULL,         -- has reasons to be checked, or neither day nor rolling entry
    forms INTEGER NOT NULL,           -- one bit for each form of the offer and its runs
    funding INTEGER NOT NULL,         -- one bit for each mark
    runs INTEGER NOT NULL,            -- how many
    UNIQUE (id, ended)
);
CREATE INDEX offers_changed ON offers (changed_at, n);
CREATE INDEX offers_batch ON offers (batch, token);
CREATE INDEX offers_ended ON offers (ended);
CREATE INDEX offers_bin ON offers (binned_at);

-- Rows an import took away whose words still stand in the full-text index; their numbers are not given again.
CREATE TABLE offers_gone (
    n INTEGER NOT NULL PRIMARY KEY
);

CREATE TABLE offer_bodies (
    n INTEGER NOT NULL PRIMARY KEY REFERENCES offers (n) ON DELETE CASCADE,
    body TEXT NOT NULL                -- the fields that have no column, as JSON; absent ones have their default
);

CREATE TABLE offer_dates (
    n INTEGER NOT NULL PRIMARY KEY,
    offer INTEGER NOT NULL REFERENCES offers (n) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start_day TEXT,
    end_day TEXT,
    rolling INTEGER NOT NULL,
    place TEXT NOT NULL,
    plz TEXT NOT NULL,
    form TEXT,
    price TEXT,
    body TEXT NOT NULL,               -- source_id, street, venue, time_model, hours, seats, note where given
    -- taken from all runs of the offer: this run is the next one on a day d if start_day >= d and earlier < d
    earlier TEXT,                     -- first day of the run before, '' if none; NULL unless first of its day
    shown INTEGER NOT NULL            -- 1 for the run a list shows when none is to come
);
CREATE INDEX offer_dates_offer ON offer_dates (offer, position);

CREATE TABLE events (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    title TEXT NOT NULL,
    title_sort TEXT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT,
    city TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX events_day ON events (day, n);
CREATE INDEX events_title ON events (title_sort);

CREATE TABLE attendees (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    keep_until TEXT,
    body TEXT NOT NULL
);
CREATE INDEX attendees_event ON attendees (event_id, name_sort);
CREATE INDEX attendees_keep ON attendees (keep_until);

CREATE TABLE portfolios (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    event_id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
);

CREATE TABLE import_layouts (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    name TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
);

CREATE TABLE singles (
    n INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,          -- centre, settings
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    binned_at TEXT,
    token INTEGER NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE changes (
    n INTEGER NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    who_id TEXT NOT NULL,
    who TEXT NOT NULL,
    verb TEXT NOT NULL,
    areas TEXT NOT NULL,              -- words with a space between
    title TEXT NOT NULL,
    count INTEGER NOT NULL,
    undoable INTEGER NOT NULL,
    undone_by INTEGER,                -- number of the change that took it back
    undoes INTEGER,                   -- number of the change it took back
    batch INTEGER                     -- the import it made visible
);
CREATE INDEX changes_batch ON changes (batch);

CREATE TABLE trail (
    n INTEGER NOT NULL PRIMARY KEY,
    change INTEGER NOT NULL REFERENCES changes (n),
    area TEXT NOT NULL,
    record_id TEXT NOT NULL,
    what TEXT NOT NULL,               -- created, changed, removed, binned, restored, erased
    before TEXT,                      -- the fields that changed, as JSON; NULL once the content was erased
    after TEXT,
    token_before INTEGER,             -- NULL: there was no record
    token_after INTEGER
);
CREATE INDEX trail_change ON trail (change);
CREATE INDEX trail_record ON trail (record_id, change);
