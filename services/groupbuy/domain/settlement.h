/* By which way somebody is paid what he earned of a completed order: out of the payment itself (分账), by a transfer
 * that he asks for, or not at all, because a debt takes it. Pure.
 *
 * WeChat's limits of sharing: of an order at most what was agreed with it (30 % by default), at most 50 receivers, a
 * person at most 200,000 yuan a month; not in the first minute after the payment, and not after 30 days. What a person
 * got cannot be asked back. */
#ifndef GROUPBUY_DOMAIN_SETTLEMENT_H
#define GROUPBUY_DOMAIN_SETTLEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/money.h"
#include "base/status.h"

#define SHARING_MONTH_FEN_MAX INT64_C(20000000)
#define SHARING_WAIT_S        61 /* after the payment */
#define SHARING_DAYS_MAX      29 /* a day before the payment unfreezes by itself */
#define SHARING_RECEIVERS_MAX 50

struct settlement_rule {
    int64_t version; /* 0: there is none */
    bool sharing;
    int32_t most_bp; /* of an order, all parts together */
};

enum settlement_way { SETTLED_NONE = 0, SETTLED_BY_SHARING, SETTLED_BY_TRANSFER, SETTLED_IN_LEDGER };

/* "SHARING" …, "" for SETTLED_NONE. */
const char *settlement_way_name(enum settlement_way way);

/* What is left of an order for sharing: of what was paid and kept, less what was given before. */
struct status settlement_room(const struct settlement_rule *rule, fen kept, fen given, fen *ret_room);

/* Somebody who earned of the order. */
struct settlement_case {
    fen earned;        /* of this order, vested, less what refunds took */
    fen balance;       /* of his account; below 0: he owes it */
    fen room;          /* settlement_room */
    fen shared_before; /* this month, to him */
    fen approve_from;  /* from there on people say yes before */
    fen most;          /* what he is paid at once */
    int receivers;     /* of this order, so far */
    bool known;        /* he has said who he is, and WeChat knows him */
    bool merchant;     /* he receives as one: by no other way, and without the limits of people */
    bool reserve_short; /* of the account: what is shared out cannot go back to buyers */
};

struct settlement {
    enum settlement_way way;
    fen gross;       /* to be shared: before what is withheld */
    const char *why; /* ROOM, DEBT, … */
};

/* The whole of it goes one way: what sharing cannot take is his to ask for. */
struct settlement settle(const struct settlement_case *one);

#endif
