/* The same seed is the same world, to the last step. */
#include <stdlib.h>

#include "simulation/world.h"
#include "support/check.h"

#define SEEDS 100
#define STEPS 200

static uint64_t hash_of(struct world *world, uint64_t seed)
{
    world_begin(world, seed, MUTANT_NONE);
    world_run(world, STEPS);
    return world->hash;
}

static struct world *world_new(void)
{
    struct world *world = calloc(1, sizeof *world);

    assert_non_null(world);
    arena_init(&world->arena, ARENA_BYTES_MAX);
    return world;
}

static void world_free(struct world *world)
{
    arena_finish(&world->arena);
    free(world);
}

static void a_seed_replays_whatever_ran_before(void **state)
{
    struct world *once = world_new(), *again = world_new();
    uint64_t hashes[SEEDS];

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        hashes[seed] = hash_of(once, seed);
    for (uint64_t seed = SEEDS; seed-- > 0;)
        assert_int_equal(hash_of(again, seed), hashes[seed]);
    world_free(once);
    world_free(again);
}

static void words_change_nothing(void **state)
{
    struct world *world = world_new();
    uint64_t hash = hash_of(world, 7);

    (void)state;
    world->traced = true;
    assert_int_equal(hash_of(world, 7), hash);
    assert_true(world->words_count > 0);
    world_free(world);
}

static void seeds_differ(void **state)
{
    struct world *world = world_new();
    uint64_t hash = hash_of(world, 1);

    (void)state;
    for (uint64_t seed = 2; seed < SEEDS; seed++)
        assert_int_not_equal(hash_of(world, seed), hash);
    world_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_replays_whatever_ran_before),
        cmocka_unit_test(words_change_nothing),
        cmocka_unit_test(seeds_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
