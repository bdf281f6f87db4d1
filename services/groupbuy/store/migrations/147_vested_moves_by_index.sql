-- As 079 has it, but asked for by kind: what is unique of a share is its VESTED movement (earner_moves_vested), and without its
-- kind every vesting read all movements there are.
create or replace function share_vested_moves() returns trigger language plpgsql as $$
begin
    insert into earner_moves (id, earner_id, kind, partner, amount_fen, share_id, at)
    select gen_random_uuid(), s.earner_id, 'VESTED', s.role = 'PARTNER', s.accrued_fen - s.reversed_fen, s.id, s.vested_at from shares s
    where s.id = new.id and s.vested_at is not null and s.accrued_fen > s.reversed_fen
        and not exists (select from earner_moves m where m.share_id = s.id and m.kind = 'VESTED');
    return null;
end $$;
