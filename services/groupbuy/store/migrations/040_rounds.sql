-- A leader's group-buy, from its draft to the last parcel.
create table rounds (
    id uuid primary key,
    leader_id uuid not null,
    community_id uuid not null,
    circle_id uuid,
    title text not null,
    description text not null,
    image_urls text[] not null,
    status text not null default 'DRAFT' check (
        status in ('DRAFT', 'SCHEDULED', 'OPEN', 'CLOSING', 'CLOSED', 'RECEIVING', 'READY', 'DONE', 'CANCELLED')),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    ready_at timestamptz not null check (ready_at >= ends_at),
    -- Payments under way may land for so long after the end.
    grace_s integer not null check (grace_s between 0 and 3600),
    unpaid_s integer not null check (unpaid_s > 0),
    door boolean not null,
    door_fee_fen bigint not null check (door_fee_fen >= 0),
    door_minimum_fen bigint not null check (door_minimum_fen >= 0),
    minimum_fen bigint not null check (minimum_fen >= 0),
    shortage_rule text not null check (shortage_rule in ('FIRST_COME', 'EVEN')),
    uncollected_rule text not null check (uncollected_rule in ('KEEP', 'REFUND_PART')),
    uncollected_refund_percent smallint not null check (uncollected_refund_percent between 0 and 100),
    keep_days smallint not null check (keep_days between 1 and 30),
    extended boolean not null default false,
    cancel_reason text not null default '',
    copied_from uuid references rounds,
    -- 跟团号: the next one; none is given twice.
    next_number bigint not null default 1,
    published_at timestamptz,
    closed_at timestamptz,
    created_at timestamptz not null default now(),
    version bigint not null default 1,
    foreign key (leader_id, community_id) references leaders (user_id, community_id),
    check ((status = 'CANCELLED') = (cancel_reason <> ''))
);

create index rounds_of_leader on rounds (leader_id, id desc);
create index rounds_in_sight on rounds (community_id, id desc) where status in ('SCHEDULED', 'OPEN', 'CLOSING');

-- The one table of what may follow what; services/groupbuy/domain/round.c has the same, and a test compares.
create table round_moves (
    from_status text not null,
    to_status text not null,
    primary key (from_status, to_status)
);
insert into round_moves values
    ('DRAFT', 'SCHEDULED'), ('DRAFT', 'CANCELLED'),
    ('SCHEDULED', 'OPEN'), ('SCHEDULED', 'CANCELLED'),
    ('OPEN', 'CLOSING'), ('OPEN', 'CANCELLED'),
    ('CLOSING', 'CLOSED'), ('CLOSING', 'CANCELLED'),
    ('CLOSED', 'RECEIVING'), ('CLOSED', 'CANCELLED'),
    ('RECEIVING', 'READY'),
    ('READY', 'DONE');

create table round_log (
    round_id uuid not null references rounds,
    version bigint not null,
    from_status text not null,
    to_status text not null,
    actor text not null,
    at timestamptz not null default now(),
    primary key (round_id, version),
    foreign key (from_status, to_status) references round_moves
);

-- What is sold in it: units cut out of the SKU's stock when it is published. At any time from then on
-- stock = unsold + units of live orders + returned.
create table round_items (
    id uuid primary key,
    round_id uuid not null references rounds,
    position smallint not null,
    product_id uuid not null,
    sku_id uuid not null references skus,
    product_title text not null,
    sku_title text not null,
    image_url text not null,
    weight_g integer not null,
    list_price_fen bigint not null check (list_price_fen > 0),
    price_fen bigint not null check (price_fen between 1 and list_price_fen),
    stock bigint not null check (stock > 0),
    unsold bigint not null check (unsold >= 0),
    -- Gone back to the SKU after the cut-off.
    returned bigint not null default 0 check (returned between 0 and stock),
    -- Of paid orders: units decide the price step, money is held against the minimum.
    paid_units bigint not null default 0 check (paid_units >= 0),
    paid_fen bigint not null default 0 check (paid_fen >= 0),
    per_user_limit integer not null check (per_user_limit >= 0),
    weighed boolean not null,
    -- The step's price at the cut-off; null: not frozen.
    frozen_price_fen bigint,
    unique (round_id, position),
    unique (round_id, sku_id)
) with (fillfactor = 80);

create table round_steps (
    item_id uuid not null references round_items,
    from_units bigint not null check (from_units > 0),
    price_fen bigint not null check (price_fen > 0),
    primary key (item_id, from_units)
);

create table round_points (
    round_id uuid not null references rounds,
    point_id uuid not null references pick_up_points,
    primary key (round_id, point_id)
);

-- An order's place in its round: the running list.
create table round_entries (
    order_id uuid primary key,
    round_id uuid not null references rounds,
    number bigint not null check (number > 0),
    user_id uuid not null,
    point_id uuid,
    remark text not null default '',
    late_choice text not null default 'REFUND' check (late_choice in ('REFUND', 'NEXT_ROUND')),
    hidden boolean not null default false,
    -- Of a neighbour without a phone.
    neighbour_name text not null default '',
    neighbour_building text not null default '',
    neighbour_phone_sealed bytea,
    neighbour_phone_key text not null default '',
    pays text not null default 'SELF' check (pays in ('SELF', 'BY_LEADER', 'BY_LINK', 'IN_CASH')),
    -- True once it counts: paid, and neither cancelled nor refunded.
    counts boolean not null default false,
    help_seller_id uuid,
    created_at timestamptz not null default now(),
    unique (round_id, number)
);

create index round_entries_that_count on round_entries (round_id, number desc) where counts;
create index round_entries_at_point on round_entries (round_id, point_id, number) where point_id is not null;

-- Units of an item that a person has in live orders of the round; its row lock is the mutex of buyer and round item.
create table round_buyers (
    item_id uuid not null,
    user_id uuid not null,
    held bigint not null check (held >= 0),
    primary key (item_id, user_id)
);

-- Who looked: for reminders, forgotten with the round.
create table round_lookers (
    round_id uuid not null references rounds,
    user_id uuid not null,
    looked_at timestamptz not null default now(),
    primary key (round_id, user_id)
);

-- By which somebody else pays.
create table pay_links (
    key text primary key,
    order_id uuid not null unique references orders,
    created_by uuid not null,
    created_at timestamptz not null default now()
);

grant select on round_moves to ${role};
grant select, insert on round_log, pay_links to ${role};
grant select, insert, update on rounds, round_items, round_entries, round_buyers to ${role};
grant select, insert, delete on round_steps, round_points, round_lookers to ${role};
grant delete on round_items to ${role};
