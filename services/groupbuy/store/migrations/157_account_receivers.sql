-- WeChat keeps a list of receivers for each merchant account: who receives is named to the one whose payments are shared out. ''
-- is the installation's own. A replica of the release before, which knows one list, cannot name anybody while it still runs
-- (its "on conflict" has no key any more) and leaves it to one of this release.
alter table receivers
    add column paid_by text not null default '',
    drop constraint receivers_account_key;
create unique index receivers_of_account on receivers (paid_by, account);
drop index receivers_merchant_of;
-- Somebody earns of one account's payments by one merchant account at a time.
create unique index receivers_merchant_of_account on receivers (user_id, paid_by) where merchant and state in ('WANTED', 'NAMED', 'REFUSED');
