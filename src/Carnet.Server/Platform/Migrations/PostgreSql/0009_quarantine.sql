-- A document that nobody sees yet: not examined, or found bad.
alter table document add column quarantined boolean not null default false;

create table quarantine (
    record_id uuid not null,
    document_id uuid not null,
    since timestamptz not null,
    due_at timestamptz not null,
    found_bad boolean not null,
    primary key (record_id, document_id)
);
create index ix_quarantine_due on quarantine (due_at);
