-- One row a caller, method and key: what makes a repeat give the same answer. operation_id is a UUIDv7, so that old rows
-- are found by it without an index on time.
create table idempotency (
    caller_id text not null,
    method text not null,
    key text not null,
    operation_id uuid not null unique,
    request_sha256 bytea not null check (octet_length(request_sha256) = 32),
    state text not null default 'OPEN' check (state in ('OPEN', 'DONE')),
    answer bytea,
    -- STEPS only: what a job needs to finish what was begun.
    request bytea,
    caller bytea,
    leased_until timestamptz,
    attempts integer not null default 0,
    created_at timestamptz not null default now(),
    primary key (caller_id, method, key),
    check ((state = 'DONE') = (answer is not null))
);

create index idempotency_open on idempotency (leased_until) where state = 'OPEN';

grant select, insert, update, delete on idempotency to ${role};
