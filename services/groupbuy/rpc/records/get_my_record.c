#include "groupbuy/flow/records.h"

struct status groupbuy_get_my_record(struct call *call, const Gb__GetMyRecordRequest *in, Gb__LeaderRecord *out)
{
    struct leader_record record;

    TRY(leader_record_get(call->tx, call->caller->user_id, record_days(in->days), &record));
    leader_record_view(call, &record, out);
    return OK;
}
