-- What WeChat is told of how paid goods reach their buyers (发货信息): it holds the money until it knows. A row is written in the
-- transaction that hands an order to a carrier, or has it ready to be collected; a job tells WeChat, with the same words each
-- time.
create table shipping_infos (
    order_id uuid primary key references orders,
    -- UNSHIPPED: WeChat reminds us that nothing was told for two days. REFUSED: for good, a payment case tells of it.
    state text not null check (state in ('UNSHIPPED', 'WAITING', 'TOLD', 'REFUSED')),
    kind text check (kind in ('EXPRESS', 'SAME_CITY', 'VIRTUAL', 'PICK_UP')),
    -- Of the payment: WeChat's number, and who paid (not always who bought).
    transaction_id text not null,
    payer_openid text not null,
    item text not null default '' check (char_length(item) <= 120),
    -- Of an express.
    carrier text not null default '',
    tracking_number text not null default '',
    receiver_phone text not null default '',
    -- When it went out or was ready; null: it did not.
    shipped_at timestamptz,
    tries integer not null default 0 check (tries >= 0),
    told_at timestamptz,
    -- WeChat's words.
    refused_why text not null default '',
    reminded_at timestamptz,
    -- What WeChat says of the money: when it expects to let it go, when the goods were received, when it did.
    settles_at timestamptz,
    received_at timestamptz,
    settled_at timestamptz,
    check ((state = 'UNSHIPPED') = (kind is null)),
    check ((kind is null) = (shipped_at is null)),
    check ((state = 'TOLD') = (told_at is not null)),
    check ((state = 'REFUSED') = (refused_why <> '')),
    check (state <> 'UNSHIPPED' or reminded_at is not null)
);

create index shipping_infos_in_state on shipping_infos (state, order_id desc);

grant select, insert, update on shipping_infos to ${role};
