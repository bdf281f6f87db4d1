/* The database's clock as this process knows it: its own clock and an offset learned from what it hears.
 * Safe from any thread. */
#ifndef LINLI_RPC_NOW_H
#define LINLI_RPC_NOW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct now {
    _Atomic int64_t offset_ms;
    atomic_bool known;
};

/* `database_ms` was the time there a moment ago. */
void now_learn(struct now *now, int64_t database_ms);
int64_t now_ms(const struct now *now);

#endif
