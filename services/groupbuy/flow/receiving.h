/* Goods at the places of a round: whose place it is, what would be handed out, how it is shown. */
#ifndef GROUPBUY_FLOW_RECEIVING_H
#define GROUPBUY_FLOW_RECEIVING_H

#include "groupbuy/flow/rounds.h"
#include "groupbuy/receiving.h"
#include "groupbuy/store/receiving_store.h"

/* The place is the caller's: he leads the round, or works at the point. NOT_HERE to everybody else. `holds`: the
 * round's row is held. */
struct status receiving_own(struct call *call, const char *round_id, const char *place_id, bool holds,
                            struct round *ret_round, struct place_row *ret_place);

/* The round is the caller's, or of those he oversees. NOT_HERE to everybody else. */
struct status receiving_see(struct call *call, const char *round_id, struct round *ret_round);

/* Who goes short if what has come were shared out now by the round's rule, by number and line. */
struct status receiving_propose(struct call *call, const struct round *round, const struct place_row *place,
                                struct pick **ret_less, size_t *ret_count);

void place_view(const struct place_row *place, Gb__RoundPlace *out);
struct status receiving_show(struct call *call, const struct place_row *place, Gb__PlaceReceiving *out);

/* One order's part of what was confirmed: what it goes short of is refunded, the rest becomes ready. The round is held,
 * the order is not. Done once, however often it is asked for. */
struct status receiving_settle(struct call *call, const struct round *round, const struct place_row *place,
                               const struct portion *portion);

struct status tell_goods_arrived(struct call *call, const struct round *round, const struct place_row *place);

#endif
