/* Reasons by their name: every answer that is no success looks its own up. */
#include <stdlib.h>
#include <string.h>

#include "contract/tables.h"

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct named_reason *)a)->value->name, ((const struct named_reason *)b)->value->name);
}

void make_reasons(struct contract *contract)
{
    size_t count = 0;

    for (size_t i = 0; i < contract->reasons_count; i++)
        count += contract->reasons[i]->values_count;
    contract->reasons_by_name = arena_array(&contract->arena, struct named_reason, count + 1);
    for (size_t i = 0; i < contract->reasons_count; i++) {
        const struct enum_type *type = contract->reasons[i];

        for (size_t v = 0; v < type->values_count; v++)
            if (type->values[v].reason)
                contract->reasons_by_name[contract->named_reasons_count++] =
                    (struct named_reason){ .type = type, .value = &type->values[v] };
    }
    qsort(contract->reasons_by_name, contract->named_reasons_count, sizeof(struct named_reason), compare_names);
}

/* Where that name begins, or would. */
static size_t first_of(const struct contract *contract, const char *name)
{
    size_t low = 0, high = contract->named_reasons_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(contract->reasons_by_name[middle].value->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether the enum is one of the package the service is in. */
static bool same_package(const struct enum_type *reasons, const char *service)
{
    size_t package = (size_t)(strrchr(service, '.') - service);

    return strncmp(reasons->full_name, service, package) == 0 &&
           strrchr(reasons->full_name, '.') == reasons->full_name + package;
}

const struct enum_value *contract_reason(const struct contract *contract, const struct method *method, const char *name)
{
    for (size_t i = first_of(contract, name); i < contract->named_reasons_count; i++) {
        const struct named_reason *reason = &contract->reasons_by_name[i];

        if (strcmp(reason->value->name, name) != 0)
            break;
        if (strcmp(reason->type->full_name, "linli.api.Reason") == 0 ||
            (method && same_package(reason->type, method->service)))
            return reason->value;
    }
    return NULL;
}
