/* Coupons, points and levels. */
#include "coupons/domain/coupon.h"
#include "coupons/domain/reasons.h"
#include "simulation/properties/properties.h"

#define NOW_US INT64_C(1000000000)
#define DAY_US INT64_C(86400000000)

static struct template some_template(struct world *world)
{
    bool percent = perhaps(world, 50);

    return (struct template){ .id = "t",
                              .kind = percent ? PERCENT_OFF : AMOUNT_OFF,
                              .amount = perhaps(world, 80) != percent ? any_between(world, 0, 500) : 0,
                              .percent = perhaps(world, 80) == percent ? any_below(world, 101) : 0,
                              .cap = perhaps(world, 80) == percent ? any_between(world, 0, 800) : 0,
                              .threshold = any_between(world, 0, 900),
                              .channel = (enum channel)(1 + any_below(world, 5)),
                              .community_id = ANY_OF(world, "", "", "", "yard"),
                              .points_price = perhaps(world, 20) ? 100 : 0,
                              .budget = any_between(world, 0, 5000),
                              .budget_count = any_below(world, 20),
                              .per_user = 1 + any_below(world, 2),
                              .claim_starts_us = NOW_US + any_between(world, -2, 1) * DAY_US,
                              .claim_ends_us = NOW_US + any_between(world, -1, 3) * DAY_US,
                              .valid_until_us = perhaps(world, 50) ? NOW_US + any_between(world, 0, 5) * DAY_US : 0,
                              .valid_days = perhaps(world, 50) ? 3 : 0,
                              .newcomers_only = perhaps(world, 20),
                              .active = perhaps(world, 90) };
}

/* A template that passes never issues beyond its budget. */
void templates_are_checked(struct world *world)
{
    struct template template = some_template(world);
    int64_t now_us = NOW_US + any_between(world, -1, 2) * DAY_US;

    if (perhaps(world, 60)) {
        template = (struct template){ .id = "t",
                                      .kind = AMOUNT_OFF,
                                      .amount = 100,
                                      .threshold = 100,
                                      .channel = CHANNEL_CLAIM,
                                      .community_id = "",
                                      .budget = any_between(world, 100, 900),
                                      .per_user = 1 + any_below(world, 9),
                                      .claim_starts_us = NOW_US - DAY_US,
                                      .claim_ends_us = NOW_US + DAY_US,
                                      .valid_days = 3,
                                      .active = true };
        template.budget_count = any_below(world, (int)(template.budget / 100) + 1);
    }
    if (!ok(template_check(&template, NOW_US)))
        return;
    HOLDS(world, template.most > 0 && template_expiry_us(&template, NOW_US) > NOW_US);
    HOLDS(world, failed_with(template_issue(&template, template.channel == CHANNEL_CODE ? CHANNEL_CLAIM : CHANNEL_CODE,
                                            0, now_us),
                             NOT_HERE));
    for (int held = 0; held < 12; held++)
        if (!ok(template_issue(&template, template.channel, held, now_us)))
            break;
    HOLDS(world, template.issued <= template.budget &&
                     (template.budget_count == 0 || template.issued_count <= template.budget_count));
    HOLDS(world,
          template.issued == template.issued_count * template.most && template.issued_count <= template.per_user);
}

/* What a coupon takes off is never more than what it is for. */
void templates_fit(struct world *world)
{
    static const char *const one[] = { "p1" }, *const two[] = { "p2" }, *const sale[] = { "sale" };
    struct template template = some_template(world);
    struct order_line lines[] = { { "p1", any_between(world, 0, 900) }, { "p2", any_between(world, 0, 900) } };
    const struct coupon_basket basket = { ANY_OF(world, "", "sale"), lines, 2, perhaps(world, 50) };
    struct coupon_fit fit;
    struct status offer;
    fen eligible = 0;

    template.products = (struct id_list){ one, (size_t)any_below(world, 2) };
    template.excluded = (struct id_list){ perhaps(world, 50) ? one : two, (size_t)any_below(world, 2) };
    template.campaigns = (struct id_list){ sale, perhaps(world, 20) };
    HOLDS(world, ok(template_fit(&template, &basket, &fit)));
    for (size_t i = 0; i < fit.eligible_count; i++)
        eligible += lines[fit.eligible[i]].amount;
    HOLDS(world, fit.discount >= 0 && fit.discount <= eligible);
    HOLDS(world, fit.why == WHY_FITS || fit.discount == 0);
    HOLDS(world, fit.why != WHY_BELOW_THRESHOLD || eligible + fit.missing == template.threshold);
    offer = template_offer(&template, &basket, &fit);
    HOLDS(world, ok(offer) == (fit.why == WHY_FITS) && (ok(offer) || failed_with(offer, COUPON_NOT_USABLE)));
    lines[0].amount = lines[1].amount = FEN_MAX;
    template = (struct template){ .id = "t", .kind = PERCENT_OFF, .percent = 50, .cap = 10, .threshold = -10 };
    HOLDS(world, !ok(template_fit(&template, &basket, &fit)));
    lines[0].amount = -5;
    HOLDS(world, !ok(template_fit(&template, &(struct coupon_basket){ "", lines, 1, false }, &fit)));
}

/* Whatever comes in whatever order, a lock that was given back stays given back. */
void coupons_are_usable(struct world *world)
{
    struct coupon coupon = { .id = "c",
                             .state = (enum coupon_state)(1 + any_below(world, 3)),
                             .expires_us = NOW_US + any_between(world, -2, 2) };
    enum coupon_state shown = coupon_shown_state(&coupon, NOW_US);
    enum lock_state state = (enum lock_state)any_below(world, 5), next;

    HOLDS(world, ok(coupon_usable(&coupon, NOW_US)) == (shown == COUPON_FREE));
    HOLDS(world, (shown == COUPON_EXPIRED) == (coupon.state == COUPON_FREE && coupon.expires_us <= NOW_US));
    for (int i = 0; i < 6; i++) {
        enum lock_event event = (enum lock_event)any_below(world, 3);

        next = lock_next(state, event);
        HOLDS(world, lock_next(next, event) == next || event == ORDER_RETURNS);
        HOLDS(world, (state != LOCK_RELEASED && state != LOCK_RETURNED) || next == state);
        state = next;
    }
    HOLDS(world, (coupon_state_for(state) == COUPON_FREE) == (state != LOCK_LOCKED && state != LOCK_CONSUMED));
    coupon.state = (enum coupon_state)9;
    HOLDS(world, !ok(coupon_usable(&coupon, NOW_US)));
}

void points_are_offered(struct world *world)
{
    const struct points_terms terms = { any_between(world, 1, POINTS_PER_YUAN_MAX), any_below(world, 101), 1 };
    int64_t available = any_between(world, 0, 100000), wanted = any_between(world, 0, 100000);
    fen amount = any_between(world, 0, 100000);
    struct points_offer offer;
    struct points_account account = { .user_id = "ann" };
    struct points_entries entries = points_move(ACCOUNT_AVAILABLE, ACCOUNT_HELD, 1);
    const struct points_lock lock = { .points = 10, .returned = any_below(world, 11) };

    HOLDS(world, ok(points_offer_for(&terms, available, wanted, amount, &offer)));
    HOLDS(world, offer.points <= available && (wanted == 0 || offer.points <= wanted));
    HOLDS(world,
          offer.discount <= amount * terms.percent_max / 100 && offer.discount * terms.per_yuan <= offer.points * 100);
    HOLDS(world, !ok(points_offer_for(&terms, available, wanted, -1, &offer)));
    HOLDS(world, !ok(points_offer_for(&terms, -available - 1, 0, amount, &offer)));
    HOLDS(world, points_apply(&account, &entries).code == CODE_INTERNAL);
    HOLDS(world, points_to_return(&lock, 0) == 10 - lock.returned && points_to_return(&lock, 3) <= 3);
}

/* What goes back earns nothing, and nobody keeps more than he was given. */
void rules_earn(struct world *world)
{
    struct points_rule rule = { .trigger = (enum earn_trigger)(1 + any_below(world, 8)),
                                .earns = perhaps(world, 60) ? EARNS_POINTS : EARNS_GROWTH,
                                .points = any_below(world, 20),
                                .per_yuan = any_below(world, 5),
                                .vest_days = any_below(world, 2),
                                .valid_days = any_below(world, 2) * 30,
                                .streak_days = any_below(world, 3) * 7,
                                .streak_points = any_below(world, 3) * 5,
                                .starts_us = NOW_US,
                                .ends_us = perhaps(world, 40) ? NOW_US + any_between(world, -2, 5) : 0 };
    fen amount = any_between(world, 0, 100000), refunded = any_between(world, 0, 120000);
    int64_t given;

    if (perhaps(world, 30))
        rule.per_yuan = rule.trigger == EARN_ORDER_PAID ? 2 : 0, rule.points = rule.trigger == EARN_ORDER_PAID ? 0 : 2;
    if (ok(points_rule_check(&rule, NOW_US)))
        HOLDS(world, (rule.per_yuan > 0) == (rule.trigger == EARN_ORDER_PAID));
    given = points_rule_earns(&rule, amount, any_below(world, 20));
    HOLDS(world, points_rule_keeps(&rule, given, amount, refunded) <= given &&
                     points_rule_keeps(&rule, given, amount, amount) == 0);
}

/* A level is what the growth says; a year never takes all. */
void levels_decay(struct world *world)
{
    struct level_set set = { .version = 1,
                             .decay_percent = any_below(world, 100),
                             .levels = { { .name = "a", .threshold = 10 },
                                         { .name = ANY_OF(world, "a", "b"),
                                           .threshold = any_between(world, 5, 50),
                                           .keep = any_below(world, 20) } },
                             .count = 2 };
    struct member member = { .user_id = "ann", .growth = any_between(world, 0, 100) };
    int64_t now_us = NOW_US, decayed, before;

    HOLDS(world, ok(level_set_check(&set)) == (set.levels[1].threshold > 10 && *set.levels[1].name == 'b' &&
                                               (set.decay_percent || set.levels[1].keep == 0)));
    if (set.levels[1].threshold <= 10)
        return;
    HOLDS(world, level_at(&set, 9) == 0 && level_at(&set, 10) == 1 && level_at(&set, set.levels[1].threshold) == 2);
    member_settle(&member, &set, now_us);
    for (int i = 0; i < 4; i++) {
        now_us += any_between(world, 0, 2) * LEVEL_YEAR_US;
        member.growth += any_below(world, 10);
        before = member.growth;
        if (member.year_until_us && member_end_year(&member, &set, now_us, &decayed))
            HOLDS(world, decayed >= 0 && member.growth == before - decayed && member.growth >= 0);
        member_settle(&member, &set, now_us);
        HOLDS(world, member.level == level_at(&set, member.growth));
        HOLDS(world, level_numbered(&set, member.level) == (member.level ? &set.levels[member.level - 1] : NULL));
    }
}
