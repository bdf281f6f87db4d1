-- Reviews of what was bought. What may be reviewed is what groupbuy told of completed orders.
create table reviewables (
    order_id      uuid not null,
    position      smallint not null,
    user_id       uuid not null,
    product_id    uuid not null,
    product_title text not null,
    sku_title     text not null,
    completed_at  timestamptz not null,
    primary key (order_id, position)
);

-- state: 1 held, 2 shown, 3 hidden.
create table reviews (
    id            uuid primary key,
    order_id      uuid not null,
    position      smallint not null,
    product_id    uuid not null,
    author_id     uuid not null,
    rating        smallint not null check (rating between 1 and 5),
    body          text not null,
    state         smallint not null check (state in (1, 2, 3)),
    text_passed   boolean not null,
    picture_count smallint not null,
    created_at    timestamptz not null,
    edited_at     timestamptz,
    -- When it was shown first: its author is rewarded for that, once.
    shown_at      timestamptz check (state <> 2 or shown_at is not null),
    unique (order_id, position),
    foreign key (order_id, position) references reviewables
);
create index reviews_of_product on reviews (product_id, id desc) where state = 2;
create index reviews_of_author on reviews (author_id, id desc);
create index reviews_held on reviews (id) where state = 1;

-- What the reviews of a product that are shown add up to; by the trigger below and by nothing else.
create table product_ratings (
    product_id uuid primary key,
    reviews    bigint not null check (reviews >= 0),
    stars      bigint not null check (stars >= 0),
    by_stars   bigint[] not null
);

create function rating_changes(product uuid, rating int, sign int) returns void language plpgsql as $$
begin
    insert into product_ratings (product_id, reviews, stars, by_stars) values (product, 0, 0, '{0,0,0,0,0}') on conflict do nothing;
    update product_ratings set reviews = reviews + sign, stars = stars + sign * rating, by_stars[rating] = by_stars[rating] + sign
    where product_id = product;
end $$;

create function count_review() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.state = 2 then perform rating_changes(old.product_id, old.rating, -1); end if;
    end if;
    if new.state = 2 then perform rating_changes(new.product_id, new.rating, 1); end if;
    return null;
end $$;

create trigger reviews_counted after insert or update of state, rating on reviews for each row execute function count_review();

grant select, insert on reviewables to ${role};
grant select, insert, update on reviews, product_ratings to ${role};
