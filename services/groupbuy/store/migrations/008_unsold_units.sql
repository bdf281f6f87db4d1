-- Units that found no buyer go back to the SKU they were cut out of once the campaign is over. From now on
-- campaigns.stock = sum of unsold + units of live orders + returned.
alter table campaigns add column returned bigint not null default 0 check (returned between 0 and stock);
grant update (returned) on campaigns to ${role};

-- Campaigns from before this have no job of their own yet.
insert into jobs (id, kind, key, run_at, payload)
select gen_random_uuid(), 'end_campaign', replace(id::text, '-', ''), ends_at + interval '60 s', '' from campaigns
on conflict (kind, key) do nothing;
