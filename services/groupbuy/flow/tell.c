#include "groupbuy/flow/tell.h"

#include <string.h>

#include "groupbuy/flow/views.h"
#include "groupbuy/store/round_store.h"

struct status tell_product_published(struct call *call, const struct product *product, bool again)
{
    Gb__ProductPublished event = GB__PRODUCT_PUBLISHED__INIT;

    event.product_id = product->id;
    event.kind = (Gb__ProductKind)product->kind;
    event.title = product->title;
    event.category = product->category;
    event.seller_name = product->seller_name;
    event.from_fen = product->skus_count ? product->skus[0].list_price : 0;
    for (size_t i = 1; i < product->skus_count; i++)
        if (product->skus[i].list_price < event.from_fen)
            event.from_fen = product->skus[i].list_price;
    event.again = again;
    return emit(call, product->id, &event.base);
}

struct status tell_campaign_published(struct call *call, const struct campaign *campaign)
{
    Gb__CampaignPublished event = GB__CAMPAIGN_PUBLISHED__INIT;

    event.campaign_id = campaign->id;
    event.kind = (Gb__CampaignKind)campaign->kind;
    event.title = campaign->title;
    event.product_id = campaign->product_id;
    event.sku_id = campaign->sku_id;
    event.product_title = campaign->product_title;
    event.price_fen = campaign->price;
    event.list_price_fen = campaign->list_price;
    event.starts_at_us = campaign->starts_at_us;
    event.ends_at_us = campaign->ends_at_us;
    event.circle_id = campaign->circle_id;
    event.community_id = campaign->community_id;
    return emit(call, campaign->id, &event.base);
}

struct status tell_campaign_starting(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                                     size_t count)
{
    Gb__CampaignStarting event = GB__CAMPAIGN_STARTING__INIT;

    event.campaign_id = campaign->id;
    event.title = campaign->title;
    event.starts_at_us = campaign->starts_at_us;
    event.user_ids = arena_memdup(call->arena, user_ids, count * sizeof *user_ids);
    event.n_user_ids = count;
    return emit(call, campaign->id, &event.base);
}

struct status tell_campaign_ending(struct call *call, const struct campaign *campaign, const char *const *user_ids,
                                   size_t count)
{
    Gb__CampaignEnding event = GB__CAMPAIGN_ENDING__INIT;

    event.campaign_id = campaign->id;
    event.title = campaign->title;
    event.ends_at_us = campaign->ends_at_us;
    event.user_ids = arena_memdup(call->arena, user_ids, count * sizeof *user_ids);
    event.n_user_ids = count;
    return emit(call, campaign->id, &event.base);
}

struct status tell_sale_starting(struct call *call, const struct campaign *campaign)
{
    Gb__SaleStarting event = GB__SALE_STARTING__INIT;

    event.campaign_id = campaign->id;
    event.title = campaign->title;
    event.starts_at_us = campaign->starts_at_us;
    event.community_id = campaign->community_id;
    return emit(call, campaign->id, &event.base);
}

struct status tell_campaign_stopped(struct call *call, const struct campaign *campaign)
{
    Gb__CampaignStopped event = GB__CAMPAIGN_STOPPED__INIT;

    event.campaign_id = campaign->id;
    event.title = campaign->title;
    event.withdrawn = campaign->withdrawn;
    event.reason = campaign->stop_reason;
    event.circle_id = campaign->circle_id;
    event.community_id = campaign->community_id;
    return emit(call, campaign->id, &event.base);
}

struct status tell_sold_out(struct call *call, const char *campaign_id, const char *title, int64_t version)
{
    Gb__SaleSoldOut event = GB__SALE_SOLD_OUT__INIT;

    event.campaign_id = campaign_id;
    event.title = title;
    event.sold_out_version = version;
    hint_object(call, "campaign", campaign_id, version);
    return emit(call, campaign_id, &event.base);
}

struct status tell_restocked(struct call *call, const char *campaign_id, const char *title, int64_t version)
{
    Gb__SaleRestocked event = GB__SALE_RESTOCKED__INIT;

    event.campaign_id = campaign_id;
    event.title = title;
    event.sold_out_version = version;
    hint_object(call, "campaign", campaign_id, version);
    return emit(call, campaign_id, &event.base);
}

void order_placed_event(struct arena *arena, const struct order *order, const struct order_line *line,
                        Gb__OrderPlaced *ret_event)
{
    gb__order_placed__init(ret_event);
    ret_event->order_id = order->id;
    ret_event->user_id = order->user_id;
    ret_event->kind = (Gb__CampaignKind)order->kind;
    ret_event->campaign_id = order->campaign_id;
    ret_event->team_id = order->team_id;
    ret_event->product_id = line->product_id;
    ret_event->sku_id = line->sku_id;
    ret_event->product_title = line->product_title;
    ret_event->quantity = order->quantity;
    ret_event->amount_fen = order->amount;
    ret_event->coupon_id = order->coupon_id;
    ret_event->coupon_discount_fen = order->coupon_discount;
    ret_event->pay_by_us = order->pay_by_us;
    ret_event->source = source_view(arena, order);
}

struct status tell_order_placed(struct call *call, const struct order *order, const struct order_line *line)
{
    Gb__OrderPlaced event;

    order_placed_event(call->arena, order, line, &event);
    return emit(call, order->id, &event.base);
}

/* Everybody who listens, and the buyer who looks at it right now. */
static struct status tell_of_order(struct call *call, const struct order *order, ProtobufCMessage *event)
{
    hint_user(call, order->user_id, "order", order->id);
    return emit(call, order->id, event);
}

struct status tell_order_paid(struct call *call, const struct order *order)
{
    Gb__OrderPaid event = GB__ORDER_PAID__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.kind = (Gb__CampaignKind)order->kind;
    event.campaign_id = order->campaign_id;
    event.team_id = order->team_id;
    event.product_title = order->product_title;
    event.quantity = order->quantity;
    event.amount_fen = order->amount;
    event.coupon_id = order->coupon_id;
    event.coupon_discount_fen = order->coupon_discount;
    event.paid_at_us = order->paid_us;
    event.source = source_view(call->arena, order);
    event.in_cash = order->in_cash;
    return tell_of_order(call, order, &event.base);
}

struct status tell_order_expiring(struct call *call, const struct order *order)
{
    Gb__OrderExpiring event = GB__ORDER_EXPIRING__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.product_title = order->product_title;
    event.amount_fen = order->amount;
    event.pay_by_us = order->pay_by_us;
    return tell_of_order(call, order, &event.base);
}

/* As who called it off gave it, for the buyer. */
static struct status cancel_words(struct call *call, const struct order *order, const char **ret_words)
{
    struct campaign campaign = { .stop_reason = "" };
    struct round round = { .cancel_reason = "" };

    if (order->cancel_reason == CANCEL_WITHDRAWN)
        TRY(campaign_get(call->tx, order->campaign_id, &campaign));
    if (order->cancel_reason == CANCEL_ROUND_OFF)
        TRY(round_get(call->tx, order->round_id, &round));
    *ret_words = *campaign.stop_reason ? campaign.stop_reason : round.cancel_reason;
    return OK;
}

struct status tell_order_cancelled(struct call *call, const struct order *order, fen refund)
{
    Gb__OrderCancelled event = GB__ORDER_CANCELLED__INIT;
    const char *words;

    TRY(cancel_words(call, order, &words));
    event.reason_text = words;
    event.order_id = order->id;
    event.user_id = order->user_id;
    event.kind = (Gb__CampaignKind)order->kind;
    event.campaign_id = order->campaign_id;
    event.team_id = order->team_id;
    event.product_title = order->product_title;
    event.amount_fen = order->amount;
    event.refund_fen = refund;
    event.reason = (Gb__CancelReason)order->cancel_reason;
    event.coupon_id = order->coupon_id;
    return tell_of_order(call, order, &event.base);
}

struct status tell_order_at_point(struct call *call, const struct order *order, const struct point *point)
{
    Gb__OrderReady event = GB__ORDER_READY__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.place_id = point->id;
    event.place_name = point->name;
    event.place_address = point->address;
    event.hours = point->hours;
    event.product_title = order->product_title;
    event.units = order->quantity;
    return tell_of_order(call, order, &event.base);
}

struct status tell_order_shipped(struct call *call, const struct order *order, const char *carrier,
                                 const char *tracking_number)
{
    Gb__OrderShipped event = GB__ORDER_SHIPPED__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.product_title = order->product_title;
    event.carrier = carrier;
    event.tracking_number = tracking_number;
    event.shipped_at_us = order->shipped_us;
    event.confirm_by_us = order->confirm_by_us;
    return tell_of_order(call, order, &event.base);
}

struct status tell_order_fulfilled(struct call *call, const struct order *order)
{
    Gb__OrderFulfilled event = GB__ORDER_FULFILLED__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.kind = (Gb__CampaignKind)order->kind;
    event.product_title = order->product_title;
    event.complete_by_us = order->complete_by_us;
    return tell_of_order(call, order, &event.base);
}

struct status tell_order_picked_up(struct call *call, const struct order *order, const struct pick_up_told *told)
{
    Gb__OrderPickedUp event = GB__ORDER_PICKED_UP__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.hand_over_id = told->hand_over_id;
    event.point_id = told->point_id;
    event.point_name = told->point_name;
    event.product_title = order->product_title;
    event.units = told->units;
    event.units_left = told->units_left;
    event.by_other = told->by_other;
    event.picked_up_at_us = call->now_us;
    return tell_of_order(call, order, &event.base);
}

struct status tell_pick_up_undone(struct call *call, const struct order *order, const struct pick_up_told *told)
{
    Gb__PickUpUndone event = GB__PICK_UP_UNDONE__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.hand_over_id = told->hand_over_id;
    event.point_id = told->point_id;
    event.point_name = told->point_name;
    event.product_title = order->product_title;
    event.units = told->units;
    return tell_of_order(call, order, &event.base);
}

struct status tell_pick_up_ending(struct call *call, const struct order *order, const struct uncollected *uncollected)
{
    Gb__PickUpEnding event = GB__PICK_UP_ENDING__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.point_id = uncollected->point_id;
    event.point_name = uncollected->point_name;
    event.product_title = order->product_title;
    event.ends_at_us = uncollected->keep_until_us;
    return tell_of_order(call, order, &event.base);
}

struct status tell_pick_up_over(struct call *call, const struct order *order, const struct uncollected *uncollected,
                                fen refund)
{
    Gb__PickUpOver event = GB__PICK_UP_OVER__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.leader_id = uncollected->leader_id;
    event.point_id = uncollected->point_id;
    event.point_name = uncollected->point_name;
    event.product_title = order->product_title;
    event.number = uncollected->number;
    event.kept = !uncollected->refunds_part;
    event.refund_fen = refund;
    return tell_of_order(call, order, &event.base);
}

/* Of those lines something is kept. */
static struct status lines_kept(struct call *call, const struct order *order, Gb__OrderCompleted *event)
{
    struct order_line *lines;
    size_t count;

    TRY(order_lines_get(call->tx, order->id, &lines, &count));
    event->lines = MESSAGES(call, Gb__OrderCompletedLine, gb__order_completed_line, count);
    for (size_t i = 0; i < count; i++) {
        Gb__OrderCompletedLine *kept = event->lines[event->n_lines];

        if (lines[i].fulfilled <= 0)
            continue;
        kept->position = lines[i].position;
        kept->product_id = lines[i].product_id;
        kept->product_title = lines[i].product_title;
        kept->sku_title = lines[i].sku_title;
        kept->units = lines[i].fulfilled;
        event->n_lines++;
    }
    return OK;
}

struct status tell_order_completed(struct call *call, const struct order *order)
{
    Gb__OrderCompleted event = GB__ORDER_COMPLETED__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.kind = (Gb__CampaignKind)order->kind;
    event.campaign_id = order->campaign_id;
    event.round_id = order->round_id;
    event.kept_fen = order->amount - order->refunded;
    event.completed_at_us = order->completed_us;
    TRY(lines_kept(call, order, &event));
    return tell_of_order(call, order, &event.base);
}

struct status tell_team_started(struct call *call, const struct team *team, const struct campaign *campaign)
{
    Gb__TeamStarted event = GB__TEAM_STARTED__INIT;

    event.team_id = team->id;
    event.campaign_id = team->campaign_id;
    event.starter_id = team->starter_id;
    event.product_title = campaign->product_title;
    event.size = team->size;
    event.price_fen = team->price;
    event.deadline_us = team->deadline_us;
    event.circle_id = campaign->circle_id;
    return emit(call, team->id, &event.base);
}

struct status tell_team_joined(struct call *call, const struct team *team, const struct order *order,
                               const struct team_member *members, size_t count)
{
    Gb__TeamJoined event = GB__TEAM_JOINED__INIT;

    event.team_id = team->id;
    event.campaign_id = team->campaign_id;
    event.user_id = order->user_id;
    event.order_id = order->id;
    event.product_title = order->product_title;
    event.paid = team->paid;
    event.size = team->size;
    event.deadline_us = team->deadline_us;
    event.lacking = team->size - team->paid - team->sponsored;
    event.user_ids = arena_array(call->arena, const char *, count);
    for (size_t i = 0; i < count && members[i].state == MEMBER_PAID; i++) /* they stand first */
        if (strcmp(members[i].user_id, order->user_id) != 0)
            event.user_ids[event.n_user_ids++] = members[i].user_id;
    hint_object(call, "team", team->id, team->version);
    return emit(call, team->id, &event.base);
}

struct status tell_team_one_short(struct call *call, const struct team *team, const char *product_title,
                                  const struct team_member *members, size_t count)
{
    Gb__TeamOneShort event = GB__TEAM_ONE_SHORT__INIT;

    event.team_id = team->id;
    event.product_title = product_title;
    event.deadline_us = team->deadline_us;
    event.user_ids = arena_array(call->arena, const char *, count);
    for (size_t i = 0; i < count && members[i].state == MEMBER_PAID; i++) /* they stand first */
        event.user_ids[event.n_user_ids++] = members[i].user_id;
    return emit(call, team->id, &event.base);
}

struct status tell_team_changed(struct call *call, const struct order *order, const char *former,
                                const struct team *team)
{
    Gb__TeamChanged event = GB__TEAM_CHANGED__INIT;

    event.order_id = order->id;
    event.user_id = order->user_id;
    event.former_team_id = former;
    event.team_id = team->id;
    event.late_payment = (Gb__LatePayment)order->late_payment;
    event.product_title = order->product_title;
    event.deadline_us = team->deadline_us;
    return emit(call, order->id, &event.base);
}

static Gb__TeamEventMember **members_of(struct call *call, const struct team_member *members, size_t count)
{
    Gb__TeamEventMember **list = arena_array(call->arena, Gb__TeamEventMember *, count);

    for (size_t i = 0; i < count; i++) {
        list[i] = MESSAGE(call, Gb__TeamEventMember, gb__team_event_member);
        list[i]->user_id = members[i].user_id;
        list[i]->order_id = members[i].order_id;
        list[i]->amount_fen = members[i].amount;
    }
    return list;
}

struct status tell_team_completed(struct call *call, const struct team *team, const char *product_title,
                                  const struct team_member *members, size_t count)
{
    Gb__TeamCompleted event = GB__TEAM_COMPLETED__INIT;

    event.team_id = team->id;
    event.campaign_id = team->campaign_id;
    event.starter_id = team->starter_id;
    event.product_title = product_title;
    event.size = team->size;
    event.price_fen = team->price;
    event.n_members = count;
    event.members = members_of(call, members, count);
    event.completed_at_us = call->now_us;
    event.sponsored_seats = team->sponsored;
    hint_object(call, "team", team->id, team->version);
    return emit(call, team->id, &event.base);
}

struct status tell_team_failed(struct call *call, const struct team *team, const char *product_title,
                               const struct team_member *members, size_t count)
{
    Gb__TeamFailed event = GB__TEAM_FAILED__INIT;

    event.team_id = team->id;
    event.campaign_id = team->campaign_id;
    event.starter_id = team->starter_id;
    event.product_title = product_title;
    event.size = team->size;
    event.n_members = count;
    event.members = members_of(call, members, count);
    hint_object(call, "team", team->id, team->version);
    return emit(call, team->id, &event.base);
}

struct status tell_refund_started(struct call *call, const struct order *order, const struct refund *refund)
{
    Gb__RefundStarted event = GB__REFUND_STARTED__INIT;

    event.refund_id = refund->id;
    event.order_id = order->id;
    event.user_id = order->user_id;
    event.amount_fen = refund->amount;
    event.reason = (Gb__RefundReason)refund->reason;
    event.product_title = order->product_title;
    return emit(call, order->id, &event.base);
}

struct status tell_funds_low(struct call *call, const char *episode, const struct refund *refund)
{
    Gb__FundsLow event = GB__FUNDS_LOW__INIT;

    event.episode_id = episode;
    event.refund_id = refund->id;
    event.order_id = refund->order_id;
    event.amount_fen = refund->amount;
    event.merchant_id = refund->merchant_id;
    return emit(call, episode, &event.base);
}

struct status tell_refund_stuck(struct call *call, const struct order *order, const struct refund *refund)
{
    Gb__RefundStuck event = GB__REFUND_STUCK__INIT;

    event.refund_id = refund->id;
    event.order_id = order->id;
    event.user_id = order->user_id;
    event.amount_fen = refund->amount;
    event.product_title = order->product_title;
    return emit(call, refund->id, &event.base);
}

struct status tell_refund_done(struct call *call, const struct order *order, const struct refund *refund)
{
    Gb__RefundDone event = GB__REFUND_DONE__INIT;

    event.refund_id = refund->id;
    event.order_id = order->id;
    event.user_id = order->user_id;
    event.amount_fen = refund->amount;
    event.reason = (Gb__RefundReason)refund->reason;
    event.product_title = order->product_title;
    event.whole = order->status == ORDER_REFUNDED;
    event.in_cash = refund->in_cash;
    event.coupon_id = order->coupon_id;
    return tell_of_order(call, order, &event.base);
}
