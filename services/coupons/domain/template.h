/* The rules of templates: what one may say, when a coupon of it may be issued, what a coupon takes off. Pure. */
#ifndef LINLI_COUPONS_DOMAIN_TEMPLATE_H
#define LINLI_COUPONS_DOMAIN_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/money.h"
#include "base/status.h"

#define TEMPLATE_PRODUCTS_MAX 100
#define ORDER_LINES_MAX 100

/* The numbers of linli.coupons.v1.TemplateKind and Channel. */
enum template_kind { AMOUNT_OFF = 1, PERCENT_OFF = 2 };
enum channel { CHANNEL_CLAIM = 1, CHANNEL_WELCOME = 2, CHANNEL_CODE = 3, CHANNEL_POINTS = 4, CHANNEL_GRANT = 5 };

/* Ids of things. */
struct id_list {
    const char *const *ids;
    size_t count;
};

struct template {
    const char *id;
    const char *title;
    enum template_kind kind;
    fen amount;
    int percent;
    fen cap;
    fen threshold;
    struct id_list products; /* none: all */
    struct id_list excluded; /* products it is not for */
    struct id_list campaigns; /* none: all */
    int64_t points_price;    /* CHANNEL_POINTS */
    bool newcomers_only;
    enum channel channel;
    const char *community_id; /* "": all */
    int64_t budget_count;     /* 0: as many as the money lasts */
    fen budget;
    fen most; /* what one coupon can take off */
    int64_t issued_count;
    fen issued;
    int per_user;
    int64_t claim_starts_us, claim_ends_us;
    int64_t valid_until_us; /* 0: valid_days from issuing */
    int valid_days;
    bool active;
    int64_t created_us;
};

struct order_line {
    const char *product_id;
    fen amount;
};

/* Names every fault. Sets template->most. */
struct status template_check(struct template *template, int64_t now_us);

/* Whether one more may be issued by this channel to somebody who has `held` of it: NOT_HERE (another channel's),
 * CLAIM_NOT_OPEN, CLAIM_OVER, ALL_CLAIMED, CLAIM_LIMIT_REACHED. Counts it when it may. */
struct status template_issue(struct template *template, enum channel channel, int held, int64_t now_us);
int64_t template_expiry_us(const struct template *template, int64_t issued_us);

struct coupon_basket {
    const char *campaign_id; /* "": none */
    const struct order_line *lines;
    size_t count; /* up to ORDER_LINES_MAX */
    bool newcomer; /* the buyer has not paid an order yet */
};

/* The numbers of linli.coupons.v1.WhyNot. */
enum why_not { WHY_FITS = 0, WHY_OTHER_PRODUCTS = 1, WHY_BELOW_THRESHOLD = 2, WHY_OTHER_CAMPAIGN = 3, WHY_NO_NEWCOMER = 4 };

/* A coupon beside a basket: what it takes off, at most what the eligible lines cost; or why it does not. */
struct coupon_fit {
    enum why_not why;
    fen missing; /* WHY_BELOW_THRESHOLD */
    fen discount;
    int64_t eligible[ORDER_LINES_MAX]; /* positions */
    size_t eligible_count;
};

/* AMOUNT_OVERFLOW */
struct status template_fit(const struct template *template, const struct coupon_basket *basket, struct coupon_fit *ret_fit);
/* The same, COUPON_NOT_USABLE when it does not fit. */
struct status template_offer(const struct template *template, const struct coupon_basket *basket, struct coupon_fit *ret_fit);

#endif
