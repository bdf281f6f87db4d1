#include "gateway/arenas.h"

#include <stdlib.h>

void arenas_init(struct arenas *arenas)
{
    pthread_mutex_init(&arenas->lock, NULL);
    arenas->idle_count = 0;
}

static void destroy(struct arena *arena)
{
    arena_finish(arena);
    free(arena);
}

void arenas_finish(struct arenas *arenas)
{
    while (arenas->idle_count)
        destroy(arenas->idle[--arenas->idle_count]);
    pthread_mutex_destroy(&arenas->lock);
}

struct arena *arenas_take(struct arenas *arenas)
{
    struct arena *arena = NULL;

    pthread_mutex_lock(&arenas->lock);
    if (arenas->idle_count)
        arena = arenas->idle[--arenas->idle_count];
    pthread_mutex_unlock(&arenas->lock);
    if (arena)
        return arena;
    arena = malloc(sizeof(*arena));
    if (!arena)
        abort();
    arena_init(arena, REQUEST_ARENA_BYTES_MAX);
    return arena;
}

void arenas_give(struct arenas *arenas, struct arena *arena)
{
    arena_reset(arena);
    pthread_mutex_lock(&arenas->lock);
    if (arenas->idle_count < ARENAS_IDLE_MAX) {
        arenas->idle[arenas->idle_count++] = arena;
        arena = NULL;
    }
    pthread_mutex_unlock(&arenas->lock);
    if (arena)
        destroy(arena);
}
