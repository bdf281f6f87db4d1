#include "events/audit.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_accept_buyer(struct call *call, const Gb__AcceptBuyerRequest *in, Gb__AcceptBuyerResponse *out)
{
    (void)out;
    TRY(leading_somewhere(call));
    TRY(buyer_accept(call->tx, call->caller->user_id, in->user_id));
    return audit(call, &(struct audit_line){ .action = "accept_buyer",
                                             .object_type = "user",
                                             .object_id = in->user_id,
                                             .before = "refused",
                                             .after = "accepted" });
}
