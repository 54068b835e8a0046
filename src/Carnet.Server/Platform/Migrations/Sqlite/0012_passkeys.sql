-- Passkeys: what is kept of them opens nothing, the private key never leaves the person's device.
create table passkey (
    record_id blob not null,
    account_id blob not null,
    passkey_id blob not null,
    created_at integer not null,
    used_at integer,
    version integer not null,
    sealed blob not null,
    primary key (record_id, account_id, passkey_id)
);
create table passkey_login (
    credential_hash blob not null primary key check (length(credential_hash) = 32),
    record_id blob not null,
    account_id blob not null,
    passkey_id blob not null
);
-- When the holder of a session last showed that it is them; empty for the login itself.
alter table session add column proven_at integer;

-- A forgotten password: two codes by two channels, and a day of waiting for acts that are hard to undo.
create table recovery_attempt (
    pending_hash blob not null primary key check (length(pending_hash) = 32),
    record_id blob,
    account_id blob,
    email_code_hash blob not null,
    sms_code_hash blob not null,
    expires_at integer not null,
    tries integer not null,
    used integer not null,
    version integer not null
);
create index ix_recovery_attempt_expires on recovery_attempt (expires_at);
alter table account add column recovered_at integer;
