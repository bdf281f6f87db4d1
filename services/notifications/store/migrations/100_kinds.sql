-- Which kinds there are is what domain/texts.h says: a list here was one more place to forget.
alter table messages drop constraint messages_kind_check;
