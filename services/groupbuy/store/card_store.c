#include "groupbuy/store/card_store.h"

/* ---- terms ---- */

struct status card_terms_insert(struct tx *tx, struct card_terms *terms, const char *created_by)
{
    struct rows *rows;

    TRY(db_exec(tx, "select from skus where id = $1 for update", db_id(terms->sku_id)));
    TRY(db_query(tx, &rows,
                 "insert into card_terms (sku_id, version, sessions, valid_days, refund_percent,"
                 " expired_refund_percent, created_by)"
                 " select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 from card_terms where sku_id = $1"
                 " returning version",
                 db_id(terms->sku_id), db_int(terms->sessions), db_int(terms->valid_days),
                 db_int(terms->refund_percent), db_int(terms->expired_refund_percent), db_id(created_by)));
    terms->version = (int)rows_int(rows, 0, 0);
    return db_exec(tx, "insert into card_points (sku_id, version, point_id) select $1, $2, unnest($3::uuid[])",
                   db_id(terms->sku_id), db_int(terms->version), db_texts(terms->points, terms->points_count));
}

struct status card_terms_get(struct tx *tx, const char *sku_id, struct card_terms *ret_terms)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select t.version, t.sessions, t.valid_days, t.refund_percent, t.expired_refund_percent, p.point_id"
                 " from card_terms t join card_points p on p.sku_id = t.sku_id and p.version = t.version"
                 " where t.sku_id = $1 and t.version = (select max(version) from card_terms where sku_id = $1)"
                 " order by p.point_id",
                 db_id(sku_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "card SKU %s", sku_id);
    *ret_terms = (struct card_terms){
        .sku_id = sku_id,
        .version = (int)rows_int(rows, 0, 0),
        .sessions = (int32_t)rows_int(rows, 0, 1),
        .valid_days = (int32_t)rows_int(rows, 0, 2),
        .refund_percent = (int32_t)rows_int(rows, 0, 3),
        .expired_refund_percent = (int32_t)rows_int(rows, 0, 4),
    };
    for (int row = 0; row < rows_count(rows) && ret_terms->points_count < CARD_POINTS_MAX; row++)
        ret_terms->points[ret_terms->points_count++] = rows_id(rows, row, 5);
    return OK;
}

/* ---- cards ---- */

#define CARD_COLUMNS                                                                                                   \
    " c.id, c.order_id, c.user_id, c.sku_id, c.terms_version, c.sessions, c.used, c.status, c.version, c.valid_until," \
    " c.created_at, t.valid_days, t.refund_percent, t.expired_refund_percent, l.product_id, l.product_title,"          \
    " l.sku_title, o.status, o.amount_fen, l.payable_fen - l.refunded_fen, o.pay_by "
#define CARD_FROM                                                                                                      \
    "from cards c join card_terms t on t.sku_id = c.sku_id and t.version = c.terms_version"                            \
    " join orders o on o.id = c.order_id join order_lines l on l.order_id = c.order_id and l.position = 0 "

static struct card card_read(const struct rows *rows, int row)
{
    return (struct card){
        .id = rows_id(rows, row, 0),
        .order_id = rows_id(rows, row, 1),
        .user_id = rows_id(rows, row, 2),
        .sku_id = rows_id(rows, row, 3),
        .terms_version = (int)rows_int(rows, row, 4),
        .sessions = (int32_t)rows_int(rows, row, 5),
        .used = (int32_t)rows_int(rows, row, 6),
        .status = card_status_of(rows_text(rows, row, 7)),
        .version = rows_int(rows, row, 8),
        .valid_until_us = rows_time_us(rows, row, 9),
        .created_us = rows_time_us(rows, row, 10),
        .valid_days = (int32_t)rows_int(rows, row, 11),
        .refund_percent = (int32_t)rows_int(rows, row, 12),
        .expired_refund_percent = (int32_t)rows_int(rows, row, 13),
        .product_id = rows_id(rows, row, 14),
        .product_title = rows_text(rows, row, 15),
        .sku_title = rows_text(rows, row, 16),
        .order_status = order_status_of(rows_text(rows, row, 17)),
        .amount = rows_int(rows, row, 18),
        .left = rows_int(rows, row, 19),
        .pay_by_us = rows_time_us(rows, row, 20),
    };
}

struct status card_insert(struct tx *tx, const struct card *card)
{
    return db_exec(tx,
                   "insert into cards (id, order_id, user_id, sku_id, terms_version, sessions)"
                   " values ($1, $2, $3, $4, $5, $6)",
                   db_id(card->id), db_id(card->order_id), db_id(card->user_id), db_id(card->sku_id),
                   db_int(card->terms_version), db_int(card->sessions));
}

struct status card_get(struct tx *tx, const char *card_id, const char *user_id, struct card *ret_card)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" CARD_COLUMNS CARD_FROM "where c.id = $1 and ($2::uuid is null or c.user_id = $2)",
                 db_id(card_id), user_id ? db_id(user_id) : db_null()));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "card %s", card_id);
    *ret_card = card_read(rows, 0);
    return OK;
}

struct status card_lock(struct tx *tx, const char *card_id, struct card *ret_card)
{
    TRY(db_exec(tx, "select from cards where id = $1 for update", db_id(card_id)));
    return card_get(tx, card_id, NULL, ret_card);
}

struct status card_lock_of_order(struct tx *tx, const char *order_id, struct card *ret_card, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select id from cards where order_id = $1 for update", db_id(order_id)));
    *ret_found = rows_count(rows) > 0;
    return *ret_found ? card_get(tx, rows_id(rows, 0, 0), NULL, ret_card) : OK;
}

struct status card_save(struct tx *tx, struct card *card)
{
    int64_t changed;

    TRY(db_exec_count(tx, &changed,
                      "update cards set status = $3, used = $4, valid_until = $5, version = version + 1"
                      " where id = $1 and version = $2",
                      db_id(card->id), db_int(card->version), db_text(card_status_name(card->status)),
                      db_int(card->used), db_time(card->valid_until_us)));
    if (changed != 1)
        return fail(CONFLICT, "card %s has changed meanwhile", card->id);
    card->version++;
    return OK;
}

struct status card_list(struct tx *tx, const char *user_id, const char *after, int limit, struct card **ret_cards,
                        size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" CARD_COLUMNS CARD_FROM
                 "where c.user_id = $1 and c.id < " DB_BEFORE("$2") " order by c.id desc limit $3",
                 db_id(user_id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_cards = arena_array(tx_arena(tx), struct card, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_cards)[row] = card_read(rows, row);
    return OK;
}

struct status card_count_of(struct tx *tx, const char *user_id, const char *product_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select count(*) from cards c join skus s on s.id = c.sku_id where c.user_id = $1"
                 " and s.product_id = $2 and c.status in ('UNPAID', 'ACTIVE')",
                 db_id(user_id), db_id(product_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

#define POINTS_OF(sku, version)                                                                                        \
    "card_points p where p.sku_id = " sku " and p.version in (" version                                                \
    ", (select max(t.version) from card_terms t where t.sku_id = " sku "))"

struct status card_points_get(struct tx *tx, const struct card *card, const char *const **ret_points, size_t *ret_count)
{
    const char **points;
    struct rows *rows;

    TRY(db_query(tx, &rows, "select distinct p.point_id from " POINTS_OF("$1", "$2") " order by 1", db_id(card->sku_id),
                 db_int(card->terms_version)));
    points = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        points[row] = rows_id(rows, row, 0);
    *ret_points = points;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

/* ---- codes ---- */

struct status card_code_end(struct tx *tx, const char *card_id)
{
    return db_exec(tx, "update card_codes set closed_at = now() where card_id = $1 and closed_at is null",
                   db_id(card_id));
}

struct status card_code_insert(struct tx *tx, const struct card_code *code, bool *ret_inserted)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into card_codes (id, card_id, code, sessions, expires_at) values ($1, $2, $3, $4, $5)"
                      " on conflict do nothing",
                      db_id(code->id), db_id(code->card_id), db_text(code->code), db_int(code->sessions),
                      db_time(code->expires_us)));
    *ret_inserted = inserted == 1;
    return OK;
}

struct status card_code_typed(struct tx *tx, const char *point_id, const char *code, struct card_code *ret_code,
                              bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select k.id, k.card_id, k.code, k.sessions, k.expires_at, k.closed_at is null, k.used"
        " from card_codes k join cards c on c.id = k.card_id where k.code = $2"
        " and exists (select from " POINTS_OF(
            "c.sku_id",
            "c.terms_version") " and p.point_id = $1)"
                               " and (k.closed_at is null or k.used) order by k.closed_at desc nulls first limit 1",
        db_id(point_id), db_text(code)));
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        *ret_code = (struct card_code){
            .id = rows_id(rows, 0, 0),
            .card_id = rows_id(rows, 0, 1),
            .code = rows_text(rows, 0, 2),
            .sessions = (int32_t)rows_int(rows, 0, 3),
            .expires_us = rows_time_us(rows, 0, 4),
            .open = rows_bool(rows, 0, 5),
        };
    return OK;
}

struct status card_code_use(struct tx *tx, const char *code_id, bool *ret_used)
{
    int64_t used;

    TRY(db_exec_count(tx, &used,
                      "update card_codes set closed_at = now(), used = true where id = $1 and closed_at is null",
                      db_id(code_id)));
    *ret_used = used == 1;
    return OK;
}

/* ---- uses ---- */

#define USE_COLUMNS                                                                                                    \
    " u.id, u.card_id, u.code_id, u.point_id, u.staff_id, u.sessions, u.used_at, d.undone_at, d.reason, g.name,"       \
    " l.product_title, n.nickname, c.sessions - c.used "
#define USE_FROM                                                                                                       \
    "from card_uses u join cards c on c.id = u.card_id join pick_up_points g on g.id = u.point_id"                     \
    " join order_lines l on l.order_id = c.order_id and l.position = 0 left join card_use_undos d on d.use_id = u.id"  \
    " left join people n on n.user_id = c.user_id "

static struct card_use use_read(const struct rows *rows, int row)
{
    return (struct card_use){
        .id = rows_id(rows, row, 0),
        .card_id = rows_id(rows, row, 1),
        .code_id = rows_id(rows, row, 2),
        .point_id = rows_id(rows, row, 3),
        .staff_id = rows_id(rows, row, 4),
        .sessions = (int32_t)rows_int(rows, row, 5),
        .at_us = rows_time_us(rows, row, 6),
        .undone_us = rows_time_us(rows, row, 7),
        .undo_reason = rows_text(rows, row, 8),
        .point_name = rows_text(rows, row, 9),
        .product_title = rows_text(rows, row, 10),
        .buyer_nickname = rows_text(rows, row, 11),
        .left = (int32_t)rows_int(rows, row, 12),
    };
}

struct status card_use_insert(struct tx *tx, const struct card_use *use)
{
    return db_exec(tx,
                   "insert into card_uses (id, card_id, code_id, point_id, staff_id, sessions)"
                   " values ($1, $2, $3, $4, $5, $6)",
                   db_id(use->id), db_id(use->card_id), db_id(use->code_id), db_id(use->point_id), db_id(use->staff_id),
                   db_int(use->sessions));
}

struct status card_use_get(struct tx *tx, const char *point_id, const char *use_id, struct card_use *ret_use)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" USE_COLUMNS USE_FROM "where u.id = $1 and u.point_id = $2", db_id(use_id),
                 db_id(point_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "use %s at point %s", use_id, point_id);
    *ret_use = use_read(rows, 0);
    return OK;
}

struct status card_use_undo(struct tx *tx, const char *use_id, const char *staff_id, const char *reason,
                            bool *ret_undone)
{
    int64_t undone;

    TRY(db_exec_count(tx, &undone,
                      "insert into card_use_undos (use_id, staff_id, reason) values ($1, $2, $3)"
                      " on conflict do nothing",
                      db_id(use_id), db_id(staff_id), db_text(reason)));
    *ret_undone = undone == 1;
    return OK;
}

struct status card_use_list(struct tx *tx, enum card_uses_of whose, const char *id, const char *after, int limit,
                            struct card_use **ret_uses, size_t *ret_count)
{
    struct rows *rows;

    if (whose == CARD_USES_OF_POINT)
        TRY(db_query(tx, &rows,
                     "select" USE_COLUMNS USE_FROM
                     "where u.point_id = $1 and u.id < " DB_BEFORE("$2") " order by u.id desc limit $3",
                     db_id(id), db_id(after), db_int(limit)));
    else
        TRY(db_query(tx, &rows,
                     "select" USE_COLUMNS USE_FROM
                     "where u.card_id = $1 and u.id < " DB_BEFORE("$2") " order by u.id desc limit $3",
                     db_id(id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_uses = arena_array(tx_arena(tx), struct card_use, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_uses)[row] = use_read(rows, row);
    return OK;
}
