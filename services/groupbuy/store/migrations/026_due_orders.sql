-- Whose time comes next: taken as received, completed.
create index orders_to_confirm on orders (confirm_by) where status = 'SHIPPED' and after_sales_open = 0;
create index orders_to_complete on orders (complete_by) where status = 'FULFILLED' and after_sales_open = 0;
