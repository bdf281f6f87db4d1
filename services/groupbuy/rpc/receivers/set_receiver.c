#include <string.h>

#include "db/jobs.h"
#include "events/audit.h"
#include "groupbuy/flow/receivers.h"
#include "groupbuy/flow/scope.h"

/* Of two accounts of one earner for the same payer the older one goes. *ret_before: what he had, "" for none. */
static struct status replace(struct call *call, const Gb__SetReceiverRequest *in, const char **ret_before)
{
    struct receiver before;
    bool found;

    TRY(receiver_merchant_of(call->tx, in->user_id, in->paid_by, &before, &found));
    *ret_before = found ? receiver_in_words(call, &before) : "";
    return found && strcmp(before.account, in->merchant_id) != 0 ? receiver_let_go(call, &before) : OK;
}

struct status groupbuy_set_receiver(struct call *call, const Gb__SetReceiverRequest *in, Gb__Receiver *out)
{
    struct receiver receiver = {
        .user_id = in->user_id, .paid_by = in->paid_by, .merchant = true, .account = in->merchant_id, .name = in->name
    };
    const char *before;
    bool ours;

    TRY(platform_act(call, "finance", "operator"));
    TRY(replace(call, in, &before));
    TRY(receiver_want_merchant(call->tx, &receiver, &ours));
    if (!ours)
        return fail(RECEIVER_TAKEN, "merchant %s receives for somebody else", in->merchant_id);
    TRY(job_add(call->tx, JOB_DRIVE_RECEIVER, receiver.id, 0, NULL, 0));
    TRY(audit(call, &(struct audit_line){ .action = "set_receiver",
                                          .object_type = "receiver",
                                          .object_id = in->user_id,
                                          .before = before,
                                          .after = receiver_in_words(call, &receiver),
                                          .reason = in->why }));
    receiver_view(call, &receiver, out);
    return OK;
}
