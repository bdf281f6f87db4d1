/* When somebody is asked for subscribe messages, and for which: at a moment that shows what they are good for, for what
 * runs low with him, as many as WeChat takes at once. Pure. */
#ifndef LINLI_NOTIFICATIONS_DOMAIN_MOMENTS_H
#define LINLI_NOTIFICATIONS_DOMAIN_MOMENTS_H

#include "notifications/domain/texts.h"

#define ASK_TEMPLATES_MAX 3 /* older clients take no more in one wx.requestSubscribeMessage */
#define ASK_CREDITS_BELOW 2 /* who has so many messages left is not asked for more */
#define ASK_KINDS_MAX     4

/* The numbers of linli.notifications.v1.AskMoment. */
enum ask_moment {
    ASK_NEVER = 0,
    ASK_AFTER_PAYING = 1,
    ASK_AFTER_JOINING = 2,
    ASK_BEFORE_PICK_UP = 3,
    ASK_AFTER_CLAIMING = 4,
    ASK_AFTER_PUBLISHING = 5,
};

/* What may be told soon, the most valuable first. *ret_count 0: no such moment. */
const enum message_kind *moment_kinds(enum ask_moment moment, size_t *ret_count);

/* A template that may be asked for. */
struct ask_offer {
    const char *template_id;
    enum message_kind kind; /* of the template */
    int64_t credits;
};

/* Of offers by value, each template once or more: keeps what is to be asked for, in its order, and gives how many. */
size_t moment_choose(struct ask_offer *offers, size_t count);

#endif
