#include "groupbuy/store/round_store.h"

#include <string.h>

#include "groupbuy/domain/names.h"
#include "groupbuy/domain/reasons.h"
#include "groupbuy/store/hall_store.h"
#include "groupbuy/store/images.h"

static const char *const shortage_rules[] = { "", "FIRST_COME", "EVEN" };
static const char *const uncollected_rules[] = { "KEEP", "REFUND_PART" };

/* ---- rounds ---- */

struct status round_insert(struct tx *tx, const struct round *round)
{
    return db_exec(
        tx,
        "insert into rounds (id, leader_id, community_id, circle_id, title, description, image_urls,"
        " starts_at, ends_at, ready_at, grace_s, unpaid_s, door, door_fee_fen, door_minimum_fen, minimum_fen,"
        " shortage_rule, uncollected_rule, uncollected_refund_percent, keep_days, copied_from, door_buildings,"
        " min_level, min_level_name)"
        " values ($1, $2, $3, $4, $5, $6, $7::text[], $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
        " $19, $20, $21, $22::text[], $23, $24)",
        db_id(round->id), db_id(round->leader_id), db_id(round->community_id), db_id(round->circle_id),
        db_text(round->title), db_text(round->description), db_texts(round->image_urls, round->image_urls_count),
        db_time(round->starts_at_us), db_time(round->ends_at_us), db_time(round->ready_at_us), db_int(round->grace_s),
        db_int(round->unpaid_s), db_bool(round->door), db_int(round->door_fee), db_int(round->door_minimum),
        db_int(round->minimum), db_text(NAME_OF(shortage_rules, round->shortage_rule)),
        db_text(uncollected_rules[round->refunds_part]), db_int(round->uncollected_refund_percent),
        db_int(round->keep_days), db_id(round->copied_from),
        db_texts(round->door_buildings, round->door_buildings_count), db_int(round->min_level),
        db_text(round->min_level_name));
}

#define ROUND_COLUMNS                                                                                                  \
    " r.id, r.leader_id, coalesce(p.nickname, ''), r.community_id, r.circle_id, r.title, r.description,"               \
    " array_to_string(r.image_urls, E'\\n'), r.status, r.starts_at, r.ends_at, r.ready_at, r.grace_s, r.unpaid_s,"     \
    " r.door, r.door_fee_fen, r.door_minimum_fen, r.minimum_fen, r.shortage_rule, r.uncollected_rule = 'REFUND_PART'," \
    " r.uncollected_refund_percent, r.keep_days, r.extended, r.cancel_reason, r.copied_from,"                          \
    " (select coalesce(sum(i.paid_fen), 0)::bigint from round_items i where i.round_id = r.id),"                       \
    " (select count(*) from round_entries e where e.round_id = r.id and e.counts), r.version, r.open_to_helpers,"      \
    " array_to_string(r.door_buildings, E'\\n'), r.min_level, r.min_level_name "
#define ROUNDS " rounds r left join people p on p.user_id = r.leader_id "

static void round_read(struct tx *tx, const struct rows *rows, int row, struct round *round)
{
    *round = (struct round){
        .id = rows_id(rows, row, 0),
        .leader_id = rows_id(rows, row, 1),
        .leader_name = rows_text(rows, row, 2),
        .community_id = rows_id(rows, row, 3),
        .circle_id = rows_id(rows, row, 4),
        .title = rows_text(rows, row, 5),
        .description = rows_text(rows, row, 6),
        .status = round_status_of(rows_text(rows, row, 8)),
        .starts_at_us = rows_time_us(rows, row, 9),
        .ends_at_us = rows_time_us(rows, row, 10),
        .ready_at_us = rows_time_us(rows, row, 11),
        .grace_s = (int32_t)rows_int(rows, row, 12),
        .unpaid_s = (int32_t)rows_int(rows, row, 13),
        .door = rows_bool(rows, row, 14),
        .door_fee = rows_int(rows, row, 15),
        .door_minimum = rows_int(rows, row, 16),
        .minimum = rows_int(rows, row, 17),
        .shortage_rule = (enum shortage_rule)NUMBER_OF(shortage_rules, rows_text(rows, row, 18)),
        .refunds_part = rows_bool(rows, row, 19),
        .uncollected_refund_percent = (int32_t)rows_int(rows, row, 20),
        .keep_days = (int32_t)rows_int(rows, row, 21),
        .extended = rows_bool(rows, row, 22),
        .cancel_reason = rows_text(rows, row, 23),
        .copied_from = rows_id(rows, row, 24),
        .paid = rows_int(rows, row, 25),
        .paid_orders = rows_int(rows, row, 26),
        .version = rows_int(rows, row, 27),
        .open_to_helpers = rows_bool(rows, row, 28),
        .min_level = (int32_t)rows_int(rows, row, 30),
        .min_level_name = rows_text(rows, row, 31),
    };
    round->image_urls = images_split(tx_arena(tx), rows_text(rows, row, 7), &round->image_urls_count);
    round->door_buildings = images_split(tx_arena(tx), rows_text(rows, row, 29), &round->door_buildings_count);
}

static struct status round_only(struct tx *tx, const struct rows *rows, const char *round_id, struct round *ret_round)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "round %s", round_id);
    round_read(tx, rows, 0, ret_round);
    return OK;
}

static struct status rounds_all(struct tx *tx, const struct rows *rows, struct round **ret_rounds, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_rounds = arena_array(tx_arena(tx), struct round, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        round_read(tx, rows, row, &(*ret_rounds)[row]);
    return OK;
}

struct status round_get(struct tx *tx, const char *round_id, struct round *ret_round)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" ROUND_COLUMNS "from" ROUNDS "where r.id = $1", db_id(round_id)));
    return round_only(tx, rows, round_id, ret_round);
}

struct status round_lock(struct tx *tx, const char *round_id, struct round *ret_round)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" ROUND_COLUMNS "from" ROUNDS "where r.id = $1 for no key update of r",
                 db_id(round_id)));
    return round_only(tx, rows, round_id, ret_round);
}

struct status round_update(struct tx *tx, struct round *round)
{
    round->version++;
    return db_exec(tx,
                   "update rounds set title = $2, description = $3, image_urls = $4::text[], starts_at = $5,"
                   " ends_at = $6, ready_at = $7, door = $8, door_fee_fen = $9, door_minimum_fen = $10,"
                   " minimum_fen = $11, shortage_rule = $12, uncollected_rule = $13, uncollected_refund_percent = $14,"
                   " keep_days = $15, extended = $16, circle_id = $17, door_buildings = $18::text[],"
                   " min_level = $19, min_level_name = $20, version = version + 1 where id = $1",
                   db_id(round->id), db_text(round->title), db_text(round->description),
                   db_texts(round->image_urls, round->image_urls_count), db_time(round->starts_at_us),
                   db_time(round->ends_at_us), db_time(round->ready_at_us), db_bool(round->door),
                   db_int(round->door_fee), db_int(round->door_minimum), db_int(round->minimum),
                   db_text(NAME_OF(shortage_rules, round->shortage_rule)),
                   db_text(uncollected_rules[round->refunds_part]), db_int(round->uncollected_refund_percent),
                   db_int(round->keep_days), db_bool(round->extended), db_id(round->circle_id),
                   db_texts(round->door_buildings, round->door_buildings_count), db_int(round->min_level),
                   db_text(round->min_level_name));
}

struct status round_move(struct tx *tx, struct round *round, enum round_status to, const char *actor,
                         const char *reason)
{
    int64_t moved;

    if (!round_may_move(round->status, to))
        return fail(INTERNAL, "a round moves from %s to %s", round_status_name(round->status), round_status_name(to));
    TRY(db_exec_count(tx, &moved,
                      "with moved as (update rounds set status = $3, version = version + 1, cancel_reason = $5,"
                      " published_at = case when $3 = 'SCHEDULED' then now() else published_at end,"
                      " closed_at = case when $3 = 'CLOSED' then now() else closed_at end"
                      " where id = $1 and status = $2 and version = $6 returning id, version)"
                      " insert into round_log (round_id, version, from_status, to_status, actor)"
                      " select id, version, $2, $3, $4 from moved",
                      db_id(round->id), db_text(round_status_name(round->status)), db_text(round_status_name(to)),
                      db_text(actor), db_text(reason), db_int(round->version)));
    if (moved != 1)
        return fail(CONFLICT, "round %s moved meanwhile", round->id);
    round->status = to;
    round->version++;
    round->cancel_reason = reason;
    return OK;
}

struct status round_list_here(struct tx *tx, const char *community_id, const char *leader_id, const char *after,
                              int limit, struct round **ret_rounds, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ROUND_COLUMNS "from" ROUNDS "where r.community_id = $1"
                 " and r.status in ('SCHEDULED', 'OPEN', 'CLOSING') and ($4::uuid is null or r.leader_id = $4)"
                 " and r.id < " DB_BEFORE("$2") " order by r.id desc limit $3",
                 db_id(community_id), db_id(after), db_int(limit), db_id(leader_id)));
    return rounds_all(tx, rows, ret_rounds, ret_count);
}

struct status round_list_of(struct tx *tx, const char *leader_id, enum round_status status, const char *after,
                            int limit, struct round **ret_rounds, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ROUND_COLUMNS "from" ROUNDS "where r.leader_id = $1 and ($4 = '' or r.status = $4)"
                 " and r.id < " DB_BEFORE("$2") " order by r.id desc limit $3",
                 db_id(leader_id), db_id(after), db_int(limit), db_text(round_status_name(status))));
    return rounds_all(tx, rows, ret_rounds, ret_count);
}

/* ---- help-selling ---- */

struct status round_set_open_to_helpers(struct tx *tx, struct round *round, bool open)
{
    round->version++;
    round->open_to_helpers = open;
    return db_exec(tx, "update rounds set open_to_helpers = $2, version = version + 1 where id = $1", db_id(round->id),
                   db_bool(open));
}

struct status round_list_offered(struct tx *tx, const char *leader_id, const char *community_id, const char *after,
                                 int limit, struct round **ret_rounds, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ROUND_COLUMNS "from" ROUNDS "where r.id in (select h.round_id from round_helpers h"
                 "  where h.helper_id = $1 and h.status = 'OFFERED' union all select o.id from rounds o"
                 "  where o.community_id = $4 and o.open_to_helpers and o.status in ('SCHEDULED', 'OPEN')"
                 "  and o.leader_id <> $1 and not exists (select from round_helpers h where h.round_id = o.id"
                 "   and h.helper_id = $1 and h.status in ('HELPING', 'WITHDRAWN')))"
                 " and r.status in ('SCHEDULED', 'OPEN') and r.id < " DB_BEFORE("$2") " order by r.id desc limit $3",
                 db_id(leader_id), db_id(after), db_int(limit), db_id(community_id)));
    return rounds_all(tx, rows, ret_rounds, ret_count);
}

struct status round_list_helped(struct tx *tx, const char *leader_id, const char *after, int limit,
                                struct round **ret_rounds, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" ROUND_COLUMNS "from" ROUNDS "join round_helpers h on h.round_id = r.id and h.helper_id = $1"
                 " and h.status = 'HELPING' where r.id < " DB_BEFORE("$2") " order by r.id desc limit $3",
                 db_id(leader_id), db_id(after), db_int(limit)));
    return rounds_all(tx, rows, ret_rounds, ret_count);
}

/* ---- what they sell, and where ---- */

static struct status item_insert(struct tx *tx, const char *round_id, size_t position, const struct round_item *item)
{
    int64_t units[ROUND_STEPS_MAX], prices[ROUND_STEPS_MAX];

    TRY(db_exec(tx,
                "insert into round_items (id, round_id, position, product_id, sku_id, product_title, sku_title,"
                " image_url, weight_g, list_price_fen, price_fen, stock, unsold, per_user_limit, weighed)"
                " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14)",
                db_id(item->id), db_id(round_id), db_int((int64_t)position), db_id(item->product_id),
                db_id(item->sku_id), db_text(item->product_title), db_text(item->sku_title), db_text(item->image_url),
                db_int(item->weight_g), db_int(item->list_price), db_int(item->price), db_int(item->stock),
                db_int(item->per_user_limit), db_bool(item->weighed)));
    for (size_t i = 0; i < item->steps_count; i++) {
        units[i] = item->steps[i].from_units;
        prices[i] = item->steps[i].price;
    }
    return db_exec(tx,
                   "insert into round_steps (item_id, from_units, price_fen)"
                   " select $1, u, p from unnest($2::bigint[], $3::bigint[]) as g (u, p)",
                   db_id(item->id), db_ints(units, item->steps_count), db_ints(prices, item->steps_count));
}

struct status round_set_items(struct tx *tx, const char *round_id, const struct round_item *items, size_t count)
{
    TRY(db_exec(tx, "delete from round_steps where item_id in (select id from round_items where round_id = $1)",
                db_id(round_id)));
    TRY(db_exec(tx, "delete from round_items where round_id = $1", db_id(round_id)));
    for (size_t i = 0; i < count; i++)
        TRY(item_insert(tx, round_id, i, &items[i]));
    return OK;
}

struct status round_set_points(struct tx *tx, const char *round_id, const char *const *point_ids, size_t count)
{
    TRY(db_exec(tx, "delete from round_points where round_id = $1", db_id(round_id)));
    return db_exec(tx, "insert into round_points (round_id, point_id) select $1, unnest($2::uuid[])", db_id(round_id),
                   db_texts(point_ids, count));
}

static struct round_item item_read(const struct rows *rows, int row)
{
    return (struct round_item){
        .id = rows_id(rows, row, 0),
        .round_id = rows_id(rows, row, 1),
        .product_id = rows_id(rows, row, 2),
        .sku_id = rows_id(rows, row, 3),
        .product_title = rows_text(rows, row, 4),
        .sku_title = rows_text(rows, row, 5),
        .image_url = rows_text(rows, row, 6),
        .weight_g = (int32_t)rows_int(rows, row, 7),
        .list_price = rows_int(rows, row, 8),
        .price = rows_int(rows, row, 9),
        .stock = rows_int(rows, row, 10),
        .unsold = rows_int(rows, row, 11),
        .paid_units = rows_int(rows, row, 12),
        .per_user_limit = (int32_t)rows_int(rows, row, 13),
        .weighed = rows_bool(rows, row, 14),
        .frozen = !rows_null(rows, row, 15),
        .frozen_price = rows_int(rows, row, 15),
        .strike_price = rows_int(rows, row, 16),
    };
}

static void steps_read(const struct rows *rows, struct round_parts *parts)
{
    size_t item = 0;

    /* Both are in the order of round and position. */
    for (int row = 0; row < rows_count(rows); row++) {
        while (item < parts->items_count && strcmp(parts->items[item].id, rows_id(rows, row, 0)) != 0)
            item++;
        if (item < parts->items_count && parts->items[item].steps_count < ROUND_STEPS_MAX)
            parts->items[item].steps[parts->items[item].steps_count++] =
                (struct round_step){ rows_int(rows, row, 1), rows_int(rows, row, 2) };
    }
}

struct status round_parts_get(struct tx *tx, const char *const *round_ids, size_t count, struct round_parts *ret_parts)
{
    struct rows *items, *steps, *points;

    TRY(db_ask(tx, &items,
               "select id, round_id, product_id, sku_id, product_title, sku_title, image_url, weight_g, list_price_fen,"
               " price_fen, stock, unsold, paid_units, per_user_limit, weighed, frozen_price_fen, strike_price_fen"
               " from round_items"
               " where round_id = any ($1::uuid[]) order by round_id, position",
               db_texts(round_ids, count)));
    TRY(db_ask(tx, &steps,
               "select s.item_id, s.from_units, s.price_fen from round_items i join round_steps s on s.item_id = i.id"
               " where i.round_id = any ($1::uuid[]) order by i.round_id, i.position, s.from_units",
               db_texts(round_ids, count)));
    TRY(db_query(tx, &points,
                 "select r.round_id, p.id, p.name, p.address, p.hours from round_points r"
                 " join pick_up_points p on p.id = r.point_id where r.round_id = any ($1::uuid[])"
                 " order by r.round_id, p.id",
                 db_texts(round_ids, count)));
    ret_parts->items_count = (size_t)rows_count(items);
    ret_parts->items = arena_array(tx_arena(tx), struct round_item, ret_parts->items_count);
    for (int row = 0; row < rows_count(items); row++)
        ret_parts->items[row] = item_read(items, row);
    steps_read(steps, ret_parts);
    ret_parts->points_count = (size_t)rows_count(points);
    ret_parts->points = arena_array(tx_arena(tx), struct round_point, ret_parts->points_count);
    for (int row = 0; row < rows_count(points); row++)
        ret_parts->points[row] = (struct round_point){
            .round_id = rows_id(points, row, 0),
            .point_id = rows_id(points, row, 1),
            .name = rows_text(points, row, 2),
            .address = rows_text(points, row, 3),
            .hours = rows_text(points, row, 4),
        };
    return OK;
}

/* ---- units ---- */

struct status round_cut_stock(struct tx *tx, const char *round_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select s.id, s.stock, i.stock from round_items i join skus s on s.id = i.sku_id where i.round_id = $1"
                 " order by s.id for no key update of s",
                 db_id(round_id)));
    for (int row = 0; row < rows_count(rows); row++)
        if (rows_int(rows, row, 1) < rows_int(rows, row, 2))
            return fail(STOCK_SHORT, "SKU %s has %ld units", rows_id(rows, row, 0), (long)rows_int(rows, row, 1));
    return db_exec(tx,
                   "update skus s set stock = s.stock - i.stock from round_items i"
                   " where i.round_id = $1 and s.id = i.sku_id",
                   db_id(round_id));
}

struct status round_return_unsold(struct tx *tx, const char *round_id)
{
    TRY(db_exec(tx, "select 1 from round_items where round_id = $1 order by id for no key update", db_id(round_id)));
    TRY(db_exec(tx,
                "select 1 from skus where id in (select sku_id from round_items where round_id = $1) order by id"
                " for no key update",
                db_id(round_id)));
    TRY(hall_hold_of_round(tx, round_id));
    return db_exec(
        tx,
        "with back as (update round_items n set unsold = 0, over = true, returned = n.returned + n.unsold from ("
        " select id, unsold from round_items where round_id = $1) o where n.id = o.id"
        " returning n.sku_id, o.unsold) update skus s set stock = s.stock + b.unsold from back b"
        " where s.id = b.sku_id",
        db_id(round_id));
}

struct status round_add_stock(struct tx *tx, const char *round_id, const char *item_id, int64_t units)
{
    struct rows *rows;
    int64_t taken;

    TRY(db_query(tx, &rows, "select sku_id from round_items where id = $1 and round_id = $2 for no key update",
                 db_id(item_id), db_id(round_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "item %s", item_id);
    TRY(db_exec_count(tx, &taken, "update skus set stock = stock - $2 where id = $1 and stock >= $2",
                      db_id(rows_id(rows, 0, 0)), db_int(units)));
    if (!taken)
        return fail(STOCK_SHORT, "SKU %s has fewer units", rows_id(rows, 0, 0));
    TRY(hall_has_for_item(tx, item_id, units));
    return db_exec(tx, "update round_items set stock = stock + $2, unsold = unsold + $2 where id = $1", db_id(item_id),
                   db_int(units));
}

struct status round_freeze_prices(struct tx *tx, const char *round_id)
{
    return db_exec(tx,
                   "update round_items i set frozen_price_fen = coalesce((select s.price_fen from round_steps s"
                   " where s.item_id = i.id and s.from_units <= i.paid_units order by s.from_units desc limit 1),"
                   " i.price_fen) where i.round_id = $1",
                   db_id(round_id));
}

/* ---- orders ---- */

static struct status ids_all(struct tx *tx, const struct rows *rows, const char *const **ret_ids, size_t *ret_count)
{
    const char **ids = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));

    for (int row = 0; row < rows_count(rows); row++)
        ids[row] = rows_id(rows, row, 0);
    *ret_ids = ids;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status round_orders_in(struct tx *tx, const char *round_id, enum order_status status, int limit,
                              const char *const **ret_ids, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select id from orders where round_id = $1 and status = $2 order by id limit $3",
                 db_id(round_id), db_text(order_status_name(status)), db_int(limit)));
    return ids_all(tx, rows, ret_ids, ret_count);
}

struct status round_orders_to_refund(struct tx *tx, const char *round_id, int limit, const char *const **ret_ids,
                                     size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select o.id from orders o where o.round_id = $1 and o.status = 'WAITING_CUTOFF'"
                 " and exists (select from order_lines l join round_items i on i.id = l.pool_id"
                 "  where l.order_id = o.id and l.pool = 'ROUND' and i.frozen_price_fen < l.price_fen"
                 "  and l.refunded_units < l.quantity and l.refunded_fen < l.payable_fen - l.delivery_fen)"
                 " and not exists (select from refunds r where r.order_id = o.id and r.key = 'price_step')"
                 " order by o.id limit $2",
                 db_id(round_id), db_int(limit)));
    return ids_all(tx, rows, ret_ids, ret_count);
}
