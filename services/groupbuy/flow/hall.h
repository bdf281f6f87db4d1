/* The selection hall where rounds and campaigns are checked, and how its lines are shown. In call->tx. */
#ifndef GROUPBUY_FLOW_HALL_H
#define GROUPBUY_FLOW_HALL_H

#include "groupbuy/hall.h"
#include "groupbuy/store/hall_store.h"
#include "groupbuy/store/round_store.h"

/* FIELDS_INVALID naming every item that costs less than the hall of the community allows and, where nothing else may be
 * sold there, every item that is not in the hall. */
struct status hall_check_round(struct call *call, const char *community_id, const struct round_item *items,
                               size_t count);
/* The same of a campaign's SKU at its lowest price, and HALL_SHORT. community_id "": of no hall. */
struct status hall_check_campaign(struct call *call, const char *community_id, const char *sku_id, fen price,
                                  int64_t units);

/* The same of what is sold beside the items of a round, and NOT_SUBSTITUTABLE where only goods of the hall may be. */
struct status hall_check_substitute(struct call *call, const char *community_id, const char *sku_id, fen price,
                                    int64_t units);

/* FIELDS_INVALID: a line's lowest price is above what its SKU costs outside. SHARES_ABOVE_CAP: its commission, with what the
 * share rule gives to others. */
struct status hall_check_line(struct call *call, const struct hall_goods *goods);

void hall_goods_view(struct call *call, const struct hall_goods *goods, Gb__HallGoods *out);
/* A line of the audit log about a line of the hall; before NULL: it is new. */
struct status hall_audit(struct call *call, const char *action, const struct hall_goods *before,
                         const struct hall_goods *after);

#endif
