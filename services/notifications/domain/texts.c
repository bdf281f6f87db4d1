#include "notifications/domain/texts.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"

#define CHINA_OFFSET_S 28800 /* no summer time since 1991 */

/* {1} … {4} stand for the arguments. */
static const struct {
    struct text zh, en;
} texts[] = {
    [CIRCLE_WELCOME] = { { "欢迎加入「{1}」", "{2}" }, { "Welcome to {1}", "{2}" } },
    [ORDER_PAID] = { { "支付成功", "「{1}」已付款 {2}" }, { "Paid", "You paid {2} for {1}" } },
    [ORDER_CANCELLED] = { { "订单已取消", "「{1}」的订单已取消" },
                          { "Order cancelled", "Your order of {1} was cancelled" } },
    [TEAM_COMPLETED] = { { "拼团成功", "「{1}」{2} 人已成团" }, { "Your team is complete", "{1}: all {2} are in" } },
    [TEAM_FAILED] = { { "拼团未成功", "「{1}」到时未成团，款项将原路退回" },
                      { "Your team did not fill", "{1}: what you paid is on its way back" } },
    [REFUND_DONE] = { { "退款到账", "「{1}」退款 {2} 已到账" }, { "Refunded", "{2} for {1} is back" } },
    [COUPON_ISSUED] = { { "收到优惠券", "「{1}」已放入卡包" }, { "A coupon for you", "{1} is in your wallet" } },
    [COMMENT_ADDED] = { { "有人回复了你", "{1}" }, { "Somebody answered you", "{1}" } },
    [BOOKING_CONFIRMED] = { { "预约已确认", "「{1}」{2}" }, { "Your booking is confirmed", "{1}, {2}" } },
    [BOOKING_OFF] = { { "预约已取消", "「{1}」{2} 的预约已由商家取消，款项将原路退回" },
                      { "Your booking was called off", "{1}, {2}: what you paid is on its way back" } },
    [BOOKING_RESCHEDULED] = { { "预约已改期", "「{1}」改至 {2}" }, { "Your booking has moved", "{1} is at {2} now" } },
    [BOOKING_SOON] = { { "预约提醒", "「{1}」将于 {2} 开始" }, { "Coming soon", "{1} begins at {2}" } },
    [BOOKING_MISSED] = { { "预约已过", "「{1}」{2} 未到场" }, { "You were missed", "{1}, {2}: nobody came" } },
    [CARD_USED] = { { "次卡已核销", "「{1}」在「{4}」核销 {2} 次，剩余 {3} 次" },
                    { "Your card was used", "{1}: {2} at {4}, {3} left" } },
    [CARD_USE_UNDONE] = { { "次卡核销已撤销", "「{1}」退回 {2} 次，剩余 {3} 次" },
                          { "A session is yours again", "{1}: {2} given back, {3} left" } },
    [CARD_ENDING] = { { "次卡即将到期", "「{1}」剩余 {2} 次，有效期至 {3}" },
                      { "Your card ends soon", "{1}: {2} left until {3}" } },
    [CARD_EXPIRED] = { { "次卡已到期", "「{1}」剩余 {2} 次已到期，按约定退回 {3}" },
                       { "Your card has ended", "{1}: {2} were left; {3} goes back, as was stated" } },
    [REVIEW_HIDDEN] = { { "评价已隐藏", "您对「{1}」的评价已隐藏：{2}" },
                        { "Your review is hidden", "What you said of {1} is hidden: {2}" } },
    [REVIEW_SHOWN] = { { "评价已展示", "您对「{1}」的评价已通过审核" }, { "Your review is shown", "What you said of {1} can be seen" } },
    [SESSIONS_ENDED] = { { "登录安全提醒", "检测到登录凭证被重复使用，已退出所有设备，请重新登录" },
                         { "You were signed out everywhere",
                           "A sign-in of yours was used twice; please sign in again" } },
    [COUPON_EXPIRING] = { { "优惠券即将到期", "「{1}」将于 {2} 到期" },
                          { "A coupon runs out soon", "{1} is good until {2}" } },
    [POINTS_EXPIRING] = { { "积分即将到期", "{1} 积分将于 {2} 起陆续到期" },
                          { "Points run out soon", "{1} points run out, the first at {2}" } },
    [ORDER_SHIPPED] = { { "已发货", "「{1}」已由 {2} 承运，单号 {3}；{4} 自动确认收货" },
                        { "On its way", "{1} is with {2}, number {3}; taken as received at {4}" } },
    [ORDER_FULFILLED] = { { "已收货", "「{1}」已取货；{2} 前可申请售后" },
                          { "Received", "You have {1}; tell us of anything wrong by {2}" } },
    [REFUND_STARTED] = { { "退款处理中", "「{1}」退款 {2} 正在原路退回" },
                         { "A refund is on its way", "{2} for {1} is on its way back" } },
    [PAYOUT_TO_CONFIRM] = { { "请确认收款", "{1} 正在等待您在微信中确认，24 小时内有效" },
                            { "Please confirm", "{1} waits for your yes in WeChat, for 24 hours" } },
    [PAYOUT_DONE] = { { "提现到账", "{1} 已到账（已代扣税款 {2}）" },
                      { "Paid out", "{1} has reached you ({2} withheld)" } },
    [PAYOUT_CAME_BACK] = { { "提现未成功", "{1} 已退回余额：{2}" }, { "Not paid out", "{1} is yours again: {2}" } },
    [LEADER_APPROVED] = { { "团长申请已通过", "欢迎成为团长，可以开团了" },
                          { "You are a leader now", "Welcome: you may open group-buys" } },
    [LEADER_DECLINED] = { { "团长申请未通过", "{1}" }, { "Your application was declined", "{1}" } },
    [LEADER_DISABLED] = { { "团长资格已停用", "{1}" }, { "Your leadership was suspended", "{1}" } },
    [LEADER_RESTORED] = { { "团长资格已恢复", "可以继续开团了" },
                          { "You are a leader again", "You may open group-buys" } },
    [POINT_APPROVED] = { { "自提点已通过", "「{1}」可以使用了" }, { "Your pick-up point is open", "{1} may be used" } },
    [POINT_DECLINED] = { { "自提点未通过", "「{1}」：{2}" }, { "Your pick-up point was declined", "{1}: {2}" } },
    [CAMPAIGN_STARTING] = { { "活动即将开始", "「{1}」{2} 开始" }, { "It starts soon", "{1} starts at {2}" } },
    [CAMPAIGN_ENDING] = { { "活动即将结束", "「{1}」{2} 结束" }, { "It ends soon", "{1} ends at {2}" } },
    [STOCK_LOW] = { { "库存不足", "「{1}」{2} 仅剩 {3} 件" }, { "Stock runs low", "{1}, {2}: {3} left" } },
    [LICENCE_ENDED] = { { "供应商资质到期", "资质 {1} 已于 {2} 到期，{3} 件商品已下架，请更新" },
                        { "A supplier's licence is over", "{1} ended on {2}: {3} products have left the shelf" } },
    [STOCK_BACK] = { { "到货提醒", "您关注的「{1}」{2} 已到货" }, { "It is back", "{1}, {2} is there again" } },
    [TEAM_CHANGED] = { { "已按您的选择转入新团", "「{1}」原团已结束，付款已按您下单时的选择计入新团，{2} 截止" },
                       { "You are in another team, as you chose",
                         "{1}: your payment came when the team was over; the new team ends at {2}" } },
    [ORDER_READY] = { { "可以取货了", "「{1}」已到「{2}」，货位 {3}；{4}" },
                      { "Ready to be collected", "{1} is at {2}, shelf {3}; {4}" } },
    [LINE_SHORT] = { { "部分商品缺货", "{1} 未到货，{2} 正在原路退回" },
                     { "Some of it did not come", "{1} did not come: {2} is on its way back" } },
    [SKU_REFUNDED] = { { "商品退款通知", "「{1}」向您退款 {2}：{3}" }, { "Money back", "{2} for {1} goes back: {3}" } },
    [AFTER_SALE_APPROVED] = { { "售后已通过", "「{1}」的售后申请已通过" },
                              { "Your claim was approved", "{1}: your claim was approved" } },
    [AFTER_SALE_DECLINED] = { { "售后未通过", "「{1}」：{2}；如有异议可申请平台介入" },
                              { "Your claim was declined", "{1}: {2}; you may ask the house to decide" } },
    [AFTER_SALE_RETURN] = { { "请寄回商品", "「{1}」请于 {2} 前寄回" },
                            { "Please send it back", "{1}: send it back by {2}" } },
    [AFTER_SALE_DONE] = { { "售后已完成", "「{1}」的售后已完成" },
                          { "Your claim is settled", "{1}: your claim is settled" } },
    [AFTER_SALE_TO_DECIDE] = { { "有售后待处理", "「{1}」的售后请于 {2} 前处理" },
                               { "A claim waits for you", "{1}: please decide by {2}" } },
    [FUNDS_LOW] = { { "商户余额不足", "有退款（{1} 起）等待余额，请尽快充值{2}" },
                    { "The balance is too low", "Refunds wait for money, the first is {1}{2}" } },
    [RESERVE_SHORT] = { { "备付金不足", "应留 {1} 备付退款，还差 {2}；提现与分账已暂停，请尽快充值{3}" },
                        { "The reserve falls short", "{1} are to be kept for refunds, {2} are missing; payouts wait{3}" } },
    [RESERVE_COVERED] = { { "备付金已补足", "应留的 {1} 已补足，提现与分账恢复{2}" },
                          { "The reserve is whole again", "The {1} to be kept are there; payouts go on{2}" } },
    [QUEUE_LONG] = { { "队列积压", "{1} 的 {2} 有 {3} 条在等，{4} 分钟没有进展" },
                     { "A queue is too long", "{2} of {1}: {3} wait, no progress for {4} minutes" } },
    [APPROVAL_WANTED] = { { "有事项待复核", "「{1}」{2} 请于 {3} 前复核" },
                          { "A second pair of eyes, please", "{1} {2}: to be decided by {3}" } },
    [REFUND_STUCK] = { { "退款异常", "「{1}」退款 {2} 微信无法退回，请处理" },
                       { "A refund is stuck", "WeChat cannot pay out {2} for {1}" } },
    [ORDER_EXPIRING] = { { "订单即将关闭", "「{1}」{2} 还未付款，{3} 自动取消" },
                         { "Not paid yet", "{1} ({2}) is called off at {3} unless it is paid" } },
    [REFUND_DELAYED] = { { "退款延迟", "「{1}」退款 {2} 暂未能退回您的账户，我们正在处理" },
                         { "Your refund takes longer", "{2} for {1} could not be paid out yet; we are looking after it" } },
    [ORDER_CALLED_OFF] = { { "订单已取消", "「{1}」已由卖方取消：{2}；已付款项将原路退回" },
                           { "It was called off", "{1} was called off: {2}. What you paid is on its way back" } },
    [SALE_STARTING] = { { "秒杀即将开始", "「{1}」{2} 开始，请留意" }, { "A sale starts soon", "{1} starts at {2}" } },
    [TEAM_ONE_SHORT] = { { "拼团只差一人", "「{1}」再来一人即可成团，{2} 截止" },
                         { "One more is needed", "{1}: one more by {2}, and your team is complete" } },
    [TEAM_JOINED] = { { "有人参团了", "「{1}」已有 {2} 人参团，还差 {3} 人，{4} 截止" },
                      { "Somebody has joined your team", "{1}: {2} are in, {3} are missing, until {4}" } },
    [BILL_DIFFERENCE] = { { "对账差异", "{1} 的微信账单与账目有 {2} 处差异，请处理{3}" },
                          { "The bills differ", "The bills of {1} differ from our books in {2} places{3}" } },
    [COMPLAINT_ANSWERED] = { { "投诉已有回复", "「{1}」的投诉已有回复，可在微信中查看" },
                             { "Your complaint was answered", "{1}: the answer is in WeChat" } },
    [SHARE_REVERSED] = { { "佣金已冲回", "因退款，已到账的佣金冲回 {1}" },
                         { "A share was taken back", "After a refund {1} of what was yours went back" } },
    [DOORS_WAITING] = { { "还有订单未送货上门", "「{1}」还有 {2} 单自 {3} 起等您送货上门" },
                        { "To be brought to the door", "{1}: {2} orders have waited for you since {3}" } },
    [DOORS_OVERDUE] = { { "送货上门超时", "「{1}」有 {2} 单自 {3} 起未送货上门，请联系团长" },
                        { "Not brought to the door", "{1}: {2} orders have lain there since {3}; call the leader" } },
    [CERTIFICATE_EXPIRING] = { { "微信支付证书即将到期", "证书 {1} 将于 {2} 到期，请尽快更换" },
                               { "A certificate of WeChat Pay ends", "{1} ends at {2}: please replace it" } },
    [DEVICE_ADDED] = { { "新设备登录提醒", "您的账号于 {2} 在新设备「{1}」上登录；如非本人操作，请退出所有设备" },
                       { "A sign-in on a new device", "{1} was signed in at {2}; if it was not you, sign out everywhere" } },
    [LEVEL_REACHED] = { { "会员等级提升", "您已升级为「{1}」，快去看看专属权益吧" },
                        { "A new level", "You have reached {1}: see what it brings" } },
    [COMPLAINT_RECEIVED] = { { "微信投诉", "「{1}」有用户向微信投诉，要求退款 {2}，请尽快处理" },
                             { "A complaint at WeChat", "{1}: a buyer complained; wants back {2}" } },
    [COMPLAINT_OVERDUE] = { { "微信投诉超时未回复", "「{1}」的投诉自 {2} 起等待回复，请立即处理" },
                            { "A complaint waits for too long", "{1}: the buyer has waited since {2}" } },
    [PICK_UP_ENDING] = { { "请尽快取货", "「{1}」在「{2}」保留至 {3}" },
                         { "Please collect it", "{1} is kept at {2} until {3}" } },
    [PICK_UP_WAITS] = { { "还未取货", "「{1}」仍在「{2}」等您取货" }, { "It still waits for you", "{1} lies at {2}" } },
    [PICK_UP_REFUNDED] = { { "逾期未取", "「{1}」逾期未取，按约定退回 {2}" },
                           { "Not collected", "{1} was not collected: {2} goes back, as was stated" } },
    [PICKED_UP_FOR_YOU] = { { "商品已被代取", "「{1}」已在「{2}」由他人代取；如非您本人安排，请尽快联系自提点" },
                            { "Somebody has fetched it for you",
                              "{1} was handed over at {2}; if you know nothing of it, tell the point" } },
    [PICK_UP_LEFT] = { { "有货品逾期未取", "「{2}」{3}「{1}」逾期未取，按约定保留" },
                       { "Not collected", "{1} ({3}) at {2} was not collected and is kept" } },
    [WEIGHT_SETTLED] = { { "称重差价退回", "「{1}」实重 {2}，差价 {3} 正在原路退回" },
                         { "It weighs less than you paid for", "{1} weighs {2}: {3} is on its way back" } },
    [SUBSTITUTION_ASKED] = { { "缺货，是否接受替换",
                               "「{1}」到货不足，可换为「{2}」（{3}/件，差价退回），请在 {4} 前确认，否则退款" },
                             { "Too little came: something else?",
                               "{1} is short. Take {2} at {3} instead? Answer by {4}, or it is refunded" } },
    [ROUND_OPENED] = { { "开团了", "{1} 的「{2}」开团了，{3} 截单" },
                       { "It is open", "{1} has opened {2}, until {3}" } },
    [STEP_REACHED] = { { "又便宜了", "「{1}」{2} 已达阶梯价 {3}，截单后差价自动退回" },
                       { "Cheaper for everybody",
                         "{1}: {2} costs {3} now; what you paid above goes back at the end" } },
    [MINIMUM_REACHED] = { { "已成团", "「{1}」已达到起团金额" }, { "It will happen", "{1} has reached its minimum" } },
    [ROUND_ENDING] = { { "即将截单", "「{1}」{2} 截单" }, { "It ends soon", "{1} ends at {2}" } },
    [ROUND_UNPAID] = { { "还未付款", "「{1}」{2} 截单，您的订单还未付款" },
                       { "Not paid yet", "{1} ends at {2}: your order is not paid" } },
    [ROUND_EXTENDED] = { { "团购延期", "「{1}」延至 {2} 截单" }, { "It ends later", "{1} now ends at {2}" } },
    [ROUND_CANCELLED] = { { "团购已取消", "「{1}」已取消：{2}，已付款项将原路退回" },
                          { "It is off", "{1} is off: {2}. What was paid goes back" } },
    [ROUND_OFFERED] = { { "邀请您帮卖", "{1} 邀请您帮卖「{2}」，{3} 截单" },
                        { "Would you help to sell?", "{1} asks you to help to sell {2}, until {3}" } },
    [ROUND_CLOSED] = { { "团购已截单", "「{1}」共 {2} 单，实付 {3}" },
                       { "Your group-buy has closed", "{1}: {2} orders, {3} paid" } },
};

static const char *fill(struct arena *arena, const char *text, const char *const *args, size_t count)
{
    struct buf out;

    buf_init(&out, arena, strlen(text) + 64);
    for (; *text; text++) {
        if (text[0] == '{' && text[1] >= '1' && text[1] <= '4' && text[2] == '}') {
            size_t index = (size_t)(text[1] - '1');
            buf_add_str(&out, index < count ? args[index] : "");
            text += 2;
        } else {
            buf_add_char(&out, *text);
        }
    }
    return out.data;
}

struct text text_render(struct arena *arena, enum message_kind kind, const char *language, const char *const *args,
                        size_t count)
{
    if ((size_t)kind >= sizeof texts / sizeof texts[0] || !texts[kind].zh.title)
        return (struct text){ "", "" };
    const struct text *text = strcmp(language, "en") == 0 ? &texts[kind].en : &texts[kind].zh;
    return (struct text){ fill(arena, text->title, args, count), fill(arena, text->body, args, count) };
}

char *text_money(struct arena *arena, fen amount)
{
    return arena_printf(arena, "¥%" PRId64 ".%02" PRId64, amount / 100, amount % 100);
}

const char *text_account(struct arena *arena, const char *merchant_id)
{
    return *merchant_id ? arena_printf(arena, " (%s)", merchant_id) : "";
}

char *text_time(struct arena *arena, int64_t unix_us)
{
    time_t seconds = (time_t)(unix_us / US_PER_S + CHINA_OFFSET_S);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    return arena_printf(arena, "%d年%d月%d日 %02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                        tm.tm_min);
}
