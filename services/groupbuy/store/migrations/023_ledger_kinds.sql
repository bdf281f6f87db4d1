-- Postings of every kind: (kind, key) is the fact, and a fact is posted once. The accounts are described in domain/ledger.h.
alter table ledger_postings
    drop constraint ledger_postings_kind_check,
    drop constraint ledger_postings_check,
    alter column order_id drop not null,
    -- Never null: the trigger below fills it for who does not know it yet.
    add column key text,
    -- The day of the books, in China.
    add column day date not null default (now() at time zone 'Asia/Shanghai')::date;
update ledger_postings set key = replace(coalesce(refund_id, order_id)::text, '-', ''),
    day = (posted_at at time zone 'Asia/Shanghai')::date;
create unique index ledger_once on ledger_postings (kind, key);
create index ledger_by_day on ledger_postings (day, id);
create index ledger_of_order on ledger_postings (order_id) where order_id is not null;

-- A day that is over is closed: a hash over all its postings and entries and over the day before. Nothing is posted into
-- it any more, and what was changed behind our back shows.
create table ledger_days (
    day date primary key,
    postings bigint not null,
    debit_fen bigint not null,
    previous_sha256 bytea not null,
    sha256 bytea not null,
    closed_at timestamptz not null default now()
);

create function ledger_day_sha256(the_day date, previous bytea) returns bytea stable language sql
begin atomic
    select sha256(previous || convert_to(to_char(the_day, 'YYYY-MM-DD'), 'UTF8') || coalesce(string_agg(row_sha256, ''::bytea order by id), ''::bytea))
    from (
        select p.id, sha256(convert_to(concat_ws('|', p.id, p.kind, p.key, coalesce(p.order_id::text, ''), coalesce(p.refund_id::text, ''),
            (extract(epoch from p.posted_at) * 1000000)::bigint,
            (select string_agg(e.account || '=' || e.amount_fen, ',' order by e.account collate "C") from ledger_entries e
             where e.posting_id = p.id)), 'UTF8')) as row_sha256
        from ledger_postings p where p.day = the_day
    ) rows;
end;

create function ledger_day_is_open() returns trigger language plpgsql as $$
begin
    new.key := coalesce(new.key, replace(coalesce(new.refund_id, new.order_id)::text, '-', ''));
    if new.key is null then
        raise exception 'a posting of % without a key', new.kind using errcode = 'check_violation';
    end if;
    if exists (select from ledger_days where day >= new.day) then
        raise exception 'the books of % are closed', new.day using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger ledger_day_is_open before insert on ledger_postings for each row execute function ledger_day_is_open();

grant select, insert on ledger_days to ${role};
