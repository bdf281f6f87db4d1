#include "events/audit.h"
#include "groupbuy/flow/receivers.h"
#include "groupbuy/flow/scope.h"

struct status groupbuy_remove_receiver(struct call *call, const Gb__RemoveReceiverRequest *in, Gb__Receiver *out)
{
    struct receiver receiver;
    bool found;

    TRY(platform_act(call, "finance", "operator"));
    TRY(receiver_merchant_of(call->tx, in->user_id, in->paid_by, &receiver, &found));
    if (!found)
        return fail(NOT_HERE, "user %s receives by no merchant account", in->user_id);
    TRY(receiver_let_go(call, &receiver));
    TRY(audit(call, &(struct audit_line){ .action = "remove_receiver",
                                          .object_type = "receiver",
                                          .object_id = in->user_id,
                                          .before = receiver_in_words(call, &receiver),
                                          .reason = in->why }));
    receiver_view(call, &receiver, out);
    return OK;
}
