/* What messages say: texts with places for arguments, in two languages. Pure. */
#ifndef LINLI_NOTIFICATIONS_DOMAIN_TEXTS_H
#define LINLI_NOTIFICATIONS_DOMAIN_TEXTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/money.h"

#define TEXT_ARGS_MAX 4

/* The numbers of linli.notifications.v1.MessageKind. */
enum message_kind {
    NOTICE = 0,          /* no kind of message: any of those that have no template of their own */
    CIRCLE_WELCOME = 1,  /* circle, its welcome */
    ORDER_PAID = 2,      /* product, amount */
    ORDER_CANCELLED = 3, /* product */
    TEAM_COMPLETED = 4,  /* product, size, when */
    TEAM_FAILED = 5,     /* product */
    REFUND_DONE = 6,     /* product, amount */
    COUPON_ISSUED = 7,   /* coupon */
    COMMENT_ADDED = 8,   /* excerpt */
    SESSIONS_ENDED = 9,
    BOOKING_CONFIRMED = 100,   /* product, when */
    BOOKING_OFF = 101,         /* product, when */
    BOOKING_RESCHEDULED = 102, /* product, when */
    BOOKING_SOON = 103,        /* product, when */
    BOOKING_MISSED = 104,      /* product, when */
    CARD_USED = 105,           /* card, sessions, left, point */
    CARD_USE_UNDONE = 106,     /* card, sessions, left */
    CARD_ENDING = 107,         /* card, left, when */
    CARD_EXPIRED = 108,        /* card, left, what goes back */
    REVIEW_HIDDEN = 109,       /* product, why */
    REVIEW_SHOWN = 110,        /* product */
    COUPON_EXPIRING = 10,      /* coupon, when */
    POINTS_EXPIRING = 11,      /* how many, when */
    ORDER_SHIPPED = 12,        /* product, carrier, tracking number, received by then */
    ORDER_FULFILLED = 13,      /* product, the end of the time for after-sales */
    REFUND_STARTED = 14,       /* product, amount */
    LEADER_APPROVED = 15,
    LEADER_DECLINED = 16, /* reason */
    LEADER_DISABLED = 17, /* reason */
    LEADER_RESTORED = 18,
    POINT_APPROVED = 19,       /* point */
    POINT_DECLINED = 20,       /* point, reason */
    ROUND_CLOSED = 21,         /* round, orders, amount */
    TEAM_CHANGED = 90,         /* product, the new team's end */
    CAMPAIGN_STARTING = 91,    /* campaign, when */
    CAMPAIGN_ENDING = 92,      /* campaign, when */
    STOCK_LOW = 80,            /* product, SKU, units */
    STOCK_BACK = 81,           /* product, SKU */
    LICENCE_ENDED = 169,       /* its number, its last day, how many products */
    ORDER_READY = 50,          /* product, place, shelf and number, hours */
    LINE_SHORT = 51,           /* goods, amount */
    WEIGHT_SETTLED = 52,       /* goods, weight, amount */
    SUBSTITUTION_ASKED = 53,   /* goods, what may come for them, its price, until */
    PAYOUT_TO_CONFIRM = 72,    /* amount */
    PAYOUT_DONE = 73,          /* amount, withheld */
    PAYOUT_CAME_BACK = 74,     /* amount, reason */
    SKU_REFUNDED = 62,         /* product, amount, reason */
    ROUND_OFFERED = 48,        /* leader, round, when */
    ROUND_EXTENDED = 49,       /* round, when */
    ROUND_CANCELLED = 42,      /* round, reason */
    ROUND_OPENED = 43,         /* leader, round, when */
    STEP_REACHED = 44,         /* round, product, price */
    MINIMUM_REACHED = 45,      /* round */
    ROUND_ENDING = 46,         /* round, when */
    ROUND_UNPAID = 47,         /* round, when */
    AFTER_SALE_APPROVED = 63,  /* product */
    AFTER_SALE_DECLINED = 64,  /* product, reason */
    AFTER_SALE_RETURN = 65,    /* product, until */
    AFTER_SALE_DONE = 66,      /* product */
    AFTER_SALE_TO_DECIDE = 67, /* product, until */
    FUNDS_LOW = 68,            /* amount of the first that waits, account */
    RESERVE_SHORT = 160,       /* what is to be kept, what is missing of it, account */
    RESERVE_COVERED = 161,     /* what is to be kept, account */
    APPROVAL_WANTED = 162,     /* why, how much, until */
    QUEUE_LONG = 163,          /* service, queue, how many wait, minutes */
    REFUND_STUCK = 69,         /* product, amount */
    ORDER_EXPIRING = 145,    /* product, amount, until */
    REFUND_DELAYED = 151,    /* product, amount */
    ORDER_CALLED_OFF = 152,  /* product, reason */
    SALE_STARTING = 153,     /* campaign, when */
    TEAM_ONE_SHORT = 148,    /* product, the team's end */
    TEAM_JOINED = 172,       /* product, how many are in, how many lack, the team's end */
    BILL_DIFFERENCE = 147,   /* day, how many, account */
    COMPLAINT_ANSWERED = 149, /* product */
    SHARE_REVERSED = 150,    /* amount */
    DOORS_WAITING = 154,     /* round, how many, since when */
    DOORS_OVERDUE = 155,     /* round, how many, since when */
    CERTIFICATE_EXPIRING = 140, /* serial, until */
    DEVICE_ADDED = 141,         /* device, when */
    LEVEL_REACHED = 171,        /* level */
    COMPLAINT_RECEIVED = 60,   /* product, what is wanted back */
    COMPLAINT_OVERDUE = 61,    /* product, since when */
    PICK_UP_ENDING = 55,       /* product, point, until */
    PICK_UP_WAITS = 56,        /* product, point */
    PICK_UP_REFUNDED = 57,     /* product, amount */
    PICK_UP_LEFT = 58,         /* product, point, number */
    PICKED_UP_FOR_YOU = 59,    /* product, point */
};

struct text {
    const char *title;
    const char *body;
};

/* Puts `args` into the kind's texts; missing ones read as nothing. language: "en", else Chinese. */
struct text text_render(struct arena *arena, enum message_kind kind, const char *language, const char *const *args,
                        size_t count);
/* ¥12.30 */
char *text_money(struct arena *arena, fen amount);
/* A merchant account that is not the installation's own, as an addition in either language; "" for that one. */
const char *text_account(struct arena *arena, const char *merchant_id);
/* 2026年11月21日 20:05, in China's time. */
char *text_time(struct arena *arena, int64_t unix_us);

#endif
