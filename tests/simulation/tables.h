/* What the services' stores hold, as far as the simulated stories need it: the rows of groupbuy and of coupons. Plain
 * memory without pointers into itself, so that a transaction is a copy that is kept or put back (store.h). */
#ifndef SIMULATION_TABLES_H
#define SIMULATION_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "coupons/domain/level.h"
#include "coupons/domain/points.h"
#include "groupbuy/domain/buyers.h"
#include "groupbuy/domain/ledger.h"
#include "groupbuy/domain/order.h"
#include "groupbuy/domain/price.h"
#include "groupbuy/domain/refund.h"
#include "groupbuy/domain/share.h"
#include "groupbuy/domain/team.h"

#define NOBODY (-1)

#define USERS_MAX      6
#define REQUESTS_MAX   20
#define ORDERS_MAX     24
#define LINES_MAX      2
#define MOVES_MAX      12
#define SALES          2
#define SALE_FLASH     0
#define SALE_TEAM      1
#define SKUS           2
#define BUCKETS_MAX    3
#define TEAMS_MAX      10
#define TEAM_SEATS_MAX 4
#define REFUNDS_MAX    40
#define JOBS_MAX       96
#define EVENTS_MAX     128
#define NOTICES_MAX    128
#define ACCOUNTS_MAX   16
#define LOCKS_MAX      64
#define COUPONS_MAX    8
#define TEMPLATES      2

/* ---- groupbuy ---- */

struct sale {
    int buckets;
    int64_t total, unsold[BUCKETS_MAX];
    int64_t starts_us, ends_us;
    int per_user_limit, per_household_limit;
    fen list_price, price, starter_discount;
    int team_size, sponsored_max;
    int64_t team_life_us, sponsor_last_us;
    enum buyers buyers;
    bool sold_out;
};

struct sku {
    int64_t total, stock;
    fen price;
    int per_user_limit;
    int weight_g;
};

/* A request that is begun: until it has its answer, or is forgotten because it was refused. */
struct operation {
    bool open, done;
    int id; /* of all its outside calls, and of its order */
    int64_t lease_until_us;
    int order;
};

struct order {
    bool there;
    int key; /* the request it answers */
    int operation;
    int user, team, coupon, bucket, quantity;
    enum campaign_kind kind;
    enum order_status status;
    enum cancel_reason cancel_reason;
    enum late_payment late;
    bool units_back;
    fen list, campaign_discount, coupon_discount, points_discount, delivery, amount, refunded;
    int64_t points;
    int64_t created_us, pay_by_us, paid_us;
    int lines_count;
    int sku[LINES_MAX];
    struct refund_line lines[LINES_MAX];
    fen shared[SHARE_ROLES], shared_back[SHARE_ROLES];
    int version;
    struct order_move moves[MOVES_MAX];
    int moves_count;
};

enum payment_state { PAYMENT_NONE, PAYMENT_OPEN, PAYMENT_CLOSING, PAYMENT_CLOSED, PAYMENT_PAID };

struct payment {
    enum payment_state state;
    fen amount;
    int transaction;
    int effects; /* how often it was booked */
    int64_t began_us;
};

struct seat {
    int user, order;
    enum member_state state;
    int64_t paid_us;
};

struct party {
    struct team team;
    int sale, seats_count;
    struct seat seats[TEAM_SEATS_MAX * 4]; /* those who left stand there, too */
};

struct refund {
    int order;
    fen amount, coupon, points_fen;
    int64_t points;
    enum refund_state state;
    enum refund_reason reason;
    bool whole;
    int64_t number; /* under which WeChat knows it */
};

enum job_kind {
    JOB_NONE,
    JOB_CLOSE_UNPAID,
    JOB_LOOK_AT_PAYMENT,
    JOB_EXPIRE_TEAM,
    JOB_SPONSOR_TEAM,
    JOB_SETTLE_COUPON,
    JOB_SETTLE_POINTS,
    JOB_DRIVE_REFUND,
    JOB_COMPLETE,
    JOB_CHECK_COUPON_LOCK, /* from here on of coupons */
    JOB_CHECK_POINTS_LOCK,
};

/* (kind, key, part) is unique. */
struct job {
    enum job_kind kind;
    int key, part;
    int64_t due_us, lease_until_us;
    int payload;
};

enum event_type {
    EVENT_PLACED,
    EVENT_PAID,
    EVENT_CANCELLED,
    EVENT_REFUND_DONE,
    EVENT_TEAM_COMPLETED,
    EVENT_TEAM_FAILED
};
#define EVENT_TYPES 6

struct event {
    enum event_type type;
    int about;    /* order, refund, team */
    int sequence; /* in the stream; 0: not published yet */
};

struct account_sum {
    const char *name;
    fen sum;
};

struct shop_tables {
    struct sale sales[SALES];
    struct sku skus[SKUS];
    struct operation operations[REQUESTS_MAX];
    struct order orders[ORDERS_MAX];
    struct payment payments[ORDERS_MAX];
    struct party teams[TEAMS_MAX];
    struct refund refunds[REFUNDS_MAX];
    struct job jobs[JOBS_MAX];
    struct event events[EVENTS_MAX];
    int notices[NOTICES_MAX]; /* ids of WeChat's notices that were kept */
    struct account_sum accounts[ACCOUNTS_MAX];
    int orders_count, teams_count, refunds_count, events_count, notices_count, accounts_count, operations_begun;
};

/* ---- coupons ---- */

struct voucher {
    int user, template;
    enum coupon_state state;
    int operation;
    int64_t issued_us, expires_us;
};

struct voucher_lock {
    int coupon, operation;
    enum lock_state state;
    fen discount;
};

struct purse_lock {
    int operation;
    struct points_lock lock;
};

struct points_back {
    int operation, refund;
};

/* A hold that was given back, once: none may come after it. */
struct given_back {
    int coupon, operation; /* coupon NOBODY: points */
};

struct earned {
    int order, user;
    int64_t points, taken_back;
    fen amount, refunded;
    bool whole;
};

struct voucher_tables {
    int64_t issued_count[TEMPLATES];
    fen issued[TEMPLATES];
    struct voucher coupons[COUPONS_MAX];
    struct voucher_lock locks[LOCKS_MAX];
    struct points_account accounts[USERS_MAX];
    int64_t ledger[POINTS_ACCOUNTS];
    struct member members[USERS_MAX];
    struct purse_lock purse_locks[LOCKS_MAX];
    struct points_back backs[LOCKS_MAX];
    struct earned earned[ORDERS_MAX];
    struct given_back given_back[LOCKS_MAX];
    bool inbox[EVENTS_MAX];
    int effects[EVENTS_MAX];
    struct job jobs[JOBS_MAX];
    int given_back_count, coupons_count, locks_count, purse_locks_count, backs_count;
};

/* ---- notifications ---- */

struct inbox_tables {
    bool inbox[EVENTS_MAX];
    int effects[EVENTS_MAX];
};

#endif
