-- Products are found by what stands in their title or category, in any language that is written without blanks, too: by its
-- characters and pairs of characters.
create function product_grams(said text) returns text[] language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct substr(t, i, n)), '{}')
    from (select lower(said) as t) as s, generate_series(1, length(t)) as i, generate_series(1, 2) as n
    where i + n - 1 <= length(t)
$$;

alter table products add column grams text[] generated always as (product_grams(title || ' ' || category)) stored;
create index products_by_gram on products using gin (grams) where status = 'ON_SHELF';
