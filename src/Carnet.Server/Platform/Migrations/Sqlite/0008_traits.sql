-- Finds a record by two traits of its person, for a regulating centre without the INS. Holds keyed hashes only; a
-- reference table.
create table trait_index (
    trait_hash blob not null check (length(trait_hash) = 32),
    record_id blob not null,
    primary key (trait_hash, record_id)
);
create index ix_trait_index_record on trait_index (record_id);
