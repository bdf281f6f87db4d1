/* Campaigns. Texts live in the transaction's arena. */
#ifndef GROUPBUY_STORE_CAMPAIGN_STORE_H
#define GROUPBUY_STORE_CAMPAIGN_STORE_H

#include "base/money.h"
#include "db/db.h"
#include "groupbuy/domain/buyers.h"
#include "groupbuy/domain/order.h"

struct campaign {
    const char *id;
    enum campaign_kind kind;
    const char *title;
    const char *description;
    const char *product_id;
    const char *sku_id;
    const char *product_title;
    const char *sku_title;
    const char *image_url;
    fen list_price;
    fen price;
    fen starter_discount;
    int64_t stock;
    int buckets;
    int32_t per_user_limit;
    int32_t per_household_limit, per_phone_limit; /* of its product, as of the read; 0: any number */
    int64_t starts_at_us;
    int64_t ends_at_us;
    int32_t unpaid_s;
    int32_t team_size;
    int32_t team_life_s;
    int32_t sponsored_seats_max; /* a team */
    int32_t sponsor_last_s;      /* so long before its deadline; 0: at its deadline */
    enum buyers buyers;
    int32_t min_level;          /* 0: any */
    const char *min_level_name; /* as it was published; "": any */
    int64_t stopped_us; /* 0: not. ends_at_us is not after it */
    bool withdrawn;
    const char *stop_reason; /* "": not stopped */
    bool sold_out;
    int64_t sold_out_version;
    const char *circle_id;
    const char *community_id;
    const char *created_by;
    int64_t unsold; /* over all buckets, as of the read */
    fen strike_price; /* may be struck through; 0: none */
    /* The line of the hall its units are from, when it is published: "": none. Not read. */
    const char *hall_goods_id;
};

/* One that several accounts share and that can hold there: of what a campaign sells no address is known. */
static inline bool campaign_shares_limit(const struct campaign *campaign)
{
    return campaign->per_household_limit > 0 || campaign->per_phone_limit > 0;
}

struct status campaign_insert(struct tx *tx, const struct campaign *campaign, const char *created_by);
/* NOT_HERE. */
struct status campaign_get(struct tx *tx, const char *campaign_id, struct campaign *ret_campaign);
/* The same in two: the question travels with others, the answer is taken once it is there. */
struct status campaign_ask(struct tx *tx, const char *campaign_id, struct rows **ret_rows);
struct status campaign_take(const struct rows *rows, const char *campaign_id, struct campaign *ret_campaign);
/* Unset: all. */
struct campaign_filter {
    enum campaign_kind kind;
    const char *circle_id;    /* "": unset */
    const char *community_id; /* "": unset */
};

/* Newest first, those that have not ended. `after`: as for products. What a page costs does not grow with the campaigns
 * that were. */
struct status campaign_list(struct tx *tx, const struct campaign_filter *filter, const char *after, int limit,
                            struct campaign **ret_campaigns, size_t *ret_count);
/* Locks the row. NOT_HERE */
struct status campaign_lock(struct tx *tx, const char *campaign_id, struct campaign *ret_campaign);
/* It is over now; `withdrawn`: for everybody. The row is locked. */
struct status campaign_stop(struct tx *tx, const char *campaign_id, bool withdrawn, const char *why);
/* Nobody stops it before this transaction ends. ENDED when somebody has. Locked last, after the buckets. */
struct status campaign_keep_open(struct tx *tx, const char *campaign_id);
/* It has ended, and is listed no more. */
struct status campaign_set_ended(struct tx *tx, const char *campaign_id);

#endif
