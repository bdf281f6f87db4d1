#include "groupbuy/store/stock_store.h"

#include <stdlib.h>
#include <string.h>

#include "groupbuy/domain/reasons.h"

static struct status buyer_lock(struct tx *tx, const struct campaign *campaign, const char *user_id, int64_t *ret_held)
{
    struct rows *rows;

    TRY(db_exec(tx,
                "insert into campaign_buyers (campaign_id, user_id, held) values ($1, $2, 0) on conflict do nothing",
                db_id(campaign->id), db_id(user_id)));
    TRY(db_query(tx, &rows, "select held from campaign_buyers where campaign_id = $1 and user_id = $2 for update",
                 db_id(campaign->id), db_id(user_id)));
    *ret_held = rows_int(rows, 0, 0);
    return OK;
}

/* Locks all buckets, in order, and finds one with enough. *ret_unsold: in all of them. */
static struct status bucket_find(struct tx *tx, const struct campaign *campaign, int32_t quantity, int *ret_bucket,
                                 int64_t *ret_unsold)
{
    struct rows *rows;
    int64_t unsold = 0;
    int found = -1;

    TRY(db_query(tx, &rows, "select bucket, unsold from sale_stock where campaign_id = $1 order by bucket for update",
                 db_id(campaign->id)));
    for (int row = 0; row < rows_count(rows); row++) {
        unsold += rows_int(rows, row, 1);
        if (found < 0 && rows_int(rows, row, 1) >= quantity)
            found = (int)rows_int(rows, row, 0);
    }
    if (unsold == 0)
        return fail(SOLD_OUT, "campaign %s has no units left", campaign->id);
    if (found < 0)
        return fail(STOCK_SHORT, "campaign %s has %ld units left", campaign->id, (long)unsold);
    *ret_bucket = found;
    *ret_unsold = unsold;
    return OK;
}

struct status stock_take(struct tx *tx, const struct campaign *campaign, const char *user_id, int32_t quantity,
                         int *ret_bucket, int64_t *ret_left)
{
    int64_t held, unsold;

    TRY(buyer_lock(tx, campaign, user_id, &held));
    if (held + quantity > campaign->per_user_limit)
        return fail(LIMIT_REACHED, "the buyer has %ld of %d", (long)held, campaign->per_user_limit);
    TRY(bucket_find(tx, campaign, quantity, ret_bucket, &unsold));
    TRY(db_exec(tx, "update campaign_buyers set held = held + $3 where campaign_id = $1 and user_id = $2",
                db_id(campaign->id), db_id(user_id), db_int(quantity)));
    TRY(db_exec(tx, "update sale_stock set unsold = unsold - $3 where campaign_id = $1 and bucket = $2",
                db_id(campaign->id), db_int(*ret_bucket), db_int(quantity)));
    *ret_left = unsold - quantity;
    return OK;
}

/* By user, as locks are taken. */
static int compare_users(const void *a, const void *b)
{
    return strcmp(((const struct stock_return *)a)->user_id, ((const struct stock_return *)b)->user_id);
}

/* One by one, each by its key: a team has few. */
static struct status buyers_let_go(struct tx *tx, const char *campaign_id, const struct stock_return *items,
                                   size_t count)
{
    struct stock_return *sorted = arena_memdup(tx_arena(tx), items, count * sizeof *items);

    qsort(sorted, count, sizeof *sorted, compare_users);
    for (size_t i = 0; i < count; i++)
        TRY(db_exec(tx, "update campaign_buyers set held = held - $3 where campaign_id = $1 and user_id = $2",
                    db_id(campaign_id), db_id(sorted[i].user_id), db_int(sorted[i].quantity)));
    return OK;
}

struct columns {
    int64_t *quantities;
    int64_t *buckets;
};

static struct columns columns_of(struct arena *arena, const struct stock_return *items, size_t count)
{
    struct columns columns = {
        .quantities = arena_array(arena, int64_t, count),
        .buckets = arena_array(arena, int64_t, count),
    };

    for (size_t i = 0; i < count; i++) {
        columns.quantities[i] = items[i].quantity;
        columns.buckets[i] = items[i].bucket;
    }
    return columns;
}

static struct status buckets_fill(struct tx *tx, const char *campaign_id, const struct columns *columns, size_t count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select from sale_stock where campaign_id = $1 and bucket = any ($2::bigint[]) order by bucket for update",
        db_id(campaign_id), db_ints(columns->buckets, count)));
    return db_exec(tx,
                   "update sale_stock s set unsold = s.unsold + g.quantity"
                   " from (select bucket, sum(quantity) as quantity"
                   "  from unnest($2::bigint[], $3::bigint[]) as u (bucket, quantity) group by bucket) as g"
                   " where s.campaign_id = $1 and s.bucket = g.bucket",
                   db_id(campaign_id), db_ints(columns->buckets, count), db_ints(columns->quantities, count));
}

struct status stock_give_back(struct tx *tx, const char *campaign_id, const struct stock_return *items, size_t count,
                              int64_t *ret_restocked)
{
    struct columns columns = columns_of(tx_arena(tx), items, count);
    struct rows *rows;

    TRY(buyers_let_go(tx, campaign_id, items, count));
    TRY(buckets_fill(tx, campaign_id, &columns, count));
    TRY(db_query(tx, &rows,
                 "update campaigns set sold_out = false, sold_out_version = sold_out_version + 1"
                 " where id = $1 and sold_out returning sold_out_version",
                 db_id(campaign_id)));
    *ret_restocked = rows_count(rows) ? rows_int(rows, 0, 0) : 0;
    return OK;
}

struct status stock_mark_sold_out(struct tx *tx, const char *campaign_id, int64_t *ret_version)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "update campaigns set sold_out = true, sold_out_version = sold_out_version + 1"
                 " where id = $1 and not sold_out returning sold_out_version",
                 db_id(campaign_id)));
    *ret_version = rows_count(rows) ? rows_int(rows, 0, 0) : 0;
    return OK;
}

/* Orders have no index of their campaigns, which the flash path would pay for: these are found by the index of unpaid
 * ones, and by the campaign's open teams. */
static struct status orders_waiting(struct tx *tx, const char *campaign_id, int64_t *ret_waiting)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select (select count(*) from orders where campaign_id = $1 and status = 'PENDING_PAYMENT')"
                 " + (select count(*) from teams t join orders o on o.team_id = t.id and o.status in ('PAID',"
                 "  'WAITING_TEAM') where t.campaign_id = $1 and t.status = 'OPEN' and t.paid > 0)",
                 db_id(campaign_id)));
    *ret_waiting = rows_int(rows, 0, 0);
    return OK;
}

struct status stock_return_unsold(struct tx *tx, const char *campaign_id, int64_t *ret_waiting)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select from sale_stock where campaign_id = $1 order by bucket for update",
                 db_id(campaign_id)));
    TRY(db_exec(
        tx,
        "with unsold as (select coalesce(sum(unsold), 0)::bigint as units from sale_stock where campaign_id = $1),"
        " emptied as (update sale_stock set unsold = 0 where campaign_id = $1 and unsold > 0),"
        " noted as (update campaigns set returned = returned + units from unsold where id = $1 and units > 0"
        "  returning sku_id, units)"
        " update skus set stock = stock + noted.units from noted where id = noted.sku_id",
        db_id(campaign_id)));
    return orders_waiting(tx, campaign_id, ret_waiting);
}

/* ---- figures ---- */

#define RUNNING                                                                                                        \
    "(select id, stock, returned from campaigns where kind = 'FLASH_SALE' and not ended and starts_at <= now()"        \
    " and ends_at > now() order by id desc limit $1) c"

struct status stock_unsold(struct tx *tx, int campaigns_max, const struct unsold **ret_list, size_t *ret_count)
{
    struct rows *rows;
    struct unsold *list;

    TRY(db_query(tx, &rows,
                 "select s.campaign_id, s.bucket, s.unsold from " RUNNING
                 " join sale_stock s on s.campaign_id = c.id order by 1, 2",
                 db_int(campaigns_max)));
    *ret_count = (size_t)rows_count(rows);
    list = arena_array(tx_arena(tx), struct unsold, *ret_count + 1);
    for (int i = 0; i < rows_count(rows); i++)
        list[i] = (struct unsold){ rows_id(rows, i, 0), (int)rows_int(rows, i, 1), rows_int(rows, i, 2) };
    *ret_list = list;
    return OK;
}

struct status stock_count_unbalanced(struct tx *tx, int campaigns_max, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select count(*) from " RUNNING " where c.stock <> c.returned"
                 " + (select coalesce(sum(unsold), 0) from sale_stock s where s.campaign_id = c.id)"
                 " + (select coalesce(sum(held), 0) from campaign_buyers b where b.campaign_id = c.id)",
                 db_int(campaigns_max)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}
