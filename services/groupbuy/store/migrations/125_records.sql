-- The honest record: what became of a round, once its parcels are settled; reckoned anew every day while refunds may still come.
-- A dashboard adds up rounds, never orders. Money is what the ledger says.
create table round_records (
    round_id uuid primary key references rounds,
    leader_id uuid not null,
    closed_at timestamptz not null,
    orders bigint not null,
    -- Each once; who comes again is in the lists of several rounds.
    buyer_ids uuid[] not null,
    paid_fen bigint not null,
    refunded_fen bigint not null,
    -- Settled, and of those by the time that was promised.
    parcels bigint not null,
    on_time bigint not null,
    units bigint not null,
    short_units bigint not null,
    -- From the promise to the money, of each refund that is out.
    refund_minutes integer[] not null,
    computed_at timestamptz not null default now()
);

create index round_records_of_leader on round_records (leader_id, closed_at desc);

-- The same of who supplied it. A list is what one place should have of one item.
create table supplier_records (
    round_id uuid not null references round_records,
    supplier_id uuid not null,
    closed_at timestamptz not null,
    lists bigint not null,
    on_time bigint not null,
    units bigint not null,
    damaged bigint not null,
    short_units bigint not null,
    primary key (round_id, supplier_id)
);

create index supplier_records_of on supplier_records (supplier_id, closed_at desc);

create index rounds_to_reckon on rounds (closed_at desc) where status in ('READY', 'DONE');

grant select, insert, update on round_records, supplier_records to ${role};
