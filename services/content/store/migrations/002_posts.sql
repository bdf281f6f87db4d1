-- What auth's events told us of people: how they are called, whom they do not want to see.

create table people (
    user_id        uuid primary key,
    nickname       text not null,
    avatar_url     text not null,
    phone_verified boolean not null,
    version        bigint not null -- of the user's events; an older one never overwrites a newer one
);

create table blocks (
    user_id    uuid not null,
    blocked_id uuid not null,
    active     boolean not null,
    version    bigint not null,
    primary key (user_id, blocked_id)
);

-- Posts. state: 1 held, 2 published, 3 removed.

create table posts (
    id            uuid primary key,
    circle_id     uuid not null references circles (id),
    community_id  uuid not null,
    author_id     uuid not null,
    title         text not null,
    body          text not null,
    campaign_id   uuid,
    state         smallint not null check (state in (1, 2, 3)),
    like_count    bigint not null default 0 check (like_count >= 0),
    comment_count bigint not null default 0 check (comment_count >= 0),
    created_at    timestamptz not null,
    published_at  timestamptz,
    removed_by    text,
    check (state <> 2 or published_at is not null)
);
create index posts_of_circle on posts (circle_id, published_at desc, id desc) where state = 2;
create index posts_of_community on posts (community_id, published_at desc, id desc) where state = 2;

create table comments (
    id          uuid primary key,
    post_id     uuid not null references posts (id),
    reply_to_id uuid references comments (id),
    author_id   uuid not null,
    body        text not null,
    state       smallint not null check (state in (1, 2, 3)),
    created_at  timestamptz not null,
    removed_by  text
);
create index comments_of_post on comments (post_id, id) where state = 2;

create table likes (
    id       uuid not null unique,
    post_id  uuid not null references posts (id),
    user_id  uuid not null,
    active   boolean not null,
    liked_at timestamptz not null,
    primary key (post_id, user_id)
);

-- Reports. target: 1 post, 2 comment; state: 1 open, 2 upheld, 3 dismissed.

create table reports (
    id          uuid primary key,
    target      smallint not null check (target in (1, 2)),
    target_id   uuid not null,
    reporter_id uuid not null,
    body        text not null,
    state       smallint not null check (state in (1, 2, 3)),
    created_at  timestamptz not null,
    decided_by  uuid,
    decided_why text,
    decided_at  timestamptz,
    unique (target, target_id, reporter_id),
    check ((state = 1) = (decided_at is null))
);
create index reports_open on reports (id) where state = 1;

-- Words that block (1) or hold (2) a text. `folded` is the form that is compared.

create table words (
    folded text primary key,
    word   text not null,
    action smallint not null check (action in (1, 2))
);
create table words_version (version bigint not null);
insert into words_version values (1);

-- What the service may do: what people wrote is hidden, never erased.
grant select, insert, update on people, blocks, posts, comments, likes, reports to ${role};
grant select, insert, update, delete on words to ${role};
grant select, update on words_version to ${role};
