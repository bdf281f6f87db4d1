-- The publishing check looks for campaigns that sell the same thing at the same time.
create index campaigns_by_sku on campaigns (sku_id, ends_at);
