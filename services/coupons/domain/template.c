#include "coupons/domain/template.h"

#include <inttypes.h>
#include <string.h>

#include "coupons/domain/reasons.h"

#define DAY_US INT64_C(86400000000)

static void check_discount(const struct template *template, struct violations *faults)
{
    if (template->kind == AMOUNT_OFF) {
        if (template->amount <= 0)
            violations_add(faults, "amountFen", "is required for AMOUNT_OFF");
        if (template->percent || template->cap)
            violations_add(faults, "percent", "belongs to PERCENT_OFF, as capFen does");
        if (template->amount > 0 && template->threshold < template->amount)
            violations_add(faults, "thresholdFen", "must be at least amountFen: a coupon never pays out");
    } else {
        if (template->percent <= 0)
            violations_add(faults, "percent", "is required for PERCENT_OFF");
        if (template->cap <= 0)
            violations_add(faults, "capFen", "is required for PERCENT_OFF");
        if (template->amount)
            violations_add(faults, "amountFen", "belongs to AMOUNT_OFF");
    }
}

static void check_times(const struct template *template, int64_t now_us, struct violations *faults)
{
    if (template->claim_ends_us <= template->claim_starts_us)
        violations_add(faults, "claimEndsAt", "must be after claimStartsAt");
    if (template->claim_ends_us <= now_us)
        violations_add(faults, "claimEndsAt", "must be in the future");
    if ((template->valid_until_us != 0) == (template->valid_days != 0))
        violations_add(faults, "validUntil", "either validUntil or validDays must be given");
    if (template->valid_until_us && template->valid_until_us < template->claim_ends_us)
        violations_add(faults, "validUntil", "must not be before claimEndsAt");
}

static void check_budget(struct template *template, struct violations *faults)
{
    fen all;

    template->most = template->kind == AMOUNT_OFF ? template->amount : template->cap;
    if (template->most <= 0)
        return; /* named above */
    if (template->budget < template->most)
        violations_add(faults, "budgetFen", "does not pay for one coupon");
    else if (template->budget_count && (!money_mul(template->most, template->budget_count, &all) || all > template->budget))
        violations_add(faults, "budgetFen", "does not pay for %" PRId64 " coupons", template->budget_count);
}

struct status template_check(struct template *template, int64_t now_us)
{
    struct violations faults = { 0 };

    check_discount(template, &faults);
    check_times(template, now_us, &faults);
    check_budget(template, &faults);
    if (template->channel != CHANNEL_WELCOME && *template->community_id)
        violations_add(&faults, "communityId", "belongs to WELCOME");
    if ((template->channel == CHANNEL_POINTS) != (template->points_price > 0))
        violations_add(&faults, "pointsPrice", "belongs to FOR_POINTS, and is required for it");
    return faults.count ? fail_fields(&faults) : OK;
}

struct status template_issue(struct template *template, enum channel channel, int held, int64_t now_us)
{
    if (template->channel != channel)
        return fail(NOT_HERE, "template %s is not given out this way", template->id);
    if (now_us < template->claim_starts_us)
        return fail(CLAIM_NOT_OPEN, "template %s", template->id);
    if (!template->active || now_us >= template->claim_ends_us)
        return fail(CLAIM_OVER, "template %s", template->id);
    if (held >= template->per_user)
        return fail(CLAIM_LIMIT_REACHED, "template %s gives %d to a person", template->id, template->per_user);
    if ((template->budget_count && template->issued_count >= template->budget_count) ||
        template->issued > template->budget - template->most)
        return fail(ALL_CLAIMED, "template %s", template->id);
    template->issued_count++;
    template->issued += template->most;
    return OK;
}

int64_t template_expiry_us(const struct template *template, int64_t issued_us)
{
    return template->valid_until_us ? template->valid_until_us : issued_us + template->valid_days * DAY_US;
}

static bool holds(const struct id_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->ids[i], id) == 0)
            return true;
    return false;
}

static bool covers(const struct template *template, const char *product_id)
{
    return (template->products.count == 0 || holds(&template->products, product_id)) && !holds(&template->excluded, product_id);
}

static struct status discount_of(const struct template *template, fen eligible, fen *ret_discount)
{
    fen discount = template->amount;

    if (template->kind == PERCENT_OFF) {
        if (!money_part(eligible, template->percent, 100, &discount))
            return fail(AMOUNT_OVERFLOW, "the amount of the lines");
        discount = discount < template->cap ? discount : template->cap;
    }
    *ret_discount = discount < eligible ? discount : eligible;
    return OK;
}

static struct status find_eligible(const struct template *template, const struct coupon_basket *basket, struct coupon_fit *fit,
                                   fen *ret_eligible)
{
    fen eligible = 0;

    for (size_t i = 0; i < basket->count; i++) {
        if (!covers(template, basket->lines[i].product_id))
            continue;
        if (!money_add(eligible, basket->lines[i].amount, &eligible))
            return fail(AMOUNT_OVERFLOW, "the amount of the lines");
        fit->eligible[fit->eligible_count++] = (int64_t)i;
    }
    *ret_eligible = eligible;
    return OK;
}

struct status template_fit(const struct template *template, const struct coupon_basket *basket, struct coupon_fit *ret_fit)
{
    fen eligible;

    ret_fit->why = WHY_FITS;
    ret_fit->missing = ret_fit->discount = 0;
    ret_fit->eligible_count = 0;
    if (template->campaigns.count && !holds(&template->campaigns, basket->campaign_id)) {
        ret_fit->why = WHY_OTHER_CAMPAIGN;
        return OK;
    }
    if (template->newcomers_only && !basket->newcomer) {
        ret_fit->why = WHY_NO_NEWCOMER;
        return OK;
    }
    TRY(find_eligible(template, basket, ret_fit, &eligible));
    if (ret_fit->eligible_count == 0) {
        ret_fit->why = WHY_OTHER_PRODUCTS;
    } else if (eligible < template->threshold) {
        ret_fit->why = WHY_BELOW_THRESHOLD;
        ret_fit->missing = template->threshold - eligible;
    } else {
        return discount_of(template, eligible, &ret_fit->discount);
    }
    return OK;
}

struct status template_offer(const struct template *template, const struct coupon_basket *basket, struct coupon_fit *ret_fit)
{
    TRY(template_fit(template, basket, ret_fit));
    switch (ret_fit->why) {
    case WHY_FITS:
        return OK;
    case WHY_OTHER_PRODUCTS:
        return fail(COUPON_NOT_USABLE, "no line is of the products the coupon is for");
    case WHY_BELOW_THRESHOLD:
        return fail(COUPON_NOT_USABLE, "the lines cost %" PRId64 " fen less than the coupon wants", ret_fit->missing);
    case WHY_OTHER_CAMPAIGN:
        return fail(COUPON_NOT_USABLE, "the coupon is for other campaigns");
    case WHY_NO_NEWCOMER:
        return fail(COUPON_NOT_USABLE, "the coupon is for a first order");
    }
    return fail(COUPON_NOT_USABLE, "the coupon does not fit");
}
