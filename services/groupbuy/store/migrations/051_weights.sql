-- What weighed goods weighed: once a line, never changed. The difference to what was paid for went back.
create table round_weights (
    order_id uuid not null,
    position smallint not null,
    -- Of all its units that were left, and what they were paid for.
    grams bigint not null check (grams > 0),
    upper_g bigint not null check (upper_g > 0),
    refund_fen bigint not null check (refund_fen >= 0),
    recorded_by uuid not null,
    at timestamptz not null default now(),
    primary key (order_id, position),
    foreign key (order_id, position) references order_lines
);

grant select, insert on round_weights to ${role};
