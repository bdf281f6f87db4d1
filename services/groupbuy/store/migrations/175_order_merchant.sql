-- As before, but planned once a session: a function in SQL is planned anew by every statement that calls it, which was
-- half of what a statement that places orders cost beside its rows.
create or replace function order_merchant(the_skus uuid[], the_community uuid) returns text stable language plpgsql as $$
begin
    return (
        select case when count(distinct w.merchant_id) <= 1 then coalesce(min(w.merchant_id), '') end
        from (
            select coalesce(bs.merchant_id, bc.merchant_id, '') as merchant_id
            from unnest(the_skus) as wanted (sku_id)
            left join skus s on s.id = wanted.sku_id
            left join merchant_bindings bs on bs.supplier_id = s.supplier_id
            left join merchant_bindings bc on bc.community_id = the_community
        ) w
    );
end $$;
