-- A substitute is taken from the hall as what a round opens with is, and somebody supplies it: of what line it is, of whom and for
-- how much a unit, as it was when it was asked for; null: of no hall, of nobody, or asked for before.
alter table round_substitutions
    add column hall_goods_id uuid references hall_goods,
    add column supplier_id uuid,
    add column cost_fen bigint check (cost_fen >= 0);

create index round_substitutions_of_supplier on round_substitutions (supplier_id, id desc) where supplier_id is not null;

-- From here on hall_goods.taken counts them, too, less what went back to the stock.
create function hall_follows_substitute() returns trigger language plpgsql as $$
begin
    update hall_goods set taken = taken + new.units - coalesce(new.returned, 0)
        - case tg_op when 'UPDATE' then old.units - coalesce(old.returned, 0) else 0 end
    where id = new.hall_goods_id;
    return null;
end $$;

create trigger hall_follows_new_substitutes after insert on round_substitutions for each row
    when (new.hall_goods_id is not null) execute function hall_follows_substitute();
create trigger hall_follows_substitutes after update on round_substitutions for each row
    when (new.hall_goods_id is not null and coalesce(old.returned, 0) <> coalesce(new.returned, 0))
    execute function hall_follows_substitute();
