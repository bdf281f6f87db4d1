-- What a product is: goods leave a shelf, a service is booked for a time, content is read once it is paid.
alter table products add column if not exists kind text not null default 'GOODS' check (kind in ('GOODS', 'SERVICE', 'CONTENT'));
