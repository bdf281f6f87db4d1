#include "groupbuy/flow/return_channel.h"
#include "groupbuy/receivers.h"

static struct status settle(struct call *call, const struct receiver *receiver, enum receiver_state to, const char *why)
{
    TRY(call_begin(call));
    TRY(receiver_move(call->tx, receiver->id, receiver->state, to, why));
    return call_commit(call);
}

static struct status name(struct call *call, const struct receiver *receiver)
{
    const char *no;

    TRY(channel_receiver_add(call, receiver, &no));
    return settle(call, receiver, *no ? RECEIVER_REFUSED : RECEIVER_NAMED, no);
}

static struct status take_off(struct call *call, const struct receiver *receiver)
{
    TRY(channel_receiver_delete(call, receiver));
    return settle(call, receiver, RECEIVER_REMOVED, "");
}

/* WeChat's list is what the row says; who changes it meanwhile is found again by find_due_sharings. */
struct status groupbuy_drive_receiver(struct call *call, const struct job *job)
{
    struct receiver receiver;

    TRY(call_begin_read(call));
    TRY(receiver_get(call->tx, job->key, &receiver));
    call_rollback(call);
    switch (receiver.state) {
    case RECEIVER_WANTED:
        return name(call, &receiver);
    case RECEIVER_UNWANTED:
        return take_off(call, &receiver);
    default:
        return OK;
    }
}
