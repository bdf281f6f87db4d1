/* Leaders' drafts for tests: apples of the shelf, and pears beside them, published as their leader does. On places.h.
 */
#ifndef LINLI_TESTS_STORE_GROUPBUY_DRAFTS_H
#define LINLI_TESTS_STORE_GROUPBUY_DRAFTS_H

#include "base/clock.h"
#include "groupbuy/hall.h"
#include "rpc/timestamp.h"
#include "store/groupbuy/places.h"

static struct goods goods;
static int32_t draft_level; /* whom drafts are for; 0: anybody */

/* A house as it begins, with goods on its shelf, for each test. */
static inline int shelf(void **state)
{
    fresh(state);
    memset(&neighbours, 0, sizeof neighbours);
    neighbours.community = COMMUNITY;
    goods = put_on_shelf(1000, 0);
    draft_level = 0;
    return 0;
}

/* A draft of so many apples and as many pears (0 fen: without them), from now on for an hour. */
static inline struct status draft_of_both(fen apples, fen pears, int64_t units, Gb__Round *out)
{
    Gb__CreateRoundRequest in = GB__CREATE_ROUND_REQUEST__INIT;
    Gb__RoundItemDraft first = GB__ROUND_ITEM_DRAFT__INIT, second = GB__ROUND_ITEM_DRAFT__INIT;
    Gb__RoundItemDraft *items[] = { &first, &second };
    struct call *call = clerk_call(&shop.clerk, LEADER);
    const char *points[] = { POINT };
    int64_t now_us = clock_unix_us();

    in.community_id = COMMUNITY;
    in.min_level = draft_level;
    in.title = "周三团";
    in.starts_at = timestamp_new(&shop.clerk.arena, now_us);
    in.ends_at = timestamp_new(&shop.clerk.arena, now_us + 3600 * US_PER_S);
    in.ready_at = timestamp_new(&shop.clerk.arena, now_us + 86400 * US_PER_S);
    in.point_ids = points;
    in.n_point_ids = 1;
    in.shortage_rule = GB__SHORTAGE_RULE__FIRST_COME;
    in.uncollected_rule = GB__UNCOLLECTED_RULE__KEEP;
    in.keep_days = 3;
    in.items = items;
    in.n_items = pears ? 2 : 1;
    first.sku_id = goods.apples;
    first.price_fen = apples;
    second.sku_id = goods.pears;
    second.price_fen = pears;
    first.stock = second.stock = units;
    gb__round__init(out);
    return clerk_end(&shop.clerk, groupbuy_create_round(call, &in, out));
}

static inline struct status publish_draft(const char *round)
{
    Gb__PublishRoundRequest in = GB__PUBLISH_ROUND_REQUEST__INIT;
    Gb__Round out = GB__ROUND__INIT;

    in.round_id = round;
    return CALL_IN_TX(LEADER, groupbuy_publish_round, &in, &out);
}

static inline struct status offer_by(const char *sku, fen lowest, int64_t limit, int32_t commission_bp,
                                     Gb__HallGoods *out)
{
    Gb__OfferInHallRequest in = GB__OFFER_IN_HALL_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.sku_id = sku;
    in.community_id = COMMUNITY;
    in.commission_basis_points = commission_bp;
    in.lowest_price_fen = lowest;
    in.supply_limit = limit;
    gb__hall_goods__init(out);
    return clerk_end(&shop.clerk, groupbuy_offer_in_hall(call, &in, out));
}

#endif
