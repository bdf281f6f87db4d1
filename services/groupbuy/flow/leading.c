#include "groupbuy/flow/leading.h"

#include <string.h>

#include "rpc/timestamp.h"

struct status leading(struct call *call, const char *community_id, bool opens)
{
    struct leader leader;
    struct status status = leader_get(call->tx, call->caller->user_id, community_id, &leader);

    if (failed_with(status, NOT_HERE))
        return fail(FORBIDDEN, "the caller leads nothing in community %s", community_id);
    TRY(status);
    if (leader.status == LEADER_STATUS_DISABLED)
        return fail(LEADER_DISABLED, "leader %s is disabled in community %s", leader.user_id, community_id);
    if (opens && leader.status == LEADER_STATUS_RESTING)
        return fail(LEADER_RESTING, "leader %s rests", leader.user_id);
    return OK;
}

struct status leading_somewhere(struct call *call)
{
    struct leader *leaders;
    size_t count;

    TRY(leader_list_of(call->tx, call->caller->user_id, &leaders, &count));
    for (size_t i = 0; i < count; i++)
        if (leaders[i].status != LEADER_STATUS_DISABLED)
            return OK;
    return count ? fail(LEADER_DISABLED, "leader %s is disabled everywhere", call->caller->user_id)
                 : fail(FORBIDDEN, "the caller leads nowhere");
}

static bool operates(const struct call *call, const struct place *place)
{
    return call_has_role(call, "operator", place->community_id) ||
           (*place->circle_id && call_has_role(call, "operator", place->circle_id));
}

struct status leading_place(struct call *call, const struct place *place)
{
    return operates(call, place) ? OK : leading(call, place->community_id, true);
}

struct status leading_campaign(struct call *call, const struct campaign *campaign)
{
    const struct place place = { campaign->community_id, campaign->circle_id };

    TRY(place_lead(call, &place));
    TRY(leading_place(call, &place));
    return operates(call, &place) || strcmp(campaign->created_by, call->caller->user_id) == 0
               ? OK
               : fail(FORBIDDEN, "campaign %s is another leader's", campaign->id);
}

struct status overseeing(struct call *call, const char *community_id)
{
    if (call_has_role(call, "operator", NULL))
        return OK;
    if (*community_id &&
        (call_has_role(call, "operator", community_id) || call_has_role(call, "community_admin", community_id)))
        return OK;
    return fail(FORBIDDEN, "the caller has no say in community %s", *community_id ? community_id : "(all)");
}

static bool mine(const struct call *call, const struct point *point)
{
    return strcmp(point->leader_id, call->caller->user_id) == 0;
}

struct status serving(struct call *call, const char *point_id, struct point *ret_point)
{
    bool works = false;

    TRY(point_get(call->tx, point_id, ret_point));
    if (mine(call, ret_point))
        return leading(call, ret_point->community_id, false);
    TRY(staff_works(call->tx, point_id, call->caller->user_id, &works));
    return works ? OK : fail(NOT_HERE, "point %s", point_id);
}

struct status owning(struct call *call, const char *point_id, struct point *ret_point)
{
    TRY(point_lock(call->tx, point_id, ret_point));
    return mine(call, ret_point) ? leading(call, ret_point->community_id, false) : fail(NOT_HERE, "point %s", point_id);
}

struct status owning_or_overseeing(struct call *call, const char *point_id, struct point *ret_point)
{
    TRY(point_lock(call->tx, point_id, ret_point));
    if (ok(overseeing(call, ret_point->community_id)))
        return OK;
    return mine(call, ret_point) ? leading(call, ret_point->community_id, false) : fail(NOT_HERE, "point %s", point_id);
}

/* ---- views ---- */

void leader_view(struct call *call, const struct leader *leader, Gb__Leader *out)
{
    bool told = strcmp(leader->user_id, call->caller->user_id) == 0 || ok(overseeing(call, leader->community_id));

    out->user_id = leader->user_id;
    out->community_id = leader->community_id;
    out->nickname = leader->nickname;
    out->avatar_url = leader->avatar_url;
    out->status = (Gb__LeaderStatus)leader->status;
    out->disabled_reason = (told ? leader->disabled_reason : "");
    out->followers = leader->followers;
    out->since_at = timestamp_new(call->arena, leader->since_us);
}

void application_view(struct call *call, const struct leader_application *application, Gb__LeaderApplication *out)
{
    out->application_id = application->id;
    out->user_id = application->user_id;
    out->community_id = application->community_id;
    out->statement = application->statement;
    out->agreement_version = application->agreement_version;
    out->status = (Gb__ReviewStatus)application->status;
    out->reason = application->reason;
    out->created_at = timestamp_new(call->arena, application->created_us);
    out->decided_at = timestamp_new(call->arena, application->decided_us);
}

void refused_buyer_view(struct call *call, const struct refused_buyer *buyer, Gb__RefusedBuyer *out)
{
    out->user_id = buyer->user_id;
    out->nickname = buyer->nickname;
    out->reason = buyer->reason;
    out->since_at = timestamp_new(call->arena, buyer->since_us);
}

void point_view(struct call *call, const struct point *point, Gb__PickUpPoint *out)
{
    out->point_id = point->id;
    out->leader_id = point->leader_id;
    out->community_id = point->community_id;
    out->name = point->name;
    out->address = point->address;
    out->latitude_e6 = point->latitude_e6;
    out->longitude_e6 = point->longitude_e6;
    out->hours = point->hours;
    out->n_image_urls = point->image_urls_count;
    out->image_urls = (const char **)point->image_urls;
    out->status = (Gb__ReviewStatus)point->status;
    out->reason = (mine(call, point) || ok(overseeing(call, point->community_id)) ? point->reason : "");
    out->created_at = timestamp_new(call->arena, point->created_us);
}

void staff_view(struct call *call, const struct point_staff *staff, Gb__PointStaff *out)
{
    out->user_id = staff->user_id;
    out->nickname = staff->nickname;
    out->avatar_url = staff->avatar_url;
    out->since_at = timestamp_new(call->arena, staff->since_us);
}
