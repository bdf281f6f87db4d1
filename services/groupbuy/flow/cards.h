/* Session cards on their way: begun by the payment, used at a point, ended by use, refund or time.
 *
 * Everything in the caller's transaction. Locks: the order, the card. */
#ifndef GROUPBUY_FLOW_CARDS_H
#define GROUPBUY_FLOW_CARDS_H

#include "groupbuy/cards.h"
#include "groupbuy/flow/checkout.h"
#include "groupbuy/groupbuy.h"
#include "groupbuy/pickup.h"
#include "groupbuy/store/card_store.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/point_store.h"

/* As many of the product as a person may have. LIMIT_REACHED. */
struct status card_check_limit(struct call *call, const struct order_line *line);

/* Its order is paid and READY: it is good from now on, as long as its terms say. */
struct status card_begin(struct call *call, const struct order *order);
/* Its order is off or paid back: the card is over, too. Orders without one, and cards that are over, are let be. */
struct status card_follow_order(struct call *call, const char *order_id, enum card_status to);

/* The caller's card with its order held. NOT_HERE to everybody else. */
struct status card_reach(struct call *call, const char *card_id, struct order *ret_order, struct card *ret_card);
/* So many sessions of it may be used now. CARD_ELSEWHERE, SESSIONS_SHORT. */
struct status card_check_good(const struct call *call, const struct card *card, int32_t sessions);
/* By staff of that point, with a code that was proved: SESSIONS_SHORT, CARD_ELSEWHERE, CARD_CODE_USED. */
struct status card_use(struct call *call, const struct point *point, const struct card_code *code,
                       struct card_use *ret_use);
/* The sessions are the buyer's again. NOT_HERE: it was used at another point. UNDO_TOO_LATE, ALREADY_UNDONE. */
struct status card_use_take_back(struct call *call, const struct point *point, const char *use_id, const char *reason,
                                 struct card_use *ret_use);
/* It ends with what is unused: `percent` of that goes back, the order ends with the rest. */
struct status card_end(struct call *call, struct order *order, struct card *card, enum card_status to, int32_t percent,
                       const char *actor);

void card_terms_view(const struct card_terms *terms, Gb__CardTerms *out);
/* In call->tx. `uses`: with what it was used for. */
struct status card_show(struct call *call, const struct card *card, bool uses, Gb__Card *out);
void card_use_view(struct call *call, const struct card_use *use, bool for_staff, Gb__CardUse *out);

#endif
