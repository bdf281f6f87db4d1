-- Which ends of WeChat Pay's certificates operators were told of: each stage once.
create table certificate_notices (
    id uuid primary key,
    serial text not null,
    days integer not null check (days in (30, 7, 1)),
    told_at timestamptz not null default now(),
    unique (serial, days)
);

grant select, insert on certificate_notices to ${role};
