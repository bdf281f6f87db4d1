#include <string.h>

#include "coupons/flow/earning.h"
#include "coupons/store/invitation_store.h"
#include "linli/auth/v1/internal.pb-c.h"

/* The job's key: invited:order. */
struct purchase {
    const char *user_id, *order_id;
};

static struct status ask_auth(struct call *call, const char *user_id, Au__Person **ret_person)
{
    Au__GetPersonRequest request = AU__GET_PERSON_REQUEST__INIT;

    request.user_id = user_id;
    return call_rpc(call, "linli.auth.v1.Internal.GetPerson", &request.base, &au__person__descriptor, ret_person);
}

static bool have_a_mark_in_common(const Au__Person *a, const Au__Person *b)
{
    for (size_t i = 0; i < a->n_marks; i++)
        for (size_t j = 0; j < b->n_marks; j++)
            if (strcmp(a->marks[i], b->marks[j]) == 0)
                return true;
    return false;
}

/* Whoever invites himself with a second account has no reward. */
static struct status is_one_person(struct call *call, const struct invitation *invitation, bool *ret_one)
{
    Au__Person *invited, *inviter;

    TRY(ask_auth(call, invitation->user_id, &invited));
    TRY(ask_auth(call, invitation->inviter_id, &inviter));
    *ret_one = have_a_mark_in_common(invited, inviter);
    return OK;
}

static struct status tell(struct call *call, const struct invitation *invitation, bool withheld)
{
    Cp__RewardGranted granted = CP__REWARD_GRANTED__INIT;
    Cp__RewardWithheld held = CP__REWARD_WITHHELD__INIT;

    granted.user_id = held.user_id = invitation->inviter_id;
    granted.invited_id = held.invited_id = invitation->user_id;
    held.why = "one_person";
    return emit(call, invitation->id, withheld ? &held.base : &granted.base);
}

/* Of both sides, each by its own rules and under its own source: what is taken back later is each one's. */
static struct status reward(struct call *call, const struct invitation *invitation)
{
    const struct earn of_inviter = {
        .trigger = EARN_INVITED, .user_id = invitation->inviter_id, .source_id = invitation->id, .order_id = ""
    };
    const struct earn of_invited = {
        .trigger = EARN_WAS_INVITED, .user_id = invitation->user_id, .source_id = invitation->user_id, .order_id = ""
    };
    const struct earn *first = strcmp(of_inviter.user_id, of_invited.user_id) < 0 ? &of_inviter : &of_invited;
    int64_t points;

    /* Accounts in order, so that two who invited each other do not wait for each other. */
    TRY(points_earn(call, first, &points));
    return points_earn(call, first == &of_inviter ? &of_invited : &of_inviter, &points);
}

/* An order that went back meanwhile earns nothing; the next one may. */
static struct status settle(struct call *call, const struct purchase *purchase, bool one_person)
{
    struct invitation invitation;
    bool found, whole;
    fen refunded;

    TRY(invitation_lock(call->tx, purchase->user_id, &invitation, &found));
    TRY(order_refund_get(call->tx, purchase->order_id, &refunded, &whole));
    if (!found || invitation.state != INVITATION_WAITING || whole)
        return OK;
    TRY(invitation_settle(call->tx, invitation.id, one_person ? INVITATION_WITHHELD : INVITATION_REWARDED,
                          purchase->order_id, call->now_us));
    if (!one_person)
        TRY(reward(call, &invitation));
    return tell(call, &invitation, one_person);
}

static struct status look(struct call *call, const char *user_id, struct invitation *ret_invitation, bool *ret_waiting)
{
    TRY(call_begin(call));
    TRY(invitation_lock(call->tx, user_id, ret_invitation, ret_waiting));
    *ret_waiting = *ret_waiting && ret_invitation->state == INVITATION_WAITING;
    call_rollback(call);
    return OK;
}

struct status coupons_reward_invite(struct call *call, const struct job *job)
{
    const struct purchase purchase = { arena_strndup(call->arena, job->key, ID_CHARS),
                                       arena_strdup(call->arena, job->key + ID_CHARS + 1) };
    struct invitation invitation;
    bool waiting, one_person;

    TRY(look(call, purchase.user_id, &invitation, &waiting));
    if (!waiting)
        return OK;
    TRY(is_one_person(call, &invitation, &one_person));
    TRY(call_begin(call));
    TRY(settle(call, &purchase, one_person));
    return call_commit(call);
}
