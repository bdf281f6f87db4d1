/* The world of one seed: clock, chance, stores, network, WeChat, and what everybody is doing just now. One step is one
 * transaction, one call to the outside, or one message; anything may happen between two steps.
 *
 * All decisions are those of the services' domain; what stands between them mirrors services/groupbuy/flow. */
#ifndef SIMULATION_WORLD_H
#define SIMULATION_WORLD_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/status.h"
#include "coupons/domain/earning.h"
#include "coupons/domain/template.h"
#include "simulation/chance.h"
#include "simulation/mutants.h"
#include "simulation/tables.h"

#define REPLICAS     2
#define TASKS_MAX    48
#define MESSAGES_MAX 128
#define STREAM_MAX   192
#define QUEUE_MAX    16
#define WORDS_KEPT   40 /* of the trace, shown with a violation */

/* ---- store (store.c) ---- */

/* A transaction is open between begin and commit or rollback; there is one at a time, as rows are locked. */
struct store {
    void *rows, *kept;
    size_t bytes;
};

/* What the caller hears of his commit. NOTHING: it may have happened or not. */
enum heard { HEARD_DONE, HEARD_FAILED, HEARD_NOTHING };

struct world;
void tx_begin(struct store *store);
void tx_rollback(struct store *store);
enum heard tx_commit(struct world *world, struct store *store);

/* ---- network (network.c) ---- */

enum message_type {
    MESSAGE_NONE,
    MESSAGE_REQUEST,  /* a: request */
    MESSAGE_ANSWER,   /* a: request, b: order or NOBODY */
    MESSAGE_PAY,      /* a: order: the buyer wants to pay */
    MESSAGE_PREPAID,  /* a: order: he may pay now */
    MESSAGE_CANCEL,   /* a: order */
    MESSAGE_LEAVE,    /* a: order: out of its team */
    MESSAGE_REFUND,   /* a: order, b: units: an operator gives some of it back */
    MESSAGE_HAND_OUT, /* a: order */
    MESSAGE_NOTICE,   /* a: notice of WeChat's */
    MESSAGE_CALL,     /* a call that its caller has given up; a, b, c as its kind says */
};

struct message {
    enum message_type type;
    int a, b, c, d;
};

/* What becomes of a call to another process. */
enum fate {
    FATE_DONE,
    FATE_LOST,    /* it never arrives */
    FATE_UNHEARD, /* done, and the answer is lost */
    FATE_LATE,    /* done some time after the caller has given up */
    FATE_TWICE,   /* done, heard, and done again some time */
};

void send(struct world *world, struct message message);
bool deliver(struct world *world);
enum fate call_fate(struct world *world);
bool fate_happens_now(enum fate fate);
bool fate_is_heard(enum fate fate);
/* LATE and TWICE: `call` waits in the network. */
void fate_follow(struct world *world, enum fate fate, struct message call);

/* ---- WeChat (actors/wechat.c) ---- */

enum trade_state { TRADE_NONE, TRADE_OPEN, TRADE_PAID, TRADE_CLOSED };

struct trade {
    enum trade_state state;
    fen amount, refunded;
    int transaction;
    int64_t paid_us;
};

struct wechat_refund {
    int64_t number;
    int trade;
    fen amount;
    enum { BACK_PROCESSING, BACK_SUCCESS, BACK_ABNORMAL } state;
};

struct wechat_notice {
    bool refund, acked;
    int about; /* trade, or place among the refunds */
    int sent;
};

struct wechat {
    struct trade trades[ORDERS_MAX];
    struct wechat_refund refunds[REFUNDS_MAX * 2];
    struct wechat_notice notices[NOTICES_MAX];
    int refunds_count, notices_count, transactions;
    fen balance;
};

/* ---- the stream (actors/events.c) ---- */

#define CONSUMERS 2
struct delivery {
    int event;
    bool acked[CONSUMERS];
};

struct stream {
    struct delivery entries[STREAM_MAX];
    int count;
};

/* ---- buyers (actors/buyers.c) ---- */

enum wish { WISH_FLASH, WISH_START_TEAM, WISH_JOIN_TEAM, WISH_PLAIN };

struct request {
    enum wish wish;
    int user, quantity, team, coupon, sku[LINES_MAX], lines_count, units[LINES_MAX];
    int64_t points;
    enum late_payment late;
    int64_t deadline_us; /* of its last try */
    bool answered, refused;
    int order;
};

/* ---- what a replica is at ---- */

enum task_kind {
    TASK_NONE,
    TASK_FLASH, /* a batch */
    TASK_PLACE,
    TASK_PREPAY,
    TASK_CLOSE,
    TASK_SIMPLE, /* one transaction */
    TASK_NOTICE,
    TASK_JOB,
};

struct task {
    enum task_kind kind;
    int replica, at;    /* at: how far it has come */
    int subject, extra; /* request, order, notice or job */
    int64_t deadline_us;
    /* of TASK_PLACE */
    int operation;
    fen coupon_discount, points_discount, prices_seen;
    int64_t points;
    bool eligible[LINES_MAX];
    struct status refusal;
    /* of TASK_FLASH */
    int batch[QUEUE_MAX], batch_count;
    bool all_buckets;
    int64_t seen; /* what was read before, where a mutant does so */
    int64_t held_before[USERS_MAX];
    /* of TASK_CLOSE, TASK_JOB */
    enum cancel_reason reason;
    struct job job;
    int job_place, closes_for_job;
    int64_t number;
    /* answers of WeChat */
    enum trade_state trade;
    enum refund_state refund;
};

struct replica {
    int queue[QUEUE_MAX], queue_count;
    int published[EVENTS_MAX], sequence[EVENTS_MAX], published_count; /* and not marked yet */
    int read_to;                                                      /* where a mutant of the relay is */
    int untold[EVENTS_MAX], untold_about[EVENTS_MAX], untold_count;   /* likewise */
};

struct faults {
    int lost, unheard, late, twice; /* in 100 calls and messages */
    int aborted, unknown;           /* in 100 commits */
    int crash;                      /* in 1000 steps */
};

struct world {
    uint64_t seed;
    int step;
    int64_t now_us;
    struct chance chance;
    struct faults faults;
    enum wish theme; /* most want that */
    int crowd;       /* so many buyers */
    bool calm;       /* everything is healed, and comes to rest */
    enum mutant mutant;

    struct shop_tables shop, shop_kept;
    struct voucher_tables vouchers, vouchers_kept;
    struct inbox_tables inbox, inbox_kept;
    struct store shop_store, voucher_store, inbox_store;
    struct template templates[TEMPLATES];
    struct points_terms terms;
    struct points_rule earn_rule, growth_rule;
    struct level_set levels;
    struct share_rule share_rule;

    struct message messages[MESSAGES_MAX];
    int messages_count;
    struct wechat wechat;
    struct stream stream;
    struct request requests[REQUESTS_MAX];
    int requests_count;
    bool may_pay[ORDERS_MAX];
    struct task tasks[TASKS_MAX];
    struct replica replicas[REPLICAS];
    struct arena arena; /* of a step */
    int64_t counter;    /* what a mutant takes for stock */
    int64_t late_start_us;

    /* trace */
    uint64_t hash;
    bool traced;  /* in words */
    bool printed; /* as they come */
    char words[WORDS_KEPT][96];
    int words_count;
    char rule[96], why[256]; /* of the first violation; "": none */
};

/* ---- sim.c ---- */

void world_begin(struct world *world, uint64_t seed, enum mutant mutant);
/* Runs it to its end: `steps` steps with faults, then to rest. False when a rule was broken. */
bool world_run(struct world *world, int steps);
void note(struct world *world, const char *what, int64_t a, int64_t b);
void broken(struct world *world, const char *rule, const char *format, ...) __attribute__((format(printf, 3, 4)));
static inline bool is_broken(const struct world *world)
{
    return world->rule[0] != 0;
}
/* What the flow asks may not fail but by refusing: anything else is a defect. */
void check_refusal(struct world *world, struct status status, const char *where);

/* ---- rules ---- */

void rules_of_any_moment(struct world *world);
void rules_at_rest(struct world *world);

/* ---- properties ---- */

/* Some of the properties of pure functions, drawn by the seed. */
void properties_hold(struct world *world);

#endif
