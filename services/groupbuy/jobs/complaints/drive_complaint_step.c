#include <string.h>

#include "groupbuy/flow/complaining.h"

#define SKEW_US (600 * INT64_C(1000000)) /* WeChat's clock and ours */

/* Reads it and, before WeChat hears of it, notes that it may have. */
static struct status begin(struct call *call, const char *id, struct complaint_step *ret_step,
                           struct complaint *ret_complaint)
{
    TRY(call_begin(call));
    TRY(complaint_step_lock(call->tx, id, ret_step));
    TRY(complaint_get(call->tx, ret_step->complaint_id, true, ret_complaint));
    if (ret_step->state == COMPLAINT_STEP_WAITING)
        TRY(complaint_step_tried(call->tx, id));
    return call_commit(call);
}

/* An answer has no number at WeChat: sent twice it is there twice. So it is looked for among what was said since. */
static struct status is_there(struct call *call, const struct complaint *complaint, const struct complaint_step *step,
                              bool *ret_there)
{
    struct wxpay_complaint_history history;
    struct wxpay_complaint read;

    *ret_there = false;
    if (!step->tried_us)
        return OK;
    TRY(complaint_channel_read(call, complaint, &read, &history));
    for (size_t i = 0; i < history.count; i++) {
        const struct wxpay_complaint_entry *entry = &history.list[i];

        if (complaint_entry_is(step->kind, entry->type) && entry->at_us >= step->asked_us - SKEW_US &&
            (step->kind != COMPLAINT_REPLY || strcmp(entry->details, step->content) == 0))
            *ret_there = true;
    }
    return OK;
}

static struct status tell_answered(struct call *call, const struct complaint *complaint)
{
    Gb__ComplaintAnswered event = GB__COMPLAINT_ANSWERED__INIT;

    event.complaint_id = complaint->id;
    event.order_id = complaint->order_id;
    event.user_id = complaint->user_id;
    event.product_title = complaint->product_title;
    return emit(call, complaint->id, &event.base);
}

/* It is there, or will never be; what became of the complaint is read next. */
static struct status end(struct call *call, const struct complaint_step *step, const struct complaint *complaint,
                         const char *refused)
{
    struct complaint_step now;
    const char *id;

    TRY(call_begin(call));
    TRY(complaint_step_lock(call->tx, step->id, &now));
    if (now.state == COMPLAINT_STEP_WAITING) {
        TRY(complaint_step_end(call->tx, step->id, *refused ? COMPLAINT_STEP_REFUSED : COMPLAINT_STEP_DONE, refused));
        TRY(complaint_told(call->tx, complaint->merchant_id, complaint->wechat_id, &id));
        TRY(job_add(call->tx, JOB_READ_COMPLAINT, id, 0, NULL, 0));
        if (step->kind == COMPLAINT_REPLY && !*refused)
            TRY(tell_answered(call, complaint));
    }
    return call_commit(call);
}

struct status groupbuy_drive_complaint_step(struct call *call, const struct job *job)
{
    struct complaint complaint;
    struct complaint_step step;
    const char *refused = "";
    bool there;

    TRY(begin(call, job->key, &step, &complaint));
    if (step.state != COMPLAINT_STEP_WAITING)
        return OK;
    TRY(is_there(call, &complaint, &step, &there));
    if (!there)
        TRY(complaint_channel_act(call, &complaint, &step, &refused));
    return end(call, &step, &complaint, refused);
}
