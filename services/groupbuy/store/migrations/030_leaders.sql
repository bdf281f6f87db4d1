-- Who leads where. The row is what counts when a leader acts: disabled here, he stops at once.
create table leaders (
    user_id uuid not null,
    community_id uuid not null,
    status text not null check (status in ('ACTIVE', 'RESTING', 'DISABLED')),
    disabled_reason text not null default '',
    followers bigint not null default 0 check (followers >= 0),
    since_at timestamptz not null default now(),
    version bigint not null default 1,
    primary key (user_id, community_id),
    check ((status = 'DISABLED') = (disabled_reason <> ''))
);

create index leaders_of_community on leaders (community_id, user_id desc) where status <> 'DISABLED';

create table leader_applications (
    id uuid primary key,
    user_id uuid not null,
    community_id uuid not null,
    statement text not null,
    agreement_version integer not null,
    status text not null default 'PENDING' check (status in ('PENDING', 'APPROVED', 'DECLINED')),
    reason text not null default '',
    decided_by uuid,
    created_at timestamptz not null default now(),
    decided_at timestamptz,
    check ((status = 'PENDING') = (decided_at is null and decided_by is null)),
    check ((status = 'DECLINED') = (reason <> ''))
);

create unique index leader_applications_once on leader_applications (user_id, community_id) where status = 'PENDING';
create index leader_applications_waiting on leader_applications (id) where status = 'PENDING';
create index leader_applications_here on leader_applications (community_id, id) where status = 'PENDING';
create index leader_applications_of on leader_applications (user_id, id desc);

create table leader_followers (
    leader_id uuid not null,
    user_id uuid not null,
    since_at timestamptz not null default now(),
    primary key (leader_id, user_id)
);

create index leader_followers_of on leader_followers (user_id, leader_id desc);

-- Whom a leader takes no orders from.
create table refused_buyers (
    leader_id uuid not null,
    user_id uuid not null,
    reason text not null,
    since_at timestamptz not null default now(),
    primary key (leader_id, user_id)
);

create table pick_up_points (
    id uuid primary key,
    leader_id uuid not null,
    community_id uuid not null,
    name text not null,
    address text not null,
    latitude_e6 integer not null,
    longitude_e6 integer not null,
    hours text not null,
    image_urls text[] not null,
    status text not null default 'PENDING' check (status in ('PENDING', 'APPROVED', 'DECLINED', 'CLOSED')),
    reason text not null default '',
    created_at timestamptz not null default now(),
    version bigint not null default 1,
    foreign key (leader_id, community_id) references leaders (user_id, community_id)
);

create index pick_up_points_of_leader on pick_up_points (leader_id, id desc);
create index pick_up_points_in_use on pick_up_points (community_id, id desc) where status = 'APPROVED';
create index pick_up_points_waiting on pick_up_points (id) where status = 'PENDING';
create index pick_up_points_waiting_here on pick_up_points (community_id, id) where status = 'PENDING';

-- Who hands out goods at a point; who left is not there.
create table point_staff (
    point_id uuid not null references pick_up_points,
    user_id uuid not null,
    added_by uuid not null,
    since_at timestamptz not null default now(),
    primary key (point_id, user_id)
);

create index point_staff_of on point_staff (user_id, point_id desc);

grant select, insert, update on leaders, leader_applications, pick_up_points to ${role};
grant select, insert, update, delete on leader_followers, refused_buyers, point_staff to ${role};
