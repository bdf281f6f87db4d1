#include "groupbuy/store/entry_store.h"

#include <string.h>

#include "groupbuy/domain/reasons.h"

struct columns {
    const char **items, **users;
    int64_t *units, *paid;
};

static struct columns columns_of(struct tx *tx, const struct entry_units *units, size_t count)
{
    struct columns c = { .items = arena_array(tx_arena(tx), const char *, count),
                         .users = arena_array(tx_arena(tx), const char *, count),
                         .units = arena_array(tx_arena(tx), int64_t, count),
                         .paid = arena_array(tx_arena(tx), int64_t, count) };

    for (size_t i = 0; i < count; i++) {
        c.items[i] = units[i].item_id;
        c.users[i] = units[i].user_id;
        c.units[i] = units[i].units;
        c.paid[i] = units[i].paid;
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
        db_texts(c->items, count), db_texts(c->users, count), db_ints(c->units, count)));
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
                db_texts(c.items, count), db_texts(c.users, count), db_ints(c.units, count)));
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
        db_texts(c.items, count), db_texts(c.users, count)));
    TRY(db_exec(tx,
                "update round_buyers b set held = b.held - u.units from (select item, buyer, sum(units) as units"
                " from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as g (item, buyer, units) group by item, buyer) u"
                " where b.item_id = u.item and b.user_id = u.buyer",
                db_texts(c.items, count), db_texts(c.users, count), db_ints(c.units, count)));
    TRY(db_exec(tx, "select from round_items where id = any ($1::uuid[]) order by id for no key update",
                db_texts(c.items, count)));
    TRY(db_exec(tx,
                "select from skus where id in (select sku_id from round_items where id = any ($1::uuid[]) and over)"
                " order by id for no key update",
                db_texts(c.items, count)));
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

struct status entry_insert(struct tx *tx, struct entry *entry)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with n as (update rounds set next_number = next_number + 1 where id = $2 returning next_number - 1 as number)"
        " insert into round_entries (order_id, round_id, number, user_id, point_id, remark, hidden)"
        " select $1, $2, number, $3, $4, $5, $6 from n returning number",
        db_id(entry->order_id), db_id(entry->round_id), db_id(entry->user_id), db_id(entry->point_id),
        db_text(entry->remark), db_bool(entry->hidden)));
    entry->number = rows_int(rows, 0, 0);
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

struct status entry_count(struct tx *tx, const struct entry_units *units, size_t count, int sign)
{
    const struct columns c = columns_of(tx, units, count);

    TRY(db_exec(tx, "select from round_items where id = any ($1::uuid[]) order by id for no key update",
                db_texts(c.items, count)));
    return db_exec(
        tx,
        "update round_items i set paid_units = i.paid_units + $4 * u.units, paid_fen = i.paid_fen + $4 * u.paid"
        " from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as u (item, units, paid) where i.id = u.item",
        db_texts(c.items, count), db_ints(c.units, count), db_ints(c.paid, count), db_int(sign));
}

#define ENTRY_COLUMNS " order_id, round_id, number, user_id, point_id, remark, hidden, counts "

static struct entry entry_read(const struct rows *rows, int row)
{
    return (struct entry){
        .order_id = rows_id(rows, row, 0),
        .round_id = rows_id(rows, row, 1),
        .number = rows_int(rows, row, 2),
        .user_id = rows_id(rows, row, 3),
        .point_id = rows_id(rows, row, 4),
        .remark = rows_text(rows, row, 5),
        .hidden = rows_bool(rows, row, 6),
        .counts = rows_bool(rows, row, 7),
    };
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
