/* The simulator can fail: each mutant of what stands between the domain's decisions is caught, by the rule that is
 * named with it. */
#include <stdlib.h>

#include "simulation/world.h"
#include "support/check.h"

#define SEEDS_MAX 1000
#define STEPS     200

/* A seed may break another rule first; the named one breaks within the seeds. */
static bool is_caught(struct world *world, enum mutant mutant)
{
    for (uint64_t seed = 1; seed <= SEEDS_MAX; seed++) {
        world_begin(world, seed, mutant);
        if (!world_run(world, STEPS) && strcmp(world->rule, mutants[mutant].rule) == 0) {
            print_message("    %-32s seed %4d: %s\n", mutants[mutant].name, (int)seed, world->rule);
            return true;
        }
    }
    print_message("    %-32s is not caught\n", mutants[mutant].name);
    return false;
}

static void each_mutant_is_caught_by_its_rule(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    int caught = 0;

    (void)state;
    assert_non_null(world);
    arena_init(&world->arena, ARENA_BYTES_MAX);
    for (int mutant = MUTANT_NONE + 1; mutant < MUTANTS; mutant++)
        caught += is_caught(world, (enum mutant)mutant);
    arena_finish(&world->arena);
    free(world);
    assert_int_equal(caught, MUTANTS - 1);
}

static void mutants_have_names(void **state)
{
    (void)state;
    for (int mutant = 0; mutant < MUTANTS; mutant++)
        assert_int_equal(mutant_named(mutants[mutant].name), mutant);
    assert_int_equal(mutant_named("nobody"), MUTANTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mutant_is_caught_by_its_rule),
        cmocka_unit_test(mutants_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
