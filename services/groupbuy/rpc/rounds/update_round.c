#include <string.h>

#include "groupbuy/flow/groups.h"
#include "groupbuy/flow/round_checks.h"
#include "groupbuy/flow/rounds.h"
#include "groupbuy/flow/scope.h"

static struct status same_community(const struct round *round, const Gb__CreateRoundRequest *in)
{
    if (strcmp(round->community_id, in->community_id) == 0)
        return OK;
    return fail_field("round.communityId", "a round stays in its community");
}

/* Units were cut out of the SKUs when it was published: they go back, and what it sells now is cut out. */
static struct status replace_scheduled(struct call *call, struct round_plan *plan)
{
    TRY(round_return_unsold(call->tx, plan->round.id));
    TRY(round_plan_replace(call, plan));
    TRY(round_not_red(call, &plan->round));
    TRY(round_take_units(call, plan->round.id));
    return round_schedule(call, &plan->round);
}

static struct status replace(struct call *call, const Gb__UpdateRoundRequest *in, const char *level_name,
                             struct round *round)
{
    struct round_plan plan;

    TRY(round_plan_make(call, in->round, round->id, level_name, &plan));
    plan.round.status = round->status;
    plan.round.version = round->version + 1;
    plan.round.open_to_helpers = round->open_to_helpers;
    *round = plan.round;
    return round->status == ROUND_SCHEDULED ? replace_scheduled(call, &plan) : round_plan_replace(call, &plan);
}

/* Of one that runs only what is said about it. */
static struct status replace_words(struct call *call, const Gb__CreateRoundRequest *in, struct round *round)
{
    round->title = in->title;
    round->description = in->description;
    round->image_urls = (const char *const *)in->image_urls;
    round->image_urls_count = in->n_image_urls;
    return round_update(call->tx, round);
}

struct status groupbuy_update_round(struct call *call, const Gb__UpdateRoundRequest *in, Gb__Round *out)
{
    const char *level_name;
    struct place place;
    struct round round;

    TRY(place_find(call, in->round->community_id, in->round->circle_id, &place));
    TRY(level_name_find(call, in->round->min_level, "round.minLevel", &level_name));
    TRY(call_begin(call));
    TRY(round_own(call, in->round_id, &round));
    TRY(same_community(&round, in->round));
    if (round.status == ROUND_DRAFT || round.status == ROUND_SCHEDULED)
        TRY(replace(call, in, level_name, &round));
    else if (round.status == ROUND_OPEN)
        TRY(replace_words(call, in->round, &round));
    else
        return fail(ROUND_FROZEN, "round %s is %s", round.id, round_status_name(round.status));
    TRY(round_audit(call, &round, "update_round", NULL, round.title, NULL));
    return round_show(call, &round, out);
}
