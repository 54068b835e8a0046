-- Browsers that have come in with an account. The database alone lets nobody in: it holds only a hash.
create table device (
    record_id blob not null,
    account_id blob not null,
    device_id blob not null,
    device_hash blob not null,
    created_at integer not null,
    seen_at integer not null,
    version integer not null,
    sealed blob not null,
    primary key (record_id, account_id, device_id)
);
alter table session add column device_id blob;
