-- Opening and objecting by oneself: whom the insurer knows, and proofs of identity on their way.
create table registered_person (
    person_id uuid not null primary key,
    codes_sent integer not null,
    codes_since timestamptz,
    wrong_codes integer not null,
    wrong_codes_since timestamptz,
    draft_at timestamptz,
    draft bytea,
    version integer not null,
    sealed bytea not null
);
create index ix_registered_person_draft on registered_person (draft_at) where draft_at is not null;

create table identity_proof (
    proof_hash bytea not null primary key check (length(proof_hash) = 32),
    person_id uuid,
    code_hash bytea not null check (length(code_hash) = 32),
    expires_at timestamptz not null,
    tries integer not null check (tries >= 0),
    state smallint not null check (state between 1 and 3),
    version integer not null
);
create index ix_identity_proof_expires on identity_proof (expires_at);
