-- Posts with pictures: one is shown when its text has passed and all its pictures have. picture_count spares whoever reads
-- posts without any from looking for them.
alter table posts add column text_passed boolean not null default false;
alter table posts add column picture_count smallint not null default 0;
