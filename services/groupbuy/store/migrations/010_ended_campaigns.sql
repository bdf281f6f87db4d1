-- Ended campaigns pile up for ever and nobody lists them: end_campaign marks them, and lists walk the others alone. An index for
-- each thing that is asked by.
alter table campaigns add column ended boolean not null default false;
update campaigns set ended = true where ends_at < now() - interval '60 s';
grant update (ended) on campaigns to ${role};

drop index campaigns_newest;
drop index campaigns_of_circle;
drop index campaigns_of_community;
create index campaigns_open on campaigns (id desc) where not ended;
create index campaigns_open_of_kind on campaigns (kind, id desc) where not ended;
create index campaigns_open_of_circle on campaigns (circle_id, id desc) where not ended and circle_id is not null;
create index campaigns_open_of_community on campaigns (community_id, id desc) where not ended and community_id is not null;
