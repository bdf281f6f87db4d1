-- A replica of the release before the accounts (072) vests a share and writes no movement. Whoever vests it, the movement is there
-- when the transaction is over.
create function share_vested_moves() returns trigger language plpgsql as $$
begin
    insert into earner_moves (id, earner_id, kind, partner, amount_fen, share_id, at)
    select gen_random_uuid(), s.earner_id, 'VESTED', s.role = 'PARTNER', s.accrued_fen - s.reversed_fen, s.id, s.vested_at from shares s
    where s.id = new.id and s.vested_at is not null and s.accrued_fen > s.reversed_fen
        and not exists (select from earner_moves m where m.share_id = s.id);
    return null;
end $$;

create constraint trigger share_vested_moves after update of vested_at on shares
    deferrable initially deferred for each row when (old.vested_at is null and new.vested_at is not null) execute function share_vested_moves();

-- Those that were vested so since.
insert into earner_moves (id, earner_id, kind, partner, amount_fen, share_id, at)
select gen_random_uuid(), s.earner_id, 'VESTED', s.role = 'PARTNER', s.accrued_fen - s.reversed_fen, s.id, s.vested_at from shares s
where s.vested_at is not null and s.accrued_fen > s.reversed_fen and not exists (select from earner_moves m where m.share_id = s.id);
