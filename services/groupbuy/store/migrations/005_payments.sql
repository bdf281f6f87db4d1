-- What is asked of WeChat Pay for an order, under the order's id. Written before WeChat is asked, so that a retry asks the same.
create table payments (
    order_id uuid primary key references orders,
    user_id uuid not null,
    amount_fen bigint not null check (amount_fen >= 0),
    app_id text not null,
    payer_openid text not null,
    description text not null,
    expires_at timestamptz not null,
    state text not null check (state in ('OPEN', 'CLOSING', 'CLOSED', 'PAID')),
    prepay_id text,
    began_at timestamptz not null default now(),
    transaction_id text unique,
    paid_at timestamptz,
    -- Promised back so far: never more than was paid.
    refunding_fen bigint not null default 0 check (refunding_fen between 0 and amount_fen),
    check ((state = 'PAID') = (paid_at is not null)),
    check (refunding_fen = 0 or state = 'PAID')
);

-- What WeChat told us, once each: the decrypted resource and what it led to.
create table payment_notices (
    id text primary key,
    kind text not null check (kind in ('PAYMENT', 'REFUND')),
    -- The number it is about: an order's or a refund's.
    subject text not null,
    transaction_id text not null,
    resource bytea not null,
    outcome text not null check (outcome in ('APPLIED', 'KNOWN', 'UNKNOWN_SUBJECT', 'MISMATCH')),
    received_at timestamptz not null default now()
);

-- Money on its way back. The id is the number at WeChat Pay: a repeat asks under the same one.
create table refunds (
    id uuid primary key,
    order_id uuid not null references orders,
    amount_fen bigint not null check (amount_fen >= 0),
    -- The coupon's share that goes back with it.
    coupon_fen bigint not null check (coupon_fen >= 0),
    reason text not null check (reason in ('TEAM_EXPIRED', 'LEFT_TEAM', 'LATE_PAYMENT')),
    state text not null check (state in ('REQUESTED', 'PROCESSING', 'SUCCESS', 'WAITING_FUNDS', 'ABNORMAL')),
    wechat_refund_id text unique,
    created_at timestamptz not null default now(),
    done_at timestamptz,
    check ((state = 'SUCCESS') = (done_at is not null))
);

create index refunds_of_order on refunds (order_id);
-- What somebody has to look after.
create index refunds_stuck on refunds (created_at) where state in ('WAITING_FUNDS', 'ABNORMAL');

grant select, insert, update on payments, refunds to ${role};
grant select, insert on payment_notices to ${role};
