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
enum channel { CHANNEL_CLAIM = 1, CHANNEL_WELCOME = 2 };

struct template {
    const char *id;
    const char *title;
    enum template_kind kind;
    fen amount;
    int percent;
    fen cap;
    fen threshold;
    const char *const *product_ids; /* none: all products */
    size_t product_ids_count;
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

/* What a coupon takes off these lines: at most what the eligible ones cost. COUPON_NOT_USABLE below the threshold or with
 * no eligible line. ret_eligible has room for `count` positions. */
struct status template_offer(const struct template *template, const struct order_line *lines, size_t count,
                             fen *ret_discount, int64_t *ret_eligible, size_t *ret_eligible_count);

#endif
