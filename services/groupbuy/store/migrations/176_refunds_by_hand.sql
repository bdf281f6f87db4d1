-- Finance has paid it by hand, from elsewhere: WeChat takes no part more of the payment and was never asked. Its money is still
-- there, so it stands in no bill.
alter table refunds add column by_hand boolean not null default false
    check (not by_hand or (state = 'SUCCESS' and wechat_refund_id is null and not in_cash));

-- A case that was settled before has ended no refund: whoever paid it says so once more.
update payment_cases c set settled_at = null, settled_by = null, note = ''
from refunds r where r.state = 'ABNORMAL' and r.wechat_refund_id is null and c.reason = 'REFUND_ABNORMAL'
    and c.subject = replace(r.id::text, '-', '') and c.settled_at is not null;
