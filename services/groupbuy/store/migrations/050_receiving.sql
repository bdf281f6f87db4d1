-- What a round sold, frozen at its cut-off, and what came of it. None of the frozen numbers ever changes.
--
-- A place is a pick-up point of the round, or, for what the leader brings to the door, the round itself.

-- The purchase sheet: units of an item as its stock knows them, not as orders do.
create table round_sheet (
    round_id uuid not null references rounds,
    item_id uuid not null references round_items,
    supplier text not null,
    units bigint not null check (units >= 0),
    -- Of those, refunded before the cut-off: nobody has to buy them.
    refunded bigint not null check (refunded between 0 and units),
    primary key (round_id, item_id)
);

create table round_places (
    round_id uuid not null references rounds,
    place_id uuid not null,
    name text not null,
    address text not null,
    hours text not null,
    status text not null default 'WAITING' check (status in ('WAITING', 'COUNTING', 'CONFIRMED', 'SETTLED')),
    deliveries integer not null default 0 check (deliveries >= 0),
    confirmed_by uuid,
    confirmed_at timestamptz,
    settled_at timestamptz,
    primary key (round_id, place_id),
    check ((status = 'WAITING') = (deliveries = 0)),
    check ((status in ('CONFIRMED', 'SETTLED')) = (confirmed_at is not null and confirmed_by is not null)),
    check ((status = 'SETTLED') = (settled_at is not null))
);

-- The delivery list of a place.
create table round_lists (
    round_id uuid not null,
    place_id uuid not null,
    item_id uuid not null references round_items,
    units bigint not null check (units >= 0),
    refunded bigint not null check (refunded between 0 and units),
    primary key (round_id, place_id, item_id),
    foreign key (round_id, place_id) references round_places
);

-- The picking list: an order's parcel at its place, and what is in it.
create table round_parcels (
    order_id uuid primary key references orders,
    round_id uuid not null,
    place_id uuid not null,
    number bigint not null,
    shelf text not null,
    -- Its part of the sharing-out is done: ready, or refunded.
    settled_at timestamptz,
    foreign key (round_id, place_id) references round_places
);

create index round_parcels_at on round_parcels (round_id, place_id, number);
create index round_parcels_unsettled on round_parcels (round_id, place_id, order_id) where settled_at is null;

create table round_picks (
    order_id uuid not null references round_parcels,
    position smallint not null,
    item_id uuid not null references round_items,
    units bigint not null check (units > 0),
    refunded bigint not null check (refunded between 0 and units),
    -- Units that its buyer waited for when the sharing-out was confirmed, and what it gave to him; null: not confirmed.
    wanted bigint check (wanted between 0 and units),
    served bigint check (served between 0 and wanted),
    primary key (order_id, position),
    check ((wanted is null) = (served is null))
);

create index round_picks_of_item on round_picks (item_id);

-- What came, part by part. Append only: what was counted wrong is corrected by the next part, below 0 if need be.
create table round_arrivals (
    id uuid primary key,
    round_id uuid not null,
    place_id uuid not null,
    delivery integer not null check (delivery > 0),
    item_id uuid not null references round_items,
    arrived bigint not null,
    damaged bigint not null,
    image_urls text[] not null,
    note text not null,
    recorded_by uuid not null,
    at timestamptz not null default now(),
    unique (round_id, place_id, delivery, item_id),
    foreign key (round_id, place_id, item_id) references round_lists
);

create index rounds_to_be_done on rounds (id) where status = 'READY';

grant select, insert on round_sheet, round_lists, round_arrivals to ${role};
grant select, insert on round_places, round_parcels, round_picks to ${role};
grant update (status, deliveries, confirmed_by, confirmed_at, settled_at) on round_places to ${role};
grant update (settled_at) on round_parcels to ${role};
grant update (wanted, served) on round_picks to ${role};
