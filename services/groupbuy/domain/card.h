/* The life of a session card: what may follow what, what its unused part is worth. Pure.
 *
 *     UNPAID → ACTIVE → USED_UP | REFUNDED | EXPIRED
 *     UNPAID → OFF
 *     USED_UP → ACTIVE: the last session was taken back within its minutes
 *
 * The numbers are those of linli.groupbuy.v1.CardStatus; the database has the same table (card_moves), and a test
 * compares. */
#ifndef GROUPBUY_DOMAIN_CARD_H
#define GROUPBUY_DOMAIN_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CARD_POINTS_MAX 20
#define CARD_CODE_S     600         /* a code is good for so long */
#define CARD_REMIND_S   (7 * 86400) /* before its end; who has bought it for less is not reminded */
/* WeChat pays nothing back a year after the payment: a card whose terms give something back ends some days before. */
#define CARD_REFUND_DAYS_MAX 360

enum card_status {
    CARD_NONE = 0,
    CARD_UNPAID = 1,
    CARD_ACTIVE = 2,
    CARD_USED_UP = 3,
    CARD_REFUNDED = 4,
    CARD_EXPIRED = 5,
    CARD_OFF = 6,
};

struct card_move {
    enum card_status from;
    enum card_status to;
};

extern const struct card_move card_moves[];
extern const size_t card_moves_count;

bool card_may_move(enum card_status from, enum card_status to);
const char *card_status_name(enum card_status status);
enum card_status card_status_of(const char *name);

/* `part` of `whole`. */
struct card_share {
    int64_t part, whole;
};

/* So much of what was paid goes back for the unused sessions, of which `percent` do. */
struct card_share card_unused(int32_t sessions, int32_t used, int32_t percent);

#endif
