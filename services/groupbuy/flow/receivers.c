#include "groupbuy/flow/receivers.h"

#include "db/jobs.h"
#include "rpc/timestamp.h"

struct status receiver_let_go(struct call *call, struct receiver *receiver)
{
    TRY(receiver_move(call->tx, receiver->id, receiver->state, RECEIVER_UNWANTED, ""));
    receiver->state = RECEIVER_UNWANTED;
    receiver->reason = "";
    return job_add(call->tx, JOB_DRIVE_RECEIVER, receiver->id, 0, NULL, 0);
}

const char *receiver_in_words(struct call *call, const struct receiver *receiver)
{
    return *receiver->paid_by ? arena_printf(call->arena, "%s, paid by %s", receiver->account, receiver->paid_by)
                              : receiver->account;
}

void receiver_view(struct call *call, const struct receiver *receiver, Gb__Receiver *out)
{
    out->receiver_id = receiver->id;
    out->user_id = receiver->user_id;
    out->merchant = receiver->merchant;
    out->merchant_id = receiver->merchant ? receiver->account : "";
    out->name = receiver->name;
    out->paid_by = receiver->paid_by;
    out->state = (Gb__ReceiverState)receiver->state;
    out->reason = receiver->reason;
    out->used_at = timestamp_new(call->arena, receiver->used_us);
}
