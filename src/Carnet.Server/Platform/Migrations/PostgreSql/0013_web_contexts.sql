-- Contextual web access (TD0.9, TD0.10): who came in out of which software, for which person.
create table web_context (
    cookie_hash bytea not null primary key check (length(cookie_hash) = 32),
    certificate_hash bytea not null check (length(certificate_hash) = 32),
    created_at timestamptz not null,
    seen_at timestamptz not null,
    sealed bytea not null
);
create index ix_web_context_created on web_context (created_at);
