-- Limits that several accounts share count what a product's campaigns and rounds have sold, too: they are looked up by it.
create index campaigns_of_product on campaigns (product_id);
create index round_items_of_product on round_items (product_id);
