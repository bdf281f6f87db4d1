-- Whose books a posting stands in: the merchant account at WeChat Pay that the money lies in, '' the installation's own. It is that
-- of what the posting is about, whoever writes it: also a replica of the release before, which names none, cannot put it into
-- another's books. A posting has one account and adds up to 0, so the books of each add up to 0 of themselves.
alter table ledger_postings add column merchant_id text not null default '';
-- A payout goes out of the account whose orders have earned it, and what is an earner's stands with that account.
alter table payouts add column merchant_id text not null default '';
alter table earner_moves add column merchant_id text not null default '';

create function account_of_order(the_order uuid) returns text stable language sql
begin atomic
    select coalesce((select o.merchant_id from orders o where o.id = the_order), '');
end;

-- A part of an order is out of its payment; a transfer is of the account that it was asked of.
create function payout_of_account() returns trigger language plpgsql as $$
begin
    if new.order_id is not null then
        new.merchant_id := account_of_order(new.order_id);
    end if;
    return new;
end $$;

-- One transfer of a person at a time out of each account.
drop index payouts_under_way;
create unique index payouts_under_way_of_account on payouts (earner_id, merchant_id) where way = 'TRANSFER' and done_at is null;

create trigger payout_of_account before insert on payouts for each row execute function payout_of_account();

create function earner_move_of_account() returns trigger language plpgsql as $$
begin
    new.merchant_id := coalesce(
        (select p.merchant_id from payouts p where p.id = new.payout_id),
        (select account_of_order(s.order_id) from shares s where s.id = new.share_id), '');
    return new;
end $$;

create trigger earner_move_of_account before insert on earner_moves for each row execute function earner_move_of_account();

create function ledger_of_account() returns trigger language plpgsql as $$
begin
    if new.order_id is not null then
        new.merchant_id := account_of_order(new.order_id);
    elsif new.key ~ '^[0-9a-f]{32}$' and new.kind like 'PAYOUT%' then
        new.merchant_id := coalesce((select p.merchant_id from payouts p where p.id = new.key::uuid), '');
    elsif new.key ~ '^[0-9a-f]{32}$' and new.kind = 'SHARE_RETURNED' then
        new.merchant_id := coalesce((select p.merchant_id from share_returns b join payouts p on p.id = b.payout_id
            where b.id = new.key::uuid), '');
    end if;
    return new;
end $$;

-- After ledger_day_is_open, which fills the key.
create trigger ledger_of_account before insert on ledger_postings for each row execute function ledger_of_account();

-- As 023 has it, and a posting of a merchant's books says so: days without one keep their hash.
create or replace function ledger_day_sha256(the_day date, previous bytea) returns bytea stable language sql
begin atomic
    select sha256(previous || convert_to(to_char(the_day, 'YYYY-MM-DD'), 'UTF8') || coalesce(string_agg(row_sha256, ''::bytea order by id), ''::bytea))
    from (
        select p.id, sha256(convert_to(concat_ws('|', p.id, p.kind, p.key, coalesce(p.order_id::text, ''), coalesce(p.refund_id::text, ''),
            (extract(epoch from p.posted_at) * 1000000)::bigint,
            (select string_agg(e.account || '=' || e.amount_fen, ',' order by e.account collate "C") from ledger_entries e
             where e.posting_id = p.id), 'of ' || nullif(p.merchant_id, '')), 'UTF8')) as row_sha256
        from ledger_postings p where p.day = the_day
    ) rows;
end;

-- A month's totals are those of each account's books.
alter table ledger_month_accounts
    add column merchant_id text not null default '',
    drop constraint ledger_month_accounts_pkey;
create unique index ledger_month_accounts_once on ledger_month_accounts (month, merchant_id, account);

create or replace function ledger_month_sha256(the_first date, the_last date, previous bytea) returns bytea stable language sql
begin atomic
    select sha256(previous || convert_to(to_char(the_first, 'YYYY-MM'), 'UTF8')
        || coalesce((select string_agg(d.sha256, ''::bytea order by d.day) from ledger_days d where d.day between the_first and the_last), ''::bytea)
        || convert_to(coalesce((select string_agg(coalesce('of ' || nullif(a.merchant_id, '') || ' ', '') || a.account || '=' || a.debit_fen || '/' || a.credit_fen || '/' || a.balance_fen, ','
                order by a.merchant_id collate "C", a.account collate "C")
            from ledger_month_accounts a where a.month = to_char(the_first, 'YYYY-MM')), ''), 'UTF8'));
end;
