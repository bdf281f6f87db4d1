/* Transactions: what is written stands for everybody at once, or not at all; who commits does not always hear which. */
#include <string.h>

#include "simulation/world.h"

void tx_begin(struct store *store)
{
    memcpy(store->kept, store->rows, store->bytes);
}

void tx_rollback(struct store *store)
{
    memcpy(store->rows, store->kept, store->bytes);
}

enum heard tx_commit(struct world *world, struct store *store)
{
    int luck;

    if (world->calm)
        return HEARD_DONE;
    luck = chance_below(&world->chance, 100);
    if (luck < world->faults.aborted) {
        note(world, "  aborted", luck, 0);
        tx_rollback(store);
        return luck % 2 ? HEARD_FAILED : HEARD_NOTHING;
    }
    if (luck < world->faults.aborted + world->faults.unknown) {
        note(world, "  committed, unheard", luck, 0);
        return HEARD_NOTHING;
    }
    return HEARD_DONE;
}
