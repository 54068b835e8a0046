-- Passkeys: what is kept of them opens nothing, the private key never leaves the person's device.
create table passkey (
    record_id uuid not null,
    account_id uuid not null,
    passkey_id uuid not null,
    created_at timestamptz not null,
    used_at timestamptz,
    version integer not null,
    sealed bytea not null,
    primary key (record_id, account_id, passkey_id)
);
create table passkey_login (
    credential_hash bytea not null primary key check (length(credential_hash) = 32),
    record_id uuid not null,
    account_id uuid not null,
    passkey_id uuid not null
);
-- When the holder of a session last showed that it is them; empty for the login itself.
alter table session add column proven_at timestamptz;

-- A forgotten password: two codes by two channels, and a day of waiting for acts that are hard to undo.
create table recovery_attempt (
    pending_hash bytea not null primary key check (length(pending_hash) = 32),
    record_id uuid,
    account_id uuid,
    email_code_hash bytea not null,
    sms_code_hash bytea not null,
    expires_at timestamptz not null,
    tries integer not null,
    used boolean not null,
    version integer not null
);
create index ix_recovery_attempt_expires on recovery_attempt (expires_at);
alter table account add column recovered_at timestamptz;
