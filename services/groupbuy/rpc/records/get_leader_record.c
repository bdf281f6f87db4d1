#include "groupbuy/flow/records.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_get_leader_record(struct call *call, const Gb__GetLeaderRecordRequest *in, Gb__LeaderRecord *out)
{
    struct leader_record record;

    TRY(platform_act(call, "operator", "finance", "auditor"));
    TRY(leader_record_get(call->tx, in->leader_id, record_days(in->days), &record));
    leader_record_view(call, &record, out);
    return OK;
}
