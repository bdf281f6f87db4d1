#include "groupbuy/store/desk_store.h"

#include "base/clock.h"
#include "base/id.h"

/* Looks at the newest orders of the index that fits, so many and no more, and picks from those. The last row of the answer is
 * the last one looked at, when there may be others behind it. */
#define SEARCH(anchor)                                                                                                 \
    "with looked as materialized (select id, status, campaign_id, round_id, created_at from orders where " anchor       \
    " and id < least(" DB_BEFORE("$2") ", " DB_BEFORE("$3") ") order by id desc limit $4),"                            \
    " found as (select id, created_at from looked where ($5 = 'NONE' or status = $5)"                                  \
    " and ($6::uuid is null or campaign_id = $6) and ($7::uuid is null or round_id = $7)"                              \
    " and ($8::timestamptz is null or created_at >= $8) and ($9::timestamptz is null or created_at < $9)"              \
    " order by id desc limit $10)"                                                                                     \
    " select id, true, created_at from found"                                                                          \
    " union all (select id, false, created_at from looked order by id desc offset $4 - 1)"

static struct status look(struct tx *tx, const struct order_search *search, const char *after, int limit,
                          struct rows **ret_rows)
{
    const char *to = search->to_us ? id_floor(tx_arena(tx), search->to_us / US_PER_MS + 1) : "";

#define ASK(anchor, id)                                                                                                \
    db_query(tx, ret_rows, SEARCH(anchor), db_id(id), db_id(after), db_id(to), db_int(DESK_ORDERS_LOOKED_AT_MAX),      \
             db_text(order_status_name(search->status)), db_id(search->campaign_id), db_id(search->round_id),          \
             db_time(search->from_us), db_time(search->to_us), db_int(limit))

    if (*search->user_id)
        return ASK("user_id = $1", search->user_id);
    if (*search->round_id)
        return ASK("round_id = $1", search->round_id);
    return ASK("$1::uuid is null", "");
#undef ASK
}

/* *ret_last: "" when nothing that could be wanted is behind. */
static const char **pick(struct arena *arena, const struct rows *rows, const struct order_search *search, int limit,
                         size_t *ret_count, const char **ret_last)
{
    const char **ids = arena_array(arena, const char *, (size_t)rows_count(rows) + 1);

    *ret_count = 0;
    *ret_last = "";
    for (int row = 0; row < rows_count(rows); row++)
        if (rows_bool(rows, row, 1))
            ids[(*ret_count)++] = rows_id(rows, row, 0);
        else if (rows_time_us(rows, row, 2) >= search->from_us)
            *ret_last = rows_id(rows, row, 0);
    if (*ret_count == (size_t)limit) {
        --*ret_count; /* it shows that there are more, and begins the next page */
        *ret_last = ids[*ret_count - 1];
    }
    return ids;
}

struct status order_search(struct tx *tx, const struct order_search *search, const char *after, int limit,
                           struct order **ret_orders, size_t *ret_count, const char **ret_last)
{
    const char *last, **ids;
    struct rows *rows;
    size_t count;

    TRY(look(tx, search, after, limit, &rows));
    ids = pick(tx_arena(tx), rows, search, limit, &count, &last);
    TRY(order_list_of(tx, ids, count, ret_orders, ret_count));
    *ret_last = last;
    return OK;
}

struct status order_note_insert(struct tx *tx, const char *order_id, const char *author_id, const char *text)
{
    return db_exec(tx, "insert into order_notes (id, order_id, author_id, text) values ($1, $2, $3, $4)",
                   db_id(id_make(tx_arena(tx))), db_id(order_id), db_id(author_id), db_text(text));
}

struct status order_note_list(struct tx *tx, const char *order_id, struct order_note **ret_notes, size_t *ret_count)
{
    struct order_note *notes;
    struct rows *rows;

    TRY(db_query(tx, &rows, "select text, author_id, created_at from order_notes where order_id = $1 order by id limit $2",
                 db_id(order_id), db_int(ORDER_NOTES_MAX)));
    notes = arena_array(tx_arena(tx), struct order_note, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        notes[row] = (struct order_note){ rows_text(rows, row, 0), rows_id(rows, row, 1), rows_time_us(rows, row, 2) };
    *ret_notes = notes;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status order_note_count(struct tx *tx, const char *order_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from order_notes where order_id = $1", db_id(order_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}
