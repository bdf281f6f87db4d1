/* Chance out of a seed: the same seed, the same draws (splitmix64). */
#ifndef SIMULATION_CHANCE_H
#define SIMULATION_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

static inline uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* 0 … below − 1 */
static inline int chance_below(struct chance *chance, int below)
{
    return (int)((chance_next(chance) >> 32) * (uint64_t)below >> 32);
}

/* from … to, both included */
static inline int64_t chance_between(struct chance *chance, int64_t from, int64_t to)
{
    return from + (int64_t)(chance_next(chance) % (uint64_t)(to - from + 1));
}

static inline bool chance_in_100(struct chance *chance, int percent)
{
    return chance_below(chance, 100) < percent;
}

#endif
