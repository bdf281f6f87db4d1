#include "groupbuy/domain/price.h"

static struct status too_large(void)
{
    return fail(AMOUNT_OVERFLOW, "the order's amounts are too large");
}

/* What the line costs before coupon and delivery. */
static fen line_price(const struct price_line *line)
{
    return line->list - line->campaign_discount;
}

static struct status line_compute(struct price *price, struct price_line *line)
{
    fen off = line->list_price - line->campaign_price, campaign, starter;

    if (line->quantity <= 0 || line->starter_discount < 0 || off < 0 || line->campaign_price < line->starter_discount)
        return fail(INTERNAL, "a line of %d at %ld, list %ld, starter %ld", line->quantity, (long)line->campaign_price,
                    (long)line->list_price, (long)line->starter_discount);
    if (!money_mul(line->list_price, line->quantity, &line->list) || !money_mul(off, line->quantity, &campaign) ||
        !money_mul(line->starter_discount, line->quantity, &starter) ||
        !money_add(campaign, starter, &line->campaign_discount))
        return too_large();
    if (!money_add(price->list, line->list, &price->list) ||
        !money_add(price->campaign_discount, campaign, &price->campaign_discount) ||
        !money_add(price->starter_discount, starter, &price->starter_discount))
        return too_large();
    return OK;
}

struct shares {
    int64_t weights[PRICE_LINES_MAX];
    fen given[PRICE_LINES_MAX];
};

static struct status share_coupon(struct price *price, struct shares *shares)
{
    fen eligible = 0;

    for (size_t i = 0; i < price->lines_count; i++) {
        shares->weights[i] = price->lines[i].coupon_eligible ? line_price(&price->lines[i]) : 0;
        eligible += shares->weights[i];
    }
    if (price->coupon_discount > eligible)
        price->coupon_discount = eligible;
    if (!money_share(price->coupon_discount, shares->weights, price->lines_count, shares->given))
        return too_large();
    for (size_t i = 0; i < price->lines_count; i++)
        price->lines[i].coupon_discount = shares->given[i];
    return OK;
}

static struct status share_points(struct price *price, struct shares *shares)
{
    fen goods = 0;

    for (size_t i = 0; i < price->lines_count; i++) {
        shares->weights[i] = line_price(&price->lines[i]) - price->lines[i].coupon_discount;
        goods += shares->weights[i];
    }
    if (price->points_discount > goods)
        price->points_discount = goods;
    if (!money_share(price->points_discount, shares->weights, price->lines_count, shares->given))
        return too_large();
    for (size_t i = 0; i < price->lines_count; i++)
        price->lines[i].points_discount = shares->given[i];
    return OK;
}

/* By what the lines cost; when all of them are free, by their units. */
static struct status share_delivery(struct price *price, struct shares *shares)
{
    fen goods = 0;

    for (size_t i = 0; i < price->lines_count; i++) {
        shares->weights[i] =
            line_price(&price->lines[i]) - price->lines[i].coupon_discount - price->lines[i].points_discount;
        goods += shares->weights[i];
    }
    for (size_t i = 0; goods == 0 && i < price->lines_count; i++)
        shares->weights[i] = price->lines[i].quantity;
    if (!money_share(price->delivery, shares->weights, price->lines_count, shares->given))
        return too_large();
    for (size_t i = 0; i < price->lines_count; i++)
        price->lines[i].delivery = shares->given[i];
    return OK;
}

struct status price_compute(struct price *price)
{
    struct shares shares;

    if (price->lines_count == 0 || price->lines_count > PRICE_LINES_MAX)
        return fail(INTERNAL, "an order of %zu lines", price->lines_count);
    if (price->coupon_discount < 0 || price->points_discount < 0 || price->delivery < 0)
        return fail(INTERNAL, "coupon %ld, points %ld, delivery %ld", (long)price->coupon_discount,
                    (long)price->points_discount, (long)price->delivery);

    price->list = price->campaign_discount = price->starter_discount = price->amount = 0;
    for (size_t i = 0; i < price->lines_count; i++)
        TRY(line_compute(price, &price->lines[i]));
    TRY(share_coupon(price, &shares));
    TRY(share_points(price, &shares));
    TRY(share_delivery(price, &shares));
    for (size_t i = 0; i < price->lines_count; i++) {
        struct price_line *line = &price->lines[i];

        line->payable = line_price(line) - line->coupon_discount - line->points_discount + line->delivery;
        if (!money_add(price->amount, line->payable, &price->amount))
            return too_large();
    }
    return OK;
}
