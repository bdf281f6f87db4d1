-- A second pair of eyes: what one person may not do alone is asked for, decided by another, and done with the yes, once.
create table approvals (
    id uuid primary key,
    kind text not null,
    -- What it is about, and which version of it: a yes is for that one.
    subject uuid not null,
    subject_version bigint not null default 0 check (subject_version >= 0),
    -- At most so much; 0: no money is in it.
    amount_fen bigint not null check (amount_fen >= 0),
    asked_by uuid not null,
    why text not null,
    asked_at timestamptz not null default now(),
    expires_at timestamptz not null,
    state text not null default 'PENDING' check (state in ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'USED')),
    decided_by uuid check (decided_by <> asked_by),
    decided_at timestamptz,
    note text not null default '',
    used_by uuid,
    used_at timestamptz,
    check (expires_at > asked_at),
    check ((decided_by is null) = (decided_at is null) and (used_by is null) = (used_at is null)),
    check (state not in ('APPROVED', 'REJECTED', 'USED') or decided_by is not null),
    check ((state = 'USED') = (used_by is not null))
);

-- One question at a time, and one yes that waits.
create unique index approvals_waiting on approvals (kind, subject) where state in ('PENDING', 'APPROVED');
create index approvals_in_state on approvals (state, id desc);
create index approvals_of on approvals (subject, id desc);

grant select, insert on approvals to ${role};
grant update (state, decided_by, decided_at, note, used_by, used_at) on approvals to ${role};
