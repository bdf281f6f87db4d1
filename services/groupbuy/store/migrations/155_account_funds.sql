-- Refunds wait for the money of their own merchant account: what one is short of is no other's episode, and holds no other's up.
alter table fund_episodes add column merchant_id text not null default '';
drop index fund_episodes_open;
create unique index fund_episodes_open_of on fund_episodes (merchant_id) where closed_at is null;
