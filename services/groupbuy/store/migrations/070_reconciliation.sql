-- Each day of WeChat Pay's bills, compared with our payments and refunds and with the ledger. A day is worked on in small
-- transactions: its rows are copied here first, each once, then compared; after a crash it goes on where it stood.
create table bill_days (
    day date primary key,
    id uuid not null unique,
    state text not null default 'OPEN' check (state in ('OPEN', 'DONE')),
    begun_at timestamptz not null default now(),
    done_at timestamptz,
    -- Cases that it opened.
    differences bigint not null default 0,
    -- What came and went by our rows, by the two bills, and by the ledger; fees as they were taken, less what came back.
    paid_fen bigint not null default 0,
    refunded_fen bigint not null default 0,
    trade_paid_fen bigint not null default 0,
    trade_refunded_fen bigint not null default 0,
    flow_in_fen bigint not null default 0,
    flow_out_fen bigint not null default 0,
    ledger_in_fen bigint not null default 0,
    ledger_out_fen bigint not null default 0,
    fees_fen bigint not null default 0,
    check ((state = 'DONE') = (done_at is not null))
);

-- The bills of a day that were read to their end; rows 0: WeChat has none.
create table bills (
    day date not null references bill_days,
    bill text not null check (bill in ('TRADE', 'FLOW', 'OPERATION')),
    rows bigint not null check (rows >= 0),
    read_at timestamptz not null default now(),
    primary key (day, bill)
);

-- Kept for some days: a refund may stand in the bill of the day it was asked for.
create table bill_rows (
    day date not null,
    bill text not null check (bill in ('TRADE', 'FLOW', 'OPERATION')),
    line bigint not null,
    kind text not null check (kind in ('PAYMENT', 'REFUND', 'FEE', 'SHARE', 'SHARE_BACK', 'TRANSFER', 'TRANSFER_BACK', 'OTHER')),
    -- Our number of it, and WeChat's.
    subject text not null,
    wechat_number text not null,
    -- Less than 0: out of the account (flow bills).
    amount_fen bigint not null,
    fee_millifen bigint not null default 0,
    state text not null,
    primary key (day, bill, line)
);

create index bill_rows_of on bill_rows (subject, kind);
create index payments_by_day on payments (paid_at) where state = 'PAID';
create index refunds_by_day on refunds (done_at) where state = 'SUCCESS';

-- What a comparison finds is a case like any other, with its day and with those who say something else than our rows:
-- TRADE, FLOW, LEDGER. Reasons stand in domain/case.h.
alter table payment_cases
    drop constraint payment_cases_reason_check,
    add column day date,
    add column sources text not null default '';

create index payment_cases_of_day on payment_cases (day, id desc) where day is not null;

grant select, insert, update on bill_days to ${role};
grant select, insert, delete on bills, bill_rows to ${role};
