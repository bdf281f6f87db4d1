#include "groupbuy/flow/records.h"

#include "rpc/timestamp.h"

#define WHOLE_BP 10000

int32_t record_rate(int64_t part, int64_t whole)
{
    return whole > 0 && part > 0 ? (int32_t)(part * WHOLE_BP / whole) : 0;
}

void leader_record_view(struct call *call, const struct leader_record *record, Gb__LeaderRecord *out)
{
    out->leader_id = record->leader_id;
    out->rounds = (int32_t)record->rounds;
    out->orders = record->orders;
    out->buyers = record->buyers;
    out->repeat_buyers = record->repeat_buyers;
    out->repeat_basis_points = record_rate(record->repeat_buyers, record->buyers);
    out->paid_fen = record->paid;
    out->refunded_fen = record->refunded;
    out->sales_fen = record->paid - record->refunded;
    out->parcels = record->parcels;
    out->on_time = record->on_time;
    out->on_time_basis_points = record_rate(record->on_time, record->parcels);
    out->units = record->units;
    out->short_units = record->short_units;
    out->short_basis_points = record_rate(record->short_units, record->units);
    out->refunds = record->refunds;
    out->refund_minutes_median = record->median_minutes;
    out->refund_minutes_p90 = record->p90_minutes;
    out->computed_at = timestamp_new(call->arena, record->reckoned_us);
}
