-- Limits that several accounts share. A household's units are those of its people in product_buyers.
alter table products
    add column per_household_limit integer not null default 0 check (per_household_limit >= 0),
    add column per_address_limit integer not null default 0 check (per_address_limit >= 0),
    add column per_phone_limit integer not null default 0 check (per_phone_limit >= 0);

-- Where plain orders are brought to, as keyed digests. What a key holds of a product are the units of these orders that
-- have not gone back: it is never counted twice, and never forgotten, whichever release takes an order back.
create table order_limit_keys (
    product_id uuid not null,
    kind text not null check (kind in ('ADDRESS', 'PHONE')),
    key bytea not null check (octet_length(key) = 32),
    order_id uuid not null references orders,
    primary key (product_id, kind, key, order_id)
);

grant select, insert on order_limit_keys to ${role};
