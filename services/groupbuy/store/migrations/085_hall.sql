-- The selection hall (选品): goods that leaders of a community may open with, so many units of each in all.
create table hall_goods (
    id uuid primary key,
    sku_id uuid not null references skus,
    -- Null: of every community that has no line of its own for the SKU.
    community_id uuid,
    commission_bp integer not null check (commission_bp between 0 and 3000),
    lowest_price_fen bigint not null check (lowest_price_fen > 0),
    supply_limit bigint not null check (supply_limit > 0),
    -- Units of rounds and campaigns that were cut out and have not gone back to the SKU.
    taken bigint not null default 0 check (taken between 0 and supply_limit),
    withdrawn boolean not null default false,
    version bigint not null default 1,
    created_by uuid not null,
    created_at timestamptz not null default now(),
    unique nulls not distinct (sku_id, community_id)
);

create index hall_goods_of_community on hall_goods (community_id, id desc);

create table hall_rules (
    community_id uuid primary key,
    -- Leaders' rounds there sell goods of the hall alone.
    hall_only boolean not null,
    set_by uuid not null,
    set_at timestamptz not null default now()
);

-- The line of the hall that the units are taken from; null: none. At any time
-- hall_goods.taken = sum of stock - returned of the rounds' items and the campaigns that name it.
alter table round_items add column hall_goods_id uuid references hall_goods;
alter table campaigns add column hall_goods_id uuid references hall_goods;

create function hall_follows() returns trigger language plpgsql as $$
begin
    update hall_goods h set taken = h.taken + d.units from (
        select v.id, sum(v.units)::bigint as units
        from (values (old.hall_goods_id, old.returned - old.stock), (new.hall_goods_id, new.stock - new.returned)) as v (id, units)
        group by v.id
    ) d where h.id = d.id and d.units <> 0;
    return null;
end $$;

create trigger hall_follows_items after update on round_items for each row
    when ((old.hall_goods_id, old.stock - old.returned) is distinct from (new.hall_goods_id, new.stock - new.returned))
    execute function hall_follows();
create trigger hall_follows_new_campaigns after insert on campaigns for each row
    when (new.hall_goods_id is not null) execute function hall_follows();
create trigger hall_follows_campaigns after update on campaigns for each row
    when (old.returned <> new.returned) execute function hall_follows();

grant select, insert, update on hall_goods, hall_rules to ${role};
