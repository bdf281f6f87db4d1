-- The account that a complaint is about a payment of; '' as everywhere. WeChat numbers complaints for all accounts together.
alter table complaints add column merchant_id text not null default '';

create trigger complaints_merchant_stays before update of merchant_id on complaints for each row execute function merchant_stays();

-- As complaint_watch, which is of the installation's own account, for each of the others.
create table merchant_complaint_watch (
    merchant_id text primary key,
    listed_at timestamptz not null
);

grant select, insert, update on merchant_complaint_watch to ${role};
