-- Contextual web access (TD0.9, TD0.10): who came in out of which software, for which person.
create table web_context (
    cookie_hash blob not null primary key check (length(cookie_hash) = 32),
    certificate_hash blob not null check (length(certificate_hash) = 32),
    created_at integer not null,
    seen_at integer not null,
    sealed blob not null
);
create index ix_web_context_created on web_context (created_at);
