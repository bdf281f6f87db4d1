/* notifications: who is told what of what happens, in which words. */
#define NAME "messages"
#include "post.h"

/* ---- the leader's week ---- */

static void buyers_and_leaders_hear_of_the_week(void **state)
{
    struct runtime *runtime = runtime_create(&post.options);
    const char *ann = id_make(&post.arena), *lea = id_make(&post.arena), *thing = id_make(&post.arena);
    Gb__OrderShipped shipped = GB__ORDER_SHIPPED__INIT;
    Gb__OrderFulfilled fulfilled = GB__ORDER_FULFILLED__INIT;
    Gb__RefundStarted refund = GB__REFUND_STARTED__INIT;
    Gb__LeaderDisabled disabled = GB__LEADER_DISABLED__INIT;
    Gb__PickUpPointDecided decided = GB__PICK_UP_POINT_DECIDED__INIT;
    Gb__RoundClosed closed = GB__ROUND_CLOSED__INIT;
    struct event_info info;
    struct call call;

    (void)state;
    shipped.user_id = fulfilled.user_id = refund.user_id = ann;
    shipped.order_id = fulfilled.order_id = refund.order_id = thing;
    shipped.product_title = fulfilled.product_title = refund.product_title = "茶";
    shipped.carrier = "SF";
    shipped.tracking_number = "SF100";
    shipped.confirm_by_us = fulfilled.complete_by_us = INT64_C(1795262700000000);
    refund.amount_fen = 1230;
    disabled.user_id = lea;
    disabled.community_id = thing;
    disabled.reason = "投诉";
    decided.leader_id = lea;
    decided.point_id = thing;
    decided.name = "东门";
    decided.reason = "太远";
    closed.leader_id = lea;
    closed.round_id = thing;
    closed.title = "周三团";
    closed.orders = 600;
    closed.paid_fen = 123400;

    assert_ok(notifications_on_order_shipped(hear(&call, runtime, &info), &shipped));
    assert_ok(call_commit(&call));
    assert_inbox(ann, ORDER_SHIPPED, "zh", "「茶」已由 SF 承运，单号 SF100；2026年11月21日 20:05 自动确认收货");
    assert_ok(notifications_on_order_fulfilled(hear(&call, runtime, &info), &fulfilled));
    assert_ok(call_commit(&call));
    assert_inbox(ann, ORDER_FULFILLED, "zh", "「茶」已取货；2026年11月21日 20:05 前可申请售后");
    assert_ok(notifications_on_refund_started(hear(&call, runtime, &info), &refund));
    assert_ok(call_commit(&call));
    assert_inbox(ann, REFUND_STARTED, "en", "¥12.30 for 茶 is on its way back");
    assert_ok(notifications_on_leader_disabled(hear(&call, runtime, &info), &disabled));
    assert_ok(call_commit(&call));
    assert_inbox(lea, LEADER_RESTORED, "zh", "可以继续开团了");
    disabled.disabled = true;
    assert_ok(notifications_on_leader_disabled(hear(&call, runtime, &info), &disabled));
    assert_ok(call_commit(&call));
    assert_inbox(lea, LEADER_DISABLED, "zh", "投诉");
    assert_ok(notifications_on_point_decided(hear(&call, runtime, &info), &decided));
    assert_ok(call_commit(&call));
    assert_inbox(lea, POINT_DECLINED, "zh", "「东门」：太远");
    assert_ok(notifications_on_round_closed(hear(&call, runtime, &info), &closed));
    assert_ok(call_commit(&call));
    assert_inbox(lea, ROUND_CLOSED, "zh", "「周三团」共 600 单，实付 ¥1234.00");
    call_finish(&call);
    runtime_destroy(runtime);
}

/* ---- by inbox and by WeChat ---- */

/* Of what lies at a point, and of what did not come. */
static void goods_at_a_point_are_told(void **state)
{
    const char *ann = id_make(&post.arena), *thing = id_make(&post.arena);
    struct event_info info = { .id = id_make(&post.arena), .time_us = 1 };
    struct runtime *runtime = runtime_create(&post.options);
    Gb__ShortLine line = GB__SHORT_LINE__INIT, *lines[] = { &line };
    Gb__OrderReady ready = GB__ORDER_READY__INIT;
    Gb__LineShort lacking = GB__LINE_SHORT__INIT;
    Gb__WeightSettled settled = GB__WEIGHT_SETTLED__INIT;
    Gb__SubstitutionAsked asked = GB__SUBSTITUTION_ASKED__INIT;
    struct call call;

    (void)state;
    ready.user_id = lacking.user_id = ann;
    ready.order_id = lacking.order_id = thing;
    ready.product_title = "茶";
    ready.place_name = "东门";
    ready.round_id = thing;
    ready.shelf = "A07";
    ready.number = 12;
    ready.hours = "17:00–20:00";
    lacking.lines = lines;
    lacking.n_lines = 1;
    line.product_title = "茶";
    line.sku_title = "罐";
    line.units = 2;
    lacking.amount_fen = 1230;
    assert_ok(notifications_on_order_ready(hear(&call, runtime, &info), &ready));
    assert_ok(call_commit(&call));
    assert_inbox(ann, ORDER_READY, "zh", "「茶」已到「东门」，货位 A07#12；17:00–20:00");
    ready.round_id = ready.shelf = "";
    ready.number = 0;
    assert_ok(notifications_on_order_ready(hear(&call, runtime, &info), &ready));
    assert_ok(call_commit(&call));
    assert_inbox(ann, ORDER_READY, "zh", "「茶」已到「东门」，货位 -；17:00–20:00");
    assert_ok(notifications_on_line_short(hear(&call, runtime, &info), &lacking));
    assert_ok(call_commit(&call));
    assert_inbox(ann, LINE_SHORT, "zh", "茶 罐 × 2 未到货，¥12.30 正在原路退回");
    settled.user_id = ann;
    settled.order_id = thing;
    settled.product_title = "土鸡";
    settled.grams = 1375;
    assert_ok(notifications_on_weight_settled(hear(&call, runtime, &info), &settled));
    assert_ok(call_commit(&call));
    assert_inbox(ann, LINE_SHORT, "zh",
                 "茶 罐 × 2 未到货，¥12.30 正在原路退回"); /* nothing goes back: nothing is told */
    settled.refund_fen = 733;
    assert_ok(notifications_on_weight_settled(hear(&call, runtime, &info), &settled));
    assert_ok(call_commit(&call));
    assert_inbox(ann, WEIGHT_SETTLED, "zh", "「土鸡」实重 1375 g，差价 ¥7.33 正在原路退回");
    asked.user_id = ann;
    asked.order_id = thing;
    asked.product_title = "土鸡";
    asked.substitute_title = "乌鸡 整只";
    asked.price_fen = 7900;
    asked.until_us = INT64_C(1795262700000000);
    assert_ok(notifications_on_substitution_asked(hear(&call, runtime, &info), &asked));
    assert_ok(call_commit(&call));
    assert_inbox(
        ann, SUBSTITUTION_ASKED, "zh",
        "「土鸡」到货不足，可换为「乌鸡 整只」（¥79.00/件，差价退回），请在 2026年11月21日 20:05 前确认，否则退款");
    call_finish(&call);
    runtime_destroy(runtime);
}

static void who_has_a_card_hears_what_becomes_of_it(void **state)
{
    struct runtime *runtime = runtime_create(&post.options);
    const char *ann = id_make(&post.arena), *card = id_make(&post.arena);
    Gb__CardEnding ending = GB__CARD_ENDING__INIT;
    Gb__CardEnded ended = GB__CARD_ENDED__INIT;
    Gb__CardUsed used = GB__CARD_USED__INIT;
    struct event_info info;
    struct call call;

    (void)state;
    used.user_id = ending.user_id = ended.user_id = ann;
    used.card_id = ending.card_id = ended.card_id = card;
    used.product_title = ending.product_title = ended.product_title = "瑜伽十次卡";
    used.point_name = "东门";
    used.sessions = 1;
    used.sessions_left = ending.sessions_left = ended.sessions_left = 9;
    assert_ok(notifications_on_card_used(hear(&call, runtime, &info), &used));
    assert_ok(call_commit(&call));
    assert_inbox(ann, CARD_USED, "zh", "「瑜伽十次卡」在「东门」核销 1 次，剩余 9 次");
    used.undone = true;
    assert_ok(notifications_on_card_used(hear(&call, runtime, &info), &used));
    assert_ok(call_commit(&call));
    assert_inbox(ann, CARD_USE_UNDONE, "en", "瑜伽十次卡: 1 given back, 9 left");
    ending.valid_until_us = INT64_C(1795262700000000);
    assert_ok(notifications_on_card_ending(hear(&call, runtime, &info), &ending));
    assert_ok(call_commit(&call));
    assert_inbox(ann, CARD_ENDING, "zh", "「瑜伽十次卡」剩余 9 次，有效期至 2026年11月21日 20:05");
    ended.status = GB__CARD_STATUS__CARD_REFUNDED; /* he knows */
    ended.refund_fen = 4500;
    assert_ok(notifications_on_card_ended(hear(&call, runtime, &info), &ended));
    assert_ok(call_commit(&call));
    assert_int_equal(test_sql_int(post.db, "select count(*) from messages where user_id = $1", db_id(ann)), 3);
    ended.status = GB__CARD_STATUS__CARD_EXPIRED;
    assert_ok(notifications_on_card_ended(hear(&call, runtime, &info), &ended));
    assert_ok(call_commit(&call));
    assert_inbox(ann, CARD_EXPIRED, "zh", "「瑜伽十次卡」剩余 9 次已到期，按约定退回 ¥45.00");
    call_finish(&call);
    runtime_destroy(runtime);
}

/* Both kinds of people who may decide, each once, and not who has asked. */
static void who_may_decide_hears_what_is_asked(void **state)
{
    struct runtime *runtime = runtime_create(&post.options);
    const char *olga = id_make(&post.arena), *fritz = id_make(&post.arena), *both = id_make(&post.arena);
    Gb__ApprovalAsked asked = GB__APPROVAL_ASKED__INIT;
    struct event_info info;
    struct call call;

    (void)state;
    asked.approval_id = id_make(&post.arena);
    asked.asked_by = olga;
    asked.why = "整单变质";
    asked.amount_fen = 123456;
    asked.expires_at_us = INT64_C(1795262700000000);
    hear(&call, runtime, &info);
    assert_ok(holder_save(call.tx, id_make(&post.arena), olga, "operator", "", true));
    assert_ok(holder_save(call.tx, id_make(&post.arena), both, "operator", "", true));
    assert_ok(holder_save(call.tx, id_make(&post.arena), both, "finance", "", true));
    assert_ok(holder_save(call.tx, id_make(&post.arena), fritz, "finance", "", true));
    assert_ok(notifications_on_approval_asked(&call, &asked));
    assert_ok(call_commit(&call));
    assert_inbox(both, APPROVAL_WANTED, "zh", "「整单变质」¥1234.56 请于 2026年11月21日 20:05 前复核");
    assert_inbox(fritz, APPROVAL_WANTED, "en", "整单变质 ¥1234.56: to be decided by 2026年11月21日 20:05");
    assert_int_equal(test_sql_int(post.db, "select count(*) from messages where kind = $1", db_int(APPROVAL_WANTED)),
                     2);
    test_sql(post.db, "delete from role_holders");
    call_finish(&call);
    runtime_destroy(runtime);
}

static void report(struct runtime *runtime, const char *service, Api__LongQueue *queue)
{
    Nt__ReportQueuesRequest in = NT__REPORT_QUEUES_REQUEST__INIT;
    Api__QueueReportTaken out = API__QUEUE_REPORT_TAKEN__INIT;
    Api__Caller from = API__CALLER__INIT;
    struct event_info info;
    struct call call;

    from.service = service;
    in.queues = &queue;
    in.n_queues = queue ? 1 : 0;
    hear(&call, runtime, &info);
    call.event = NULL; /* it comes past the events */
    call.caller = &from;
    assert_ok(notifications_report_queues(&call, &in, &out));
    assert_ok(call_commit(&call));
    call_finish(&call);
}

static int64_t heard(const char *user)
{
    return test_sql_int(post.db, "select count(*) from messages where user_id = $1", db_id(user));
}

static void operators_hear_of_a_long_queue_once_until_it_is_short(void **state)
{
    struct runtime *runtime = runtime_create(&post.options);
    const char *olga = id_make(&post.arena);
    Api__LongQueue jobs = API__LONG_QUEUE__INIT;

    (void)state;
    test_sql(post.db, "insert into role_holders (grant_id, user_id, role, held) values ($1, $2, 'operator', true)",
             db_id(id_make(&post.arena)), db_id(olga));
    jobs.name = "jobs";
    jobs.items = 12;
    jobs.stands_s = 330;
    report(runtime, "groupbuy", NULL);
    assert_int_equal(heard(olga), 0);
    report(runtime, "groupbuy", &jobs);
    assert_inbox(olga, QUEUE_LONG, "zh", "groupbuy 的 jobs 有 12 条在等，5 分钟没有进展");
    report(runtime, "groupbuy", &jobs);
    report(runtime, "coupons", NULL); /* that another one's are short ends nothing */
    report(runtime, "groupbuy", &jobs);
    assert_int_equal(heard(olga), 1);
    report(runtime, "coupons", &jobs); /* nor is another one's the same */
    assert_int_equal(heard(olga), 2);
    report(runtime, "groupbuy", NULL);
    report(runtime, "groupbuy", &jobs);
    assert_int_equal(heard(olga), 3);
    test_sql(post.db, "update long_queues set seen_at = seen_at - interval '6 minutes'"); /* nobody said it was short */
    report(runtime, "groupbuy", &jobs);
    assert_int_equal(heard(olga), 4);
    test_sql(post.db, "delete from role_holders");
    runtime_destroy(runtime);
}

/* Before something ends, and when it does not go as it should. */
static void what_needs_somebody_is_told(void **state)
{
    struct runtime *runtime = runtime_create(&post.options);
    const char *ann = id_make(&post.arena), *lea = id_make(&post.arena), *olga = id_make(&post.arena);
    const char *both[] = { ann, lea };
    Gb__OrderCancelled off = GB__ORDER_CANCELLED__INIT;
    Gb__OrderExpiring expiring = GB__ORDER_EXPIRING__INIT;
    Gb__TeamJoined joined = GB__TEAM_JOINED__INIT;
    Gb__TeamOneShort lacking = GB__TEAM_ONE_SHORT__INIT;
    Gb__RoundExtended later = GB__ROUND_EXTENDED__INIT;
    Gb__RefundStuck stuck = GB__REFUND_STUCK__INIT;
    Gb__ComplaintAnswered answered = GB__COMPLAINT_ANSWERED__INIT;
    Gb__ShareReversed reversed = GB__SHARE_REVERSED__INIT;
    Gb__BillDifference bills = GB__BILL_DIFFERENCE__INIT;
    Gb__DoorsWaiting doors = GB__DOORS_WAITING__INIT;
    Gb__SaleStarting sale = GB__SALE_STARTING__INIT;
    struct event_info info;
    struct call call;

    (void)state;
    off.user_id = expiring.user_id = stuck.user_id = answered.user_id = ann;
    off.order_id = expiring.order_id = lacking.team_id = stuck.order_id = answered.complaint_id = id_make(&post.arena);
    off.product_title = expiring.product_title = lacking.product_title = stuck.product_title = answered.product_title =
        "茶";
    off.reason_text = "产品召回";
    expiring.amount_fen = stuck.amount_fen = reversed.amount_fen = 1230;
    expiring.pay_by_us = lacking.deadline_us = INT64_C(1795262700000000);
    lacking.user_ids = both;
    lacking.n_user_ids = later.n_user_ids = 2;
    later.user_ids = both;
    later.round_id = off.order_id;
    later.title = "周三团";
    later.ends_at_us = expiring.pay_by_us;
    reversed.earner_id = lea;
    reversed.order_id = off.order_id;
    bills.day = "2026-11-21";
    bills.differences = 3;
    hear(&call, runtime, &info);
    assert_ok(holder_save(call.tx, id_make(&post.arena), olga, "operator", "", true));
    assert_ok(notifications_on_order_cancelled(&call, &off));
    assert_ok(call_commit(&call));
    assert_inbox(ann, ORDER_CALLED_OFF, "zh", "「茶」已由卖方取消：产品召回；已付款项将原路退回");
    off.reason = GB__CANCEL_REASON__ROUND_OFF; /* that its round is he hears with everybody */
    off.user_id = lea;
    assert_ok(notifications_on_order_cancelled(hear(&call, runtime, &info), &off));
    assert_ok(call_commit(&call));
    assert_int_equal(test_sql_int(post.db, "select count(*) from messages where user_id = $1", db_id(lea)), 0);
    assert_ok(notifications_on_order_expiring(hear(&call, runtime, &info), &expiring));
    assert_ok(call_commit(&call));
    assert_inbox(ann, ORDER_EXPIRING, "zh", "「茶」¥12.30 还未付款，2026年11月21日 20:05 自动取消");
    assert_ok(notifications_on_team_one_short(hear(&call, runtime, &info), &lacking));
    assert_ok(call_commit(&call));
    for (int i = 0; i < 2; i++)
        assert_inbox(both[i], TEAM_ONE_SHORT, "zh", "「茶」再来一人即可成团，2026年11月21日 20:05 截止");
    joined.team_id = lacking.team_id;
    joined.product_title = "茶";
    joined.deadline_us = lacking.deadline_us;
    joined.user_id = lea;
    joined.paid = 2;
    joined.lacking = 3;
    joined.user_ids = both; /* ann alone */
    joined.n_user_ids = 1;
    assert_ok(notifications_on_team_joined(hear(&call, runtime, &info), &joined));
    assert_ok(call_commit(&call));
    assert_inbox(ann, TEAM_JOINED, "zh", "「茶」已有 2 人参团，还差 3 人，2026年11月21日 20:05 截止");
    assert_inbox(lea, TEAM_ONE_SHORT, "en", "茶: one more by 2026年11月21日 20:05, and your team is complete");
    assert_ok(notifications_on_round_extended(hear(&call, runtime, &info), &later));
    assert_ok(call_commit(&call));
    for (int i = 0; i < 2; i++)
        assert_inbox(both[i], ROUND_EXTENDED, "en", "周三团 now ends at 2026年11月21日 20:05");
    assert_ok(notifications_on_refund_stuck(hear(&call, runtime, &info), &stuck));
    assert_ok(call_commit(&call));
    assert_inbox(ann, REFUND_DELAYED, "zh", "「茶」退款 ¥12.30 暂未能退回您的账户，我们正在处理");
    assert_inbox(olga, REFUND_STUCK, "zh", "「茶」退款 ¥12.30 微信无法退回，请处理");
    assert_ok(notifications_on_complaint_answered(hear(&call, runtime, &info), &answered));
    assert_ok(call_commit(&call));
    assert_inbox(ann, COMPLAINT_ANSWERED, "zh", "「茶」的投诉已有回复，可在微信中查看");
    assert_ok(notifications_on_share_reversed(hear(&call, runtime, &info), &reversed)); /* not his yet */
    assert_ok(call_commit(&call));
    assert_inbox(lea, ROUND_EXTENDED, "zh", "「周三团」延至 2026年11月21日 20:05 截单");
    reversed.vested = true;
    assert_ok(notifications_on_share_reversed(hear(&call, runtime, &info), &reversed));
    assert_ok(call_commit(&call));
    assert_inbox(lea, SHARE_REVERSED, "zh", "因退款，已到账的佣金冲回 ¥12.30");
    assert_ok(notifications_on_bill_difference(hear(&call, runtime, &info), &bills));
    assert_ok(call_commit(&call));
    assert_inbox(olga, BILL_DIFFERENCE, "zh", "2026-11-21 的微信账单与账目有 3 处差异，请处理");
    doors.leader_id = lea;
    doors.round_id = off.order_id;
    doors.community_id = "";
    doors.title = "周三团";
    doors.orders = 2;
    doors.ready_at_us = expiring.pay_by_us;
    assert_ok(notifications_on_doors_waiting(hear(&call, runtime, &info), &doors));
    assert_ok(call_commit(&call));
    assert_inbox(lea, DOORS_WAITING, "zh", "「周三团」还有 2 单自 2026年11月21日 20:05 起等您送货上门");
    assert_inbox(olga, BILL_DIFFERENCE, "zh", "2026-11-21 的微信账单与账目有 3 处差异，请处理");
    doors.overdue = true;
    assert_ok(notifications_on_doors_waiting(hear(&call, runtime, &info), &doors));
    assert_ok(call_commit(&call));
    assert_inbox(olga, DOORS_OVERDUE, "zh", "「周三团」有 2 单自 2026年11月21日 20:05 起未送货上门，请联系团长");
    sale.campaign_id = off.order_id;
    sale.title = "整点秒杀";
    sale.starts_at_us = expiring.pay_by_us;
    assert_ok(notifications_on_sale_starting(hear(&call, runtime, &info), &sale));
    assert_ok(call_commit(&call));
    assert_inbox(olga, SALE_STARTING, "zh", "「整点秒杀」2026年11月21日 20:05 开始，请留意");
    call_finish(&call);
    runtime_destroy(runtime);
}

static void operators_hear_of_what_ends_and_who_signed_in_of_the_device(void **state)
{
    struct runtime *runtime = runtime_create(&post.options);
    const char *ann = id_make(&post.arena), *olga = id_make(&post.arena);
    Gb__CertificateExpiring ending = GB__CERTIFICATE_EXPIRING__INIT;
    Gb__LicenceExpired licence = GB__LICENCE_EXPIRED__INIT;
    Au__DeviceAdded device = AU__DEVICE_ADDED__INIT;
    struct event_info info;
    struct call call;

    (void)state;
    ending.serial = "5157F09E";
    device.user_id = ann;
    device.device = "平板";
    ending.ends_at_us = device.signed_in_at_us = INT64_C(1795262700000000);
    hear(&call, runtime, &info);
    assert_ok(holder_save(call.tx, id_make(&post.arena), olga, "operator", "", true));
    assert_ok(notifications_on_certificate_expiring(&call, &ending));
    assert_ok(call_commit(&call));
    assert_inbox(olga, CERTIFICATE_EXPIRING, "zh", "证书 5157F09E 将于 2026年11月21日 20:05 到期，请尽快更换");
    licence.supplier_id = id_make(&post.arena);
    licence.number = "JY9";
    licence.expires_on = "2026-11-21";
    licence.products_off_shelf = 3;
    assert_ok(notifications_on_licence_expired(hear(&call, runtime, &info), &licence));
    assert_ok(call_commit(&call));
    assert_inbox(olga, LICENCE_ENDED, "zh", "资质 JY9 已于 2026-11-21 到期，3 件商品已下架，请更新");
    assert_ok(notifications_on_device_added(hear(&call, runtime, &info), &device));
    assert_ok(call_commit(&call));
    assert_inbox(ann, DEVICE_ADDED, "zh",
                 "您的账号于 2026年11月21日 20:05 在新设备「平板」上登录；如非本人操作，请退出所有设备");
    assert_int_equal(test_sql_int(post.db, "select count(*) from messages where user_id = $1", db_id(ann)), 1);
    call_finish(&call);
    runtime_destroy(runtime);
}

/* Once for each way up, and not for the way down; over WeChat never. */
static void who_rises_to_a_level_hears_of_it(void **state)
{
    struct runtime *runtime = runtime_create(&post.options);
    const char *ann = id_make(&post.arena);
    Cp__LevelChanged event = CP__LEVEL_CHANGED__INIT;
    struct event_info info;
    struct call call;

    (void)state;
    event.user_id = ann;
    event.level = 2;
    event.name = "金卡";
    assert_ok(notifications_on_level_changed(hear(&call, runtime, &info), &event));
    assert_ok(call_commit(&call));
    assert_inbox(ann, LEVEL_REACHED, "zh", "您已升级为「金卡」，快去看看专属权益吧");
    event.before = 3;
    assert_ok(notifications_on_level_changed(hear(&call, runtime, &info), &event));
    assert_ok(call_commit(&call));
    assert_int_equal(test_sql_int(post.db, "select count(*) from messages where user_id = $1", db_id(ann)), 1);
    assert_int_equal(test_sql_int(post.db, "select count(*) from deliveries where user_id = $1", db_id(ann)), 0);
    call_finish(&call);
    runtime_destroy(runtime);
}

static void who_booked_hears_what_he_did_not_do_himself(void **state)
{
    struct runtime *runtime = runtime_create(&post.options);
    const char *ann = id_make(&post.arena);
    Gb__BookingMoved moved = GB__BOOKING_MOVED__INIT;
    Gb__BookingSoon soon = GB__BOOKING_SOON__INIT;
    struct event_info info;
    struct call call;

    (void)state;
    moved.user_id = soon.user_id = ann;
    moved.booking_id = soon.booking_id = id_make(&post.arena);
    moved.product_title = soon.product_title = "空调清洗";
    moved.starts_at_us = soon.starts_at_us = INT64_C(1795262700000000);
    moved.paid = moved.by_buyer = true;
    moved.status = GB__BOOKING_STATUS__BOOKING_CANCELLED;
    assert_ok(notifications_on_booking_moved(hear(&call, runtime, &info), &moved));
    assert_ok(call_commit(&call));
    assert_int_equal(test_sql_int(post.db, "select count(*) from messages where user_id = $1", db_id(ann)),
                     0); /* he knows */
    moved.by_buyer = false;
    assert_ok(notifications_on_booking_moved(hear(&call, runtime, &info), &moved));
    assert_ok(call_commit(&call));
    assert_inbox(ann, BOOKING_OFF, "zh", "「空调清洗」2026年11月21日 20:05 的预约已由商家取消，款项将原路退回");
    moved.status = GB__BOOKING_STATUS__CONFIRMED;
    assert_ok(notifications_on_booking_moved(hear(&call, runtime, &info), &moved));
    assert_ok(call_commit(&call));
    assert_inbox(ann, BOOKING_CONFIRMED, "zh", "「空调清洗」2026年11月21日 20:05");
    assert_ok(notifications_on_booking_soon(hear(&call, runtime, &info), &soon));
    assert_ok(call_commit(&call));
    assert_inbox(ann, BOOKING_SOON, "en", "空调清洗 begins at 2026年11月21日 20:05");
    call_finish(&call);
    runtime_destroy(runtime);
}

/* Its buyer hears before the end and at it, the leader of what is kept. */
static void what_nobody_collects_is_told(void **state)
{
    const char *ann = id_make(&post.arena), *leader = id_make(&post.arena), *thing = id_make(&post.arena);
    struct event_info info = { .id = id_make(&post.arena), .time_us = 1 };
    struct runtime *runtime = runtime_create(&post.options);
    Gb__PickUpEnding ending = GB__PICK_UP_ENDING__INIT;
    Gb__PickUpOver over = GB__PICK_UP_OVER__INIT;
    Gb__OrderPickedUp picked = GB__ORDER_PICKED_UP__INIT;
    struct call call;

    (void)state;
    ending.user_id = over.user_id = ann;
    over.leader_id = leader;
    ending.order_id = over.order_id = thing;
    ending.product_title = over.product_title = "茶";
    ending.point_name = over.point_name = "东门";
    ending.ends_at_us = INT64_C(1795262700000000);
    over.number = 12;
    over.refund_fen = 1230;
    assert_ok(notifications_on_pick_up_ending(hear(&call, runtime, &info), &ending));
    assert_ok(call_commit(&call));
    assert_inbox(ann, PICK_UP_ENDING, "zh", "「茶」在「东门」保留至 2026年11月21日 20:05");
    assert_ok(notifications_on_pick_up_over(hear(&call, runtime, &info), &over));
    assert_ok(call_commit(&call));
    assert_inbox(ann, PICK_UP_REFUNDED, "zh", "「茶」逾期未取，按约定退回 ¥12.30");
    over.kept = true;
    over.order_id = ending.order_id = id_make(&post.arena);
    assert_ok(notifications_on_pick_up_over(hear(&call, runtime, &info), &over));
    assert_ok(call_commit(&call));
    assert_inbox(ann, PICK_UP_WAITS, "zh", "「茶」仍在「东门」等您取货");
    assert_inbox(leader, PICK_UP_LEFT, "en", "茶 (#12) at 东门 was not collected and is kept");
    picked.user_id = ann;
    picked.hand_over_id = id_make(&post.arena);
    picked.product_title = "茶";
    picked.point_name = "东门";
    assert_ok(notifications_on_order_picked_up(hear(&call, runtime, &info), &picked)); /* by herself */
    assert_ok(call_commit(&call));
    assert_inbox(ann, PICK_UP_WAITS, "zh", "「茶」仍在「东门」等您取货");
    picked.by_other = true;
    assert_ok(notifications_on_order_picked_up(hear(&call, runtime, &info), &picked));
    assert_ok(call_commit(&call));
    assert_inbox(ann, PICKED_UP_FOR_YOU, "en", "茶 was handed over at 东门; if you know nothing of it, tell the point");
    call_finish(&call);
    runtime_destroy(runtime);
}

/* ---- what ends soon ---- */

static void assert_told(const char *user_id, enum message_kind kind, const char *body)
{
    struct rows *rows =
        test_sql(post.db, "select args from messages where user_id = $1 and kind = $2", db_id(user_id), db_int(kind));

    assert_int_equal(rows_count(rows), 1);
    rows = test_sql(post.db, "select args[1], args[2] from messages where user_id = $1", db_id(user_id));
    const char *const args[] = { rows_text(rows, 0, 0), rows_text(rows, 0, 1) };
    assert_string_equal(text_render(&post.arena, kind, "zh", args, 2).body, body);
}

static void who_has_something_that_ends_soon_is_told(void **state)
{
    const struct event_info first = { .id = id_make(&post.arena) }, second = { .id = id_make(&post.arena) };
    const char *ann = id_make(&post.arena), *bob = id_make(&post.arena);
    Cp__CouponExpiring coupon = CP__COUPON_EXPIRING__INIT;
    Cp__PointsExpiring points = CP__POINTS_EXPIRING__INIT;
    struct runtime *runtime = runtime_create(&post.options);
    struct call call;

    (void)state;
    coupon.user_id = ann;
    coupon.coupon_id = id_make(&post.arena);
    coupon.title = "满 20 减 5";
    points.user_id = bob;
    points.points = 120;
    coupon.expires_at_us = points.expires_at_us = INT64_C(1795262700000000);
    call_init(&call, runtime, &post.arena, rpc_now_ms(post.client) + 5000);
    call.traceparent = TRACE;
    assert_ok(call_begin(&call));
    call.event = &first;
    for (int i = 0; i < 2; i++)
        assert_ok(notifications_on_coupon_expiring(&call, &coupon));
    call.event = &second;
    assert_ok(notifications_on_points_expiring(&call, &points));
    assert_ok(call_commit(&call));
    call_finish(&call);
    runtime_destroy(runtime);
    assert_told(ann, COUPON_EXPIRING, "「满 20 减 5」将于 2026年11月21日 20:05 到期");
    assert_told(bob, POINTS_EXPIRING, "120 积分将于 2026年11月21日 20:05 起陆续到期");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buyers_and_leaders_hear_of_the_week),
        cmocka_unit_test(who_has_a_card_hears_what_becomes_of_it),
        cmocka_unit_test(who_may_decide_hears_what_is_asked),
        cmocka_unit_test(operators_hear_of_a_long_queue_once_until_it_is_short),
        cmocka_unit_test(what_needs_somebody_is_told),
        cmocka_unit_test(operators_hear_of_what_ends_and_who_signed_in_of_the_device),
        cmocka_unit_test(who_rises_to_a_level_hears_of_it),
        cmocka_unit_test(who_booked_hears_what_he_did_not_do_himself),
        cmocka_unit_test(goods_at_a_point_are_told),
        cmocka_unit_test(what_nobody_collects_is_told),
        cmocka_unit_test(who_has_something_that_ends_soon_is_told),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
