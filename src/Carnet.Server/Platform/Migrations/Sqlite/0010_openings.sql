-- Opening and objecting by oneself: whom the insurer knows, and proofs of identity on their way.
create table registered_person (
    person_id blob not null primary key,
    codes_sent integer not null,
    codes_since integer,
    wrong_codes integer not null,
    wrong_codes_since integer,
    draft_at integer,
    draft blob,
    version integer not null,
    sealed blob not null
);
create index ix_registered_person_draft on registered_person (draft_at) where draft_at is not null;

create table identity_proof (
    proof_hash blob not null primary key check (length(proof_hash) = 32),
    person_id blob,
    code_hash blob not null check (length(code_hash) = 32),
    expires_at integer not null,
    tries integer not null check (tries >= 0),
    state integer not null check (state between 1 and 3),
    version integer not null
);
create index ix_identity_proof_expires on identity_proof (expires_at);
