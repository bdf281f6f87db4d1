/* Who helps to sell whose round. What is returned lives in the transaction's arena.
 *
 * Locks: the round before its helpers. */
#ifndef GROUPBUY_STORE_HELPER_STORE_H
#define GROUPBUY_STORE_HELPER_STORE_H

#include "base/money.h"
#include "db/db.h"

/* The numbers of linli.groupbuy.v1.HelpStatus. */
enum help_status { HELP_NONE = 0, HELP_OFFERED = 1, HELP_SELLING = 2, HELP_STOPPED = 3, HELP_WITHDRAWN = 4 };

struct help {
    const char *round_id;
    const char *helper_id;
    const char *nickname; /* as auth told us */
    enum help_status status;
    const char *community_id; /* where she leads; "": she has not taken it */
    const char *circle_id;    /* whose orders are hers without a link; "": none */
    int64_t offered_us;
    int64_t since_us; /* 0: she has not taken it */
    int64_t orders;   /* paid ones of hers */
    fen paid;
    fen earned; /* her selling shares and commissions, without what refunds took back */
};

/* HELP_NONE when there is nothing between them. The round is locked by who is to change it. */
struct status help_get(struct tx *tx, const char *round_id, const char *helper_id, struct help *ret_help);
/* Status, community and circle as they are here; helping_since is now when she sells and did not before. */
struct status help_set(struct tx *tx, const struct help *help);
/* Somebody else's orders come from that circle. */
struct status help_circle_is_taken(struct tx *tx, const struct help *help, bool *ret_taken);
/* Of a round, by helper's id downwards. */
struct status help_list(struct tx *tx, const char *round_id, const char *after, int limit, struct help **ret_helps,
                        size_t *ret_count);
/* What is between her and these rounds, in their order. */
struct status help_list_of(struct tx *tx, const char *helper_id, const char *const *round_ids, size_t count,
                           struct help **ret_helps);

#endif
