/* The scene of a seed: what is sold to whom by which rules, and how much goes wrong. */
#include <stddef.h>
#include <string.h>

#include "simulation/actors/actors.h"

#define START_US (INT64_C(1795300000) * US_PER_S)

static void set_faults(struct world *world)
{
    struct chance *chance = &world->chance;
    static const int levels[] = { 0, 3, 8, 20 };

    world->faults = (struct faults){
        .lost = levels[chance_below(chance, 4)],
        .unheard = levels[chance_below(chance, 4)],
        .late = levels[chance_below(chance, 4)],
        .twice = levels[chance_below(chance, 4)],
        .aborted = levels[chance_below(chance, 4)],
        .unknown = levels[chance_below(chance, 4)],
        .crash = levels[chance_below(chance, 4)] * 2,
    };
}

static void set_sale(struct world *world, int i)
{
    struct chance *chance = &world->chance;
    struct sale *sale = &world->shop.sales[i];

    sale->buckets = (int)chance_between(chance, 1, BUCKETS_MAX);
    for (int b = 0; b < sale->buckets; b++)
        sale->total += sale->unsold[b] = chance_between(chance, 0, 5);
    sale->starts_us = world->now_us + chance_between(chance, -10, 1) * US_PER_S;
    sale->ends_us = sale->starts_us + chance_between(chance, 60, 36000) * US_PER_S;
    sale->per_user_limit = (int)chance_between(chance, 1, 3);
    sale->per_household_limit = i == SALE_FLASH ? (int)chance_between(chance, 0, 4) : 0;
    sale->price = chance_between(chance, 0, 5000);
    sale->list_price = sale->price + chance_between(chance, 1, 3000);
    sale->sold_out = sale->total == 0;
    if (i != SALE_TEAM)
        return;
    sale->starter_discount = chance_in_100(chance, 30) ? sale->price / 10 : 0;
    sale->team_size = (int)chance_between(chance, 2, TEAM_SEATS_MAX);
    sale->team_life_us = chance_between(chance, 5, 600) * US_PER_S;
    sale->sponsored_max = (int)chance_between(chance, 0, sale->team_size - 1);
    sale->sponsor_last_us = sale->sponsored_max ? sale->team_life_us / 3 : 0;
    sale->buyers = chance_in_100(chance, 20) ? BUYERS_NEW_JOINERS : BUYERS_ANY;
    world->late_start_us = chance_between(chance, 0, 60) * US_PER_S;
}

static void set_shelf(struct world *world)
{
    struct chance *chance = &world->chance;

    for (int i = 0; i < SKUS; i++) {
        struct sku *sku = &world->shop.skus[i];

        sku->total = sku->stock = chance_between(chance, 1, 6);
        sku->price = chance_between(chance, 1, 4000);
        sku->per_user_limit = (int)chance_between(chance, 0, 4);
        sku->weight_g = (int)chance_between(chance, 0, 2000);
    }
}

static void set_templates(struct world *world)
{
    static const char *const ids[TEMPLATES] = { "template-0", "template-1" };
    struct chance *chance = &world->chance;

    for (int i = 0; i < TEMPLATES; i++) {
        struct template *template = &world->templates[i];
        bool percent = chance_in_100(chance, 50);

        *template = (struct template){
            .id = ids[i],
            .title = ids[i],
            .kind = percent ? PERCENT_OFF : AMOUNT_OFF,
            .amount = percent ? 0 : chance_between(chance, 1, 500),
            .percent = percent ? (int)chance_between(chance, 1, 100) : 0,
            .cap = percent ? chance_between(chance, 1, 1000) : 0,
            .channel = CHANNEL_CLAIM,
            .community_id = "",
            .budget = 3000,
            .budget_count = chance_between(chance, 0, 3),
            .per_user = 2,
            .claim_starts_us = world->now_us - US_PER_S,
            .claim_ends_us = world->now_us + 36000 * US_PER_S,
            .valid_days = 1,
            .active = true,
        };
        template->threshold = percent ? 0 : template->amount;
        check_refusal(world, template_check(template, world->now_us), "a template of ours");
    }
}

static void set_points(struct world *world)
{
    struct chance *chance = &world->chance;

    world->terms = (struct points_terms){ .per_yuan = chance_between(chance, 1, 300),
                                          .percent_max = chance_between(chance, 1, 100),
                                          .grace_days = 1 };
    world->earn_rule = (struct points_rule){
        .id = "earn", .trigger = EARN_ORDER_PAID, .earns = EARNS_POINTS, .per_yuan = 2, .valid_days = 30, .active = true
    };
    world->growth_rule = (struct points_rule){
        .id = "grow", .trigger = EARN_ORDER_PAID, .earns = EARNS_GROWTH, .per_yuan = 1, .active = true
    };
    check_refusal(world, points_rule_check(&world->earn_rule, world->now_us), "a rule of ours");
    check_refusal(world, points_rule_check(&world->growth_rule, world->now_us), "a rule of ours");
    world->levels = (struct level_set){ .version = 1,
                                        .decay_percent = 20,
                                        .levels = { { .name = "one", .threshold = 10 },
                                                    { .name = "two", .threshold = 40, .keep = 5 } },
                                        .count = 2 };
    check_refusal(world, level_set_check(&world->levels), "levels of ours");
    world->share_rule = (struct share_rule){ .version = 1,
                                             .basis_points = { 0, 500, 700, 300 },
                                             .own_purchases = chance_in_100(chance, 50) };
    for (int i = 0; i < USERS_MAX; i++) {
        int64_t points = chance_between(chance, 0, 800);

        world->vouchers.accounts[i] = (struct points_account){ .user_id = user_id(i), .available = points };
        world->vouchers.ledger[ACCOUNT_AVAILABLE] += points;
        world->vouchers.ledger[ACCOUNT_ISSUED] -= points;
    }
}

void world_begin(struct world *world, uint64_t seed, enum mutant mutant)
{
    struct arena arena = world->arena;
    bool traced = world->traced, printed = world->printed;

    memset(world, 0, offsetof(struct world, words));
    world->words_count = 0;
    world->rule[0] = world->why[0] = 0;
    world->arena = arena;
    world->traced = traced;
    world->printed = printed;
    world->seed = seed;
    world->mutant = mutant;
    world->hash = 0xcbf29ce484222325u;
    world->chance.state = seed * 0x9e3779b97f4a7c15u + 1;
    world->now_us = START_US + chance_between(&world->chance, 0, 86400) * US_PER_S;
    world->shop_store = (struct store){ &world->shop, &world->shop_kept, sizeof world->shop };
    world->voucher_store = (struct store){ &world->vouchers, &world->vouchers_kept, sizeof world->vouchers };
    world->inbox_store = (struct store){ &world->inbox, &world->inbox_kept, sizeof world->inbox };
    set_faults(world);
    world->theme = (enum wish)chance_below(&world->chance, 4);
    world->crowd = (int)chance_between(&world->chance, 2, USERS_MAX);
    set_sale(world, SALE_FLASH);
    set_sale(world, SALE_TEAM);
    set_shelf(world);
    set_templates(world);
    set_points(world);
    world->counter = world->shop.sales[SALE_FLASH].total;
}
