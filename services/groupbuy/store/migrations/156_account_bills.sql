-- Each merchant account has bills of its own, compared day by day with what is that account's: its days, what was read of them,
-- and what differs name it; '' is the installation's own. A replica of the release before, which knows one account, cannot begin
-- a day while it still runs (its "on conflict" has no key any more) and leaves it to one of this release.
alter table bills drop constraint bills_day_fkey;
alter table bill_days
    add column merchant_id text not null default '',
    drop constraint bill_days_pkey;
alter table bills
    add column merchant_id text not null default '',
    drop constraint bills_pkey;
alter table bill_rows
    add column merchant_id text not null default '',
    drop constraint bill_rows_pkey;
create unique index bill_days_once on bill_days (day, merchant_id);
create unique index bills_once on bills (day, merchant_id, bill);
create unique index bill_rows_once on bill_rows (day, merchant_id, bill, line);

alter table payment_cases add column merchant_id text not null default '';

-- From when on an account has bills.
create index payments_of_account_by_day on payments (merchant_id, paid_at) where state = 'PAID' and merchant_id <> '';
