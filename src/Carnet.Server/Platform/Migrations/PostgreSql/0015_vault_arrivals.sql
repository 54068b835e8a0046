-- Contents whose pieces were stored before their document, so that the sweep need not read the whole vault.
create table vault_arrival (
    record_id uuid not null,
    blob_id uuid not null,
    started_at timestamptz not null,
    primary key (record_id, blob_id)
);
create index ix_vault_arrival_started on vault_arrival (started_at);
insert into vault_arrival (record_id, blob_id, started_at)
    select record_id, blob_id, min(stored_at) from vault_chunk where not exists (
        select 1 from document where document.record_id = vault_chunk.record_id and document.blob_id = vault_chunk.blob_id)
    group by record_id, blob_id;
