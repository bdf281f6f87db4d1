#include <string.h>

#include "events/audit.h"
#include "groupbuy/flow/leading.h"

static bool elsewhere(const struct point *point, const Gb__UpdatePickUpPointRequest *in)
{
    return strcmp(point->name, in->name) != 0 || strcmp(point->address, in->address) != 0 ||
           point->latitude_e6 != in->latitude_e6 || point->longitude_e6 != in->longitude_e6;
}

struct status groupbuy_update_pick_up_point(struct call *call, const Gb__UpdatePickUpPointRequest *in,
                                            Gb__PickUpPoint *out)
{
    const char *before;
    struct point point;

    TRY(owning(call, in->point_id, &point));
    if (point.status == REVIEW_STATUS_CLOSED)
        return fail(POINT_CLOSED, "point %s", point.id);
    before = arena_printf(call->arena, "%s, %s, %s", point.name, point.address, point.hours);
    if (elsewhere(&point, in) || point.status == REVIEW_STATUS_DECLINED) {
        point.status = REVIEW_STATUS_PENDING;
        point.reason = "";
    }
    point.name = in->name;
    point.address = in->address;
    point.latitude_e6 = in->latitude_e6;
    point.longitude_e6 = in->longitude_e6;
    point.hours = in->hours;
    point.image_urls = (const char *const *)in->image_urls;
    point.image_urls_count = in->n_image_urls;
    TRY(point_update(call->tx, &point));
    TRY(audit(call, &(struct audit_line){
                        .scope_id = point.community_id,
                        .action = "update_pick_up_point",
                        .object_type = "pick_up_point",
                        .object_id = point.id,
                        .before = before,
                        .after = arena_printf(call->arena, "%s, %s, %s", point.name, point.address, point.hours) }));
    point_view(call, &point, out);
    return OK;
}
