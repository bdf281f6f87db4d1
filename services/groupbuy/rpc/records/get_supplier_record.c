#include "groupbuy/flow/records.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_get_supplier_record(struct call *call, const Gb__GetSupplierRecordRequest *in,
                                           Gb__SupplierRecord *out)
{
    struct supplier_record record;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(supplier_record_get(call->tx, in->supplier_id, record_days(in->days), &record));
    out->supplier_id = in->supplier_id;
    out->rounds = (int32_t)record.rounds;
    out->lists = record.lists;
    out->on_time = record.on_time;
    out->on_time_basis_points = record_rate(record.on_time, record.lists);
    out->units = record.units;
    out->damaged = record.damaged;
    out->short_units = record.short_units;
    out->short_basis_points = record_rate(record.short_units, record.units);
    return OK;
}
