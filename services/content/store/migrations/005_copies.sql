-- Columns that copy what another row says. While two releases run side by side the older one writes rows without them, so
-- they may be null; the job fill_copies fills what is.

-- Whether a published post is everybody's (1) or its circle's members' (2), so that what everybody may read is one index. The
-- circle has the last word whenever a post is read.
alter table posts add column visibility smallint;
create index posts_of_all on posts (community_id, published_at desc, id desc) where state = 2 and visibility = 1;
create index posts_to_fill on posts (id) where state = 2 and visibility is null;

-- What 003 asked of every report: the release before it files them without.
alter table reports alter column community_id drop not null;
create index reports_to_fill on reports (id) where community_id is null;
