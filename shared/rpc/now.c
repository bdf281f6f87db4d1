#include "rpc/now.h"

#include "base/clock.h"

#define SLACK_SHARE 16 /* how slowly an estimate falls */

void now_learn(struct now *now, int64_t database_ms)
{
    int64_t heard = database_ms - clock_unix_ms();
    int64_t known = atomic_load(&now->offset_ms);

    /* What we hear is always a little old, by the time it took to reach us: the largest is the best, and a smaller one
     * only counts a little, in case one of the two clocks was set back. */
    if (!atomic_exchange(&now->known, true) || heard > known)
        atomic_store(&now->offset_ms, heard);
    else
        atomic_store(&now->offset_ms, known - (known - heard + SLACK_SHARE - 1) / SLACK_SHARE);
}

int64_t now_ms(const struct now *now)
{
    return clock_unix_ms() + atomic_load(&now->offset_ms);
}
