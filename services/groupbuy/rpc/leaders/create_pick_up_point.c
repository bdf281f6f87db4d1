#include "events/audit.h"
#include "groupbuy/flow/leading.h"

struct status groupbuy_create_pick_up_point(struct call *call, const Gb__CreatePickUpPointRequest *in,
                                            Gb__PickUpPoint *out)
{
    const struct point point = {
        .id = id_make(call->arena),
        .leader_id = call->caller->user_id,
        .community_id = in->community_id,
        .name = in->name,
        .address = in->address,
        .latitude_e6 = in->latitude_e6,
        .longitude_e6 = in->longitude_e6,
        .hours = in->hours,
        .image_urls = (const char *const *)in->image_urls,
        .image_urls_count = in->n_image_urls,
        .status = REVIEW_STATUS_PENDING,
        .reason = "",
        .created_us = call->now_us,
    };
    struct leader leader;
    int64_t count;

    TRY(leading(call, in->community_id, true));
    TRY(leader_lock(call->tx, call->caller->user_id, in->community_id, &leader));
    TRY(point_count_of(call->tx, call->caller->user_id, &count));
    if (count >= POINTS_MAX)
        return fail(TOO_MANY_POINTS, "%ld points", (long)count);
    TRY(point_insert(call->tx, &point));
    TRY(audit(call, &(struct audit_line){ .scope_id = point.community_id,
                                          .action = "create_pick_up_point",
                                          .object_type = "pick_up_point",
                                          .object_id = point.id,
                                          .after = arena_printf(call->arena, "%s, %s", point.name, point.address) }));
    point_view(call, &point, out);
    return OK;
}
