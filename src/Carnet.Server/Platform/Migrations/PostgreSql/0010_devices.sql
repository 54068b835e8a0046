-- Browsers that have come in with an account. The database alone lets nobody in: it holds only a hash.
create table device (
    record_id uuid not null,
    account_id uuid not null,
    device_id uuid not null,
    device_hash bytea not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    version integer not null,
    sealed bytea not null,
    primary key (record_id, account_id, device_id)
);
alter table session add column device_id uuid;
