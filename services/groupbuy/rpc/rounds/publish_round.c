#include "groupbuy/flow/round_checks.h"
#include "groupbuy/flow/rounds.h"
#include "linli/groupbuy/v1/events.pb-c.h"

static struct status tell_opened(struct call *call, const struct round *round)
{
    Gb__RoundPublished event = GB__ROUND_PUBLISHED__INIT;

    event.round_id = round->id;
    event.leader_id = round->leader_id;
    event.leader_name = round->leader_name;
    event.community_id = round->community_id;
    event.circle_id = round->circle_id;
    event.title = round->title;
    event.starts_at_us = round->starts_at_us;
    event.ends_at_us = round->ends_at_us;
    return emit(call, round->id, &event.base);
}

struct status groupbuy_publish_round(struct call *call, const Gb__PublishRoundRequest *in, Gb__Round *out)
{
    struct round round;

    TRY(round_own(call, in->round_id, &round));
    TRY(leading(call, round.community_id, true));
    if (round.status != ROUND_DRAFT)
        return fail(ROUND_FROZEN, "round %s is %s", round.id, round_status_name(round.status));
    TRY(round_recheck(call, &round));
    TRY(round_approved(call, &round));
    TRY(round_take_units(call, round.id));
    TRY(round_move(call->tx, &round, ROUND_SCHEDULED, call->caller->user_id, ""));
    TRY(round_schedule(call, &round));
    TRY(tell_opened(call, &round));
    TRY(round_audit(call, &round, "publish_round", "DRAFT", "SCHEDULED", NULL));
    return round_show(call, &round, out);
}
