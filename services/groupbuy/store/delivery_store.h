/* Fee rules by version, where orders go, and what they were priced with. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_DELIVERY_STORE_H
#define GROUPBUY_STORE_DELIVERY_STORE_H

#include "db/db.h"
#include "groupbuy/domain/delivery.h"
#include "groupbuy/domain/order.h"
#include "groupbuy/store/address_store.h"

struct delivery_rule {
    const char *name;
    int version; /* 0: there is none */
    struct delivery_zone *zones;
    size_t zones_count;
};

/* The next version; *ret_version is its number. */
struct status delivery_rule_insert(struct tx *tx, const struct delivery_rule *rule, const char *created_by,
                                   int *ret_version);
/* `version` 0: the newest. Version 0 without zones when there is none. */
struct status delivery_rule_get(struct tx *tx, const char *name, int version, struct delivery_rule *ret_rule);

/* Where an order goes. */
struct order_delivery {
    const char *order_id;
    const char *point_id;   /* "": it is brought */
    struct address address; /* a snapshot; without one all of it is "" */
    const char *carrier;
    const char *tracking_number;
};

struct status order_delivery_insert(struct tx *tx, const struct order_delivery *delivery);
struct status order_delivery_ship(struct tx *tx, const char *order_id, const char *carrier,
                                  const char *tracking_number);
/* Of all these orders: asked along with other statements (db_ask), read when they are answered. */
struct status order_deliveries_ask(struct tx *tx, const char *const *order_ids, size_t count, struct rows **ret_rows);
size_t order_deliveries_read(struct arena *arena, const struct rows *rows, struct order_delivery **ret_deliveries);

/* For who brings it: the address with its sealed phone, of all these orders, in their order. */
struct door_address {
    enum order_status status;
    struct address address;
};
struct status door_addresses_get(struct tx *tx, const char *const *order_ids, size_t count,
                                 struct door_address **ret_addresses);

/* What an order was priced with beyond its lines. */
struct order_price {
    int formula;
    fen coupon;
    int64_t points;
    fen points_fen;
    fen delivery;
    const char *delivery_rule; /* "": none */
    int delivery_rule_version;
    const char *region_code;
    int64_t weight_g;
};

struct status order_price_insert(struct tx *tx, const char *order_id, const struct order_price *price);
/* *ret_found false: nothing but its lines. */
struct status order_price_get(struct tx *tx, const char *order_id, struct order_price *ret_price, bool *ret_found);

#endif
