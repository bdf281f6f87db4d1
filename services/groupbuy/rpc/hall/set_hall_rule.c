#include "events/audit.h"
#include "groupbuy/flow/hall.h"
#include "groupbuy/flow/scope.h"

static const char *in_words(bool hall_only)
{
    return hall_only ? "goods of the hall alone" : "any goods";
}

struct status groupbuy_set_hall_rule(struct call *call, const Gb__SetHallRuleRequest *in, Gb__HallRule *out)
{
    struct place place;
    bool before;

    TRY(platform_act(call, "operator"));
    TRY(place_find(call, in->community_id, "", &place));
    TRY(call_begin(call));
    TRY(hall_rule_set(call->tx, place.community_id, in->hall_only, call->caller->user_id, &before));
    TRY(audit(call, &(struct audit_line){ .scope_id = place.community_id,
                                          .action = "set_hall_rule",
                                          .object_type = "community",
                                          .object_id = place.community_id,
                                          .before = in_words(before),
                                          .after = in_words(in->hall_only),
                                          .reason = in->why }));
    out->community_id = place.community_id;
    out->hall_only = in->hall_only;
    return OK;
}
