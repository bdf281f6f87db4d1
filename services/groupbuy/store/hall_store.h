/* The selection hall: what leaders of a community may open with. What is returned lives in the transaction's arena.
 *
 * How much is taken follows round_items and campaigns by trigger. Locks: lines of the hall (by id) after the SKUs and
 * products; whoever changes rows that the trigger follows holds their lines before. */
#ifndef GROUPBUY_STORE_HALL_STORE_H
#define GROUPBUY_STORE_HALL_STORE_H

#include "base/money.h"
#include "db/db.h"

/* A line of the hall, with its SKU as it is now. */
struct hall_goods {
    const char *id;
    const char *community_id; /* "": of all that have no line of their own for the SKU */
    const char *sku_id;
    const char *product_id;
    const char *product_title;
    const char *sku_title;
    const char *image_url;
    fen list_price;
    int64_t stock; /* of the SKU, on the shelf */
    int32_t commission_bp;
    fen lowest_price;
    int64_t supply_limit;
    int64_t taken;
    bool withdrawn;
    int64_t version;
    int64_t created_us;
};

/* A community's own line stands in place of that for all, withdrawn or not. */
#define HALL_OFFERED_IN(community)                                                                                     \
    " not h.withdrawn and (h.community_id = " community " or (h.community_id is null and not exists ("                 \
    "select from hall_goods own where own.sku_id = h.sku_id and own.community_id = " community "))) "

/* *ret_new is false when that hall has the SKU already. */
struct status hall_insert(struct tx *tx, const struct hall_goods *goods, const char *created_by, bool *ret_new);
/* NOT_HERE. The line is held; its SKU is not. */
struct status hall_lock(struct tx *tx, const char *id, struct hall_goods *ret_goods);
/* Commission, price, limit, withdrawal of a held line; its version grows. */
struct status hall_save(struct tx *tx, const struct hall_goods *goods);
/* Of all halls, newest first, after the one with id `after` ("": from the start). */
struct status hall_list_all(struct tx *tx, const char *after, int limit, struct hall_goods **ret_goods,
                            size_t *ret_count);
/* What can be opened with in a community now: offered there and on the shelf; newest first. */
struct status hall_list(struct tx *tx, const char *community_id, const char *after, int limit,
                        struct hall_goods **ret_goods, size_t *ret_count);
/* Those of these SKUs that are offered in a community, in no order. */
struct status hall_find(struct tx *tx, const char *community_id, const char *const *sku_ids, size_t count,
                        struct hall_goods **ret_goods, size_t *ret_count);

/* The line that a SKU is taken from in a community, held; *ret_id is "" when it is not in the hall. The SKU is held. */
struct status hall_hold(struct tx *tx, const char *community_id, const char *sku_id, const char **ret_id);
/* A round's items are taken from the hall of its community where they are in it: HALL_SHORT names the first that is
 * short, or that left the hall while nothing else may be sold. Their SKUs are held. */
struct status hall_take_for_round(struct tx *tx, const char *round_id);

/* What of an order is of one line of the hall, and the commission that held when it was taken. */
struct hall_part {
    const char *hall_goods_id;
    int32_t commission_bp;
    fen base; /* of the goods as they were paid */
};

struct status hall_parts_of(struct tx *tx, const char *order_id, struct hall_part **ret_parts, size_t *ret_count);
/* The highest commission that is offered anywhere, basis points. */
struct status hall_commission_max(struct tx *tx, int32_t *ret_bp);
/* An item of a round may have so many units more. HALL_SHORT. Its line is held from then on. */
struct status hall_has_for_item(struct tx *tx, const char *item_id, int64_t units);
/* Holds the lines that a round's items are from. */
struct status hall_hold_of_round(struct tx *tx, const char *round_id);
/* The same of items that are over: what comes back to them goes on to the SKU. The question travels with the next. */
struct status hall_hold_of_items(struct tx *tx, const char *const *item_ids, size_t count);

/* Rounds of a community sell goods of the hall alone. */
struct status hall_rule_get(struct tx *tx, const char *community_id, bool *ret_hall_only);
/* *ret_before: as it was. */
struct status hall_rule_set(struct tx *tx, const char *community_id, bool hall_only, const char *set_by,
                            bool *ret_before);

#endif
