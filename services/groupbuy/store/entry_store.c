#include "groupbuy/store/entry_store.h"

#include <string.h>

#include "groupbuy/domain/names.h"
#include "groupbuy/domain/reasons.h"
#include "groupbuy/store/hall_store.h"

static const char *const ways_to_pay[] = { "SELF", "BY_LEADER", "BY_LINK", "IN_CASH" };

struct columns {
    const char **items, **holders;
    int64_t *units;
};

static struct columns columns_of(struct tx *tx, const struct entry_units *units, size_t count)
{
    struct columns c = { .items = arena_array(tx_arena(tx), const char *, count),
                         .holders = arena_array(tx_arena(tx), const char *, count),
                         .units = arena_array(tx_arena(tx), int64_t, count) };

    for (size_t i = 0; i < count; i++) {
        c.items[i] = units[i].item_id;
        c.holders[i] = units[i].holder;
        c.units[i] = units[i].units;
    }
    return c;
}

/* ---- units ---- */

static struct status check_units(struct tx *tx, const struct columns *c, size_t count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select i.id, i.unsold, i.per_user_limit, b.held, u.units from round_items i"
        " join unnest($1::uuid[], $2::uuid[], $3::bigint[]) as u (item, buyer, units) on u.item = i.id"
        " join round_buyers b on b.item_id = i.id and b.user_id = u.buyer order by i.id for no key update of i",
        db_texts(c->items, count), db_texts(c->holders, count), db_ints(c->units, count)));
    for (int row = 0; row < rows_count(rows); row++) {
        const char *item = rows_id(rows, row, 0);
        int64_t unsold = rows_int(rows, row, 1), limit = rows_int(rows, row, 2), wanted = rows_int(rows, row, 4);

        if (limit > 0 && rows_int(rows, row, 3) > limit)
            return fail(LIMIT_REACHED, "item %s: %ld a person", item, (long)limit);
        if (unsold == 0)
            return fail(SOLD_OUT, "item %s", item);
        if (unsold < wanted)
            return fail(STOCK_SHORT, "item %s has %ld units", item, (long)unsold);
    }
    return rows_count(rows) == (int)count ? OK : fail(NOT_HERE, "an item that is not there");
}

struct status entry_take(struct tx *tx, const struct entry_units *units, size_t count)
{
    const struct columns c = columns_of(tx, units, count);

    TRY(db_exec(tx,
                "insert into round_buyers as b (item_id, user_id, held)"
                " select item, buyer, units from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as u (item, buyer, units)"
                " order by item on conflict (item_id, user_id) do update set held = b.held + excluded.held",
                db_texts(c.items, count), db_texts(c.holders, count), db_ints(c.units, count)));
    TRY(check_units(tx, &c, count));
    return db_exec(tx,
                   "update round_items i set unsold = i.unsold - u.units"
                   " from unnest($1::uuid[], $2::bigint[]) as u (item, units) where i.id = u.item",
                   db_texts(c.items, count), db_ints(c.units, count));
}

struct status entry_give_back(struct tx *tx, const struct entry_units *units, size_t count)
{
    const struct columns c = columns_of(tx, units, count);

    if (count == 0)
        return OK;
    TRY(db_exec(
        tx,
        "select from round_buyers b where (b.item_id, b.user_id) in (select * from unnest($1::uuid[], $2::uuid[]))"
        " order by b.item_id, b.user_id for no key update",
        db_texts(c.items, count), db_texts(c.holders, count)));
    TRY(db_exec(tx,
                "update round_buyers b set held = b.held - u.units from (select item, buyer, sum(units) as units"
                " from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as g (item, buyer, units) group by item, buyer) u"
                " where b.item_id = u.item and b.user_id = u.buyer",
                db_texts(c.items, count), db_texts(c.holders, count), db_ints(c.units, count)));
    TRY(db_exec(tx, "select from round_items where id = any ($1::uuid[]) order by id for no key update",
                db_texts(c.items, count)));
    TRY(db_exec(tx,
                "select from skus where id in (select sku_id from round_items where id = any ($1::uuid[]) and over)"
                " order by id for no key update",
                db_texts(c.items, count)));
    TRY(hall_hold_of_items(tx, c.items, count));
    return db_exec(
        tx,
        "with back as (update round_items i set unsold = i.unsold + case when i.over then 0 else u.units end,"
        " returned = i.returned + case when i.over then u.units else 0 end"
        " from (select item, sum(units)::bigint as units from unnest($1::uuid[], $2::bigint[]) as g (item, units)"
        "  group by item) u where i.id = u.item returning i.sku_id, i.over, u.units)"
        " update skus s set stock = s.stock + b.units from back b where b.over and s.id = b.sku_id",
        db_texts(c.items, count), db_ints(c.units, count));
}

/* ---- entries ---- */

/* Of order $1 in round $2. Whether she may still lead is asked when her share is made. */
#define HELP_SELLER                                                                                                    \
    " (select h.helper_id from orders o join rounds r on r.id = $2 join round_helpers h on h.round_id = r.id"          \
    "  and h.status = 'HELPING' where o.id = $1 and (h.helper_id = o.sharer_id or (h.circle_id = o.circle_id"          \
    "  and o.sharer_id is distinct from r.leader_id))"                                                                 \
    "  order by h.helper_id is not distinct from o.sharer_id desc limit 1) "

struct status entry_insert(struct tx *tx, struct entry *entry)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with n as (update rounds set next_number = next_number + 1 where id = $2 returning next_number - 1 as number)"
        " insert into round_entries (order_id, round_id, number, user_id, point_id, remark, hidden, holder, pays,"
        "  neighbour_name, neighbour_building, neighbour_phone_sealed, neighbour_phone_key,"
        "  late_choice, help_seller_id, door_building, door_unit, door_floor)"
        " select $1, $2, number, $3, $4, $5, $6, $7, $8, coalesce($9, ''), coalesce($10, ''), $11, coalesce($12, ''),"
        "  case when $13 then 'NEXT_ROUND' else 'REFUND' end," HELP_SELLER
        ", coalesce($14, ''), coalesce($15, ''), $16::integer "
        "from n returning number, help_seller_id",
        db_id(entry->order_id), db_id(entry->round_id), db_id(entry->user_id), db_id(entry->point_id),
        db_text(entry->remark), db_bool(entry->hidden), db_id(entry->holder),
        db_text(NAME_OF(ways_to_pay, entry->pays)), db_text(entry->neighbour_name), db_text(entry->neighbour_building),
        db_bytes(entry->phone_sealed, entry->phone_sealed_bytes), db_text(entry->phone_key),
        db_bool(entry->to_next_round), db_text(entry->door_building), db_text(entry->door_unit),
        db_int(entry->door_floor)));
    entry->number = rows_int(rows, 0, 0);
    entry->help_seller_id = rows_id(rows, 0, 1);
    return OK;
}

struct status entry_set_counts(struct tx *tx, const char *order_id, bool counts, bool *ret_changed)
{
    int64_t changed;

    TRY(db_exec_count(tx, &changed, "update round_entries set counts = $2 where order_id = $1 and counts <> $2",
                      db_id(order_id), db_bool(counts)));
    *ret_changed = changed == 1;
    return OK;
}

/* Like every pool, in the order of their ids. */
static struct status lock_items_of(struct tx *tx, const char *order_id)
{
    return db_exec(tx,
                   "select from round_items where id in (select pool_id from order_lines where order_id = $1"
                   " and pool = 'ROUND') order by id for no key update",
                   db_id(order_id));
}

struct status entry_count_in(struct tx *tx, const char *order_id)
{
    TRY(lock_items_of(tx, order_id));
    return db_exec(tx,
                   "with c as (insert into round_counted (order_id, item_id, units, paid_fen)"
                   " select order_id, pool_id, quantity - refunded_units, payable_fen - delivery_fen - refunded_fen"
                   " from order_lines where order_id = $1 and pool = 'ROUND' returning item_id, units, paid_fen)"
                   " update round_items i set paid_units = i.paid_units + c.units, paid_fen = i.paid_fen + c.paid_fen"
                   " from c where i.id = c.item_id",
                   db_id(order_id));
}

struct status entry_count_less(struct tx *tx, const char *order_id, const char *item_id, int64_t units, fen paid)
{
    return db_exec(
        tx,
        "with c as (update round_counted set units = units - $3, paid_fen = paid_fen - $4 where order_id = $1"
        " and item_id = $2 returning item_id)"
        " update round_items i set paid_units = i.paid_units - $3, paid_fen = i.paid_fen - $4 from c where i.id = "
        "c.item_id",
        db_id(order_id), db_id(item_id), db_int(units), db_int(paid));
}

struct status entry_count_out(struct tx *tx, const char *order_id)
{
    TRY(lock_items_of(tx, order_id));
    return db_exec(tx,
                   "with c as (delete from round_counted where order_id = $1 returning item_id, units, paid_fen)"
                   " update round_items i set paid_units = i.paid_units - c.units, paid_fen = i.paid_fen - c.paid_fen"
                   " from c where i.id = c.item_id",
                   db_id(order_id));
}

struct status entry_holders(struct tx *tx, const char *const *order_ids, size_t count, const char ***ret_holders)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(e.holder, e.user_id) from unnest($1::uuid[]) with ordinality as o (id, n)"
                 " join round_entries e on e.order_id = o.id order by o.n",
                 db_texts(order_ids, count)));
    if ((size_t)rows_count(rows) != count)
        return fail(NOT_HERE, "an order of no round");
    *ret_holders = rows_ids(rows, 0);
    return OK;
}

#define ENTRY_COLUMNS                                                                                                  \
    " order_id, round_id, number, user_id, point_id, remark, hidden, counts, coalesce(holder, user_id), pays,"         \
    " neighbour_name, neighbour_building, neighbour_phone_sealed, neighbour_phone_key,"                                \
    " late_choice = 'NEXT_ROUND', help_seller_id, door_building, door_unit, door_floor "

static struct entry entry_read(const struct rows *rows, int row)
{
    struct entry entry = {
        .order_id = rows_id(rows, row, 0),
        .round_id = rows_id(rows, row, 1),
        .number = rows_int(rows, row, 2),
        .user_id = rows_id(rows, row, 3),
        .point_id = rows_id(rows, row, 4),
        .remark = rows_text(rows, row, 5),
        .hidden = rows_bool(rows, row, 6),
        .counts = rows_bool(rows, row, 7),
        .holder = rows_id(rows, row, 8),
        .pays = (enum entry_pays)NUMBER_OF(ways_to_pay, rows_text(rows, row, 9)),
        .neighbour_name = rows_text(rows, row, 10),
        .neighbour_building = rows_text(rows, row, 11),
        .phone_key = rows_text(rows, row, 13),
        .to_next_round = rows_bool(rows, row, 14),
        .help_seller_id = rows_id(rows, row, 15),
        .door_building = rows_text(rows, row, 16),
        .door_unit = rows_text(rows, row, 17),
        .door_floor = (int32_t)rows_int(rows, row, 18),
    };

    entry.phone_sealed = rows_bytes(rows, row, 12, &entry.phone_sealed_bytes);
    return entry;
}

struct status entry_get(struct tx *tx, const char *order_id, struct entry *ret_entry)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" ENTRY_COLUMNS "from round_entries where order_id = $1", db_id(order_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "order %s is of no round", order_id);
    *ret_entry = entry_read(rows, 0);
    return OK;
}

struct status entry_unpaid_count(struct tx *tx, const char *round_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from orders where round_id = $1 and status = 'PENDING_PAYMENT'",
                 db_id(round_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

struct status entry_set_hidden(struct tx *tx, const char *order_id, bool hidden)
{
    return db_exec(tx, "update round_entries set hidden = $2 where order_id = $1", db_id(order_id), db_bool(hidden));
}

#define BEFORE " number < coalesce(nullif($2::bigint, 0), 9223372036854775807) order by number desc limit $3"

struct status entry_list(struct tx *tx, const char *round_id, bool shown, int64_t before, int limit,
                         struct entry **ret_entries, size_t *ret_count)
{
    struct rows *rows;

    if (shown)
        TRY(db_query(tx, &rows,
                     "select" ENTRY_COLUMNS
                     "from round_entries where round_id = $1 and counts and not hidden and" BEFORE,
                     db_id(round_id), db_int(before), db_int(limit)));
    else
        TRY(db_query(tx, &rows, "select" ENTRY_COLUMNS "from round_entries where round_id = $1 and" BEFORE,
                     db_id(round_id), db_int(before), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_entries = arena_array(tx_arena(tx), struct entry, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_entries)[row] = entry_read(rows, row);
    return OK;
}

/* Something of it is still to be brought. */
#define IS_BROUGHT                                                                                                     \
    " e.point_id is null and e.counts and exists (select from order_lines l where l.order_id = e.order_id"             \
    " and l.quantity > l.refunded_units) "
#define DOOR "e.door_building, e.door_unit, e.door_floor, e.number"

struct status entry_doors(struct tx *tx, const char *round_id, const char *after, int limit, struct entry **ret_entries,
                          size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ENTRY_COLUMNS "from round_entries e where e.round_id = $1 and" IS_BROUGHT
                 " and ($2::uuid is null or (" DOOR ") > (select " DOOR " from round_entries e where e.order_id = $2))"
                 " order by " DOOR " limit $3",
                 db_id(round_id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_entries = arena_array(tx_arena(tx), struct entry, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_entries)[row] = entry_read(rows, row);
    return OK;
}

struct status entry_order_at(struct tx *tx, const char *round_id, int64_t number, const char **ret_order_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select order_id from round_entries where round_id = $1 and number = $2", db_id(round_id),
                 db_int(number)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "number %ld of round %s", (long)number, round_id);
    *ret_order_id = rows_id(rows, 0, 0);
    return OK;
}
