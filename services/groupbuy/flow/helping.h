/* Help-selling (帮卖): another leader sells a round to her own people. One hop: only the round's own leader takes
 * helpers in, and only for what is to come or runs. All in call->tx. */
#ifndef GROUPBUY_FLOW_HELPING_H
#define GROUPBUY_FLOW_HELPING_H

#include "groupbuy/flow/rounds.h"
#include "groupbuy/store/helper_store.h"

/* It is published, or will be, and may still be bought in. ROUND_FROZEN */
struct status helping_in_time(const struct round *round);

/* To somebody else who leads: she is told. Who helps already stays as she is. NOT_HERE, FIELDS_INVALID. */
struct status helping_offer(struct call *call, const struct round *round, const char *leader_id, struct help *ret_help);
/* The caller, who leads in that place, takes it; the round is locked. NOT_HERE, ROUND_FROZEN, HELP_NOT_OFFERED,
 * CIRCLE_TAKEN. */
struct status helping_take(struct call *call, const struct round *round, const struct place *place,
                           struct help *ret_help);
/* `to`: HELP_STOPPED or HELP_WITHDRAWN. NOT_HERE when there is nothing to end. */
struct status helping_end(struct call *call, const char *round_id, const char *helper_id, enum help_status to,
                          struct help *ret_help);

void helper_view(struct call *call, const struct help *help, Gb__RoundHelper *out);
struct status help_sells_show(struct call *call, const struct round *rounds, size_t count, Gb__HelpSell *const *outs);

#endif
