-- Money that does not go its way and waits for somebody: what WeChat says that does not fit what we asked, what it cannot pay
-- out. A case is opened once for each fact, in the transaction that found it, and settled by somebody, or by the fact itself.
create table payment_cases (
    id uuid primary key,
    reason text not null check (reason in
        ('REFUND_ABNORMAL', 'REFUND_MISMATCH', 'REFUND_UNKNOWN', 'PAYMENT_MISMATCH', 'PAYMENT_UNKNOWN')),
    -- The number it is about at WeChat Pay: an order's or a refund's, as WeChat names it; and WeChat's own.
    subject text not null,
    wechat_number text not null,
    -- Null: no order of ours.
    order_id uuid,
    -- What it is by our books, what WeChat says.
    expected_fen bigint not null,
    told_fen bigint not null,
    opened_at timestamptz not null default now(),
    settled_at timestamptz,
    settled_by text,
    note text not null default '',
    unique (reason, subject, wechat_number),
    check ((settled_at is null) = (settled_by is null))
);

create index payment_cases_open on payment_cases (id desc) where settled_at is null;
create index payment_cases_settled on payment_cases (id desc) where settled_at is not null;
create index payment_cases_settled_of_reason on payment_cases (reason, id desc) where settled_at is not null;

grant select, insert on payment_cases to ${role};
grant update (settled_at, settled_by, note) on payment_cases to ${role};

insert into payment_cases (id, reason, subject, wechat_number, order_id, expected_fen, told_fen, opened_at)
select gen_random_uuid(), 'REFUND_ABNORMAL', replace(id::text, '-', ''), coalesce(wechat_refund_id, ''), order_id, amount_fen,
    amount_fen, created_at
from refunds where state = 'ABNORMAL';

insert into payment_cases (id, reason, subject, wechat_number, expected_fen, told_fen, opened_at)
select distinct on (kind, outcome, subject, transaction_id) gen_random_uuid(),
    kind || case outcome when 'MISMATCH' then '_MISMATCH' else '_UNKNOWN' end, subject, transaction_id, 0,
    coalesce((convert_from(resource, 'UTF8')::jsonb #>> array['amount', case kind when 'PAYMENT' then 'total' else 'refund' end])::bigint, 0),
    received_at
from payment_notices where outcome in ('MISMATCH', 'UNKNOWN_SUBJECT')
order by kind, outcome, subject, transaction_id, received_at;
