/* The scheduler: what happens next is drawn, and judged after each step. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "simulation/actors/actors.h"
#include "simulation/rules/names.h"

#define REST_STEPS_MAX 20000

/* ---- the trace ---- */

static void hash_word(struct world *world, uint64_t word)
{
    world->hash = (world->hash ^ word) * 0x100000001b3u;
}

static void keep_words(struct world *world, const char *what, int64_t a, int64_t b)
{
    char *words = world->words[world->words_count++ % WORDS_KEPT];

    snprintf(words, sizeof world->words[0], "%4d %10.3f s  %s %" PRId64 " %" PRId64, world->step,
             (double)(world->now_us % 100000000000) / 1e6, what, a, b);
    if (world->printed)
        puts(words);
}

void note(struct world *world, const char *what, int64_t a, int64_t b)
{
    for (const char *c = what; *c; c++)
        hash_word(world, (unsigned char)*c);
    hash_word(world, (uint64_t)a);
    hash_word(world, (uint64_t)b);
    hash_word(world, (uint64_t)world->now_us);
    if (world->traced)
        keep_words(world, what, a, b);
}

void broken(struct world *world, const char *rule, const char *format, ...)
{
    va_list args;

    if (is_broken(world))
        return;
    snprintf(world->rule, sizeof world->rule, "%s", rule);
    va_start(args, format);
    vsnprintf(world->why, sizeof world->why, format, args);
    va_end(args);
    note(world, "BROKEN", world->step, 0);
}

void check_refusal(struct world *world, struct status status, const char *where)
{
    if (status.code == CODE_INTERNAL || status.code == CODE_INVALID_ARGUMENT)
        broken(world, RULE_DOMAIN_AGREES, "%s: %s: %s", where, status.reason, status.text);
}

/* ---- steps ---- */

/* Mostly a little; now and then past most deadlines. */
static void clock_goes_on(struct world *world)
{
    static const int leaps_s[] = { 1, 1, 2, 2, 5, 5, 10, 20, 30, 60, 120, 400, 1800 };
    int64_t leap_us = leaps_s[chance_below(&world->chance, sizeof leaps_s / sizeof *leaps_s)] * US_PER_S;

    world->now_us += chance_between(&world->chance, leap_us / 2, leap_us);
    note(world, "clock", leap_us, 0);
}

static bool something_breaks(struct world *world)
{
    if (chance_below(&world->chance, 1000) >= world->faults.crash)
        return false;
    if (chance_in_100(&world->chance, 30))
        stream_rolls_back(world);
    else
        crash(world, chance_below(&world->chance, REPLICAS));
    return true;
}

/* False: there was nothing to do. */
static bool something_happens(struct world *world)
{
    int luck = chance_below(&world->chance, 1000);

    if (luck < 240)
        return buyer_acts(world);
    if (luck < 430)
        return deliver(world);
    if (luck < 700)
        return task_go_on(world);
    if (luck < 780)
        return begin_batch(world);
    if (luck < 840)
        return begin_job(world);
    if (luck < 870)
        return relay_acts(world);
    if (luck < 900)
        return consumer_acts(world);
    if (luck < 975)
        return wechat_acts(world);
    if (luck < 980)
        return stream_watch(world);
    if (luck < 986)
        find_unpaid(world);
    else
        clock_goes_on(world);
    return true;
}

static void step(struct world *world)
{
    world->now_us += chance_between(&world->chance, 1000, 40000);
    if (something_breaks(world))
        return;
    for (int tries = 0; tries < 5 && !something_happens(world); tries++)
        continue;
}

/* What is under way is finished; then the clock goes to what is due next. */
static bool rest_step(struct world *world)
{
    int64_t due_us;

    if (task_go_on(world) || deliver(world) || begin_batch(world) || begin_job(world) || relay_acts(world) ||
        consumer_acts(world) || wechat_acts(world) || stream_watch(world))
        return true;
    find_unpaid(world);
    due_us = next_due_us(world);
    if (due_us == INT64_MAX)
        return false;
    if (due_us > world->now_us)
        world->now_us = due_us;
    return true;
}

static void after_step(struct world *world)
{
    arena_reset(&world->arena);
    rules_of_any_moment(world);
}

bool world_run(struct world *world, int steps)
{
    for (; world->step < steps && !is_broken(world); world->step++) {
        step(world);
        after_step(world);
    }
    world->calm = true;
    note(world, "calm", 0, 0);
    for (int i = 0; i < REST_STEPS_MAX && !is_broken(world) && rest_step(world); i++, world->step++) {
        after_step(world);
        if (i == REST_STEPS_MAX - 1)
            broken(world, RULE_COMES_TO_REST, "not within %d steps", REST_STEPS_MAX);
    }
    if (!is_broken(world))
        rules_at_rest(world);
    if (!is_broken(world))
        properties_hold(world);
    arena_reset(&world->arena);
    return !is_broken(world);
}
