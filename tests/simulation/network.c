/* Messages are lost, late, doubled, and overtake each other; so are calls and their answers. */
#include "simulation/actors/actors.h"

static void put(struct world *world, struct message message)
{
    if (world->messages_count < MESSAGES_MAX)
        world->messages[world->messages_count++] = message;
}

void send(struct world *world, struct message message)
{
    if (!world->calm && chance_in_100(&world->chance, world->faults.lost))
        return;
    put(world, message);
    if (!world->calm && chance_in_100(&world->chance, world->faults.twice))
        put(world, message);
}

#define CALL_WAITS_PERCENT 85

/* Any of them: none is in a hurry, and a call whose caller has gone least of all. */
bool deliver(struct world *world)
{
    struct message message;
    int i;

    if (world->messages_count == 0)
        return false;
    i = chance_below(&world->chance, world->messages_count);
    message = world->messages[i];
    if (message.type == MESSAGE_CALL && !world->calm && chance_in_100(&world->chance, CALL_WAITS_PERCENT))
        return false;
    world->messages[i] = world->messages[--world->messages_count];
    note(world, "message", message.type, message.a);
    receive(world, &message);
    return true;
}

enum fate call_fate(struct world *world)
{
    const struct faults *faults = &world->faults;
    int luck;

    if (world->calm)
        return FATE_DONE;
    luck = chance_below(&world->chance, 100);
    if ((luck -= faults->lost) < 0)
        return FATE_LOST;
    if ((luck -= faults->unheard) < 0)
        return FATE_UNHEARD;
    if ((luck -= faults->late) < 0)
        return FATE_LATE;
    return (luck - faults->twice) < 0 ? FATE_TWICE : FATE_DONE;
}

bool fate_happens_now(enum fate fate)
{
    return fate == FATE_DONE || fate == FATE_UNHEARD || fate == FATE_TWICE;
}

bool fate_is_heard(enum fate fate)
{
    return fate == FATE_DONE || fate == FATE_TWICE;
}

void fate_follow(struct world *world, enum fate fate, struct message call)
{
    if (fate == FATE_LATE || fate == FATE_TWICE)
        put(world, call);
}
