-- More ways to come by a coupon. channel: 1 claim, 2 welcome, 3 code, 4 points, 5 grant. And narrower scopes: only these campaigns,
-- not these products.
alter table templates drop constraint templates_channel_check;
alter table coupons drop constraint coupons_channel_check; -- a coupon has its template's channel
alter table templates
    add column points_price bigint not null default 0
        check (channel between 1 and 5 and points_price >= 0 and (channel = 4) = (points_price > 0)),
    add column campaign_ids uuid[] not null default '{}',
    add column excluded_product_ids uuid[] not null default '{}';

-- Codes that stand for one coupon each: 12 characters nobody guesses.
create table codes (
    code        text primary key check (length(code) = 12),
    template_id uuid not null references templates (id),
    coupon_id   uuid unique references coupons (id),
    created_at  timestamptz not null
);
create index codes_of_template on codes (template_id, code);

grant select, insert, update on codes to ${role};
