-- The commission of the hall as it was when the units were taken: what is earned of them follows it, in place of the share
-- rule's part for selling. Null: the units are of no hall.
alter table round_items add column hall_commission_bp integer check (hall_commission_bp between 0 and 3000);
alter table campaigns add column hall_commission_bp integer check (hall_commission_bp between 0 and 3000);

-- What is earned of goods of the hall is a share for each line of the hall, which follows no rule.
alter table shares
    add column hall_goods_id uuid references hall_goods check ((role = 'HALL') <> (hall_goods_id is null)),
    alter column rule_version drop not null;
alter table shares drop constraint shares_role_check,
    add constraint shares_role_check check (role in ('PICK_UP', 'SELLING', 'PARTNER', 'HALL') and (role = 'HALL' or rule_version is not null));
alter table shares drop constraint shares_order_id_role_key;
create unique index shares_once on shares (order_id, role, hall_goods_id) nulls not distinct;

-- Of which line of the hall what was bought is, by what commission; no row: of none.
create function hall_of_line(of_pool text, of_pool_id uuid, of_campaign_id uuid) returns table (hall_goods_id uuid, commission_bp integer)
language sql stable as $$
    select i.hall_goods_id, i.hall_commission_bp from round_items i where of_pool = 'ROUND' and i.id = of_pool_id and i.hall_commission_bp is not null
    union all
    select c.hall_goods_id, c.hall_commission_bp from campaigns c where of_pool = 'SALE' and c.id = of_campaign_id and c.hall_commission_bp is not null
$$;
