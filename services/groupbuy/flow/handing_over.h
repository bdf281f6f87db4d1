/* Goods go from the staff of a point to whoever may have them. */
#ifndef GROUPBUY_FLOW_HANDING_OVER_H
#define GROUPBUY_FLOW_HANDING_OVER_H

#include "groupbuy/flow/proving.h"
#include "groupbuy/store/point_store.h"

/* Units of a line that are to be handed over. */
struct hand_over_ask {
    const char *order_id;
    int position;
    int32_t units;
};

#define HAND_OVER_LINES_MAX 200

/* All that `parcels` hold, or of it what is asked for (asks_count > 0), at this point, by the caller. Orders are locked
 * by id; each line is a compare-and-set, orders follow their lines, and each is told of. *ret_hand_over is what was
 * noted. NOT_HERE: an order that is asked for is not among the parcels. ALREADY_PICKED_UP: fewer units wait than are
 * asked for. NOTHING_TO_PICK_UP: none waits at all. */
struct status hand_over_goods(struct call *call, const struct point *point, const struct proof *proof,
                              const struct parcels *parcels, const struct hand_over_ask *asks, size_t asks_count,
                              struct hand_over *ret_hand_over);

/* All of it lies there again. NOT_HERE: it was handed over at another point. UNDO_TOO_LATE: its minutes are over, or an
 * order has gone on. ALREADY_UNDONE. */
struct status hand_over_take_back(struct call *call, const struct point *point, const char *hand_over_id,
                                  const char *reason, struct hand_over *ret_hand_over);

struct status hand_overs_show(struct call *call, const struct hand_over *hand_overs, size_t count,
                              Gb__HandOverRecord *const *outs);

#endif
