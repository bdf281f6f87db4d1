-- Invoices (发票) of completed orders, over what was paid and kept. A refund takes back what was issued: the rest may be asked for
-- again.
create table invoices (
    id uuid primary key,
    order_id uuid not null references orders,
    user_id uuid not null,
    state text not null check (state in ('REQUESTED', 'ISSUED', 'REVERSED')),
    kind text not null check (kind in ('PERSON', 'COMPANY')),
    title text not null,
    tax_number text not null,
    amount_fen bigint not null check (amount_fen >= 0),
    -- As the tax office has it; null: not issued.
    number text unique,
    issued_on date,
    file_url text not null default '',
    -- Why it is none any more.
    reason text not null default '',
    requested_at timestamptz not null default now(),
    issued_at timestamptz,
    reversed_at timestamptz,
    check ((kind = 'COMPANY') = (tax_number <> '')),
    check ((number is null) = (issued_at is null) and (number is null) = (issued_on is null)),
    check (state <> 'ISSUED' or number is not null),
    check (state <> 'REQUESTED' or number is null),
    check ((state = 'REVERSED') = (reversed_at is not null)),
    check (state = 'REVERSED' or amount_fen > 0)
);

create unique index invoices_live on invoices (order_id) where state <> 'REVERSED';
create index invoices_of_user on invoices (user_id, id desc);
create index invoices_by_state on invoices (state, id desc);

grant select, insert on invoices to ${role};
grant update (state, amount_fen, number, issued_on, file_url, reason, issued_at, reversed_at) on invoices to ${role};
