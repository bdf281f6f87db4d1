-- Who supplies what is bought for a round, and for how much a unit, as it was at the cut-off; null: nobody, or frozen before
-- there were suppliers on it.
alter table round_sheet
    add column supplier_id uuid,
    add column cost_fen bigint check (cost_fen >= 0);

create index round_sheet_of_supplier on round_sheet (supplier_id, item_id desc) where supplier_id is not null;
