-- How people come in. Only account belongs to a record; the others are found by a hash and are small reference tables.
create table account (
    record_id uuid not null,
    account_id uuid not null,
    salt bytea not null check (length(salt) = 16),
    password bytea not null check (length(password) = 32),
    must_change_password boolean not null,
    wrong_passwords integer not null,
    locked_until timestamptz,
    codes_sent integer not null,
    codes_since timestamptz,
    wrong_codes integer not null,
    wrong_codes_since timestamptz,
    version integer not null,
    sealed bytea not null,
    primary key (record_id, account_id)
);

create table account_login (
    login_hash bytea not null primary key check (length(login_hash) = 32),
    record_id uuid not null,
    account_id uuid not null
);

create table login_attempt (
    pending_hash bytea not null primary key check (length(pending_hash) = 32),
    record_id uuid,
    account_id uuid,
    code_hash bytea not null check (length(code_hash) = 32),
    expires_at timestamptz not null,
    tries integer not null check (tries >= 0),
    used boolean not null,
    version integer not null
);
create index ix_login_attempt_expires on login_attempt (expires_at);

create table session (
    cookie_hash bytea not null primary key check (length(cookie_hash) = 32),
    record_id uuid not null,
    account_id uuid not null,
    created_at timestamptz not null,
    seen_at timestamptz not null
);
create index ix_session_account on session (record_id, account_id);
create index ix_session_created on session (created_at);
