/* Invitations and what came of them, one function a statement. */
#ifndef LINLI_COUPONS_STORE_INVITATION_STORE_H
#define LINLI_COUPONS_STORE_INVITATION_STORE_H

#include "db/db.h"

enum invitation_state { INVITATION_WAITING = 1, INVITATION_REWARDED = 2, INVITATION_WITHHELD = 3 };

struct invitation {
    const char *id;
    const char *user_id;
    const char *inviter_id;
    enum invitation_state state;
    const char *order_id; /* "": none yet */
};

/* A person is invited once; later ones change nothing. */
struct status invitation_insert(struct tx *tx, const struct invitation *invitation);
/* Of the invited one; *ret_found false when there is none. Holds the row. */
struct status invitation_lock(struct tx *tx, const char *user_id, struct invitation *ret_invitation, bool *ret_found);
struct status invitation_settle(struct tx *tx, const char *invitation_id, enum invitation_state state,
                                const char *order_id, int64_t now_us);

#endif
