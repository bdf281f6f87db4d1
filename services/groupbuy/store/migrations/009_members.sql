-- Who is in which circle or community, as far as we have heard: buyers of a campaign that is theirs alone are looked up here,
-- and asked for only when we know nothing good of them. version is the event's; 0: we were told when we asked.
create table members (
    group_id uuid not null,
    user_id uuid not null,
    member boolean not null,
    version bigint not null,
    primary key (group_id, user_id)
);

grant select, insert, update on members to ${role};
