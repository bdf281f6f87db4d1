/* Where things lie: the checkout, the binaries, and the folder with the running house's data. */
#ifndef LINLI_LINLICTL_PLACE_H
#define LINLI_LINLICTL_PLACE_H

#include "base/arena.h"
#include "base/status.h"

struct place {
    const char *root;     /* of the checkout: our working directory, or LINLI_ROOT */
    const char *bin;      /* folder of this very program */
    const char *state;    /* <root>/.run, or LINLI_STATE_DIR; absolute */
    const char *secrets;  /* <state>/secrets */
    const char *services; /* <root>/deploy/services.conf */
    const char *contract; /* <bin>/../contracts.binpb, or LINLI_CONTRACT_FILE */
};

/* Fails when the root is not a checkout of ours. */
struct status place_find(struct arena *arena, struct place *ret_place);

#endif
