/* Requests of several steps: one operation a key, leased to whoever is at it; its id is the number of all its calls. */
#include "simulation/actors/actors.h"

enum claim operation_claim(struct world *world, int key, int64_t lease_us, int *ret_operation, int *ret_order)
{
    struct operation *operation = &world->shop.operations[key];

    if (operation->done) {
        *ret_order = operation->order;
        return CLAIM_REPLAY;
    }
    if (operation->open && world->now_us < operation->lease_until_us)
        return CLAIM_BUSY;
    if (!operation->open)
        *operation = (struct operation){ .open = true, .id = ++world->shop.operations_begun };
    operation->lease_until_us = world->now_us + lease_us;
    *ret_operation = operation->id;
    return CLAIM_OURS;
}

static bool is_there(const struct operation *operation, int id)
{
    return operation->open && !operation->done && operation->id == id;
}

struct status operation_finish(struct world *world, int key, int id, int order)
{
    struct operation *operation = &world->shop.operations[key];

    if (!is_there(operation, id))
        return fail(CONFLICT, "operation %d is somebody else's", id);
    operation->done = true;
    operation->order = order;
    return OK;
}

struct status operation_forget(struct world *world, int key, int id)
{
    struct operation *operation = &world->shop.operations[key];

    if (!is_there(operation, id))
        return fail(CONFLICT, "operation %d is somebody else's", id);
    operation->open = false;
    return OK;
}
