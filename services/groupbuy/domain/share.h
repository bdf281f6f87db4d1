/* What leaders and partners earn of an order: one for pick-up, one for selling, one for the channel, at most one each,
 * one hop, together never above the cap. Goods of the selection hall earn its commission in place of that for selling. Whole fen, rounded down: what is left over stays with the house. Pure. */
#ifndef GROUPBUY_DOMAIN_SHARE_H
#define GROUPBUY_DOMAIN_SHARE_H

#include "base/money.h"
#include "base/status.h"

#define BASIS_POINTS 10000
#define SHARE_CAP_BP 3000 /* of an order, all shares together: what WeChat lets be shared */

/* The numbers of linli.groupbuy.v1.ShareRole. */
enum share_role {
    SHARE_NONE = 0,
    SHARE_PICK_UP = 1, /* who leads the point where it is handed out */
    SHARE_SELLING = 2, /* who helped to sell its round, else its leader; of no round: the sharer, if a leader */
    SHARE_PARTNER = 3, /* by whose channel, on a link of his own, the buyer first came */
    SHARE_HALL = 4,    /* who has sold goods of the selection hall: by its commission, not by the rule */
};

#define SHARE_ROLES 4 /* of a rule, SHARE_NONE counted */

/* "PICK_UP" …, "" for SHARE_NONE. */
const char *share_role_name(enum share_role role);
enum share_role share_role_of(const char *name);

struct share_rule {
    int64_t version; /* 0: there is none, and nobody earns */
    int32_t basis_points[SHARE_ROLES];
    bool own_purchases; /* who buys earns of it, too */
};

/* No part is below 0, all together are within the cap. */
bool share_rule_holds(const struct share_rule *rule);

/* Who would earn; "" or NULL: nobody. */
struct share_parties {
    const char *buyer;
    const char *earners[SHARE_ROLES];
    const char *hall_earner;
};

/* What each role earns of goods that were paid with `base`, `of_hall` of it for goods of the hall; 0: nothing.
 * AMOUNT_OVERFLOW for what is no amount. */
struct status share_out(const struct share_rule *rule, const struct share_parties *parties, fen base, fen of_hall,
                        fen ret_shares[SHARE_ROLES]);

/* A commission of the hall fits under the cap beside what the rule gives for pick-up and channel. */
bool share_hall_fits(const struct share_rule *rule, int32_t commission_bp);
/* What is left of a commission under the cap: a rule of later may give others more. */
int32_t share_hall_bp(const struct share_rule *rule, int32_t commission_bp);
/* What is earned of goods of the hall by that many basis points. AMOUNT_OVERFLOW */
struct status share_hall(const struct share_rule *rule, const struct share_parties *parties, int32_t basis_points,
                         fen base, fen *ret_share);

/* What is left of a share when `kept` of its base was not promised back: whatever the parts and their order, nothing is
 * left when nothing is kept. AMOUNT_OVERFLOW when more is kept than there was. */
struct status share_left(fen accrued, fen base, fen kept, fen *ret_left);

#endif
