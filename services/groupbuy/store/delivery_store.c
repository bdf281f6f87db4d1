#include "groupbuy/store/delivery_store.h"

/* ---- rules ---- */

static struct status zones_insert(struct tx *tx, const struct delivery_rule *rule, int version)
{
    for (size_t i = 0; i < rule->zones_count; i++) {
        const struct delivery_zone *zone = &rule->zones[i];

        TRY(db_ask(tx, NULL,
                   "insert into delivery_zones (name, version, region_prefix, excluded, base_fen, base_g, step_fen,"
                   " step_g, free_from_fen) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                   db_text(rule->name), db_int(version), db_text(zone->region_prefix), db_bool(zone->excluded),
                   db_int(zone->base_fen), db_int(zone->base_g), db_int(zone->step_fen), db_int(zone->step_g),
                   db_int(zone->free_from_fen)));
    }
    return db_collect(tx);
}

/* Two operators at once: one gets a UNIQUE_VIOLATION and asks again. */
struct status delivery_rule_insert(struct tx *tx, const struct delivery_rule *rule, const char *created_by,
                                   int *ret_version)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into delivery_rules (name, version, created_by) select $1,"
                 " coalesce((select max(version) from delivery_rules where name = $1), 0) + 1, $2 returning version",
                 db_text(rule->name), db_id(created_by)));
    *ret_version = (int)rows_int(rows, 0, 0);
    return zones_insert(tx, rule, *ret_version);
}

struct status delivery_rule_get(struct tx *tx, const char *name, int version, struct delivery_rule *ret_rule)
{
    struct delivery_zone *zones;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select version, region_prefix, excluded, base_fen, base_g, step_fen, step_g, free_from_fen"
                 " from delivery_zones where name = $1 and version = coalesce(nullif($2, 0),"
                 " (select max(version) from delivery_rules where name = $1)) order by region_prefix",
                 db_text(name), db_int(version)));
    zones = arena_array(tx_arena(tx), struct delivery_zone, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        zones[row] = (struct delivery_zone){
            .region_prefix = rows_text(rows, row, 1),
            .excluded = rows_bool(rows, row, 2),
            .base_fen = rows_int(rows, row, 3),
            .base_g = (int32_t)rows_int(rows, row, 4),
            .step_fen = rows_int(rows, row, 5),
            .step_g = (int32_t)rows_int(rows, row, 6),
            .free_from_fen = rows_int(rows, row, 7),
        };
    *ret_rule = (struct delivery_rule){
        .name = name,
        .version = rows_count(rows) ? (int)rows_int(rows, 0, 0) : 0,
        .zones = zones,
        .zones_count = (size_t)rows_count(rows),
    };
    return OK;
}

/* ---- where an order goes ---- */

struct status order_delivery_insert(struct tx *tx, const struct order_delivery *delivery)
{
    const struct address *address = &delivery->address;
    bool brought = address->phone_sealed_bytes > 0;

    return db_exec(tx,
                   "insert into order_deliveries (order_id, point_id, name, phone_sealed, phone_key, phone_masked,"
                   " region_code, region_name, street) values ($1, $2, coalesce($3, ''), $4, coalesce($5, ''),"
                   " coalesce($6, ''), coalesce($7, ''), coalesce($8, ''), coalesce($9, ''))",
                   db_id(delivery->order_id), db_id(delivery->point_id), db_text(address->name),
                   brought ? db_bytes(address->phone_sealed, address->phone_sealed_bytes) : db_null(),
                   db_text(address->phone_key), db_text(address->phone_masked), db_text(address->region_code),
                   db_text(address->region_name), db_text(address->street));
}

struct status order_delivery_ship(struct tx *tx, const char *order_id, const char *carrier, const char *tracking_number)
{
    return db_exec(tx,
                   "insert into order_deliveries (order_id, carrier, tracking_number) values ($1, $2, $3)"
                   " on conflict (order_id) do update set carrier = $2, tracking_number = $3",
                   db_id(order_id), db_text(carrier), db_text(tracking_number));
}

struct status order_deliveries_ask(struct tx *tx, const char *const *order_ids, size_t count, struct rows **ret_rows)
{
    return db_ask(tx, ret_rows,
                  "select order_id, point_id, name, phone_masked, region_code, region_name, street, carrier,"
                  " tracking_number from order_deliveries where order_id = any ($1::uuid[])",
                  db_texts(order_ids, count));
}

size_t order_deliveries_read(struct arena *arena, const struct rows *rows, struct order_delivery **ret_deliveries)
{
    struct order_delivery *deliveries = arena_array(arena, struct order_delivery, (size_t)rows_count(rows));

    for (int row = 0; row < rows_count(rows); row++)
        deliveries[row] = (struct order_delivery){
            .order_id = rows_id(rows, row, 0),
            .point_id = rows_id(rows, row, 1),
            .address = { .name = rows_text(rows, row, 2),
                         .phone_masked = rows_text(rows, row, 3),
                         .region_code = rows_text(rows, row, 4),
                         .region_name = rows_text(rows, row, 5),
                         .street = rows_text(rows, row, 6) },
            .carrier = rows_text(rows, row, 7),
            .tracking_number = rows_text(rows, row, 8),
        };
    *ret_deliveries = deliveries;
    return (size_t)rows_count(rows);
}

/* ---- what it was priced with ---- */

struct status door_addresses_get(struct tx *tx, const char *const *order_ids, size_t count,
                                 struct door_address **ret_addresses)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select o.status, o.user_id, d.name, d.phone_sealed, d.phone_key, d.street"
                 " from unnest($1::uuid[]) with ordinality as g (id, n) join orders o on o.id = g.id"
                 " join order_deliveries d on d.order_id = g.id order by g.n",
                 db_texts(order_ids, count)));
    if ((size_t)rows_count(rows) != count)
        return fail(INTERNAL, "%d of %zu orders go somewhere", rows_count(rows), count);
    *ret_addresses = arena_array(tx_arena(tx), struct door_address, count);
    for (int row = 0; row < rows_count(rows); row++) {
        struct door_address *one = &(*ret_addresses)[row];

        *one = (struct door_address){ .status = order_status_of(rows_text(rows, row, 0)),
                                      .address = { .user_id = rows_id(rows, row, 1),
                                                   .name = rows_text(rows, row, 2),
                                                   .phone_key = rows_text(rows, row, 4),
                                                   .street = rows_text(rows, row, 5) } };
        one->address.phone_sealed = rows_bytes(rows, row, 3, &one->address.phone_sealed_bytes);
    }
    return OK;
}

struct status order_price_insert(struct tx *tx, const char *order_id, const struct order_price *price)
{
    bool ruled = price->delivery_rule && *price->delivery_rule;

    return db_exec(tx,
                   "insert into order_prices (order_id, formula, coupon_fen, points, points_fen, delivery_fen,"
                   " delivery_rule, delivery_rule_version, region_code, weight_g)"
                   " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                   db_id(order_id), db_int(price->formula), db_int(price->coupon), db_int(price->points),
                   db_int(price->points_fen), db_int(price->delivery), db_text(ruled ? price->delivery_rule : NULL),
                   ruled ? db_int(price->delivery_rule_version) : db_null(),
                   db_text(price->region_code ? price->region_code : ""), db_int(price->weight_g));
}

struct status order_price_get(struct tx *tx, const char *order_id, struct order_price *ret_price, bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select formula, coupon_fen, points, points_fen, delivery_fen, delivery_rule, delivery_rule_version,"
                 " region_code, weight_g from order_prices where order_id = $1",
                 db_id(order_id)));
    *ret_found = rows_count(rows) == 1;
    if (!*ret_found)
        return OK;
    *ret_price = (struct order_price){
        .formula = (int)rows_int(rows, 0, 0),
        .coupon = rows_int(rows, 0, 1),
        .points = rows_int(rows, 0, 2),
        .points_fen = rows_int(rows, 0, 3),
        .delivery = rows_int(rows, 0, 4),
        .delivery_rule = rows_text(rows, 0, 5),
        .delivery_rule_version = (int)rows_int(rows, 0, 6),
        .region_code = rows_text(rows, 0, 7),
        .weight_g = rows_int(rows, 0, 8),
    };
    return OK;
}
