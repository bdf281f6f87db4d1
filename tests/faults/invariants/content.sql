-- content: counters are what counting the rows gives.

select 'content: members are counted' as name, count(*) as checked,
       count(*) filter (where c.member_count <> (select count(*) from content.memberships m where m.circle_id = c.id and m.left_at is null)) as violations
from content.circles c;

select 'content: likes are counted' as name, count(*) as checked,
       count(*) filter (where p.like_count <> (select count(*) from content.likes l where l.post_id = p.id and l.active)) as violations
from content.posts p;

select 'content: comments are counted' as name, count(*) as checked,
       count(*) filter (where p.comment_count <> (select count(*) from content.comments c where c.post_id = p.id and c.state = 2)) as violations
from content.posts p;

-- A post others see was told of, once. [any]
select 'content: what is shown was told' as name, count(*) as checked,
       count(*) filter (where (select count(*) from content.outbox o where o.aggregate_id = p.id and o.type = 'linli.content.v1.PostPublished') <> 1) as violations
from content.posts p where p.published_at > now() - interval '6 days';

-- Each circle has one owner. [any]
select 'content: a circle has one owner' as name, count(*) as checked,
       count(*) filter (where (select count(*) from content.memberships m where m.circle_id = c.id and m.role = 3 and m.left_at is null) <> 1) as violations
from content.circles c;

-- Feeds find posts by a copy of who may read their circle. What a change of that leaves to a job comes to rest. [quiet]
select 'content: posts know who may read them' as name, count(*) as checked,
       count(*) filter (where p.visibility is distinct from c.visibility) as violations
from content.posts p join content.circles c on c.id = p.circle_id where p.state = 2;

-- Nothing is shown that nobody looked at: a post's pictures have all passed. [any]
select 'content: pictures that are shown have passed' as name, count(*) as checked,
       count(*) filter (where (select count(*) from content.media m where m.subject_id = p.id and m.state = 3 and m.gone_at is null) <> p.picture_count) as violations
from content.posts p where p.state = 2;
