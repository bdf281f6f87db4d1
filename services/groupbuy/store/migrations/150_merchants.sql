-- Accounts at WeChat Pay besides the installation's own, which is '' everywhere. What a community or a supplier is bound to
-- takes the money of the orders that are placed from then on; money of one account never pays another.
create table merchants (
    -- WeChat's number of it: the mchid.
    id text primary key check (id ~ '^[0-9]{8,20}$'),
    name text not null check (char_length(name) between 1 and 60),
    state text not null default 'ACTIVE' check (state in ('ACTIVE', 'CLOSED')),
    created_by uuid not null,
    created_at timestamptz not null default now(),
    closed_at timestamptz,
    check ((state = 'CLOSED') = (closed_at is not null))
);

create table merchant_bindings (
    merchant_id text not null references merchants,
    community_id uuid unique,
    supplier_id uuid unique references suppliers,
    bound_by uuid not null,
    bound_at timestamptz not null default now(),
    check (num_nonnulls(community_id, supplier_id) = 1)
);

create index merchant_bindings_of on merchant_bindings (merchant_id);

-- Whose money it is: that of the supplier of what is sold, else the community's it is sold in, else the installation's own.
-- Null when it is not one account's. The one place that decides it.
create function order_merchant(the_skus uuid[], the_community uuid) returns text stable language sql
begin atomic
    select case when count(distinct w.merchant_id) <= 1 then coalesce(min(w.merchant_id), '') end
    from (
        select coalesce(bs.merchant_id, bc.merchant_id, '') as merchant_id
        from unnest(the_skus) as wanted (sku_id)
        left join skus s on s.id = wanted.sku_id
        left join merchant_bindings bs on bs.supplier_id = s.supplier_id
        left join merchant_bindings bc on bc.community_id = the_community
    ) w;
end;

-- Decided when the order is placed, and for ever: there is no right to update it, and not even its owner may. What a release
-- before this one places is the installation's own.
alter table orders add column merchant_id text not null default '';
alter table payments add column merchant_id text not null default '';

create function merchant_stays() returns trigger language plpgsql as $$
begin
    if new.merchant_id <> old.merchant_id then
        raise exception 'the account of an order stays as it was decided' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger orders_merchant_stays before update of merchant_id on orders for each row execute function merchant_stays();
create trigger payments_merchant_stays before update of merchant_id on payments for each row execute function merchant_stays();

-- Whoever begins to pay into another account than the order's is refused, of whichever release he is.
create function payment_is_of_its_orders_merchant() returns trigger language plpgsql as $$
begin
    if new.merchant_id is distinct from (select o.merchant_id from orders o where o.id = new.order_id) then
        raise exception 'order % is paid into another account than its own', new.order_id using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger payments_of_their_orders_merchant before insert on payments
    for each row execute function payment_is_of_its_orders_merchant();

grant select, insert, update on merchants to ${role};
grant select, insert, update, delete on merchant_bindings to ${role};
