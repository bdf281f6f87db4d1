#include "groupbuy/store/publish_store.h"

#include "groupbuy/store/hall_store.h"

/* Somebody who may buy: in the group (null: none is needed), and of the level (0: any). */
#define KNOWN_IN(group, level)                                                                                         \
    " (" group " is null or exists (select from members where group_id = " group " and member))"                       \
    " and (" level " = 0 or exists (select from member_levels where level >= " level ")) "

/* What all earn together, with the commission of a line of the hall in place of that for selling. */
#define SHARES_WITH(line)                                                                                              \
    "coalesce((select r.pick_up_bp + r.partner_bp from share_rules r order by version desc limit 1), 0)"               \
    " + coalesce((select commission_bp from hall_goods where id = " line "),"                                          \
    " (select selling_bp from share_rules order by version desc limit 1), 0)"

struct status publish_facts_read(struct tx *tx, const char *sku_id, const char *group_id, int32_t min_level,
                                 const char *hall_goods_id, int64_t starts_us, int64_t ends_us,
                                 struct publish_facts *facts)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select " SHARES_WITH("$5") ","
                 " (select count(*) from campaigns where sku_id = $1 and starts_at < $4 and ends_at > $3),"
                 KNOWN_IN("$2::uuid", "$6::int") ","
                 " (select min(l.expires_on)::text from supplier_licences l join skus s using (supplier_id)"
                 "  where s.id = $1 and l.expires_on < ($4::timestamptz at time zone 'Asia/Shanghai')::date)",
                 db_id(sku_id), db_id(group_id), db_time(starts_us), db_time(ends_us),
                 db_id(hall_goods_id), db_int(min_level)));
    facts->shares_bp = rows_int(rows, 0, 0);
    facts->rivals = rows_int(rows, 0, 1);
    facts->members_known = rows_bool(rows, 0, 2);
    facts->licence_ends_on = rows_text(rows, 0, 3);
    return OK;
}

/* Other campaigns and rounds of the community that sell the same meanwhile. */
#define RIVALS                                                                                                         \
    " (select count(*) from campaigns c where c.sku_id = i.sku_id and c.starts_at < r.ends_at and c.ends_at > r.starts_at" \
    "   and c.stopped_at is null) + (select count(*) from round_items t join rounds o on o.id = t.round_id"            \
    "   where t.sku_id = i.sku_id and o.id <> r.id and o.community_id = r.community_id and o.starts_at < r.ends_at"    \
    "   and o.ends_at > r.starts_at and o.status in ('SCHEDULED', 'OPEN')) "

static struct publish_item item_read(const struct rows *rows, int row)
{
    return (struct publish_item){
        .facts = { .price = rows_int(rows, row, 0),
                   .list_price = rows_int(rows, row, 1),
                   .cost_price = rows_int(rows, row, 2),
                   .units = rows_int(rows, row, 3),
                   .sku_units = rows_int(rows, row, 4),
                   .shares_bp = rows_int(rows, row, 5),
                   .rivals = rows_int(rows, row, 6),
                   .licence_ends_on = rows_text(rows, row, 7) },
        .of_hall = rows_bool(rows, row, 8),
        .hall_left = rows_int(rows, row, 9),
        .merchant_id = rows_text(rows, row, 10),
    };
}

struct status publish_items_read(struct tx *tx, const char *round_id, struct publish_item **ret_items,
                                 size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select least(i.price_fen, (select min(price_fen) from round_steps t where t.item_id = i.id)),"
                 " s.list_price_fen, s.cost_price_fen, i.stock, s.stock, " SHARES_WITH("h.id") "," RIVALS ","
                 " (select min(l.expires_on)::text from supplier_licences l where l.supplier_id = s.supplier_id"
                 "  and l.expires_on < (r.ends_at at time zone 'Asia/Shanghai')::date),"
                 " h.id is not null, h.supply_limit - h.taken, order_merchant(array[i.sku_id], r.community_id)"
                 " from round_items i join rounds r on r.id = i.round_id"
                 " join skus s on s.id = i.sku_id left join hall_goods h on h.sku_id = i.sku_id"
                 "  and" HALL_OFFERED_IN("r.community_id") "where i.round_id = $1 order by i.position",
                 db_id(round_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_items = arena_array(tx_arena(tx), struct publish_item, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_items)[row] = item_read(rows, row);
    return OK;
}

struct status publish_members_known(struct tx *tx, const char *group_id, int32_t min_level, bool *ret_known)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" KNOWN_IN("$1::uuid", "$2::int"), db_id(group_id), db_int(min_level)));
    *ret_known = rows_bool(rows, 0, 0);
    return OK;
}
