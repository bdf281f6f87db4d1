/* Reasons: each has its code and its texts, and a name means one thing for a caller. */
#include <string.h>

#include "contract/tables.h"

static struct status check_value(const struct enum_type *type, const struct enum_value *value)
{
    if (value->number == 0)
        return value->reason
                   ? fail(CONTRACT_UNFIT, "%s.%s is the zero value and can't be a reason", type->full_name, value->name)
                   : OK;
    if (!value->reason)
        return fail(CONTRACT_UNFIT, "reason %s.%s has no option (linli.api.reason)", type->full_name, value->name);
    if (value->reason->code == API__CODE__OK || code_name((enum code)value->reason->code) == code_name(CODE_OK))
        return fail(CONTRACT_UNFIT, "reason %s.%s has the code OK, but a reason is why something failed",
                    type->full_name, value->name);
    if (!*value->reason->zh || !*value->reason->en)
        return fail(CONTRACT_UNFIT, "reason %s.%s needs its text in zh and in en", type->full_name, value->name);
    return OK;
}

static struct status check_name(const struct contract *contract, const struct enum_type *type,
                                const struct enum_value *value)
{
    const struct enum_value *common = value->number ? contract_reason(contract, NULL, value->name) : NULL;

    if (common && common != value)
        return fail(CONTRACT_UNFIT, "reason %s.%s has the name of a common one of linli.api.Reason", type->full_name,
                    value->name);
    return OK;
}

struct status check_reasons(const struct contract *contract)
{
    for (size_t i = 0; i < contract->reasons_count; i++)
        for (size_t v = 0; v < contract->reasons[i]->values_count; v++) {
            TRY(check_value(contract->reasons[i], &contract->reasons[i]->values[v]));
            TRY(check_name(contract, contract->reasons[i], &contract->reasons[i]->values[v]));
        }
    return OK;
}
