-- Pictures people send. state: 1 received, 2 WeChat is looking, 3 passed, 4 held for a person, 5 refused. The pictures themselves lie in
-- the object store until gone_at. A picture is its owner's alone until it belongs to something (subject), which then says who
-- may see it.

create table media (
    id           uuid primary key,
    owner_id     uuid not null,
    state        smallint not null check (state in (1, 2, 3, 4, 5)),
    width        int not null default 0,
    height       int not null default 0,
    bytes        bigint not null default 0,
    sha256       text not null,
    trace_id     text,
    subject_type text,
    subject_id   uuid,
    place        smallint not null default 0, -- among those of its subject
    created_at   timestamptz not null,
    checked_at   timestamptz,
    gone_at      timestamptz,
    check ((subject_type is null) = (subject_id is null))
);
create index media_of_owner on media (owner_id, created_at);
create unique index media_traced on media (trace_id) where trace_id is not null;
create index media_of_subject on media (subject_id, place) where subject_id is not null;
create index media_to_sweep on media (created_at) where gone_at is null and (subject_id is null or state = 5);

grant select, insert, update on media to ${role};
