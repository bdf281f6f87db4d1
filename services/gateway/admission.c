#include "gateway/admission.h"

#include <string.h>

/* The place of a service; services beyond the bound share the last one. */
static size_t service_place(const struct admission *admission, const struct method *method)
{
    for (size_t i = 0; i + 1 < admission->services_count; i++)
        if (strcmp(admission->services[i], method->queue) == 0)
            return i;
    return admission->services_count ? admission->services_count - 1 : 0;
}

void admission_init(struct admission *admission, int in_flight_max, const struct contract *contract)
{
    size_t count;
    const struct method *const *methods = contract_methods(contract, &count);

    memset(admission, 0, sizeof(*admission));
    admission->in_flight_max = in_flight_max;
    for (size_t i = 0; i < count && admission->services_count < ADMISSION_SERVICES_MAX; i++) {
        size_t known = 0;

        while (known < admission->services_count && strcmp(admission->services[known], methods[i]->queue) != 0)
            known++;
        if (known == admission->services_count)
            admission->services[admission->services_count++] = methods[i]->queue;
    }
}

static int limit_of(const struct admission *admission, Api__Priority priority)
{
    if (priority == API__PRIORITY__PRIORITY_MONEY)
        return admission->in_flight_max;
    if (priority == API__PRIORITY__PRIORITY_WRITE)
        return admission->in_flight_max * ADMISSION_WRITE_PERCENT / 100;
    return admission->in_flight_max * ADMISSION_READ_PERCENT / 100;
}

static int service_limit(const struct admission *admission)
{
    return admission->in_flight_max * ADMISSION_SERVICE_PERCENT / 100;
}

bool admission_full(const struct admission *admission, const struct method *method)
{
    return atomic_load(&admission->in_flight) >= limit_of(admission, method->rpc->priority) ||
           atomic_load(&admission->services_in_flight[service_place(admission, method)]) >= service_limit(admission);
}

bool admission_enter(struct admission *admission, const struct method *method)
{
    atomic_int *service = &admission->services_in_flight[service_place(admission, method)];
    bool whole = atomic_fetch_add(&admission->in_flight, 1) < limit_of(admission, method->rpc->priority);
    bool share = atomic_fetch_add(service, 1) < service_limit(admission);

    if (whole && share)
        return true;
    admission_leave(admission, method);
    return false;
}

void admission_leave(struct admission *admission, const struct method *method)
{
    atomic_fetch_sub(&admission->services_in_flight[service_place(admission, method)], 1);
    atomic_fetch_sub(&admission->in_flight, 1);
}
