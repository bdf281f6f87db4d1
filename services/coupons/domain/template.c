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
    if (template->channel == CHANNEL_CLAIM && *template->community_id)
        violations_add(&faults, "communityId", "belongs to WELCOME");
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

static bool covers(const struct template *template, const char *product_id)
{
    for (size_t i = 0; i < template->product_ids_count; i++)
        if (strcmp(template->product_ids[i], product_id) == 0)
            return true;
    return template->product_ids_count == 0;
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

struct status template_offer(const struct template *template, const struct order_line *lines, size_t count,
                             fen *ret_discount, int64_t *ret_eligible, size_t *ret_eligible_count)
{
    fen eligible = 0;
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        if (!covers(template, lines[i].product_id))
            continue;
        if (!money_add(eligible, lines[i].amount, &eligible))
            return fail(AMOUNT_OVERFLOW, "the amount of the lines");
        ret_eligible[found++] = (int64_t)i;
    }
    if (found == 0)
        return fail(COUPON_NOT_USABLE, "no line is of the products the coupon is for");
    if (eligible < template->threshold)
        return fail(COUPON_NOT_USABLE, "the lines cost %" PRId64 " fen, the coupon wants %" PRId64, eligible, template->threshold);
    *ret_eligible_count = found;
    return discount_of(template, eligible, ret_discount);
}
