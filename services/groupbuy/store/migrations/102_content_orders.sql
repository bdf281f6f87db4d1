-- Paid articles and columns: who has bought what, once at a time. Content keeps the entitlement itself, by our events.
create table content_orders (
    order_id uuid primary key references orders,
    user_id uuid not null,
    product_id uuid not null references products,
    -- Where the client ran, and so by which channel it was sold.
    platform text not null check (platform in ('ANDROID', 'IOS', 'DESKTOP')),
    granted_at timestamptz,
    revoked_at timestamptz check (revoked_at is null or granted_at is not null)
);

create index content_orders_of_user on content_orders (user_id, product_id);

grant select, insert on content_orders to ${role};
grant update (granted_at, revoked_at) on content_orders to ${role};
