#include "groupbuy/domain/refund.h"

#include <stddef.h>

#include "groupbuy/domain/names.h"

static const char *const states[] = { "NONE", "REQUESTED", "PROCESSING", "SUCCESS", "WAITING_FUNDS", "ABNORMAL" };
static const char *const reasons[] = {
    "",
    "TEAM_EXPIRED",
    "LEFT_TEAM",
    "LATE_PAYMENT",
    "CANCELLED",
    "SHORTAGE",
    "WEIGHED_LESS",
    "PRICE_STEP",
    "AFTER_SALE",
    "WHOLE_SKU",
    "ROUND_OFF",
    "MINIMUM_MISSED",
    "WITHDRAWN",
    "NOT_NEW",
    "SUBSTITUTION",
    "NOT_COLLECTED",
    "BOOKING_OFF",
    "COMPLAINT",
    "BY_OPERATOR",
    "CARD_ENDED",
};
static const char *const texts[] = {
    "",
    "拼团未成功，自动退款",
    "退出拼团，自动退款",
    "订单已取消，自动退款",
    "订单已取消，退款",
    "到货不足，退还差额",
    "实际重量不足，退还差价",
    "阶梯价已降，退还差价",
    "售后退款",
    "商品统一退款",
    "团长已取消本期，自动退款",
    "本期未达起订量，自动退款",
    "活动已撤销，自动退款",
    "仅限新人，自动退款",
    "替换商品，退还差价",
    "逾期未取，退款",
    "预约已取消，退款",
    "投诉处理，退款",
    "商家退款",
    "次卡未使用部分退款",
};
_Static_assert(sizeof reasons == sizeof texts, "every reason has its text");

static const struct {
    enum refund_state from, to;
} moves[] = {
    { REFUND_REQUESTED, REFUND_PROCESSING },     { REFUND_REQUESTED, REFUND_SUCCESS },
    { REFUND_REQUESTED, REFUND_WAITING_FUNDS },  { REFUND_REQUESTED, REFUND_ABNORMAL },
    { REFUND_PROCESSING, REFUND_SUCCESS },       { REFUND_PROCESSING, REFUND_ABNORMAL },
    { REFUND_WAITING_FUNDS, REFUND_PROCESSING }, { REFUND_WAITING_FUNDS, REFUND_SUCCESS },
    { REFUND_WAITING_FUNDS, REFUND_ABNORMAL },   { REFUND_ABNORMAL, REFUND_SUCCESS },
};

bool refund_may_move(enum refund_state from, enum refund_state to)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].from == from && moves[i].to == to)
            return true;
    return false;
}

enum refund_state refund_state_of_wechat(const char *status)
{
    static const char *const wechat[] = { "", "PROCESSING", "SUCCESS", "CLOSED", "ABNORMAL" };
    static const enum refund_state ours[] = { REFUND_NONE, REFUND_PROCESSING, REFUND_SUCCESS, REFUND_ABNORMAL,
                                              REFUND_ABNORMAL };

    return ours[NUMBER_OF(wechat, status)];
}

bool refund_is_settled(enum refund_state state)
{
    return state == REFUND_SUCCESS || state == REFUND_ABNORMAL;
}

const char *refund_state_name(enum refund_state state)
{
    return NAME_OF(states, state);
}

enum refund_state refund_state_of(const char *name)
{
    return (enum refund_state)NUMBER_OF(states, name);
}

const char *refund_reason_name(enum refund_reason reason)
{
    return NAME_OF(reasons, reason);
}

enum refund_reason refund_reason_of(const char *name)
{
    return (enum refund_reason)NUMBER_OF(reasons, name);
}

const char *refund_reason_text(enum refund_reason reason)
{
    return NAME_OF(texts, reason);
}

/* The part of `left` that goes with `part` of `whole`; all of it with the last. */
static fen part_of(fen left, int64_t part, int64_t whole)
{
    fen share = 0;

    if (part <= 0)
        return 0;
    return part < whole && money_part(left, part, whole, &share) ? share : left;
}

struct status refund_claim_of(const struct refund_line *line, int32_t units, fen goods, int32_t percent,
                              bool with_delivery, struct refund_share *ret_share)
{
    int32_t units_left = line->quantity - line->units_before;
    fen goods_left = line->goods - line->goods_before;
    fen unclaimed = goods_left > line->kept_before ? goods_left - line->kept_before : 0;
    fen most = percent < 100 ? unclaimed : goods_left, cost;
    struct refund_share share = { .units = units };
    int64_t part, whole;

    if (units < 0 || units > units_left || goods > most || (goods < 0 && goods != REFUND_BY_UNITS))
        return fail(BAD_REQUEST, "%d of %d units and %ld of %ld fen are asked back", units, units_left, (long)goods,
                    (long)most);
    cost = goods == REFUND_BY_UNITS ? part_of(unclaimed, units, units_left) : goods;
    share.goods = part_of(cost, percent, 100);
    share.kept = cost - share.goods;
    if (with_delivery)
        share.delivery = part_of(line->delivery - line->delivery_before, units, units_left);
    /* What stood in for money goes with the money; where there was none, with the units. */
    part = goods_left ? share.goods : (int64_t)units * percent;
    whole = goods_left ? goods_left : (int64_t)units_left * 100;
    share.coupon = part_of(line->coupon - line->coupon_before, part, whole);
    share.points = part_of(line->points - line->points_before, part, whole);
    *ret_share = share;
    return OK;
}

struct status refund_share_of(const struct refund_line *line, int32_t units, fen goods, bool with_delivery,
                              struct refund_share *ret_share)
{
    return refund_claim_of(line, units, goods, 100, with_delivery, ret_share);
}

struct refund_share refund_share_in_part(const struct refund_line *line, int64_t part, int64_t whole)
{
    return (struct refund_share){
        .goods = part_of(line->goods - line->goods_before, part, whole),
        .coupon = part_of(line->coupon - line->coupon_before, part, whole),
        .points = part_of(line->points - line->points_before, part, whole),
    };
}

bool refund_takes_all(const struct refund_line *line, const struct refund_share *share)
{
    fen paid = line->goods + line->delivery;
    fen back = line->goods_before + line->delivery_before + share->goods + share->delivery;

    return back == paid && (paid > 0 || line->units_before + share->units == line->quantity);
}

void refund_promise(struct refund_line *line, const struct refund_share *share)
{
    line->units_before += share->units;
    line->goods_before += share->goods;
    line->delivery_before += share->delivery;
    line->coupon_before += share->coupon;
    line->points_before += share->points;
    line->kept_before += share->kept;
}

bool refund_nothing_left(const struct refund_line *lines, size_t count)
{
    const struct refund_share none = { 0 };

    for (size_t i = 0; i < count; i++)
        if (!refund_takes_all(&lines[i], &none))
            return false;
    return true;
}
