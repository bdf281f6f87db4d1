/* Complaints on a real PostgreSQL, WeChat's part by script: told of once, twice, or not at all; before we know the
 * order; answered once whatever is interrupted; the alarm; money that goes back with a yes. */
#include "groupbuy/complaints.h"
#include "groupbuy/flow/approving.h"
#include "groupbuy/flow/complaining.h"
#include "store/groupbuy/baskets.h"

/* ---- WeChat ---- */

#define ENTRIES_MAX 16

static struct {
    struct wxpay_complaint complaint;
    struct wxpay_complaint_entry entries[ENTRIES_MAX]; /* newest first */
    size_t count;
    int replies, completes, decisions, lists;
    bool listed, away, loses_answers, refuses;
    const char *url;
} desk;

static void says(const char *type, const char *details)
{
    assert_true(desk.count < ENTRIES_MAX);
    memmove(&desk.entries[1], &desk.entries[0], desk.count * sizeof *desk.entries);
    desk.entries[0] = (struct wxpay_complaint_entry){
        .log_id = arena_printf(&shop.clerk.arena, "%s-%zu", desk.complaint.complaint_id, ++desk.count),
        .who = strncmp(type, "USER", 4) == 0 ? "投诉人" : "商家",
        .type = type,
        .details = details,
        .at_us = clock_unix_us(),
    };
}

const char *complaint_channel_account(const struct call *call, size_t n)
{
    (void)call;
    return n == 0 ? "" : NULL;
}

struct status complaint_channel_register(struct call *call, const char *merchant_id)
{
    assert_string_equal(merchant_id, "");
    assert_null(call->tx);
    desk.url = "set";
    return OK;
}

struct status complaint_channel_list(struct call *call, const char *merchant_id, const char *first, const char *last,
                                     int64_t offset, struct wxpay_complaint_page *ret_page)
{
    assert_string_equal(merchant_id, "");
    assert_null(call->tx);
    assert_true(strcmp(first, last) <= 0);
    desk.lists++;
    *ret_page = (struct wxpay_complaint_page){ &desk.complaint, desk.listed && offset == 0, desk.listed };
    return OK;
}

struct status complaint_channel_read(struct call *call, const struct complaint *complaint,
                                     struct wxpay_complaint *ret_complaint, struct wxpay_complaint_history *ret_history)
{
    const char *wechat_id = complaint->wechat_id;

    assert_null(call->tx);
    assert_string_equal(wechat_id, desk.complaint.complaint_id);
    if (desk.away)
        return fail(PAYMENT_UNAVAILABLE, "away");
    *ret_complaint = desk.complaint;
    *ret_history = (struct wxpay_complaint_history){ desk.entries, desk.count, (int64_t)desk.count };
    return OK;
}

static void acted(const struct complaint_step *step)
{
    if (step->kind == COMPLAINT_REPLY) {
        desk.replies++;
        desk.complaint.state = WXPAY_COMPLAINT_PROCESSING;
        desk.complaint.user_waits = false;
        says("MERCHANT_RESPONSE", step->content);
    } else if (step->kind == COMPLAINT_COMPLETE) {
        desk.completes++;
        desk.complaint.state = WXPAY_COMPLAINT_PROCESSED;
        says("MERCHANT_CONFIRM_COMPLETE", "完成");
    } else {
        desk.decisions++;
        says(step->kind == COMPLAINT_APPROVE_REFUND ? "MERCHANT_APPROVE_REFUND" : "MERCHANT_REFUSE_RERUND", "决定");
    }
}

struct status complaint_channel_act(struct call *call, const struct complaint *complaint,
                                    const struct complaint_step *step, const char **ret_refused)
{
    const char *wechat_id = complaint->wechat_id;

    assert_null(call->tx);
    assert_string_equal(wechat_id, desk.complaint.complaint_id);
    *ret_refused = desk.refuses ? "WECHAT_REFUSED: no" : "";
    if (desk.refuses)
        return OK;
    acted(step);
    return desk.loses_answers ? fail(PAYMENT_UNAVAILABLE, "the answer is lost") : OK;
}

/* ---- doing ---- */

static int numbers;

static void complains(const char *out_trade_no, fen wanted)
{
    static struct wxpay_complaint_order orders[1];

    memset(&desk, 0, sizeof desk);
    orders[0].out_trade_no = out_trade_no;
    desk.complaint = (struct wxpay_complaint){
        .complaint_id = arena_printf(&shop.clerk.arena, "20020180000%06d", ++numbers),
        .merchant_id = "1",
        .at_us = clock_unix_us(),
        .state = WXPAY_COMPLAINT_PENDING,
        .detail = "没收到货",
        .problem = "商家不处理",
        .problem_type = wanted ? "REFUND" : "OTHERS",
        .openid = "o1",
        .phone = "13812348000",
        .refund_wanted = wanted,
        .times = 1,
        .user_waits = true,
        .orders = orders,
        .orders_count = 1,
    };
    says("USER_CREATE_COMPLAINT", "没收到货");
}

/* As the notice does. */
static const char *told(void)
{
    struct call *call = clerk_call(&shop.clerk, "");
    const char *id;

    assert_ok(call_begin(call));
    assert_ok(complaint_told(call->tx, "", desk.complaint.complaint_id, &id));
    id = arena_strdup(&shop.clerk.arena, id);
    assert_ok(clerk_end(&shop.clerk, job_add(call->tx, JOB_READ_COMPLAINT, id, 0, NULL, 0)));
    return id;
}

static void reads(const char *id)
{
    assert_ok(run_job(JOB_READ_COMPLAINT, id, groupbuy_read_complaint));
}

static Gb__Complaint shown(const char *id)
{
    Gb__GetComplaintRequest in = GB__GET_COMPLAINT_REQUEST__INIT;
    Gb__Complaint out = GB__COMPLAINT__INIT;

    in.complaint_id = id;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_get_complaint, &in, &out));
    return out;
}

static struct status answer(const char *user, const char *id, const char *content)
{
    Gb__AnswerComplaintRequest in = GB__ANSWER_COMPLAINT_REQUEST__INIT;
    Gb__Complaint out = GB__COMPLAINT__INIT;

    in.complaint_id = id;
    in.content = content;
    return CALL_IN_TX(user, groupbuy_answer_complaint, &in, &out);
}

static struct status complete(const char *id)
{
    Gb__CompleteComplaintRequest in = GB__COMPLETE_COMPLAINT_REQUEST__INIT;
    Gb__Complaint out = GB__COMPLAINT__INIT;

    in.complaint_id = id;
    return CALL_IN_TX(OPERATOR, groupbuy_complete_complaint, &in, &out);
}

static struct status decide(const char *id, bool approve, const char *reason)
{
    Gb__DecideComplaintRefundRequest in = GB__DECIDE_COMPLAINT_REFUND_REQUEST__INIT;
    Gb__Complaint out = GB__COMPLAINT__INIT;

    in.complaint_id = id;
    in.approve = approve;
    in.reason = reason;
    return CALL_IN_TX(OPERATOR, groupbuy_decide_complaint_refund, &in, &out);
}

static struct status drive(const char *id)
{
    struct rows *rows =
        test_sql(shop.db, "select id from complaint_steps where complaint_id = $1 and state = 'WAITING'", db_id(id));

    assert_int_equal(rows_count(rows), 1);
    return run_job(JOB_DRIVE_COMPLAINT, arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0)),
                   groupbuy_drive_complaint_step);
}

static size_t mine(const char *user, const char *order, Gb__ListMyComplaintsResponse *out)
{
    Gb__ListMyComplaintsRequest in = GB__LIST_MY_COMPLAINTS_REQUEST__INIT;

    in.order_id = order;
    gb__list_my_complaints_response__init(out);
    assert_ok(CALL_IN_TX(user, groupbuy_list_my_complaints, &in, out));
    return out->n_complaints;
}

static struct seat order_n(int user)
{
    struct goods goods = put_on_shelf(10, 0);

    return paid_order(&goods, user_n(&shop.clerk, user), 0);
}

/* ---- what must hold ---- */

static void a_complaint_is_read_joined_and_told_once(void **state)
{
    struct seat seat = order_n(1);
    Gb__ListMyComplaintsResponse list;
    Gb__Complaint seen;
    const char *id;

    (void)state;
    complains(seat.order, 0);
    id = told();
    assert_string_equal(told(), id); /* twice, by two notices */
    assert_int_equal(mine(seat.user, "", &list), 0);
    reads(id);
    reads(id);
    seen = shown(id);
    assert_string_equal(seen.order_id, seat.order);
    assert_string_equal(seen.user_id, seat.user);
    assert_string_equal(seen.phone_masked, "138****8000");
    assert_int_equal(seen.state, GB__COMPLAINT_STATE__COMPLAINT_PENDING);
    assert_int_equal(seen.n_entries, 1);
    assert_non_null(seen.waits_since);
    assert_int_equal(events("ComplaintReceived", id), 1);
    assert_int_equal(mine(seat.user, seat.order, &list), 1);
    assert_true(list.complaints[0]->waits);
    assert_int_equal(mine(user_n(&shop.clerk, 2), "", &list), 0);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from complaints where position(convert_to('13812348000', 'UTF8') in"
                                  " phone_sealed) > 0"),
                     0);
    /* Complained again: told again. */
    desk.complaint.times = 2;
    says("USER_CONTINUE_COMPLAINT", "还没有");
    told();
    reads(id);
    assert_int_equal(events("ComplaintReceived", id), 2);
    assert_int_equal(shown(id).n_entries, 2);
}

static void a_lost_notice_is_found_by_listing(void **state)
{
    struct seat seat = order_n(3);
    Gb__ListMyComplaintsResponse list;
    const char *id;

    (void)state;
    complains(seat.order, 0);
    desk.listed = true;
    assert_ok(run_job("watch_complaints", "", groupbuy_watch_complaints));
    assert_string_equal(desk.url, "set");
    id = arena_strdup(&shop.clerk.arena, rows_id(test_sql(shop.db, "select id from complaints where wechat_id = $1",
                                                          db_text(desk.complaint.complaint_id)),
                                                 0, 0));
    assert_int_equal(jobs(JOB_READ_COMPLAINT, id), 1);
    reads(id);
    assert_int_equal(mine(seat.user, "", &list), 1);
    assert_ok(run_job("watch_complaints", "", groupbuy_watch_complaints));
    assert_int_equal(jobs(JOB_READ_COMPLAINT, id), 0); /* as it was read */
    desk.complaint.state = WXPAY_COMPLAINT_PROCESSING; /* and nobody told of that either */
    assert_ok(run_job("watch_complaints", "", groupbuy_watch_complaints));
    assert_int_equal(jobs(JOB_READ_COMPLAINT, id), 1);
    reads(id);
    assert_int_equal(shown(id).state, GB__COMPLAINT_STATE__COMPLAINT_PROCESSING);
    /* What the list does not show is read again after an hour. */
    test_sql(shop.db, "update complaints set read_at = now() - interval '2 h' where id = $1", db_id(id));
    assert_ok(run_job("watch_complaints", "", groupbuy_watch_complaints));
    assert_int_equal(jobs(JOB_READ_COMPLAINT, id), 1);
    reads(id);
}

static void it_may_come_before_its_order_is_known(void **state)
{
    const char *order = user_n(&shop.clerk, 770001), *id;
    struct seat seat = order_n(4);

    (void)state;
    complains(order, 100);
    id = told();
    desk.away = true;
    assert_fails(run_job(JOB_READ_COMPLAINT, id, groupbuy_read_complaint), PAYMENT_UNAVAILABLE);
    desk.away = false;
    reads(id);
    assert_string_equal(shown(id).order_id, "");
    assert_fails(decide(id, true, ""), ORDER_NOT_REFUNDABLE);
    desk.complaint.orders[0].out_trade_no = seat.order;
    told();
    reads(id);
    assert_string_equal(shown(id).order_id, seat.order);
}

static void an_answer_is_there_once_whatever_gets_lost(void **state)
{
    struct seat seat = order_n(5);
    const char *id;

    (void)state;
    complains(seat.order, 0);
    id = told();
    assert_fails(answer(OPERATOR, id, "正在核实"), NOT_HERE); /* nobody has read it */
    reads(id);
    assert_fails(answer(seat.user, id, "正在核实"), FORBIDDEN);
    assert_fails(complete(id), COMPLAINT_UNANSWERED);
    assert_ok(answer(OPERATOR, id, "正在核实"));
    assert_fails(answer(OPERATOR, id, "再问"), COMPLAINT_BUSY);
    desk.loses_answers = true;
    assert_fails(drive(id), PAYMENT_UNAVAILABLE);
    desk.loses_answers = false;
    assert_ok(drive(id));
    assert_int_equal(desk.replies, 1);
    assert_int_equal(events("ComplaintAnswered", id), 1);
    assert_int_equal(jobs(JOB_READ_COMPLAINT, id), 1);
    reads(id);
    assert_null(shown(id).waits_since);
    assert_ok(answer(OPERATOR, id, "已补发"));
    assert_ok(drive(id));
    assert_int_equal(desk.replies, 2);
    reads(id);
    assert_ok(complete(id));
    desk.loses_answers = true;
    assert_fails(drive(id), PAYMENT_UNAVAILABLE);
    desk.loses_answers = false;
    assert_ok(drive(id));
    assert_int_equal(desk.completes, 1);
    reads(id);
    assert_int_equal(shown(id).state, GB__COMPLAINT_STATE__COMPLAINT_PROCESSED);
    assert_fails(complete(id), COMPLAINT_CLOSED);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from audit where object_id = $1", db_text(id)), 3);
}

static void what_wechat_refuses_is_shown_with_its_words(void **state)
{
    struct seat seat = order_n(6);
    Gb__Complaint seen;
    const char *id;

    (void)state;
    complains(seat.order, 0);
    id = told();
    reads(id);
    assert_ok(answer(OPERATOR, id, "加微信"));
    desk.refuses = true;
    assert_ok(drive(id));
    reads(id);
    seen = shown(id);
    assert_int_equal(seen.steps[0]->state, GB__COMPLAINT_STEP_STATE__COMPLAINT_STEP_REFUSED);
    assert_string_equal(seen.steps[0]->refused_why, "WECHAT_REFUSED: no");
    assert_non_null(seen.waits_since);
}

static void the_alarm_rings_once_a_wait(void **state)
{
    struct seat seat = order_n(7);
    const char *id;

    (void)state;
    shop.house.complaint_alarm_s = 12 * 3600;
    complains(seat.order, 0);
    id = told();
    reads(id);
    assert_ok(run_job("find_overdue_complaints", "", groupbuy_find_overdue_complaints));
    assert_int_equal(events("ComplaintOverdue", id), 0);
    test_sql(shop.db, "update complaints set waits_since = now() - interval '12 h' where id = $1", db_id(id));
    assert_ok(run_job("find_overdue_complaints", "", groupbuy_find_overdue_complaints));
    assert_ok(run_job("find_overdue_complaints", "", groupbuy_find_overdue_complaints));
    assert_int_equal(events("ComplaintOverdue", id), 1);
    assert_non_null(shown(id).overdue_at);
    assert_ok(answer(OPERATOR, id, "抱歉"));
    assert_ok(drive(id));
    reads(id);
    assert_null(shown(id).overdue_at);
    /* He writes again: another wait. */
    desk.complaint.user_waits = true;
    says("USER_RESPONSE", "在吗");
    told();
    reads(id);
    test_sql(shop.db, "update complaints set waits_since = now() - interval '13 h' where id = $1", db_id(id));
    assert_ok(run_job("find_overdue_complaints", "", groupbuy_find_overdue_complaints));
    assert_int_equal(events("ComplaintOverdue", id), 2);
}

/* 37.77 of goods and 6.00 of freight. */
static void a_yes_sends_back_what_is_wanted_and_left(void **state)
{
    struct seat seat = order_n(8), other = order_n(9);
    const char *id;

    (void)state;
    complains(seat.order, 3500);
    id = told();
    reads(id);
    assert_fails(decide(id, false, ""), FIELDS_INVALID);
    shop.house.second_pair_fen = 3499;
    assert_fails(decide(id, true, ""), APPROVAL_NEEDED);
    shop.house.second_pair_fen = 100000;
    assert_ok(decide(id, true, ""));
    assert_fails(decide(id, true, ""), COMPLAINT_WANTS_NO_REFUND);
    assert_ok(drive(id));
    assert_int_equal(desk.decisions, 1);
    reads(id);
    assert_int_equal(test_sql_int(shop.db, "select amount_fen from refunds where order_id = $1", db_id(seat.order)),
                     3500);
    drive_refunds(&seat);
    /* More than there is: all of it, with the freight. */
    complains(seat.order, 100000);
    id = told();
    reads(id);
    assert_ok(decide(id, true, ""));
    assert_order(&seat, "CANCELLED"); /* nothing has left: its goods can be sold again */
    assert_int_equal(test_sql_int(shop.db, "select sum(quantity - returned) from order_lines where order_id = $1",
                                  db_id(seat.order)),
                     0);
    assert_ok(drive(id));
    reads(id);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
    complains(seat.order, 1);
    id = told();
    reads(id);
    assert_fails(decide(id, true, ""), ORDER_NOT_REFUNDABLE);
    /* A no moves no money. */
    complains(other.order, 100);
    id = told();
    reads(id);
    assert_ok(decide(id, false, "商品完好"));
    assert_ok(drive(id));
    assert_int_equal(test_sql_int(shop.db, "select count(*) from refunds where order_id = $1", db_id(other.order)), 0);
    reads(id);
}

static int up(void **state)
{
    return seats_up(state, "gb_complaints");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_complaint_is_read_joined_and_told_once),    TEST(a_lost_notice_is_found_by_listing),
        TEST(it_may_come_before_its_order_is_known),       TEST(an_answer_is_there_once_whatever_gets_lost),
        TEST(what_wechat_refuses_is_shown_with_its_words), TEST(the_alarm_rings_once_a_wait),
        TEST(a_yes_sends_back_what_is_wanted_and_left),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
