-- Where groupbuy lets somebody lead, as its latest event says: an older one that comes later changes nothing.
create table leaderships (
    user_id uuid not null,
    community_id uuid not null,
    leads boolean not null,
    version bigint not null,
    primary key (user_id, community_id)
);

grant select, insert, update on leaderships to ${role};
