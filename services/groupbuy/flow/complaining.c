#include "groupbuy/flow/complaining.h"

#include <string.h>

#include "groupbuy/domain/after_sale.h"
#include "groupbuy/service.h"
#include "groupbuy/store/after_sale_store.h"
#include "groupbuy/store/order_store.h"
#include "rpc/timestamp.h"

/* ---- reading ---- */

static enum complaint_state state_of(enum wxpay_complaint_state state)
{
    static const enum complaint_state states[] = {
        [WXPAY_COMPLAINT_PENDING] = COMPLAINT_PENDING,
        [WXPAY_COMPLAINT_PROCESSING] = COMPLAINT_PROCESSING,
        [WXPAY_COMPLAINT_PROCESSED] = COMPLAINT_PROCESSED,
    };

    return states[state];
}

static void seal_phone(struct call *call, struct complaint *complaint, const char *phone)
{
    const struct vault *vault = groupbuy_vault(call);
    size_t chars = strlen(phone);

    complaint->phone_key = complaint->phone_masked = "";
    if (chars < 8)
        return;
    complaint->phone_sealed =
        vault_seal(vault, call->arena, arena_printf(call->arena, "complaint phone %s", complaint->id), phone, chars,
                   &complaint->phone_sealed_bytes);
    complaint->phone_key = vault_key_id(vault);
    complaint->phone_masked = arena_printf(call->arena, "%.3s****%s", phone, phone + chars - 4);
}

/* A payment is one order under its id. One that is not ours, or not yet, joins nothing. */
static struct status join_order(struct call *call, struct complaint *complaint)
{
    struct status found;
    struct order order;

    if (*complaint->order_id || !id_valid(complaint->out_trade_no))
        return OK;
    found = order_get(call->tx, complaint->out_trade_no, NULL, &order);
    if (failed_with(found, NOT_HERE))
        return OK;
    TRY(found);
    if (strcmp(order.merchant_id, complaint->merchant_id) != 0)
        return OK; /* nobody complains of it at another account */
    complaint->order_id = order.id;
    complaint->user_id = order.user_id;
    complaint->product_title = order.product_title;
    return order_leader(call->tx, &order, &complaint->leader_id, &complaint->community_id);
}

static void take(struct call *call, struct complaint *complaint, int64_t told, const struct wxpay_complaint *read)
{
    complaint->state = state_of(read->state);
    complaint->seen = told;
    complaint->complained_us = read->at_us;
    complaint->detail = read->detail;
    complaint->problem = read->problem;
    complaint->problem_type = read->problem_type;
    complaint->refund_wanted = read->refund_wanted;
    complaint->times = read->times;
    complaint->fully_refunded = read->fully_refunded;
    complaint->user_waits = read->user_waits;
    complaint->platform_helps = read->platform_helps;
    complaint->images = read->images;
    complaint->images_count = read->images_count;
    complaint->out_trade_no = read->orders_count ? read->orders[0].out_trade_no : "";
    seal_phone(call, complaint, read->phone);
}

static struct complaint_entry *entries_of(struct call *call, const struct wxpay_complaint_history *history)
{
    struct complaint_entry *entries = arena_array(call->arena, struct complaint_entry, history->count);

    for (size_t i = 0; i < history->count; i++) {
        const struct wxpay_complaint_entry *entry = &history->list[i];

        entries[i] = (struct complaint_entry){ .log_id = entry->log_id,
                                               .who = entry->who,
                                               .type = entry->type,
                                               .details = entry->details,
                                               .at_us = entry->at_us,
                                               .images = entry->images,
                                               .images_count = entry->images_count };
    }
    return entries;
}

static struct status tell_received(struct call *call, const struct complaint *complaint)
{
    Gb__ComplaintReceived event = GB__COMPLAINT_RECEIVED__INIT;

    event.complaint_id = complaint->id;
    event.order_id = complaint->order_id;
    event.user_id = complaint->user_id;
    event.leader_id = complaint->leader_id;
    event.community_id = complaint->community_id;
    event.product_title = complaint->product_title;
    event.problem_type = complaint->problem_type;
    event.refund_wanted_fen = complaint->refund_wanted;
    event.times = (int32_t)complaint->times;
    return emit(call, complaint->id, &event.base);
}

struct status complaint_apply(struct call *call, struct complaint *complaint, int64_t told,
                              const struct wxpay_complaint *read, const struct wxpay_complaint_history *history)
{
    bool is_new = read->times > complaint->times_told || complaint->state == COMPLAINT_TOLD;

    if (told <= complaint->seen)
        return OK; /* somebody else has read the same, or more */
    take(call, complaint, told, read);
    complaint->times_told = read->times;
    TRY(join_order(call, complaint));
    TRY(complaint_save(call->tx, complaint));
    TRY(complaint_add_entries(call->tx, complaint->id, entries_of(call, history), history->count));
    TRY(complaint_follow_wait(call->tx, complaint->id));
    if (*complaint->user_id)
        hint_user(call, complaint->user_id, "complaint", complaint->id);
    return is_new ? tell_received(call, complaint) : OK;
}

/* ---- acting ---- */

struct status complaint_act(struct call *call, const struct complaint *complaint, enum complaint_step_kind kind,
                            const char *content)
{
    const struct complaint_step step = { .id = id_make(call->arena),
                                         .complaint_id = complaint->id,
                                         .kind = kind,
                                         .content = content,
                                         .asked_by = call->caller->user_id };
    struct complaint_step *steps;
    size_t count;

    TRY(complaint_steps(call->tx, complaint->id, &steps, &count));
    if (count && steps[count - 1].state == COMPLAINT_STEP_WAITING)
        return fail(COMPLAINT_BUSY, "complaint %s: step %s waits", complaint->id, steps[count - 1].id);
    TRY(complaint_step_insert(call->tx, &step));
    return job_add(call->tx, JOB_DRIVE_COMPLAINT, step.id, 0, NULL, 0);
}

struct status tell_complaint_overdue(struct call *call, const struct complaint *complaint)
{
    Gb__ComplaintOverdue event = GB__COMPLAINT_OVERDUE__INIT;

    event.complaint_id = complaint->id;
    event.order_id = complaint->order_id;
    event.leader_id = complaint->leader_id;
    event.community_id = complaint->community_id;
    event.product_title = complaint->product_title;
    event.waits_since_us = complaint->waits_us;
    return emit(call, complaint->id, &event.base);
}

/* ---- views ---- */

void complaint_view(struct call *call, const struct complaint *complaint, Gb__Complaint *out)
{
    out->complaint_id = complaint->id;
    out->wechat_id = complaint->wechat_id;
    out->state = (Gb__ComplaintState)complaint->state;
    out->complained_at = timestamp_new(call->arena, complaint->complained_us);
    out->detail = complaint->detail;
    out->problem = complaint->problem;
    out->problem_type = complaint->problem_type;
    out->phone_masked = complaint->phone_masked;
    out->refund_wanted_fen = complaint->refund_wanted;
    out->times = (int32_t)complaint->times;
    out->fully_refunded = complaint->fully_refunded;
    out->platform_helps = complaint->platform_helps;
    out->images = (const char **)complaint->images;
    out->n_images = complaint->images_count;
    out->order_id = complaint->order_id;
    out->user_id = complaint->user_id;
    out->leader_id = complaint->leader_id;
    out->community_id = complaint->community_id;
    out->after_sale_id = complaint->after_sale_id;
    out->after_sale_status = (Gb__AfterSaleStatus)after_sale_status_of(complaint->after_sale_status);
    out->waits_since = timestamp_new(call->arena, complaint->waits_us);
    out->overdue_at = timestamp_new(call->arena, complaint->overdue_us);
    out->read_at = timestamp_new(call->arena, complaint->read_us);
}

static struct status view_entries(struct call *call, const char *id, Gb__Complaint *out)
{
    struct complaint_entry *entries;

    TRY(complaint_entries(call->tx, id, &entries, &out->n_entries));
    out->entries = MESSAGES(call, Gb__ComplaintEntry, gb__complaint_entry, out->n_entries);
    for (size_t i = 0; i < out->n_entries; i++) {
        Gb__ComplaintEntry *entry = out->entries[i];

        entry->at = timestamp_new(call->arena, entries[i].at_us);
        entry->who = entries[i].who;
        entry->type = entries[i].type;
        entry->details = entries[i].details;
        entry->images = (const char **)entries[i].images;
        entry->n_images = entries[i].images_count;
    }
    return OK;
}

static struct status view_steps(struct call *call, const char *id, Gb__Complaint *out)
{
    struct complaint_step *steps;

    TRY(complaint_steps(call->tx, id, &steps, &out->n_steps));
    out->steps = MESSAGES(call, Gb__ComplaintStep, gb__complaint_step, out->n_steps);
    for (size_t i = 0; i < out->n_steps; i++) {
        Gb__ComplaintStep *step = out->steps[i];

        step->step_id = steps[i].id;
        step->kind = (Gb__ComplaintStepKind)steps[i].kind;
        step->state = (Gb__ComplaintStepState)steps[i].state;
        step->content = steps[i].content;
        step->days = steps[i].days;
        step->asked_by = steps[i].asked_by;
        step->asked_at = timestamp_new(call->arena, steps[i].asked_us);
        step->done_at = timestamp_new(call->arena, steps[i].done_us);
        step->refused_why = steps[i].refused_why;
    }
    return OK;
}

struct status complaint_show(struct call *call, const char *id, Gb__Complaint *out)
{
    struct complaint complaint;

    TRY(complaint_get(call->tx, id, false, &complaint));
    complaint_view(call, &complaint, out);
    TRY(view_entries(call, id, out));
    return view_steps(call, id, out);
}
