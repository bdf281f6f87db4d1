#include "events/audit.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_refuse_buyer(struct call *call, const Gb__RefuseBuyerRequest *in, Gb__RefusedBuyer *out)
{
    const struct refused_buyer buyer = {
        .user_id = in->user_id, .nickname = "", .reason = in->reason, .since_us = call->now_us
    };

    TRY(leading_somewhere(call));
    TRY(buyer_refuse(call->tx, call->caller->user_id, &buyer));
    TRY(audit(call, &(struct audit_line){ .action = "refuse_buyer",
                                          .object_type = "user",
                                          .object_id = in->user_id,
                                          .after = "refused",
                                          .reason = in->reason }));
    refused_buyer_view(call, &buyer, out);
    return OK;
}
