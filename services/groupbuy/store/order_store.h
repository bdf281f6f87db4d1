/* Orders, their lines and their moves. Texts live in the transaction's arena. Reads for a caller carry the owner in
 * their WHERE: somebody else's order is NOT_HERE. */
#ifndef GROUPBUY_STORE_ORDER_STORE_H
#define GROUPBUY_STORE_ORDER_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/buyers.h"
#include "groupbuy/domain/order.h"
#include "groupbuy/domain/product.h"
#include "groupbuy/domain/source.h"

struct order {
    const char *id;
    const char *user_id;
    enum campaign_kind kind;
    const char *campaign_id; /* "": none */
    const char *team_id;     /* "": none */
    const char *round_id;    /* "": none */
    int bucket;              /* of its campaign */
    int32_t quantity;        /* of all lines */
    fen amount;
    const char *coupon_id; /* "": none */
    fen coupon_discount;
    int64_t points;
    fen points_discount;
    fen refunded; /* back already */
    bool in_cash; /* the leader has it: never at WeChat, nor in the ledger */
    enum delivery_kind delivery;
    enum order_status status;
    int64_t version;
    int64_t created_us;
    int64_t pay_by_us;
    int64_t paid_us;      /* 0: not paid */
    int64_t cancelled_us; /* 0: not cancelled */
    enum cancel_reason cancel_reason;
    int64_t shipped_us;    /* 0: not shipped */
    int64_t confirm_by_us; /* 0: nobody waits for it */
    int64_t fulfilled_us;  /* 0: not all of it */
    int64_t complete_by_us;
    int64_t completed_us;
    int32_t after_sales_open;
    enum buyers buyers;             /* of its campaign; BUYERS_ANY of none */
    enum late_payment late_payment; /* LATE_NONE: of no team, or nothing was chosen */
    struct source source;
    const char *sharer_id;       /* "": unknown */
    const char *first_sharer_id; /* "": unknown */
    const char *campaign_title;  /* "": of none */
    const char *product_title;   /* the campaign's, or the first line's */
    /* The account at WeChat Pay that it is paid into and paid back from, decided when it is placed; "": the installation's. */
    const char *merchant_id;
    const char *community_id; /* of one to be placed: where it is sold; NULL or "": nowhere in particular. Not read. */
};

struct order_line {
    const char *order_id; /* of those that were read */
    int position;         /* of those that were read */
    const char *product_id;
    const char *sku_id;
    const char *product_title;
    const char *sku_title;
    const char *image_url;
    int32_t quantity;
    int32_t weight_g; /* of one unit */
    enum pool pool;
    const char *pool_id; /* NULL or "": of SALE and NONE */
    fen list_price;
    fen price;
    fen starter_discount; /* of one unit */
    bool coupon_eligible;
    fen list;
    fen campaign_discount;
    fen coupon_discount;
    fen points_discount;
    fen delivery;
    fen payable;
    struct promise promise; /* of its product when it was placed: of those that were read, and of a quote */
    /* what became of it: of those that were read */
    int32_t returned;  /* units that went back to their pool */
    int32_t fulfilled; /* units handed out */
    int32_t refunded_units;
    fen refunded;
};

/* A move and who makes it. */
struct order_step {
    enum order_status to;
    const char *actor; /* a user's id, or the name of a job: never personal */
    const char *why;
    int64_t paid_us;                  /* when it becomes paid */
    enum cancel_reason cancel_reason; /* when it is cancelled: at the transaction's time */
    fen refunded;                     /* comes on top of what went back before */
    int64_t shipped_us;
    int64_t confirm_by_us;
    int64_t fulfilled_us;
    int64_t complete_by_us;
    int64_t completed_us;
};

#define ORDER_LINES_MAX 50

/* Sharers are looked up from the links, its account by what is sold and where; *order gets them. Lines get their positions, from
 * 0. MIXED_MERCHANTS when its lines belong to different accounts. */
struct status order_insert(struct tx *tx, struct order *order, struct order_line *lines, size_t count,
                           const char *actor);
/* NOT_HERE; user_id NULL: anybody's. */
struct status order_get(struct tx *tx, const char *order_id, const char *user_id, struct order *ret_order);
/* The same, with the row locked. Of a team order the team is locked before. */
struct status order_lock(struct tx *tx, const char *order_id, const char *user_id, struct order *ret_order);
/* The team orders of a team in this status, locked in order of their ids. */
struct status order_lock_of_team(struct tx *tx, const char *team_id, enum order_status status,
                                 struct order **ret_orders, size_t *ret_count);
/* Compare and set: CONFLICT when the order is not as it was read. *order follows. The log is the database's. */
struct status order_move(struct tx *tx, struct order *order, const struct order_step *step);
/* What went back in part: the order goes on. */
struct status order_note_refund(struct tx *tx, struct order *order, fen refunded);
/* One after-sale more (1) or less (-1) is open. While there is one, nothing confirms or completes by itself. */
struct status order_note_after_sale(struct tx *tx, struct order *order, int change);
/* A payment that came too late to move it is on record with it. */
struct status order_note_payment(struct tx *tx, struct order *order, int64_t paid_us);
/* Another team takes it in, as its buyer has chosen: CONFLICT when the order is not as it was read. *order follows. */
struct status order_change_team(struct tx *tx, struct order *order, const char *team_id);
/* Compare and set, while it waits to be paid: CONFLICT. */
struct status order_change_round(struct tx *tx, struct order *order, const char *round_id);
/* The caller's orders, newest first. ORDER_NONE: all. */
struct status order_list(struct tx *tx, const char *user_id, enum order_status status, const char *after, int limit,
                         struct order **ret_orders, size_t *ret_count);
/* These orders, newest first. */
struct status order_list_of(struct tx *tx, const char *const *order_ids, size_t orders_count, struct order **ret_orders,
                            size_t *ret_count);
/* Of all these orders, each one's in order: asked along with other statements (db_ask), read when they are answered. */
struct status order_lines_ask(struct tx *tx, const char *const *order_ids, size_t orders_count, struct rows **ret_rows);
size_t order_lines_read(struct arena *arena, const struct rows *rows, struct order_line **ret_lines);
/* The order's lines, by position; the order is locked. */
struct status order_lines_get(struct tx *tx, const char *order_id, struct order_line **ret_lines, size_t *ret_count);
/* Units of a line go back to their pool, once: CONFLICT when `line` is not as it was read. *line follows. */
struct status line_return(struct tx *tx, struct order_line *line, int32_t units);
/* Units of a line are handed out (or, less than 0, taken back): CONFLICT when it is not as it was read. */
struct status line_fulfil(struct tx *tx, struct order_line *line, int32_t units);
/* Of a campaign, at most `limit` each: orders that may still be paid; those that are paid and of which not all went
 * back or is on its way, whatever became of them. */
struct status order_list_unpaid_of_campaign(struct tx *tx, const char *campaign_id, int limit,
                                            const char *const **ret_ids, size_t *ret_count);
struct status order_list_paid_of_campaign(struct tx *tx, const char *campaign_id, int limit,
                                          const char *const **ret_ids, size_t *ret_count);
/* Makes sure that every order whose time to pay is over has its job; at most `limit` of them. */
struct status order_add_close_jobs(struct tx *tx, int limit);
/* A job (tell_expiring) for each of the next unpaid orders whose time to pay ends within `lead_s` and is at least twice as
 * long, at most `limit`; each once. None while another replica does this. */
struct status order_add_expiring_jobs(struct tx *tx, int64_t lead_s, int limit);
/* The same for those to be taken as received (confirm_receipt), and to be completed (complete_order); not while an
 * after-sale is open. */
struct status order_add_due_jobs(struct tx *tx, int limit);

#endif
