-- A short item is replaced at a place, for who says yes in time. The frozen sheets stay as they are: these rows stand beside
-- them. Its units leave the substitute's stock with the question; what nobody takes is back there at the sharing-out.
create table round_substitutions (
    id uuid primary key,
    round_id uuid not null,
    place_id uuid not null,
    item_id uuid not null,
    sku_id uuid not null references skus,
    product_title text not null,
    sku_title text not null,
    -- Of a unit: what it costs more than this goes back.
    price_fen bigint not null check (price_fen > 0),
    units bigint not null check (units > 0),
    until timestamptz not null,
    asked_by uuid not null,
    at timestamptz not null default now(),
    -- Shared out; so many units went back to the stock.
    returned bigint check (returned between 0 and units),
    unique (round_id, place_id, item_id),
    foreign key (round_id, place_id, item_id) references round_lists
);

create table substitution_asks (
    order_id uuid not null,
    position smallint not null,
    substitution_id uuid not null references round_substitutions,
    -- He would go short of so many.
    units bigint not null check (units > 0),
    -- Null: he has said nothing.
    takes boolean,
    answered_at timestamptz check ((answered_at is null) = (takes is null)),
    -- Units that he gets of it; null: not shared out.
    given bigint check (given between 0 and units),
    primary key (order_id, position),
    foreign key (order_id, position) references round_picks,
    check (given is null or given = 0 or takes)
);

create index substitution_asks_of on substitution_asks (substitution_id);

grant select, insert on round_substitutions, substitution_asks to ${role};
grant update (returned) on round_substitutions to ${role};
grant update (takes, answered_at, given) on substitution_asks to ${role};
