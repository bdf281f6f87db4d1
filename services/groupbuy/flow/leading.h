/* Who may act as a leader, at a point, over a community: judged by the rows at this moment, not by the token. */
#ifndef GROUPBUY_FLOW_LEADING_H
#define GROUPBUY_FLOW_LEADING_H

#include "groupbuy/flow/scope.h"
#include "groupbuy/leaders.h"
#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/point_store.h"

/* The caller leads in that community and is not disabled; `opens`: nor resting. FORBIDDEN, LEADER_DISABLED,
 * LEADER_RESTING. */
struct status leading(struct call *call, const char *community_id, bool opens);
/* The caller leads in some community and is not disabled there. FORBIDDEN, LEADER_DISABLED. */
struct status leading_somewhere(struct call *call);
/* The caller leads that place (place_lead of scope.h has looked at his role): whoever is no operator there leads by his
 * row, whatever his token says: approved, not disabled, not resting. FORBIDDEN, LEADER_DISABLED, LEADER_RESTING. */
struct status leading_place(struct call *call, const struct place *place);
/* The campaign is the caller's: an operator of its place, or the leader who has opened it. FORBIDDEN, LEADER_DISABLED,
 * LEADER_RESTING. */
struct status leading_campaign(struct call *call, const struct campaign *campaign);
/* Operators everywhere, admins of a community there ("": everywhere). FORBIDDEN */
struct status overseeing(struct call *call, const char *community_id);
/* The caller hands out at that point: it is his, or he works there. NOT_HERE to everybody else. */
struct status serving(struct call *call, const char *point_id, struct point *ret_point);
/* The point is the caller's own. NOT_HERE to everybody else. The row is held. */
struct status owning(struct call *call, const char *point_id, struct point *ret_point);

/* The same for who oversees its community, too. */
struct status owning_or_overseeing(struct call *call, const char *point_id, struct point *ret_point);

void leader_view(struct call *call, const struct leader *leader, Gb__Leader *out);
void application_view(struct call *call, const struct leader_application *application, Gb__LeaderApplication *out);
void refused_buyer_view(struct call *call, const struct refused_buyer *buyer, Gb__RefusedBuyer *out);
void point_view(struct call *call, const struct point *point, Gb__PickUpPoint *out);
void staff_view(struct call *call, const struct point_staff *staff, Gb__PointStaff *out);

#endif
