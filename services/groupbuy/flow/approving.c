#include "groupbuy/flow/approving.h"

#include "events/audit.h"
#include "groupbuy/service.h"
#include "groupbuy/store/refund_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"
#include "rpc/timestamp.h"

static struct status note(struct call *call, const struct approval *approval, const char *action, const char *why)
{
    return audit(call,
                 &(struct audit_line){ .action = action,
                                       .object_type = "approval",
                                       .object_id = approval->id,
                                       .after = arena_printf(call->arena, "%s of %s, version %ld, up to %ld fen",
                                                             approval_kind_name(approval->kind), approval->subject,
                                                             (long)approval->subject_version, (long)approval->amount),
                                       .reason = why });
}

static struct status tell_asked(struct call *call, const struct approval *approval)
{
    Gb__ApprovalAsked event = GB__APPROVAL_ASKED__INIT;

    event.approval_id = approval->id;
    event.kind = (Gb__ApprovalKind)approval->kind;
    event.subject_id = approval->subject;
    event.amount_fen = approval->amount;
    event.asked_by = approval->asked_by;
    event.why = approval->why;
    event.expires_at_us = approval->expires_us;
    return emit(call, approval->id, &event.base);
}

static bool covers(const struct approval *approval, int64_t version, fen amount)
{
    return approval->state == APPROVAL_APPROVED && approval->subject_version == version && approval->amount >= amount;
}

struct status approval_take(struct call *call, enum approval_kind kind, const char *subject, int64_t version,
                            fen amount)
{
    struct approval approval;
    bool found;

    TRY(approval_lock_waiting(call->tx, kind, subject, &approval, &found));
    if (!found || !covers(&approval, version, amount))
        return fail(APPROVAL_NEEDED, "%s of %s, version %ld, %ld fen: %s", approval_kind_name(kind), subject,
                    (long)version, (long)amount,
                    found ? "what was asked for is not decided, or less than that" : "nobody has asked");
    TRY(approval_use(call->tx, approval.id, call->caller->user_id));
    return note(call, &approval, "use_approval", approval.why);
}

struct status approval_for_refunds(struct call *call, const char *order_id)
{
    fen by_operators, for_complaints;

    TRY(refund_sum(call->tx, order_id, REFUND_BY_OPERATOR, &by_operators));
    TRY(refund_sum(call->tx, order_id, REFUND_FOR_COMPLAINT, &for_complaints));
    if (by_operators + for_complaints <= groupbuy_of(call)->second_pair_fen)
        return OK;
    return approval_take(call, APPROVAL_REFUND_ORDER, order_id, 0, by_operators + for_complaints);
}

struct status approval_ask(struct call *call, enum approval_kind kind, const char *subject, int64_t version, fen amount,
                           const char *why, struct approval *ret_approval)
{
    struct approval approval = {
        .id = id_make(call->arena),
        .kind = kind,
        .subject = subject,
        .subject_version = version,
        .amount = amount,
        .asked_by = call->caller->user_id,
        .why = why,
        .asked_us = call->now_us,
        .expires_us = call->now_us + groupbuy_of(call)->approval_s * 1000000,
        .state = APPROVAL_PENDING,
        .decided_by = "",
        .note = "",
        .used_by = "",
    };
    struct approval before;
    bool found;

    TRY(approval_expire(call->tx, kind, subject));
    TRY(approval_lock_waiting(call->tx, kind, subject, &before, &found));
    if (found)
        return fail(APPROVAL_ASKED, "approval %s is for the same", before.id);
    TRY(approval_insert(call->tx, &approval));
    TRY(note(call, &approval, "ask_approval", why));
    TRY(tell_asked(call, &approval));
    *ret_approval = approval;
    return OK;
}

void approval_view(struct call *call, const struct approval *approval, Gb__Approval *out)
{
    out->approval_id = approval->id;
    out->kind = (Gb__ApprovalKind)approval->kind;
    out->state = (Gb__ApprovalState)approval->state;
    out->subject_id = approval->subject;
    out->subject_version = approval->subject_version;
    out->amount_fen = approval->amount;
    out->asked_by = approval->asked_by;
    out->why = approval->why;
    out->asked_at = timestamp_new(call->arena, approval->asked_us);
    out->expires_at = timestamp_new(call->arena, approval->expires_us);
    out->decided_by = approval->decided_by;
    out->decided_at = timestamp_new(call->arena, approval->decided_us);
    out->note = approval->note;
    out->used_by = approval->used_by;
    out->used_at = timestamp_new(call->arena, approval->used_us);
}
