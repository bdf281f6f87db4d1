-- Circles and who is in them.

create table circles (
    id           uuid primary key,
    community_id uuid not null,
    name         text not null,
    notice       text not null,
    rules        text not null,
    welcome      text not null,
    visibility   smallint not null check (visibility in (1, 2)),
    members_max  int not null check (members_max between 2 and 100000),
    member_count bigint not null default 0 check (member_count between 0 and members_max),
    created_at   timestamptz not null,
    created_by   uuid not null
);
create unique index circles_name_taken on circles (community_id, lower(name));
create index circles_newest on circles (community_id, id desc);

-- The row stays when somebody leaves: a second welcome pack is not due on return.
create table memberships (
    id         uuid not null unique,
    circle_id  uuid not null references circles (id),
    user_id    uuid not null,
    role       smallint not null check (role in (1, 2, 3)),
    joined_at  timestamptz not null,
    left_at    timestamptz,
    primary key (circle_id, user_id)
);
create index memberships_of_user on memberships (user_id, circle_id) where left_at is null;

grant select, insert, update on circles, memberships to ${role};
