/* What the world is told: groupbuy's events, one function each, in the transaction that made them true. Watchers get a
 * live hint after the commit. */
#ifndef GROUPBUY_FLOW_TELL_H
#define GROUPBUY_FLOW_TELL_H

#include "groupbuy/groupbuy.h"
#include "groupbuy/store/campaign_store.h"
#include "groupbuy/store/order_store.h"
#include "groupbuy/store/point_store.h"
#include "groupbuy/store/product_store.h"
#include "groupbuy/store/refund_store.h"
#include "groupbuy/store/team_store.h"
#include "groupbuy/store/uncollected_store.h"

/* `again`: it was there before. */
struct status tell_product_published(struct call *call, const struct product *product, bool again);
struct status tell_campaign_published(struct call *call, const struct campaign *campaign);
/* At most 100 people. */
struct status tell_campaign_starting(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                                     size_t count);
struct status tell_campaign_ending(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                                   size_t count);
struct status tell_sale_starting(struct call *call, const struct campaign *campaign);
struct status tell_campaign_stopped(struct call *call, const struct campaign *campaign);
struct status tell_sold_out(struct call *call, const char *campaign_id, const char *title, int64_t version);
struct status tell_restocked(struct call *call, const char *campaign_id, const char *title, int64_t version);

/* The event itself, for those that are written by the hundred. */
void order_placed_event(struct arena *arena, const struct order *order, const struct order_line *line,
                        Gb__OrderPlaced *ret_event);
struct status tell_order_placed(struct call *call, const struct order *order, const struct order_line *line);
struct status tell_order_paid(struct call *call, const struct order *order);
struct status tell_order_expiring(struct call *call, const struct order *order);
struct status tell_order_cancelled(struct call *call, const struct order *order, fen refund);

/* A plain order lies at the point where it is fetched: on no shelf, and kept until it is. */
struct status tell_order_at_point(struct call *call, const struct order *order, const struct point *point);
struct status tell_order_shipped(struct call *call, const struct order *order, const char *carrier,
                                 const char *tracking_number);
struct status tell_order_fulfilled(struct call *call, const struct order *order);
/* What was handed over of an order (or taken back), and what still lies there. */
struct pick_up_told {
    const char *hand_over_id;
    const char *point_id;
    const char *point_name;
    int32_t units;
    int32_t units_left;
    bool by_other;
};
struct status tell_order_picked_up(struct call *call, const struct order *order, const struct pick_up_told *told);
struct status tell_pick_up_undone(struct call *call, const struct order *order, const struct pick_up_told *told);
struct status tell_pick_up_ending(struct call *call, const struct order *order, const struct uncollected *uncollected);
struct status tell_pick_up_over(struct call *call, const struct order *order, const struct uncollected *uncollected,
                                fen refund);
struct status tell_order_completed(struct call *call, const struct order *order);

struct status tell_team_started(struct call *call, const struct team *team, const struct campaign *campaign);
/* `members`: who is told, as far as they paid, beside who joined. */
struct status tell_team_joined(struct call *call, const struct team *team, const struct order *order,
                               const struct team_member *members, size_t count);
/* To those of `members` who paid. */
struct status tell_team_one_short(struct call *call, const struct team *team, const char *product_title,
                                  const struct team_member *members, size_t count);
/* A late payment was taken in by another team than `former`. */
struct status tell_team_changed(struct call *call, const struct order *order, const char *former,
                                const struct team *team);
struct status tell_team_completed(struct call *call, const struct team *team, const char *product_title,
                                  const struct team_member *members, size_t count);
/* `members`: those who paid. */
struct status tell_team_failed(struct call *call, const struct team *team, const char *product_title,
                               const struct team_member *members, size_t count);

struct status tell_refund_started(struct call *call, const struct order *order, const struct refund *refund);
struct status tell_funds_low(struct call *call, const char *episode, const struct refund *refund);
struct status tell_refund_stuck(struct call *call, const struct order *order, const struct refund *refund);
struct status tell_refund_done(struct call *call, const struct order *order, const struct refund *refund);

#endif
