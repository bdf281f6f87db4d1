-- Communities: the place a circle or a group-buy belongs to.
create table communities (
    id           uuid primary key,
    name         text not null,
    address      text not null,
    households   int not null check (households >= 0),
    member_count bigint not null default 0 check (member_count >= 0),
    created_by   uuid not null references users (id),
    created_at   timestamptz not null
);
create unique index communities_name_taken on communities (lower(name));

create table community_members (
    id           uuid not null unique,
    community_id uuid not null references communities (id),
    user_id      uuid not null references users (id),
    joined_at    timestamptz not null,
    primary key (community_id, user_id)
);
create index community_members_of_user on community_members (user_id, community_id);

-- Share links. target: 1 community, 2 circle, 3 post, 4 campaign, 5 team.
create table links (
    id         uuid primary key,
    key        text not null unique check (key ~ '^[0-9A-Za-z]{8,10}$'),
    target     smallint not null check (target between 1 and 5),
    target_id  uuid not null,
    sharer_id  uuid not null references users (id),
    channel    text not null,
    circle_id  uuid,
    title      text not null,
    open_count bigint not null default 0 check (open_count >= 0),
    expires_at timestamptz,
    created_at timestamptz not null
);
create index links_of_sharer on links (sharer_id, id desc);

-- Mini-program codes that were made once, so that WeChat is asked once.
create table link_codes (
    key          text primary key references links (key),
    content_type text not null,
    image        bytea not null,
    created_at   timestamptz not null
);

-- Roles. The row stays when a role is taken back.
create table grants (
    id         uuid primary key,
    user_id    uuid not null references users (id),
    role       text not null,
    scope_id   uuid,
    granted_by uuid not null,
    granted_at timestamptz not null,
    revoked_by uuid,
    revoked_at timestamptz,
    check ((revoked_at is null) = (revoked_by is null))
);
create unique index grants_held on grants (user_id, role, coalesce(scope_id, '00000000-0000-0000-0000-000000000000'))
    where revoked_at is null;

-- Who did what to whom, written in the transaction of the change. Nobody changes or removes a line.
create table audit_log (
    id         uuid primary key,
    actor_id   uuid not null,
    action     text not null, -- grant_role, revoke_role, create_community, create_operator
    subject_id uuid not null,
    detail     text not null,
    created_at timestamptz not null
);
create index audit_log_of_subject on audit_log (subject_id, id desc);

grant select, insert, update on communities, links, grants to ${role};
grant select, insert on community_members, link_codes, audit_log to ${role};
