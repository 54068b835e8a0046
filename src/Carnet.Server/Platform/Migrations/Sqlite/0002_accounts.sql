-- How people come in. Only account belongs to a record; the others are found by a hash and are small reference tables.
create table account (
    record_id blob not null,
    account_id blob not null,
    salt blob not null check (length(salt) = 16),
    password blob not null check (length(password) = 32),
    must_change_password integer not null,
    wrong_passwords integer not null,
    locked_until integer,
    codes_sent integer not null,
    codes_since integer,
    wrong_codes integer not null,
    wrong_codes_since integer,
    version integer not null,
    sealed blob not null,
    primary key (record_id, account_id)
);

create table account_login (
    login_hash blob not null primary key check (length(login_hash) = 32),
    record_id blob not null,
    account_id blob not null
);

create table login_attempt (
    pending_hash blob not null primary key check (length(pending_hash) = 32),
    record_id blob,
    account_id blob,
    code_hash blob not null check (length(code_hash) = 32),
    expires_at integer not null,
    tries integer not null check (tries >= 0),
    used integer not null,
    version integer not null
);
create index ix_login_attempt_expires on login_attempt (expires_at);

create table session (
    cookie_hash blob not null primary key check (length(cookie_hash) = 32),
    record_id blob not null,
    account_id blob not null,
    created_at integer not null,
    seen_at integer not null
);
create index ix_session_account on session (record_id, account_id);
create index ix_session_created on session (created_at);
