-- What WeChat is told of goods that come later than its limit after a payment (预售报备): when they may be expected. A row is
-- written with the payment, or when its round is extended; a job declares it, with the same date each time.
create table presales (
    order_id uuid primary key references orders,
    -- DONE: WeChat knows it, or waits for these goods no more. REFUSED: for good, a payment case tells of it.
    state text not null default 'WAITING' check (state in ('WAITING', 'DONE', 'REFUSED')),
    -- WeChat's number of the payment.
    transaction_id text not null check (transaction_id <> ''),
    ready_at timestamptz not null,
    tries integer not null default 0 check (tries >= 0),
    done_at timestamptz,
    -- WeChat's words.
    refused_why text not null default '',
    check ((state = 'DONE') = (done_at is not null)),
    check ((state = 'REFUSED') = (refused_why <> ''))
);

grant select, insert, update on presales to ${role};
