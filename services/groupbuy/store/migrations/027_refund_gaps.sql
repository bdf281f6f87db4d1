-- WeChat takes refunds of one payment a minute apart: when it is to be asked.
alter table refunds add column ask_at timestamptz not null default now();
grant update (ask_at) on refunds to ${role};
