-- Work that must happen at or after a time. While a worker has it, run_at and leased_until are the end of its lease.
create table jobs (
    id uuid primary key,
    kind text not null,
    key text not null,
    payload bytea not null,
    run_at timestamptz not null,
    leased_until timestamptz,
    attempts integer not null default 0,
    dead boolean not null default false,
    last_reason text,
    created_at timestamptz not null default now(),
    unique (kind, key)
);

create index jobs_due on jobs (run_at) where not dead;

grant select, insert, update, delete on jobs to ${role};
