#include "groupbuy/store/publish_store.h"

struct status publish_facts_read(struct tx *tx, const char *sku_id, const char *group_id, int64_t starts_us,
                                 int64_t ends_us, struct publish_facts *facts)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select (select pick_up_bp + selling_bp + partner_bp from share_rules order by version desc limit 1),"
                 " (select count(*) from campaigns where sku_id = $1 and starts_at < $4 and ends_at > $3),"
                 " exists (select from members where group_id = $2),"
                 " (select min(l.expires_on)::text from supplier_licences l join skus s using (supplier_id)"
                 "  where s.id = $1 and l.expires_on < ($4::timestamptz at time zone 'Asia/Shanghai')::date)",
                 db_id(sku_id), db_id(group_id), db_time(starts_us), db_time(ends_us)));
    facts->shares_bp = rows_int(rows, 0, 0);
    facts->rivals = rows_int(rows, 0, 1);
    facts->members_known = rows_bool(rows, 0, 2);
    facts->licence_ends_on = rows_text(rows, 0, 3);
    return OK;
}
