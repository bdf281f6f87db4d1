#include "groupbuy/store/campaign_store.h"

#include "groupbuy/domain/reasons.h"

/* The units are dealt out to the buckets evenly, the first ones get the rest. */
static struct status deal_out(struct tx *tx, const struct campaign *campaign)
{
    return db_exec(tx,
                   "insert into sale_stock (campaign_id, bucket, unsold)"
                   " select $1, b, $2::bigint / $3::int + (b < $2::bigint % $3::int)::int from generate_series(0, "
                   "$3::int - 1) as b",
                   db_id(campaign->id), db_int(campaign->stock), db_int(campaign->buckets));
}

struct status campaign_insert(struct tx *tx, const struct campaign *campaign, const char *created_by)
{
    TRY(db_exec(
        tx,
        "insert into campaigns (id, kind, title, description, product_id, sku_id, product_title, sku_title,"
        " image_url, list_price_fen, price_fen, starter_discount_fen, stock, buckets, per_user_limit, starts_at,"
        " ends_at, unpaid_s, team_size, team_life_s, circle_id, community_id, created_by, sponsored_seats_max,"
        " sponsor_last_s, buyers, hall_goods_id, strike_price_fen,"
        " min_level, min_level_name, hall_commission_bp)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,"
        " $22, $23, $24, $25, $26, $27, $28, $29, $30, (select commission_bp from hall_goods where id = $27))",
        db_id(campaign->id), db_text(campaign_kind_name(campaign->kind)), db_text(campaign->title),
        db_text(campaign->description), db_id(campaign->product_id), db_id(campaign->sku_id),
        db_text(campaign->product_title), db_text(campaign->sku_title), db_text(campaign->image_url),
        db_int(campaign->list_price), db_int(campaign->price), db_int(campaign->starter_discount),
        db_int(campaign->stock), db_int(campaign->buckets), db_int(campaign->per_user_limit),
        db_time(campaign->starts_at_us), db_time(campaign->ends_at_us), db_int(campaign->unpaid_s),
        db_int(campaign->team_size), db_int(campaign->team_life_s), db_id(campaign->circle_id),
        db_id(campaign->community_id), db_id(created_by), db_int(campaign->sponsored_seats_max),
        db_int(campaign->sponsor_last_s), db_text(buyers_name(campaign->buyers)),
        db_id(campaign->hall_goods_id), db_int(campaign->strike_price), db_int(campaign->min_level),
        db_text(campaign->min_level_name)));
    return deal_out(tx, campaign);
}

#define CAMPAIGN_COLUMNS                                                                                               \
    " c.id, c.kind, c.title, c.description, c.product_id, c.sku_id, c.product_title, c.sku_title, c.image_url,"        \
    " c.list_price_fen, c.price_fen, c.starter_discount_fen, c.stock, c.buckets, c.per_user_limit, c.starts_at,"       \
    " least(c.ends_at, c.stopped_at), c.unpaid_s, c.team_size, c.team_life_s, c.sold_out, c.sold_out_version, "        \
    "c.circle_id, c.community_id,"                                                                                     \
    " (select sum(s.unsold)::bigint from sale_stock s where s.campaign_id = c.id), c.sponsored_seats_max,"             \
    " c.sponsor_last_s, c.buyers, c.stopped_at, c.withdrawn_at is not null, c.stop_reason,"                                         \
    " c.strike_price_fen, (select p.per_household_limit from products p where p.id = c.product_id),"                   \
    " (select p.per_phone_limit from products p where p.id = c.product_id), c.created_by, c.min_level, c.min_level_name "

static struct campaign campaign_read(const struct rows *rows, int row)
{
    return (struct campaign){
        .id = rows_id(rows, row, 0),
        .kind = campaign_kind_of(rows_text(rows, row, 1)),
        .title = rows_text(rows, row, 2),
        .description = rows_text(rows, row, 3),
        .product_id = rows_id(rows, row, 4),
        .sku_id = rows_id(rows, row, 5),
        .product_title = rows_text(rows, row, 6),
        .sku_title = rows_text(rows, row, 7),
        .image_url = rows_text(rows, row, 8),
        .list_price = rows_int(rows, row, 9),
        .price = rows_int(rows, row, 10),
        .starter_discount = rows_int(rows, row, 11),
        .stock = rows_int(rows, row, 12),
        .buckets = (int)rows_int(rows, row, 13),
        .per_user_limit = (int32_t)rows_int(rows, row, 14),
        .starts_at_us = rows_time_us(rows, row, 15),
        .ends_at_us = rows_time_us(rows, row, 16),
        .unpaid_s = (int32_t)rows_int(rows, row, 17),
        .team_size = (int32_t)rows_int(rows, row, 18),
        .team_life_s = (int32_t)rows_int(rows, row, 19),
        .sold_out = rows_bool(rows, row, 20),
        .sold_out_version = rows_int(rows, row, 21),
        .circle_id = rows_id(rows, row, 22),
        .community_id = rows_id(rows, row, 23),
        .unsold = rows_int(rows, row, 24),
        .sponsored_seats_max = (int32_t)rows_int(rows, row, 25),
        .sponsor_last_s = (int32_t)rows_int(rows, row, 26),
        .buyers = buyers_of(rows_text(rows, row, 27)),
        .stopped_us = rows_time_us(rows, row, 28),
        .withdrawn = rows_bool(rows, row, 29),
        .stop_reason = rows_text(rows, row, 30),
        .strike_price = rows_int(rows, row, 31),
        .per_household_limit = (int32_t)rows_int(rows, row, 32),
        .per_phone_limit = (int32_t)rows_int(rows, row, 33),
        .created_by = rows_id(rows, row, 34),
        .min_level = (int32_t)rows_int(rows, row, 35),
        .min_level_name = rows_text(rows, row, 36),
    };
}

struct status campaign_ask(struct tx *tx, const char *campaign_id, struct rows **ret_rows)
{
    return db_ask(tx, ret_rows, "select" CAMPAIGN_COLUMNS "from campaigns c where c.id = $1", db_id(campaign_id));
}

struct status campaign_take(const struct rows *rows, const char *campaign_id, struct campaign *ret_campaign)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "campaign %s", campaign_id);
    *ret_campaign = campaign_read(rows, 0);
    return OK;
}

struct status campaign_get(struct tx *tx, const char *campaign_id, struct campaign *ret_campaign)
{
    struct rows *rows;

    TRY(campaign_ask(tx, campaign_id, &rows));
    TRY(db_collect(tx));
    return campaign_take(rows, campaign_id, ret_campaign);
}

#define OPEN_CAMPAIGNS                                                                                                 \
    "select" CAMPAIGN_COLUMNS "from campaigns c where not c.ended and c.ends_at > now()"                               \
    " and c.stopped_at is null and c.id < " DB_BEFORE("$1")
#define NEWEST_FIRST " order by c.id desc limit $2"

/* A statement, and with it an index, for each thing that is asked by: nothing is read that is not shown. */
static struct status find_open(struct tx *tx, const struct campaign_filter *filter, const char *after, int limit,
                               struct rows **ret_rows)
{
    const char *kind = campaign_kind_name(filter->kind);

    if (*filter->circle_id)
        return db_query(tx, ret_rows,
                        OPEN_CAMPAIGNS " and c.circle_id = $3 and ($4::uuid is null or c.community_id = $4)"
                                       " and ($5 = '' or c.kind = $5)" NEWEST_FIRST,
                        db_id(after), db_int(limit), db_id(filter->circle_id), db_id(filter->community_id),
                        db_text(kind));
    if (*filter->community_id)
        return db_query(tx, ret_rows,
                        OPEN_CAMPAIGNS " and c.community_id = $3 and ($4 = '' or c.kind = $4)" NEWEST_FIRST,
                        db_id(after), db_int(limit), db_id(filter->community_id), db_text(kind));
    if (filter->kind != KIND_NONE)
        return db_query(tx, ret_rows, OPEN_CAMPAIGNS " and c.kind = $3" NEWEST_FIRST, db_id(after), db_int(limit),
                        db_text(kind));
    return db_query(tx, ret_rows, OPEN_CAMPAIGNS NEWEST_FIRST, db_id(after), db_int(limit));
}

struct status campaign_list(struct tx *tx, const struct campaign_filter *filter, const char *after, int limit,
                            struct campaign **ret_campaigns, size_t *ret_count)
{
    struct rows *rows;
    struct campaign *campaigns;

    TRY(find_open(tx, filter, after, limit, &rows));
    campaigns = arena_array(tx_arena(tx), struct campaign, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        campaigns[row] = campaign_read(rows, row);
    *ret_campaigns = campaigns;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status campaign_lock(struct tx *tx, const char *campaign_id, struct campaign *ret_campaign)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" CAMPAIGN_COLUMNS "from campaigns c where c.id = $1 for update of c",
                 db_id(campaign_id)));
    return campaign_take(rows, campaign_id, ret_campaign);
}

struct status campaign_stop(struct tx *tx, const char *campaign_id, bool withdrawn, const char *why)
{
    return db_exec(tx,
                   "update campaigns set stopped_at = coalesce(stopped_at, now()), stop_reason = $3,"
                   " withdrawn_at = case when $2 then now() end where id = $1",
                   db_id(campaign_id), db_bool(withdrawn), db_text(why));
}

struct status campaign_keep_open(struct tx *tx, const char *campaign_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select stopped_at is null from campaigns where id = $1 for share", db_id(campaign_id)));
    return rows_count(rows) && rows_bool(rows, 0, 0) ? OK : fail(ENDED, "campaign %s was stopped", campaign_id);
}

struct status campaign_set_ended(struct tx *tx, const char *campaign_id)
{
    return db_exec(tx, "update campaigns set ended = true where id = $1 and not ended", db_id(campaign_id));
}
