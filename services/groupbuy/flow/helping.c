#include "groupbuy/flow/helping.h"

#include <string.h>

#include "linli/groupbuy/v1/events.pb-c.h"
#include "rpc/timestamp.h"

struct status helping_in_time(const struct round *round)
{
    if (round->status == ROUND_DRAFT || round->status == ROUND_SCHEDULED || round->status == ROUND_OPEN)
        return OK;
    return fail(ROUND_FROZEN, "round %s is %s", round->id, round_status_name(round->status));
}

/* ---- offered ---- */

static struct status check_leader(struct call *call, const char *leader_id)
{
    struct leader *leaders;
    size_t count;

    if (strcmp(leader_id, call->caller->user_id) == 0)
        return fail_field("leaderId", "is the round's own leader");
    TRY(leader_list_of(call->tx, leader_id, &leaders, &count));
    for (size_t i = 0; i < count; i++)
        if (leaders[i].status == LEADER_STATUS_ACTIVE)
            return OK;
    return fail(NOT_HERE, "user %s leads nothing now", leader_id);
}

static struct status tell_offered(struct call *call, const struct round *round, const struct help *help)
{
    Gb__RoundOffered event = GB__ROUND_OFFERED__INIT;

    event.round_id = round->id;
    event.helper_id = help->helper_id;
    event.leader_name = round->leader_name;
    event.title = round->title;
    event.ends_at_us = round->ends_at_us;
    return emit(call, round->id, &event.base);
}

struct status helping_offer(struct call *call, const struct round *round, const char *leader_id, struct help *ret_help)
{
    TRY(helping_in_time(round));
    TRY(check_leader(call, leader_id));
    TRY(help_get(call->tx, round->id, leader_id, ret_help));
    if (ret_help->status == HELP_SELLING || ret_help->status == HELP_OFFERED)
        return OK;
    ret_help->status = HELP_OFFERED;
    TRY(help_set(call->tx, ret_help));
    TRY(tell_offered(call, round, ret_help));
    return help_get(call->tx, round->id, leader_id, ret_help);
}

/* ---- taken, ended ---- */

static bool may_take(const struct call *call, const struct round *round, const struct help *help)
{
    if (strcmp(round->leader_id, call->caller->user_id) == 0 || help->status == HELP_WITHDRAWN)
        return false;
    return round->open_to_helpers || help->status == HELP_OFFERED || help->status == HELP_SELLING;
}

static struct status check_circle(struct call *call, const struct help *help)
{
    bool taken = false;

    if (*help->circle_id)
        TRY(help_circle_is_taken(call->tx, help, &taken));
    return taken ? fail(CIRCLE_TAKEN, "circle %s in round %s", help->circle_id, help->round_id) : OK;
}

struct status helping_take(struct call *call, const struct round *round, const struct place *place,
                           struct help *ret_help)
{
    if (round->status == ROUND_DRAFT)
        return fail(NOT_HERE, "round %s", round->id);
    TRY(helping_in_time(round));
    TRY(help_get(call->tx, round->id, call->caller->user_id, ret_help));
    if (!may_take(call, round, ret_help))
        return fail(HELP_NOT_OFFERED, "round %s to leader %s", round->id, call->caller->user_id);
    ret_help->status = HELP_SELLING;
    ret_help->community_id = place->community_id;
    ret_help->circle_id = place->circle_id;
    TRY(check_circle(call, ret_help));
    return help_set(call->tx, ret_help);
}

struct status helping_end(struct call *call, const char *round_id, const char *helper_id, enum help_status to,
                          struct help *ret_help)
{
    TRY(help_get(call->tx, round_id, helper_id, ret_help));
    if (ret_help->status != HELP_SELLING && ret_help->status != HELP_OFFERED)
        return fail(NOT_HERE, "leader %s does not help in round %s", helper_id, round_id);
    ret_help->status = to;
    return help_set(call->tx, ret_help);
}

/* ---- views ---- */

void helper_view(struct call *call, const struct help *help, Gb__RoundHelper *out)
{
    out->round_id = help->round_id;
    out->leader_id = help->helper_id;
    out->nickname = help->nickname;
    out->status = (Gb__HelpStatus)help->status;
    out->circle_id = help->circle_id;
    out->offered_at = timestamp_new(call->arena, help->offered_us);
    out->helping_since = timestamp_new(call->arena, help->since_us);
    out->orders = help->orders;
    out->paid_fen = help->paid;
}

static void help_sell_view(const struct help *help, Gb__Round *round, Gb__HelpSell *out)
{
    out->round = round;
    out->status = (Gb__HelpStatus)help->status;
    out->circle_id = help->circle_id;
    out->orders = help->orders;
    out->paid_fen = help->paid;
    out->earned_fen = help->earned;
}

struct status help_sells_show(struct call *call, const struct round *rounds, size_t count, Gb__HelpSell *const *outs)
{
    const char **ids = arena_array(call->arena, const char *, count);
    Gb__Round **shown = MESSAGES(call, Gb__Round, gb__round, count);
    struct help *helps;

    for (size_t i = 0; i < count; i++)
        ids[i] = rounds[i].id;
    TRY(rounds_show(call, rounds, count, shown));
    TRY(help_list_of(call->tx, call->caller->user_id, ids, count, &helps));
    for (size_t i = 0; i < count; i++)
        help_sell_view(&helps[i], shown[i], outs[i]);
    return OK;
}
