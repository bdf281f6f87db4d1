/* The leader's minute: what is to be done now in a round, the most urgent first, in words. Pure. */
#ifndef GROUPBUY_DOMAIN_MINUTE_H
#define GROUPBUY_DOMAIN_MINUTE_H

#include "groupbuy/domain/round.h"

#define MINUTE_TASKS_MAX 4
#define MINUTE_LATE_S    7200 /* so long before the end a minimum that is missed is urgent */

/* The numbers of linli.groupbuy.v1.MinuteCode. */
enum minute_task {
    MINUTE_NONE = 0,
    MINUTE_PUBLISH = 1,
    MINUTE_ANNOUNCE = 2,
    MINUTE_SHARE_LIST = 3,
    MINUTE_REMIND_UNPAID = 4,
    MINUTE_SAVE_ROUND = 5,
    MINUTE_AWAIT_PAYMENTS = 6,
    MINUTE_ORDER_GOODS = 7,
    MINUTE_COUNT_IN = 8,
    MINUTE_HAND_OUT = 9,
    MINUTE_OPEN_NEXT = 10,
    MINUTE_TELL_BUYERS = 11,
};

struct minute_facts {
    enum round_status status;
    int64_t now_us;
    int64_t ends_at_us;
    int64_t unpaid_orders;
    fen minimum;
    fen paid;
};

/* How many there are; at least one in every state. */
size_t minute_tasks(const struct minute_facts *facts, enum minute_task ret_tasks[MINUTE_TASKS_MAX]);

struct minute_words {
    const char *zh, *en;
};
struct minute_words minute_words_of(enum minute_task task);

#endif
