/* simulation --seeds 10000 [--seed FIRST] [--steps 200] [--mutant NAME] [--trace]
 *
 * Each seed is a world of its own; the same seed is the same world to the last step. The first rule that is broken ends
 * the run: seed, step, rule, and what happened last. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "simulation/world.h"

struct wishes {
    int64_t seeds, seed;
    int steps;
    enum mutant mutant;
    bool trace;
};

static int usage(void)
{
    fprintf(stderr, "simulation --seeds N [--seed FIRST] [--steps N] [--trace] [--mutant NAME]\nmutants:");
    for (int i = 1; i < MUTANTS; i++)
        fprintf(stderr, " %s", mutants[i].name);
    fputc('\n', stderr);
    return 2;
}

static void show_words(const struct world *world)
{
    int from = world->words_count > WORDS_KEPT ? world->words_count - WORDS_KEPT : 0;

    for (int i = from; i < world->words_count; i++)
        printf("    %s\n", world->words[i % WORDS_KEPT]);
}

/* Once more, in words. */
static int show(struct world *world, const struct wishes *wishes, uint64_t seed)
{
    world->traced = true;
    world->printed = false;
    world_begin(world, seed, wishes->mutant);
    world_run(world, wishes->steps);
    show_words(world);
    printf("seed %" PRIu64 ", step %d: %s: %s\n", seed, world->step, world->rule, world->why);
    return 1;
}

static int run(struct world *world, const struct wishes *wishes)
{
    int64_t began_us = clock_mono_us(), took_us;
    uint64_t hash = 0;
    int64_t steps = 0;

    for (int64_t i = 0; i < wishes->seeds; i++) {
        uint64_t seed = (uint64_t)(wishes->seed + i);

        world->traced = world->printed = wishes->trace;
        world_begin(world, seed, wishes->mutant);
        if (!world_run(world, wishes->steps))
            return show(world, wishes, seed);
        hash = (hash ^ world->hash) * 0x100000001b3u;
        steps += world->step;
    }
    took_us = clock_mono_us() - began_us;
    printf("%" PRId64 " seeds, %" PRId64 " steps, %" PRId64 " seeds/s, trace %016" PRIx64 "\n", wishes->seeds, steps,
           took_us ? wishes->seeds * US_PER_S / took_us : 0, hash);
    return 0;
}

static bool read_wishes(int argc, char **argv, struct wishes *wishes)
{
    static const struct option options[] = {
        { "seeds", required_argument, NULL, 'n' }, { "seed", required_argument, NULL, 's' },
        { "steps", required_argument, NULL, 'k' }, { "mutant", required_argument, NULL, 'm' },
        { "trace", no_argument, NULL, 't' },       { NULL, 0, NULL, 0 }
    };

    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == 'n')
            wishes->seeds = strtoll(optarg, NULL, 10);
        else if (option == 's')
            wishes->seed = strtoll(optarg, NULL, 10);
        else if (option == 'k')
            wishes->steps = (int)strtol(optarg, NULL, 10);
        else if (option == 'm')
            wishes->mutant = mutant_named(optarg);
        else if (option == 't')
            wishes->trace = true;
        else
            return false;
    }
    return optind == argc && wishes->mutant != MUTANTS && wishes->steps > 0;
}

int main(int argc, char **argv)
{
    struct wishes wishes = { .seeds = 1000, .seed = 1, .steps = 200 };
    struct world *world = calloc(1, sizeof *world);
    int result;

    if (!world || !read_wishes(argc, argv, &wishes)) {
        free(world);
        return usage();
    }
    arena_init(&world->arena, (size_t)1 << 20);
    result = run(world, &wishes);
    arena_finish(&world->arena);
    free(world);
    return result;
}
