-- What auth told us of people and links, so that a team's members have names and an order its sharer without a call.
-- version is the event's: an older one changes nothing.
create table people (
    user_id uuid primary key,
    nickname text not null,
    avatar_url text not null,
    version bigint not null
);

create table links (
    link_key text primary key,
    sharer_id uuid not null,
    channel text not null,
    circle_id uuid
);

grant select, insert, update on people, links to ${role};
