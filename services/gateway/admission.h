/* How much may be under way at once. There is no queue: past the limit a request is refused at once (503 with
 * Retry-After), reads first, money last, and no service may hold so much that a slow one starves the others.
 * Safe from any thread.
 *
 * A refusal must cost next to nothing, or the many who are refused slow down the few who are let in. So it is decided
 * when no more is known than the route (admission_full), and once more, for good, when the call is to leave.
 */
#ifndef LINLI_GATEWAY_ADMISSION_H
#define LINLI_GATEWAY_ADMISSION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "contract/contract.h"

#define ADMISSION_SERVICES_MAX 64

/* Shares of in_flight_max, in percent. */
#define ADMISSION_READ_PERCENT    60
#define ADMISSION_WRITE_PERCENT   85
#define ADMISSION_SERVICE_PERCENT 75

struct admission {
    int in_flight_max;
    atomic_int in_flight;
    size_t services_count;
    const char *services[ADMISSION_SERVICES_MAX]; /* names, from the contract */
    atomic_int services_in_flight[ADMISSION_SERVICES_MAX];
};

void admission_init(struct admission *admission, int in_flight_max, const struct contract *contract);
/* Whether admission_enter() would refuse now. */
bool admission_full(const struct admission *admission, const struct method *method);
/* True: call admission_leave() in the end. */
bool admission_enter(struct admission *admission, const struct method *method);
void admission_leave(struct admission *admission, const struct method *method);

#endif
