-- How far buyers were told that the time to pay runs out: orders are told in the order of their ends, each once.
create table unpaid_watch (
    one boolean primary key default true check (one),
    told_pay_by timestamptz not null,
    told_id uuid not null
);
insert into unpaid_watch (told_pay_by, told_id) values (now(), '00000000-0000-0000-0000-000000000000');
grant select, update on unpaid_watch to ${role};
