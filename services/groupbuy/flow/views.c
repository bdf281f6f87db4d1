#include "groupbuy/flow/views.h"

#include <string.h>

#include "groupbuy/domain/audience.h"
#include "groupbuy/domain/name.h"
#include "rpc/timestamp.h"

/* What the domain and the tables number is what the contract numbers. */
_Static_assert((int)ORDER_REFUNDED == GB__ORDER_STATUS__REFUNDED &&
                   (int)ORDER_WAITING_TEAM == GB__ORDER_STATUS__WAITING_TEAM &&
                   (int)ORDER_READY == GB__ORDER_STATUS__READY && (int)ORDER_CANCELLED == GB__ORDER_STATUS__CANCELLED,
               "OrderStatus");
_Static_assert((int)ORDER_WAITING_CUTOFF == GB__ORDER_STATUS__WAITING_CUTOFF &&
                   (int)ORDER_SHIPPED == GB__ORDER_STATUS__SHIPPED &&
                   (int)ORDER_COMPLETED == GB__ORDER_STATUS__COMPLETED,
               "OrderStatus");
_Static_assert((int)DELIVERY_PICK_UP == GB__DELIVERY_KIND__PICK_UP &&
                   (int)DELIVERY_EXPRESS == GB__DELIVERY_KIND__EXPRESS,
               "DeliveryKind");
_Static_assert((int)CANCEL_BY_BUYER == GB__CANCEL_REASON__BY_BUYER &&
                   (int)CANCEL_LEFT_TEAM == GB__CANCEL_REASON__LEFT_TEAM &&
                   (int)CANCEL_TEAM_EXPIRED == GB__CANCEL_REASON__TEAM_EXPIRED &&
                   (int)CANCEL_ALL_SHORT == GB__CANCEL_REASON__ALL_SHORT,
               "CancelReason");
_Static_assert((int)KIND_FLASH_SALE == GB__CAMPAIGN_KIND__FLASH_SALE &&
                   (int)KIND_TEAM_BUY == GB__CAMPAIGN_KIND__TEAM_BUY && (int)KIND_CARD == GB__CAMPAIGN_KIND__CARD,
               "CampaignKind");
_Static_assert((int)AUDIENCE_EVERYBODY == GB__CAMPAIGN_AUDIENCE__EVERYBODY &&
                   (int)AUDIENCE_COMMUNITY == GB__CAMPAIGN_AUDIENCE__COMMUNITY_MEMBERS &&
                   (int)AUDIENCE_CIRCLE == GB__CAMPAIGN_AUDIENCE__CIRCLE_MEMBERS &&
                   (int)AUDIENCE_LEVEL == GB__CAMPAIGN_AUDIENCE__LEVEL_MEMBERS,
               "CampaignAudience");
_Static_assert((int)CASE_REFUND_ABNORMAL == GB__PAYMENT_CASE_REASON__CASE_REFUND_ABNORMAL &&
                   (int)CASE_REFUND_UNKNOWN == GB__PAYMENT_CASE_REASON__CASE_REFUND_UNKNOWN &&
                   (int)CASE_PAYMENT_UNKNOWN == GB__PAYMENT_CASE_REASON__CASE_PAYMENT_UNKNOWN &&
                   (int)CASE_BILL_MISSING == GB__PAYMENT_CASE_REASON__CASE_BILL_MISSING &&
                   (int)CASE_BILL_DOUBLED == GB__PAYMENT_CASE_REASON__CASE_BILL_DOUBLED &&
                   (int)CASE_LEDGER_DIFFERS == GB__PAYMENT_CASE_REASON__CASE_LEDGER_DIFFERS,
               "PaymentCaseReason");
_Static_assert((int)TEAM_OPEN == GB__TEAM_STATUS__TEAM_OPEN && (int)TEAM_COMPLETED == GB__TEAM_STATUS__TEAM_COMPLETED &&
                   (int)TEAM_FAILED == GB__TEAM_STATUS__TEAM_FAILED,
               "TeamStatus");
_Static_assert((int)SHELF_DRAFT == GB__PRODUCT_STATUS__DRAFT && (int)SHELF_ON == GB__PRODUCT_STATUS__ON_SHELF &&
                   (int)SHELF_OFF == GB__PRODUCT_STATUS__OFF_SHELF,
               "ProductStatus");
_Static_assert((int)PRODUCT_GOODS == GB__PRODUCT_KIND__PRODUCT_GOODS &&
                   (int)PRODUCT_CARD == GB__PRODUCT_KIND__PRODUCT_CARD,
               "ProductKind");
_Static_assert((int)REFUND_REQUESTED == GB__REFUND_STATE__REQUESTED &&
                   (int)REFUND_SUCCESS == GB__REFUND_STATE__SUCCESS &&
                   (int)REFUND_WAITING_FUNDS == GB__REFUND_STATE__WAITING_FUNDS &&
                   (int)REFUND_ABNORMAL == GB__REFUND_STATE__ABNORMAL,
               "RefundState");
_Static_assert((int)REFUND_FOR_TEAM_EXPIRED == GB__REFUND_REASON__REFUND_TEAM_EXPIRED &&
                   (int)REFUND_FOR_LATE_PAYMENT == GB__REFUND_REASON__REFUND_LATE_PAYMENT &&
                   (int)REFUND_BY_OPERATOR == GB__REFUND_REASON__REFUND_BY_OPERATOR,
               "RefundReason");

static Gb__Sku *sku_view(struct call *call, const struct sku *sku)
{
    Gb__Sku *out = MESSAGE(call, Gb__Sku, gb__sku);

    out->sku_id = sku->id;
    out->title = sku->title;
    out->list_price_fen = sku->list_price;
    out->stock = sku->stock;
    out->weight_g = sku->weight_g;
    out->image_url = sku->image_url;
    return out;
}

static Gb__ProductPromise *promise_view(struct arena *arena, const struct promise *promise)
{
    Gb__ProductPromise *out = message_new(arena, &gb__product_promise__descriptor);

    out->no_return = (Gb__NoReturn)promise->no_return;
    out->claim_hours = promise->claim_hours;
    out->claim_percent = promise->claim_percent;
    out->claim_borne_by = (Gb__Bearer)promise->claim_borne_by;
    return out;
}

static void product_duties_view(struct call *call, const struct product *product, Gb__Product *out)
{
    if (product->food.is) {
        out->food = MESSAGE(call, Gb__Food, gb__food);
        out->food->origin = product->food.origin;
        out->food->shelf_life_days = product->food.shelf_life_days;
        out->food->storage = product->food.storage;
        out->food->licence = product->food.licence;
    }
    out->promise = promise_view(call->arena, &product->promise);
}

void product_view(struct call *call, const struct product *product, Gb__Product *out)
{
    out->product_id = product->id;
    out->title = product->title;
    out->description = product->description;
    out->category = product->category;
    out->n_image_urls = product->image_urls_count;
    out->image_urls = arena_array(call->arena, const char *, product->image_urls_count);
    for (size_t i = 0; i < product->image_urls_count; i++)
        out->image_urls[i] = product->image_urls[i];
    out->seller_name = product->seller_name;
    out->seller_licence = product->seller_licence;
    out->status = (Gb__ProductStatus)product->status;
    out->per_user_limit = product->per_user_limit;
    out->per_household_limit = product->limits.household;
    out->per_address_limit = product->limits.address;
    out->per_phone_limit = product->limits.phone;
    out->kind = (Gb__ProductKind)product->kind;
    out->n_skus = product->skus_count;
    out->skus = arena_array(call->arena, Gb__Sku *, product->skus_count);
    for (size_t i = 0; i < product->skus_count; i++)
        out->skus[i] = sku_view(call, &product->skus[i]);
    out->created_at = timestamp_new(call->arena, product->created_us);
    out->number = product->number ? product->number : "";
    out->version = product->version;
    out->n_attributes = product->attributes_count;
    out->attributes = arena_memdup(call->arena, product->attributes, product->attributes_count * sizeof(char *));
    product_duties_view(call, product, out);
}

static Gb__CampaignStatus campaign_status(const struct campaign *campaign, int64_t now_us)
{
    if (campaign->stopped_us)
        return campaign->withdrawn ? GB__CAMPAIGN_STATUS__CAMPAIGN_WITHDRAWN : GB__CAMPAIGN_STATUS__STOPPED;
    if (now_us < campaign->starts_at_us)
        return GB__CAMPAIGN_STATUS__SCHEDULED;
    return now_us < campaign->ends_at_us ? GB__CAMPAIGN_STATUS__RUNNING : GB__CAMPAIGN_STATUS__OVER;
}

void campaign_view(struct call *call, const struct campaign *campaign, Gb__Campaign *out)
{
    out->campaign_id = campaign->id;
    out->kind = (Gb__CampaignKind)campaign->kind;
    out->title = campaign->title;
    out->description = campaign->description;
    out->product_id = campaign->product_id;
    out->sku_id = campaign->sku_id;
    out->product_title = campaign->product_title;
    out->sku_title = campaign->sku_title;
    out->image_url = campaign->image_url;
    out->list_price_fen = campaign->list_price;
    out->price_fen = campaign->price;
    out->strike_price_fen = campaign->strike_price;
    out->starter_discount_fen = campaign->starter_discount;
    out->stock = campaign->stock;
    out->unsold = campaign->unsold;
    out->sold_out = campaign->sold_out;
    out->sold_out_version = campaign->sold_out_version;
    out->per_user_limit = campaign->per_user_limit;
    out->starts_at = timestamp_new(call->arena, campaign->starts_at_us);
    out->ends_at = timestamp_new(call->arena, campaign->ends_at_us);
    out->status = campaign_status(campaign, call->now_us);
    out->team_size = campaign->team_size;
    out->team_life_s = campaign->team_life_s;
    out->sponsored_seats_max = campaign->sponsored_seats_max;
    out->sponsor_last_s = campaign->sponsor_last_s;
    out->stop_reason = campaign->stop_reason;
    out->buyers = (Gb__CampaignBuyers)(campaign->buyers ? campaign->buyers : BUYERS_ANY);
    out->unpaid_s = campaign->unpaid_s;
    out->circle_id = campaign->circle_id;
    out->community_id = campaign->community_id;
    out->server_time = timestamp_new(call->arena, call->now_us);
    out->audience = (Gb__CampaignAudience)(campaign->min_level > 0
                                               ? AUDIENCE_LEVEL
                                               : audience_of(campaign->community_id, campaign->circle_id));
    out->min_level = campaign->min_level;
    out->min_level_name = campaign->min_level_name;
}

Gb__Source *source_view(struct arena *arena, const struct order *order)
{
    Gb__Source *out = message_new(arena, &gb__source__descriptor);

    out->link_key = order->source.link_key;
    out->sharer_id = order->sharer_id;
    out->touched_at = timestamp_new(arena, order->source.touched_us);
    out->first_link_key = order->source.first_link_key;
    out->first_sharer_id = order->first_sharer_id;
    out->first_touched_at = timestamp_new(arena, order->source.first_touched_us);
    out->channel = order->source.channel;
    out->circle_id = order->source.circle_id;
    out->post_id = order->source.post_id;
    out->broadcast_id = order->source.broadcast_id;
    out->first_broadcast_id = order->source.first_broadcast_id;
    return out;
}

static Gb__OrderLine *line_view(struct arena *arena, const struct order_line *line)
{
    Gb__OrderLine *out = message_new(arena, &gb__order_line__descriptor);

    out->product_id = line->product_id;
    out->sku_id = line->sku_id;
    out->product_title = line->product_title;
    out->sku_title = line->sku_title;
    out->image_url = line->image_url;
    out->quantity = line->quantity;
    out->list_price_fen = line->list_price;
    out->price_fen = line->price;
    out->list_fen = line->list;
    out->campaign_discount_fen = line->campaign_discount;
    out->coupon_discount_fen = line->coupon_discount;
    out->delivery_fen = line->delivery;
    out->payable_fen = line->payable;
    out->points_discount_fen = line->points_discount;
    out->fulfilled = line->fulfilled;
    out->refunded_units = line->refunded_units;
    out->refunded_fen = line->refunded;
    if (line->promise.claim_hours > 0 || line->promise.no_return != NO_RETURN_NONE)
        out->promise = promise_view(arena, &line->promise);
    return out;
}

void lines_view(struct arena *arena, const struct order_line *lines, size_t count, size_t *ret_n,
                Gb__OrderLine ***ret_lines)
{
    *ret_lines = arena_array(arena, Gb__OrderLine *, count);
    *ret_n = count;
    for (size_t i = 0; i < count; i++)
        (*ret_lines)[i] = line_view(arena, &lines[i]);
}

struct receipt {
    struct arena *arena;
    Gb__PriceStep **steps;
    size_t count;
};

/* What refunds (domain/refund.h, coupons' and points' returns) do with it, in the buyer's words. */
static const char *terms_of(Gb__PriceStepKind kind)
{
    switch (kind) {
    case GB__PRICE_STEP_KIND__COUPON:
        return "部分退款时，其余商品的优惠保留，不因未满门槛收回；全部退款时退回优惠券";
    case GB__PRICE_STEP_KIND__POINTS:
        return "退款时按比例退回积分";
    case GB__PRICE_STEP_KIND__DELIVERY:
        return "发货前退款时退还；发货后不退，商家责任除外";
    default:
        return "";
    }
}

static void step_add(struct receipt *receipt, Gb__PriceStepKind kind, fen amount, const char *text)
{
    Gb__PriceStep *step = message_new(receipt->arena, &gb__price_step__descriptor);

    step->kind = kind;
    step->amount_fen = amount;
    step->text = text;
    step->terms = terms_of(kind);
    receipt->steps[receipt->count++] = step;
}

/* Steps that take nothing are left out, but the first. */
static void step_add_if(struct receipt *receipt, Gb__PriceStepKind kind, fen amount, const char *text)
{
    if (amount)
        step_add(receipt, kind, amount, text);
}

static const char *list_text(struct arena *arena, const struct order_line *lines, size_t count)
{
    if (count != 1)
        return "商品原价";
    return arena_printf(arena, "%d × ¥%ld.%02ld", lines[0].quantity, (long)(lines[0].list_price / 100),
                        (long)(lines[0].list_price % 100));
}

void receipt_view(struct arena *arena, const struct order_line *lines, size_t count, size_t *ret_n,
                  Gb__PriceStep ***ret_steps)
{
    struct receipt receipt = { .arena = arena, .steps = arena_array(arena, Gb__PriceStep *, 6) };
    fen list = 0, campaign = 0, starter = 0, coupon = 0, points = 0, delivery = 0;

    for (size_t i = 0; i < count; i++) {
        fen by_campaign = (lines[i].list_price - lines[i].price) * lines[i].quantity;

        list += lines[i].list;
        campaign += by_campaign;
        starter += lines[i].campaign_discount - by_campaign;
        coupon += lines[i].coupon_discount;
        points += lines[i].points_discount;
        delivery += lines[i].delivery;
    }
    step_add(&receipt, GB__PRICE_STEP_KIND__LIST, list, list_text(arena, lines, count));
    step_add_if(&receipt, GB__PRICE_STEP_KIND__CAMPAIGN, -campaign, "活动优惠");
    step_add_if(&receipt, GB__PRICE_STEP_KIND__STARTER, -starter, "发起人优惠");
    step_add_if(&receipt, GB__PRICE_STEP_KIND__COUPON, -coupon, "优惠券");
    step_add_if(&receipt, GB__PRICE_STEP_KIND__POINTS, -points, "积分抵扣");
    step_add_if(&receipt, GB__PRICE_STEP_KIND__DELIVERY, delivery, "运费");
    *ret_steps = receipt.steps;
    *ret_n = receipt.count;
}

/* How it goes is the order's, where it goes the delivery's; none: as agreed outside of the order. */
static Gb__OrderDelivery *delivery_view(struct arena *arena, const struct order *order,
                                        const struct order_delivery *deliveries, size_t count)
{
    Gb__OrderDelivery *out = message_new(arena, &gb__order_delivery__descriptor);

    out->kind = (Gb__DeliveryKind)order->delivery;
    out->shipped_at = timestamp_new(arena, order->shipped_us);
    out->confirm_by = timestamp_new(arena, order->confirm_by_us);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(deliveries[i].order_id, order->id) != 0)
            continue;
        out->point_id = deliveries[i].point_id;
        out->name = deliveries[i].address.name;
        out->phone_masked = deliveries[i].address.phone_masked;
        out->region_code = deliveries[i].address.region_code;
        out->region_name = deliveries[i].address.region_name;
        out->street = deliveries[i].address.street;
        out->carrier = deliveries[i].carrier;
        out->tracking_number = deliveries[i].tracking_number;
    }
    return out;
}

static void refund_parts_view(struct arena *arena, const struct refund_part *parts, size_t count, Gb__Refund *out)
{
    out->lines = arena_array(arena, Gb__RefundLine *, count);
    for (size_t i = 0; i < count; i++) {
        Gb__RefundLine *line;

        if (strcmp(parts[i].refund_id, out->refund_id) != 0)
            continue;
        line = message_new(arena, &gb__refund_line__descriptor);
        line->position = parts[i].position;
        line->units = parts[i].share.units;
        line->goods_fen = parts[i].share.goods;
        line->delivery_fen = parts[i].share.delivery;
        out->lines[out->n_lines++] = line;
    }
}

static Gb__Refund *refund_view(struct arena *arena, const struct refund *refund)
{
    Gb__Refund *out = message_new(arena, &gb__refund__descriptor);

    out->refund_id = refund->id;
    out->amount_fen = refund->amount;
    out->state = (Gb__RefundState)refund->state;
    out->reason = (Gb__RefundReason)refund->reason;
    out->created_at = timestamp_new(arena, refund->created_us);
    out->done_at = timestamp_new(arena, refund->done_us);
    out->points = refund->points;
    return out;
}

static void refunds_view(struct arena *arena, const char *order_id, const struct refund *refunds, size_t count,
                         Gb__Order *out)
{
    out->refunds = arena_array(arena, Gb__Refund *, count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(refunds[i].order_id, order_id) == 0)
            out->refunds[out->n_refunds++] = refund_view(arena, &refunds[i]);
}

void order_view(struct arena *arena, int64_t now_us, const struct order *order, const struct order_line *lines,
                size_t lines_count, const struct refund *refunds, size_t refunds_count, Gb__Order *out)
{
    out->order_id = order->id;
    out->kind = (Gb__CampaignKind)order->kind;
    out->status = (Gb__OrderStatus)order->status;
    out->campaign_id = order->campaign_id;
    out->campaign_title = order->campaign_title;
    out->team_id = order->team_id;
    if (*order->team_id)
        out->late_payment = (Gb__LatePayment)(order->late_payment ? order->late_payment : LATE_REFUND);
    lines_view(arena, lines, lines_count, &out->n_lines, &out->lines);
    receipt_view(arena, lines, lines_count, &out->n_receipt, &out->receipt);
    out->amount_fen = order->amount;
    out->refunded_fen = order->refunded;
    out->coupon_id = order->coupon_id;
    out->source = source_view(arena, order);
    out->created_at = timestamp_new(arena, order->created_us);
    out->pay_by = timestamp_new(arena, order->pay_by_us);
    out->paid_at = timestamp_new(arena, order->paid_us);
    out->cancelled_at = timestamp_new(arena, order->cancelled_us);
    out->cancel_reason = (Gb__CancelReason)order->cancel_reason;
    refunds_view(arena, order->id, refunds, refunds_count, out);
    out->version = order->version;
    out->server_time = timestamp_new(arena, now_us);
    out->round_id = order->round_id;
    out->points = order->points;
    out->fulfilled_at = timestamp_new(arena, order->fulfilled_us);
    out->complete_by = timestamp_new(arena, order->complete_by_us);
    out->completed_at = timestamp_new(arena, order->completed_us);
}

/* Lines stand together by order. */
static const struct order_line *lines_of(const char *order_id, const struct order_line *lines, size_t count,
                                         size_t *ret_count)
{
    const struct order_line *first = NULL;

    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(lines[i].order_id, order_id) != 0)
            continue;
        first = first ? first : &lines[i];
        (*ret_count)++;
    }
    return first;
}

struct status order_parts_ask(struct call *call, const char *const *order_ids, size_t count,
                              struct order_parts *ret_parts)
{
    TRY(order_lines_ask(call->tx, order_ids, count, &ret_parts->lines));
    TRY(order_deliveries_ask(call->tx, order_ids, count, &ret_parts->deliveries));
    TRY(refund_parts_ask(call->tx, order_ids, count, &ret_parts->refund_lines));
    return refund_list_ask(call->tx, order_ids, count, &ret_parts->refunds);
}

void orders_view(struct call *call, const struct order *orders, size_t count, const struct order_parts *parts,
                 Gb__Order *const *outs)
{
    struct order_line *lines;
    struct refund *refunds;
    size_t lines_count = order_lines_read(call->arena, parts->lines, &lines);
    size_t refunds_count = refund_list_read(call->arena, parts->refunds, &refunds);
    struct order_delivery *deliveries;
    size_t deliveries_count = order_deliveries_read(call->arena, parts->deliveries, &deliveries);
    struct refund_part *refund_lines;
    size_t refund_lines_count = refund_parts_read(call->arena, parts->refund_lines, &refund_lines);

    for (size_t i = 0; i < count; i++) {
        size_t own_count;
        const struct order_line *own = lines_of(orders[i].id, lines, lines_count, &own_count);

        order_view(call->arena, call->now_us, &orders[i], own, own_count, refunds, refunds_count, outs[i]);
        if (orders[i].delivery != DELIVERY_NONE || orders[i].shipped_us)
            outs[i]->delivery = delivery_view(call->arena, &orders[i], deliveries, deliveries_count);
        for (size_t r = 0; r < outs[i]->n_refunds; r++)
            refund_parts_view(call->arena, refund_lines, refund_lines_count, outs[i]->refunds[r]);
    }
}

struct status orders_show(struct call *call, const struct order *orders, size_t count, Gb__Order *const *outs)
{
    const char **ids = arena_array(call->arena, const char *, count);
    struct order_parts parts;

    for (size_t i = 0; i < count; i++)
        ids[i] = orders[i].id;
    TRY(order_parts_ask(call, ids, count, &parts));
    TRY(db_collect(call->tx));
    orders_view(call, orders, count, &parts, outs);
    return OK;
}

struct status order_show(struct call *call, const struct order *order, Gb__Order *out)
{
    return orders_show(call, order, 1, &out);
}

static Gb__TeamMember *member_view(struct call *call, const struct team *team, const struct team_face *face)
{
    Gb__TeamMember *out = MESSAGE(call, Gb__TeamMember, gb__team_member);

    out->masked_name = name_mask(call->arena, face->nickname);
    out->avatar_url = face->avatar_url;
    out->starter = strcmp(face->user_id, team->starter_id) == 0;
    return out;
}

/* The starter first, then the others as they paid. */
static void members_view(struct call *call, const struct team *team, const struct team_face *faces, size_t count,
                         Gb__Team *out)
{
    out->members = arena_array(call->arena, Gb__TeamMember *, count);
    for (int starter = 1; starter >= 0; starter--)
        for (size_t i = 0; i < count; i++)
            if (strcmp(faces[i].team_id, team->id) == 0 && (strcmp(faces[i].user_id, team->starter_id) == 0) == starter)
                out->members[out->n_members++] = member_view(call, team, &faces[i]);
}

void team_view(struct call *call, const struct team *team, const struct campaign *campaign,
               const struct team_face *faces, size_t faces_count, Gb__Team *out)
{
    out->team_id = team->id;
    out->campaign_id = team->campaign_id;
    out->status = (Gb__TeamStatus)team->status;
    out->size = team->size;
    out->paid = team->paid;
    out->held = team->held;
    out->sponsored_seats = team->sponsored;
    out->price_fen = team->price;
    out->started_at = timestamp_new(call->arena, team->started_us);
    out->deadline = timestamp_new(call->arena, team->deadline_us);
    members_view(call, team, faces, faces_count, out);
    out->product_title = campaign->product_title;
    out->image_url = campaign->image_url;
    out->version = team->version;
    out->server_time = timestamp_new(call->arena, call->now_us);
}

struct status team_show(struct call *call, const struct team *team, const struct campaign *campaign, Gb__Team *out)
{
    struct team_face *faces;
    size_t count;

    TRY(member_faces(call->tx, &team->id, 1, &faces, &count));
    team_view(call, team, campaign, faces, count, out);
    return OK;
}

void case_view(struct call *call, const struct payment_case *payment_case, Gb__PaymentCase *out)
{
    out->case_id = payment_case->id;
    out->reason = (Gb__PaymentCaseReason)payment_case->reason;
    out->state = payment_case->settled_us ? GB__PAYMENT_CASE_STATE__CASE_CLOSED : GB__PAYMENT_CASE_STATE__CASE_OPEN;
    out->subject = payment_case->subject;
    out->wechat_number = payment_case->wechat_number;
    out->order_id = payment_case->order_id;
    out->expected_fen = payment_case->expected;
    out->told_fen = payment_case->told;
    out->opened_at = timestamp_new(call->arena, payment_case->opened_us);
    out->settled_at = timestamp_new(call->arena, payment_case->settled_us);
    out->settled_by = payment_case->settled_by;
    out->note = payment_case->note;
    out->day = payment_case->day;
    out->sources = payment_case->sources;
    out->merchant_id = payment_case->merchant_id;
}
