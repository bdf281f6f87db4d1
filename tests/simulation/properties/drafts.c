/* Drafts: what is plainly wrong is refused, what is odd is said. */
#include <string.h>

#include "groupbuy/domain/after_sale.h"
#include "groupbuy/domain/campaign.h"
#include "groupbuy/domain/minute.h"
#include "groupbuy/domain/product.h"
#include "groupbuy/domain/publishing.h"
#include "simulation/properties/properties.h"

#define NOW_US (INT64_C(2000000000) * US_PER_S)

/* A sound one, of which something is put wrong now and then. */
static struct campaign_draft some_campaign(struct world *world)
{
    bool team = perhaps(world, 60);
    struct campaign_draft draft = { .kind = team ? KIND_TEAM_BUY : KIND_FLASH_SALE,
                                    .list_price = 1000,
                                    .price = 900,
                                    .stock = 10,
                                    .per_user_limit = 2,
                                    .starts_at_us = NOW_US,
                                    .ends_at_us = NOW_US + 86400 * US_PER_S,
                                    .team_size = team ? 3 : 0,
                                    .team_life_s = team ? 600 : 0,
                                    .buyers = BUYERS_ANY };

    draft.unpaid_s = ANY_OF(world, "", "x")[0] ? 5 : 60;
    switch (any_below(world, 14)) {
    case 0:
        draft.price = 1000 + any_below(world, 2);
        break;
    case 1:
        draft.starter_discount = any_between(world, 1, 1000);
        break;
    case 2:
        draft.starts_at_us += any_between(world, 0, 200) * 86400 * US_PER_S;
        break;
    case 3:
        draft.ends_at_us += any_between(world, -2, 100) * 86400 * US_PER_S;
        break;
    case 4:
        draft.starts_at_us -= 3 * 86400 * US_PER_S;
        draft.ends_at_us -= 2 * 86400 * US_PER_S;
        break;
    case 5:
        draft.team_size = any_below(world, 60);
        break;
    case 6:
        draft.team_life_s = any_below(world, 1000);
        break;
    case 7:
        draft.sponsored_seats_max = any_below(world, 4);
        draft.sponsor_last_s = any_below(world, 1200);
        break;
    case 8:
        draft.sponsor_last_s = 5;
        break;
    case 9:
        draft.buyers = (enum buyers)any_below(world, 4);
        break;
    case 10:
        draft.stock = any_below(world, 4);
        break;
    default:
        break;
    }
    return draft;
}

void campaigns_are_checked(struct world *world)
{
    const struct campaign_bounds bounds = { 60, 900 };
    struct campaign_draft draft = some_campaign(world);
    struct status status = campaign_check(&draft, &bounds, NOW_US);
    int64_t now_us = NOW_US + any_between(world, -5, 5) * US_PER_S;

    HOLDS(world, ok(status) || (status.violations && status.violations->count > 0));
    if (ok(status)) {
        HOLDS(world,
              draft.price < draft.list_price && draft.starter_discount <= draft.price && draft.ends_at_us > NOW_US);
        HOLDS(world, draft.kind == KIND_TEAM_BUY ? draft.sponsored_seats_max < draft.team_size
                                                 : draft.buyers != BUYERS_NEW_JOINERS);
    }
    HOLDS(world, ok(campaign_is_open("c", NOW_US, NOW_US + US_PER_S, now_us)) ==
                     (now_us >= NOW_US && now_us < NOW_US + US_PER_S));
    HOLDS(world, buyers_must_be_new(BUYERS_NEW, true) && !buyers_must_be_new(BUYERS_NEW_JOINERS, true) &&
                     buyers_must_be_new(BUYERS_NEW_JOINERS, false));
}

/* What passes can be reached: steps cost less and less, for more and more units that there are. */
void rounds_are_checked(struct world *world)
{
    struct round_item_draft item = { .list_price = 1000,
                                     .cost_price = any_between(world, 100, 800),
                                     .price = any_between(world, 700, 1050),
                                     .stock = any_between(world, 1, 40),
                                     .per_user_limit = any_below(world, 6),
                                     .weighed = perhaps(world, 30),
                                     .weight_g = any_below(world, 2) * 500,
                                     .steps_count = (size_t)any_below(world, 3) };
    struct round_draft draft = { .starts_at_us =
                                     NOW_US + any_between(world, -10, perhaps(world, 10) ? 100 : 5) * 86400 * US_PER_S,
                                 .points_count = (size_t)any_below(world, 3),
                                 .door = perhaps(world, 50),
                                 .items = &item,
                                 .items_count = 1 };
    struct status status;

    for (size_t i = 0; i < item.steps_count; i++)
        item.steps[i] = (struct round_step){ any_between(world, 0, 10) + (int64_t)i * 8,
                                             700 - (fen)i * any_between(world, -10, 200) };
    draft.ends_at_us = draft.starts_at_us + any_between(world, -1, 33) * 86400 * US_PER_S;
    draft.ready_at_us = draft.ends_at_us + any_between(world, -1, 62) * 86400 * US_PER_S;
    draft.door_fee = perhaps(world, 20) ? 5 : 0;
    draft.door_minimum = perhaps(world, 20) ? 5 : 0;
    draft.door_buildings_count = perhaps(world, 20);
    draft.refunds_part = perhaps(world, 50);
    draft.uncollected_refund_percent = perhaps(world, 30) ? 50 : 0;
    status = round_check(&draft, NOW_US);
    HOLDS(world, ok(status) || status.violations->count > 0);
    if (!ok(status))
        return;
    HOLDS(world, draft.ends_at_us > draft.starts_at_us && draft.ready_at_us >= draft.ends_at_us &&
                     item.price >= item.cost_price);
    for (int64_t units = 1; units < item.stock; units++)
        HOLDS(world, round_price_at(item.price, item.steps, item.steps_count, units) >= item.cost_price);
    HOLDS(world,
          item.steps_count == 0 || round_price_at(item.price, item.steps, item.steps_count, item.stock) < item.price);
}

void publishing_warns(struct world *world)
{
    struct publish_facts facts = { .price = any_between(world, 0, 1000),
                                   .list_price = 1000,
                                   .cost_price = any_between(world, 0, 900),
                                   .units = any_below(world, 10),
                                   .sku_units = any_below(world, 12),
                                   .shares_bp = any_below(world, 3000),
                                   .rivals = any_below(world, 2),
                                   .seconds = any_between(world, 0, 60) * 86400,
                                   .members_only = perhaps(world, 30),
                                   .members_known = perhaps(world, 50),
                                   .licence_ends_on = ANY_OF(world, "", "2027-01-01"),
                                   .yellow_percent = 80,
                                   .red_percent = 50 };
    struct findings *findings = arena_new(&world->arena, struct findings);

    findings->about = perhaps(world, 50) ? "item 3: " : NULL;
    publish_check(&facts, findings);
    HOLDS(world, (publish_loss(&facts) > 0) == (facts.price < facts.cost_price && facts.units > 0));
    HOLDS(world, findings_red(findings) == (facts.price < facts.cost_price || *facts.licence_ends_on ||
                                            facts.price * 100 < facts.list_price * 50));
    HOLDS(world, !findings->refused && (findings->count == 0 || *findings->list[0].text));
    HOLDS(world, findings->count == 0 || !findings->about || strncmp(findings->list[0].text, findings->about, 8) == 0);
    if (!perhaps(world, 10))
        return;
    for (int i = 0; i < 2 * FINDINGS_MAX; i++)
        finding_add(findings, FINDING_FAULT, SEVERITY_REFUSED, "%d", i);
    HOLDS(world, findings->count == FINDINGS_MAX && findings->refused);
}

void products_say_what_they_are(struct world *world)
{
    const struct food food = { perhaps(world, 80), ANY_OF(world, "", "here"), ANY_OF(world, "", "cold"),
                               ANY_OF(world, "", "L1"), any_below(world, 2) };
    const struct promise promise = { NO_RETURN_NONE, any_below(world, 2), any_below(world, 2),
                                     any_below(world, 2) ? BEARER_SUPPLIER : BEARER_NOBODY };
    const struct shared_limits limits = { 1, any_below(world, 2), any_below(world, 2) };
    struct violations faults = { 0 };
    bool goes = perhaps(world, 50), whole = (promise.claim_hours > 0) == (promise.claim_percent > 0) &&
                                            (promise.claim_percent > 0) == (promise.claim_borne_by != BEARER_NOBODY);

    promise_check(&promise, &faults);
    HOLDS(world, (faults.count == 0) == whole);
    faults.count = 0;
    food_check(&food, &faults);
    HOLDS(world, (faults.count == 0) ==
                     (!food.is || (*food.origin && *food.storage && *food.licence && food.shelf_life_days)));
    faults.count = 0;
    shared_limits_check(&limits, goes, &faults);
    HOLDS(world, (faults.count == 0) == (goes || (limits.address == 0 && limits.phone == 0)));
}

/* What went bad is claimed within its hours; what never came, whenever. */
void promises_are_claimed(struct world *world)
{
    const struct promise promise = { perhaps(world, 50) ? NO_RETURN_NONE : NO_RETURN_FRESH, any_below(world, 3) * 12,
                                     50, BEARER_SUPPLIER };
    enum after_sale_kind kind = (enum after_sale_kind)(1 + any_below(world, 5));
    enum after_sale_cause cause = (enum after_sale_cause)(1 + any_below(world, 7));
    int64_t received_us = perhaps(world, 80) ? NOW_US : 0,
            later_us = NOW_US + any_between(world, 0, 48) * 3600 * US_PER_S;
    struct after_sale_line lines[2];
    bool by_money = kind == AFTER_SALE_PART_REFUND, sound = true;

    HOLDS(world, after_sale_in_time(&promise, kind, AFTER_SALE_MISSING, received_us, later_us));
    HOLDS(world, after_sale_in_time(&promise, kind, cause, received_us, NOW_US) || promise.claim_hours == 0);
    HOLDS(world, !after_sale_in_time(&promise, kind, cause, received_us, later_us + 1) ||
                     after_sale_in_time(&promise, kind, cause, received_us, later_us));
    HOLDS(world, !after_sale_is_claim(kind, cause) || cause == AFTER_SALE_DAMAGED || cause == AFTER_SALE_SPOILED);
    for (int i = 0; i < 2; i++) {
        lines[i] = (struct after_sale_line){ .position = any_below(world, 3),
                                             .units = any_below(world, 2),
                                             .goods = any_below(world, 2) };
        sound = sound && (by_money ? !lines[i].units && lines[i].goods > 0 : !lines[i].goods && lines[i].units > 0);
    }
    HOLDS(world, ok(after_sale_check(kind, lines, 2)) == (sound && lines[0].position != lines[1].position));
}

/* There is always something to do, and words for it. */
void minutes_have_words(struct world *world)
{
    const struct minute_facts facts = { (enum round_status)any_below(world, ROUND_CANCELLED + 1),
                                        NOW_US,
                                        NOW_US + any_between(world, 0, 20000) * US_PER_S,
                                        any_below(world, 2),
                                        100,
                                        any_below(world, 200) };
    enum minute_task tasks[MINUTE_TASKS_MAX];
    size_t count = minute_tasks(&facts, tasks);

    HOLDS(world, count >= 1 && count <= MINUTE_TASKS_MAX);
    for (size_t i = 0; i < count; i++)
        HOLDS(world, *minute_words_of(tasks[i]).zh && *minute_words_of(tasks[i]).en);
    HOLDS(world, *minute_words_of((enum minute_task)999).zh == 0);
}
