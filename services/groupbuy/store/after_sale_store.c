#include "groupbuy/store/after_sale_store.h"

#include "groupbuy/store/images.h"

#define SALE_COLUMNS                                                                                                   \
    " id, order_id, user_id, leader_id, community_id, asked_by, kind, cause, description,"                             \
    " array_to_string(photos, E'\\n'), amount_fen, refunded_fen, merchant_fault, status, version, moved_by, deadline," \
    " carrier, tracking_number, created_at, closed_at "

static struct after_sale sale_read(struct tx *tx, const struct rows *rows, int row)
{
    struct after_sale sale = {
        .id = rows_id(rows, row, 0),
        .order_id = rows_id(rows, row, 1),
        .user_id = rows_id(rows, row, 2),
        .leader_id = rows_id(rows, row, 3),
        .community_id = rows_id(rows, row, 4),
        .asked_by = rows_id(rows, row, 5),
        .kind = after_sale_kind_of(rows_text(rows, row, 6)),
        .cause = after_sale_cause_of(rows_text(rows, row, 7)),
        .description = rows_text(rows, row, 8),
        .amount = rows_int(rows, row, 10),
        .refunded = rows_int(rows, row, 11),
        .merchant_fault = rows_bool(rows, row, 12),
        .status = after_sale_status_of(rows_text(rows, row, 13)),
        .version = rows_int(rows, row, 14),
        .moved_by = rows_text(rows, row, 15),
        .deadline_us = rows_time_us(rows, row, 16),
        .carrier = rows_text(rows, row, 17),
        .tracking_number = rows_text(rows, row, 18),
        .created_us = rows_time_us(rows, row, 19),
        .closed_us = rows_time_us(rows, row, 20),
    };

    sale.photos = images_split(tx_arena(tx), rows_text(rows, row, 9), &sale.photos_count);
    return sale;
}

static struct status lines_of(struct tx *tx, const char *id, const struct after_sale_line *lines, size_t count)
{
    const char **bearers = arena_array(tx_arena(tx), const char *, count);
    int64_t *columns[4];

    for (size_t c = 0; c < 4; c++)
        columns[c] = arena_array(tx_arena(tx), int64_t, count);
    for (size_t i = 0; i < count; i++) {
        columns[0][i] = lines[i].position;
        columns[1][i] = lines[i].units;
        columns[2][i] = lines[i].goods;
        columns[3][i] = lines[i].claim_percent;
        bearers[i] = bearer_name(lines[i].claim_borne_by);
    }
    return db_exec(tx,
                   "insert into after_sale_lines (after_sale_id, position, units, goods_fen, claim_percent,"
                   " claim_borne_by) select $1, g.* from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],"
                   " $6::text[]) as g",
                   db_id(id), db_ints(columns[0], count), db_ints(columns[1], count), db_ints(columns[2], count),
                   db_ints(columns[3], count), db_texts(bearers, count));
}

#define CLAIM_COLUMNS "l.position, l.units, l.goods_fen, l.claim_percent, l.claim_borne_by"

static struct after_sale_line claim_read(const struct rows *rows, int row, int column)
{
    return (struct after_sale_line){
        .position = (int)rows_int(rows, row, column),
        .units = (int32_t)rows_int(rows, row, column + 1),
        .goods = rows_int(rows, row, column + 2),
        .claim_percent = (int32_t)rows_int(rows, row, column + 3),
        .claim_borne_by = bearer_of(rows_text(rows, row, column + 4)),
    };
}

struct status after_sale_insert(struct tx *tx, const struct after_sale *sale, const struct after_sale_line *lines,
                                size_t count)
{
    TRY(db_exec(tx,
                "insert into after_sales (id, order_id, user_id, leader_id, community_id, asked_by, kind, cause,"
                " description, photos, amount_fen, moved_by, moved_why)"
                " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'requested')",
                db_id(sale->id), db_id(sale->order_id), db_id(sale->user_id), db_id(sale->leader_id),
                db_id(sale->community_id), db_id(sale->asked_by), db_text(after_sale_kind_name(sale->kind)),
                db_text(after_sale_cause_name(sale->cause)), db_text(sale->description),
                db_texts(sale->photos, sale->photos_count), db_int(sale->amount), db_text(sale->asked_by)));
    return lines_of(tx, sale->id, lines, count);
}

static struct status only_sale(struct tx *tx, const struct rows *rows, const char *id, struct after_sale *ret_sale)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "after-sale %s", id);
    *ret_sale = sale_read(tx, rows, 0);
    return OK;
}

struct status after_sale_get(struct tx *tx, const char *id, struct after_sale *ret_sale)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SALE_COLUMNS "from after_sales where id = $1", db_id(id)));
    return only_sale(tx, rows, id, ret_sale);
}

struct status after_sale_lock(struct tx *tx, const char *id, struct after_sale *ret_sale)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" SALE_COLUMNS "from after_sales where id = $1 for update", db_id(id)));
    return only_sale(tx, rows, id, ret_sale);
}

struct status after_sale_step(struct tx *tx, struct after_sale *sale, enum after_sale_status to, const char *actor,
                              const char *why)
{
    int64_t moved;

    if (!after_sale_may_move(sale->status, to))
        return fail(INTERNAL, "after-sale %s may not go from %s to %s", sale->id, after_sale_status_name(sale->status),
                    after_sale_status_name(to));
    TRY(db_exec_count(tx, &moved,
                      "update after_sales set status = $3, version = version + 1, moved_by = $4, moved_why = $5,"
                      " deadline = $6, closed_at = $7, refunded_fen = $8, merchant_fault = $9, carrier = $10,"
                      " tracking_number = $11 where id = $1 and version = $2",
                      db_id(sale->id), db_int(sale->version), db_text(after_sale_status_name(to)), db_text(actor),
                      db_text(why), db_time(sale->deadline_us), db_time(sale->closed_us), db_int(sale->refunded),
                      db_bool(sale->merchant_fault), db_text(sale->carrier), db_text(sale->tracking_number)));
    if (moved != 1)
        return fail(CONFLICT, "after-sale %s has moved meanwhile", sale->id);
    sale->status = to;
    sale->version++;
    sale->moved_by = actor;
    return OK;
}

#define OPEN_ONES "('REQUESTED', 'WITH_LEADER', 'ESCALATED', 'APPROVED', 'AWAITING_RETURN', 'RETURNED', 'REFUNDING')"

/* What is being refunded has reached the order's lines with its refund. */
struct status after_sale_claims(struct tx *tx, const char *order_id, int64_t *ret_count,
                                struct after_sale_line **ret_lines, size_t *ret_lines_count)
{
    struct after_sale_line *lines;
    struct rows *counted, *rows;

    TRY(db_query(tx, &counted, "select count(*) from after_sales where order_id = $1", db_id(order_id)));
    TRY(db_query(tx, &rows,
                 "select " CLAIM_COLUMNS " from after_sales s join after_sale_lines l"
                 " on l.after_sale_id = s.id where s.order_id = $1 and s.status in " OPEN_ONES
                 " and s.status <> 'REFUNDING' order by s.id, l.position",
                 db_id(order_id)));
    lines = arena_array(tx_arena(tx), struct after_sale_line, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        lines[row] = claim_read(rows, row, 0);
    *ret_count = rows_int(counted, 0, 0);
    *ret_lines = lines;
    *ret_lines_count = (size_t)rows_count(rows);
    return OK;
}

/* Each way to ask has its index. */
static struct status find(struct tx *tx, const struct after_sale_filter *filter, const char *after, int limit,
                          struct rows **ret_rows)
{
    const struct db_param before = db_id(after), rows_max = db_int(limit),
                          status = db_text(after_sale_status_name(filter->status));
#define NEWEST " and id < " DB_BEFORE("$1") " order by id desc limit $2"

    if (*filter->user_id)
        return db_query(tx, ret_rows, "select" SALE_COLUMNS "from after_sales where user_id = $3" NEWEST, before,
                        rows_max, db_id(filter->user_id));
    if (*filter->leader_id)
        return db_query(tx, ret_rows,
                        "select" SALE_COLUMNS
                        "from after_sales where leader_id = $3 and ($4 = 'NONE' or status = $4)" NEWEST,
                        before, rows_max, db_id(filter->leader_id), status);
    if (*filter->community_id)
        return db_query(tx, ret_rows,
                        "select" SALE_COLUMNS
                        "from after_sales where community_id = $3 and ($4 = 'NONE' or status = $4)" NEWEST,
                        before, rows_max, db_id(filter->community_id), status);
    if (filter->status)
        return db_query(tx, ret_rows, "select" SALE_COLUMNS "from after_sales where status = $3" NEWEST, before,
                        rows_max, status);
    return db_query(tx, ret_rows, "select" SALE_COLUMNS "from after_sales where true" NEWEST, before, rows_max);
#undef NEWEST
}

struct status after_sale_list(struct tx *tx, const struct after_sale_filter *filter, const char *after, int limit,
                              struct after_sale **ret_sales, size_t *ret_count)
{
    struct after_sale *sales;
    struct rows *rows;

    TRY(find(tx, filter, after, limit, &rows));
    sales = arena_array(tx_arena(tx), struct after_sale, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        sales[row] = sale_read(tx, rows, row);
    *ret_sales = sales;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

static void read_lines(struct tx *tx, const struct rows *rows, struct after_sale_parts *parts)
{
    parts->lines_count = (size_t)rows_count(rows);
    parts->lines = arena_array(tx_arena(tx), struct after_sale_claim, parts->lines_count);
    for (int row = 0; row < rows_count(rows); row++)
        parts->lines[row] = (struct after_sale_claim){ rows_id(rows, row, 0), claim_read(rows, row, 1) };
}

static void read_steps(struct tx *tx, const struct rows *rows, struct after_sale_parts *parts)
{
    parts->steps_count = (size_t)rows_count(rows);
    parts->steps = arena_array(tx_arena(tx), struct after_sale_logged, parts->steps_count);
    for (int row = 0; row < rows_count(rows); row++)
        parts->steps[row] =
            (struct after_sale_logged){ rows_id(rows, row, 0), after_sale_status_of(rows_text(rows, row, 1)),
                                        rows_text(rows, row, 2), rows_text(rows, row, 3), rows_time_us(rows, row, 4) };
}

struct status after_sale_parts_get(struct tx *tx, const char *const *ids, size_t count,
                                   struct after_sale_parts *ret_parts)
{
    struct rows *lines, *steps;

    TRY(db_ask(tx, &lines,
               "select after_sale_id, " CLAIM_COLUMNS " from after_sale_lines l"
               " where after_sale_id = any ($1::uuid[]) order by after_sale_id, position",
               db_texts(ids, count)));
    TRY(db_ask(tx, &steps,
               "select after_sale_id, to_status, actor, reason, at from after_sale_log"
               " where after_sale_id = any ($1::uuid[]) order by after_sale_id, version",
               db_texts(ids, count)));
    TRY(db_collect(tx));
    read_lines(tx, lines, ret_parts);
    read_steps(tx, steps, ret_parts);
    return OK;
}

/* The same table as after_sale_when_late: operators have no such row, they are told by the alarm. */
struct status after_sale_add_late_jobs(struct tx *tx, int limit)
{
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), 'after_sale_late', replace(id::text, '-', ''), now(), ''"
                   " from after_sales where deadline <= now() and (status in ('WITH_LEADER', 'AWAITING_RETURN')"
                   "  or status = 'RETURNED' and kind = 'RETURN')"
                   " order by deadline limit $1 on conflict (kind, key) do nothing",
                   db_int(limit));
}

struct status after_sale_count_late(struct tx *tx, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from after_sales where deadline <= now()"));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

struct status order_leader(struct tx *tx, const struct order *order, const char **ret_leader_id,
                           const char **ret_community_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select leader_id, community_id from rounds where id = $1 union all"
                 " select p.leader_id, p.community_id from order_deliveries d join pick_up_points p on p.id = d.point_id"
                 " where d.order_id = $2 limit 1",
                 db_id(order->round_id), db_id(order->id)));
    *ret_leader_id = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    *ret_community_id = rows_count(rows) ? rows_id(rows, 0, 1) : "";
    return OK;
}
