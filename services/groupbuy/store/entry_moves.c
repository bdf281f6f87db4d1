/* Orders that go to a later round. */
#include "groupbuy/store/entry_store.h"

/* Lines of $1 that a round n cannot take: without its goods, dearer, short, or above the holder's limit. */
#define LINES_WITHOUT_PLACE                                                                                            \
    " (select from order_lines l left join round_items i on i.round_id = n.id and i.sku_id = l.sku_id"                 \
    "  left join round_buyers b on b.item_id = i.id and b.user_id = coalesce(e.holder, e.user_id)"                     \
    "  where l.order_id = $1 and (i.id is null or i.price_fen > l.price_fen or i.unsold < l.quantity"                  \
    "   or (i.per_user_limit > 0 and coalesce(b.held, 0) + l.quantity > i.per_user_limit))) "

/* By its point; to the door where the round is brought there, for the same fee and from no more than it comes to. */
#define REACHES_IT                                                                                                     \
    " case when e.point_id is not null then exists (select from round_points p where p.round_id = n.id"                \
    "  and p.point_id = e.point_id) else n.door and (n.door_buildings = '{}' or e.door_building = any "                \
    "(n.door_buildings))"                                                                                              \
    "  and n.door_fee_fen = (select p.delivery_fen from order_prices p where p.order_id = e.order_id)"                 \
    "  and n.door_minimum_fen <= (select sum(l.list_fen - l.campaign_discount_fen) from order_lines l"                 \
    "   where l.order_id = e.order_id) end "

#define RUNS " n.status = 'OPEN' and n.starts_at <= now() and n.ends_at > now() "

struct status entry_next_round(struct tx *tx, const char *order_id, const char **ret_round_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select n.id from round_entries e join rounds r on r.id = e.round_id"
                 " join rounds n on n.leader_id = r.leader_id and n.community_id = r.community_id"
                 "  and n.circle_id is not distinct from r.circle_id and n.id <> r.id and" RUNS
                 " where e.order_id = $1 and" REACHES_IT "and not exists" LINES_WITHOUT_PLACE
                 " order by n.ends_at, n.id limit 1",
                 db_id(order_id)));
    *ret_round_id = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    return OK;
}

struct status entry_fits(struct tx *tx, const char *order_id, const char *round_id, bool *ret_fits)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select from round_entries e join rounds n on n.id = $2 and" RUNS
                 " where e.order_id = $1 and" REACHES_IT "and not exists" LINES_WITHOUT_PLACE,
                 db_id(order_id), db_id(round_id)));
    *ret_fits = rows_count(rows) == 1;
    return OK;
}

struct status entry_items_in(struct tx *tx, const char *order_id, const char *round_id, const char ***ret_items)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select i.id from order_lines l join round_items i on i.round_id = $2 and i.sku_id = l.sku_id"
                 " where l.order_id = $1 order by l.position",
                 db_id(order_id), db_id(round_id)));
    *ret_items = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_items)[row] = rows_id(rows, row, 0);
    return OK;
}

struct status entry_move(struct tx *tx, struct entry *entry, const char *round_id, const char *const *items,
                         size_t count)
{
    struct rows *rows;

    TRY(db_exec(tx,
                "update order_lines l set pool_id = g.item from unnest($2::uuid[]) with ordinality as g (item, n)"
                " where l.order_id = $1 and l.position = g.n - 1",
                db_id(entry->order_id), db_texts(items, count)));
    TRY(db_query(
        tx, &rows,
        "with n as (update rounds set next_number = next_number + 1 where id = $2 returning next_number - 1 as number)"
        " update round_entries e set round_id = $2, number = n.number, help_seller_id = (select h.helper_id"
        "  from round_helpers h where h.round_id = $2 and h.helper_id = e.help_seller_id and h.status = 'HELPING')"
        " from n where e.order_id = $1 returning e.number",
        db_id(entry->order_id), db_id(round_id)));
    entry->round_id = round_id;
    entry->number = rows_int(rows, 0, 0);
    return OK;
}
