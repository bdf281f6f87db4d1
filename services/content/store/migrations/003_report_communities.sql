-- Where a reported thing was said: whoever reviews one community sees and decides its reports, and no other's.

alter table reports add column community_id uuid;
update reports r set community_id = p.community_id
    from posts p where (r.target = 1 and p.id = r.target_id)
        or (r.target = 2 and p.id = (select c.post_id from comments c where c.id = r.target_id));
alter table reports alter column community_id set not null;
create index reports_open_of_community on reports (community_id, id) where state = 1;
