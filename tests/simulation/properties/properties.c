#include "simulation/world.h"

void properties_hold(struct world *world)
{
    (void)world;
}
