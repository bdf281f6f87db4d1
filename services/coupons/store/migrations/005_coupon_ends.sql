-- What a coupon's owner was told of its end: 0 nothing, 1 that it is near, 2 that it is over. Nobody is told of what ended before
-- this was kept.
alter table coupons add column told smallint not null default 0 check (told between 0 and 2);
update coupons set told = 2 where expires_at <= now();
create index coupons_ending on coupons (expires_at) where state = 1 and told < 2;
