/* A second pair of eyes on a real PostgreSQL: who may say yes, to what, how often, until when. */
#include "groupbuy/flow/approving.h"
#include "groupbuy/payouts.h"
#include "store/groupbuy/baskets.h"

#define SECOND "00000000000000000000000000000002"
#define EARNER "00000000000000000000000000000003"
#define KIND   GB__APPROVAL_KIND__APPROVAL_REFUND_ORDER

static int up(void **state)
{
    return seats_up(state, "gb_approvals");
}

static struct call *call_as(const char *user, const char *role)
{
    struct clerk *clerk = &shop.clerk;
    struct call *call = clerk_call(clerk, user);

    clerk->grant.role = role;
    clerk->grants[0] = &clerk->grant;
    clerk->caller.grants = clerk->grants;
    clerk->caller.n_grants = 1;
    assert_ok(call_begin(call));
    return call;
}

static struct status ask(const char *user, const char *order, int64_t amount, Gb__Approval *out)
{
    Gb__AskApprovalRequest in = GB__ASK_APPROVAL_REQUEST__INIT;
    struct call *call = call_as(user, "operator");

    gb__approval__init(out);
    in.kind = KIND;
    in.subject_id = order;
    in.amount_fen = amount;
    in.why = "整单变质";
    return clerk_end(&shop.clerk, groupbuy_ask_approval(call, &in, out));
}

static struct status decide(const char *user, const char *role, const char *id, bool approve, Gb__Approval *out)
{
    Gb__DecideApprovalRequest in = GB__DECIDE_APPROVAL_REQUEST__INIT;
    struct call *call = call_as(user, role);

    gb__approval__init(out);
    in.approval_id = id;
    in.approve = approve;
    in.note = "已看";
    return clerk_end(&shop.clerk, groupbuy_decide_approval(call, &in, out));
}

static struct status refund(const struct seat *seat, int64_t fen_back)
{
    Gb__RefundOrderRequest in = GB__REFUND_ORDER_REQUEST__INIT;
    Gb__RefundAsk line = GB__REFUND_ASK__INIT, *lines[] = { &line };
    Gb__Order out = GB__ORDER__INIT;

    in.order_id = seat->order;
    in.lines = lines;
    in.n_lines = 1;
    line.goods_fen = fen_back;
    in.reason = "变质";
    return clerk_end(&shop.clerk, groupbuy_refund_order(call_as(OPERATOR, "operator"), &in, &out));
}

static size_t shown(Gb__ApprovalState state, const char *subject, Gb__ListApprovalsResponse *out)
{
    Gb__ListApprovalsRequest in = GB__LIST_APPROVALS_REQUEST__INIT;
    struct call *call = call_as(SECOND, "auditor");

    gb__list_approvals_response__init(out);
    in.state = state;
    in.subject_id = subject;
    assert_ok(clerk_end(&shop.clerk, groupbuy_list_approvals(call, &in, out)));
    return out->n_approvals;
}

static struct seat seat_n(int user)
{
    struct goods goods = put_on_shelf(10, 0);

    shop.house.second_pair_fen = 1000;
    return paid_order(&goods, user_n(&shop.clerk, user), 0);
}

static int64_t refunds_of(const struct seat *seat)
{
    return test_sql_int(shop.db, "select count(*) from refunds where order_id = $1", db_id(seat->order));
}

/* ---- what must hold ---- */

static void above_the_sum_nothing_moves_without_another_ones_yes(void **state)
{
    struct seat seat = seat_n(1);
    Gb__Approval asked, decided;
    Gb__ListApprovalsResponse list;

    (void)state;
    assert_ok(refund(&seat, 600));
    assert_fails(refund(&seat, 600), APPROVAL_NEEDED); /* many small ones are one */
    assert_int_equal(refunds_of(&seat), 1);
    assert_ok(ask(OPERATOR, seat.order, 1200, &asked));
    assert_int_equal(asked.state, GB__APPROVAL_STATE__APPROVAL_PENDING);
    assert_fails(ask(SECOND, seat.order, 1200, &decided), APPROVAL_ASKED);
    assert_fails(refund(&seat, 600), APPROVAL_NEEDED); /* a question is no yes */
    assert_fails(decide(OPERATOR, "operator", asked.approval_id, true, &decided), APPROVAL_OWN);
    assert_fails(decide(SECOND, "leader", asked.approval_id, true, &decided), FORBIDDEN);
    assert_ok(decide(SECOND, "finance", asked.approval_id, true, &decided));
    assert_string_equal(decided.decided_by, SECOND);
    assert_fails(decide(SECOND, "finance", asked.approval_id, false, &decided), APPROVAL_DECIDED);
    assert_fails(refund(&seat, 601), APPROVAL_NEEDED); /* the yes was for less */
    assert_ok(refund(&seat, 600));
    assert_int_equal(refunds_of(&seat), 2);
    assert_fails(refund(&seat, 1), APPROVAL_NEEDED); /* once */
    assert_int_equal(shown(GB__APPROVAL_STATE__APPROVAL_USED, seat.order, &list), 1);
    assert_string_equal(list.approvals[0]->used_by, OPERATOR);
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from audit where object_id = $1", db_text(asked.approval_id)), 3);
}

static void a_no_is_none_and_one_may_ask_again(void **state)
{
    struct seat seat = seat_n(2);
    Gb__Approval asked, decided;

    (void)state;
    assert_ok(ask(OPERATOR, seat.order, 3000, &asked));
    assert_ok(decide(SECOND, "operator", asked.approval_id, false, &decided));
    assert_int_equal(decided.state, GB__APPROVAL_STATE__APPROVAL_REJECTED);
    assert_fails(refund(&seat, 3000), APPROVAL_NEEDED);
    assert_ok(ask(SECOND, seat.order, 3000, &asked));
    assert_ok(decide(OPERATOR, "operator", asked.approval_id, true, &decided));
    assert_ok(refund(&seat, 3000));
}

static void make_old(const char *id)
{
    test_sql(
        shop.db,
        "update approvals set asked_at = now() - interval '2 h', expires_at = now() - interval '1 s' where id = $1",
        db_id(id));
}

static void its_time_ends_a_question_and_a_yes(void **state)
{
    struct seat seat = seat_n(3);
    Gb__ListApprovalsResponse list;
    Gb__Approval asked, decided;

    (void)state;
    assert_ok(ask(OPERATOR, seat.order, 3000, &asked));
    make_old(asked.approval_id);
    assert_fails(decide(SECOND, "operator", asked.approval_id, true, &decided), APPROVAL_DECIDED);
    assert_int_equal(shown(GB__APPROVAL_STATE__APPROVAL_PENDING, "", &list), 0);
    assert_int_equal(shown(0, seat.order, &list), 1);
    assert_int_equal(list.approvals[0]->state, GB__APPROVAL_STATE__APPROVAL_EXPIRED);
    assert_ok(ask(OPERATOR, seat.order, 3000, &asked));
    assert_ok(decide(SECOND, "operator", asked.approval_id, true, &decided));
    make_old(asked.approval_id);
    assert_fails(refund(&seat, 3000), APPROVAL_NEEDED);
}

/* The table itself refuses what no operation should try. */
static void nobody_says_yes_to_himself_below_either(void **state)
{
    struct seat seat = seat_n(4);
    Gb__Approval asked;
    struct call *call;

    (void)state;
    assert_ok(ask(OPERATOR, seat.order, 3000, &asked));
    call = clerk_call(&shop.clerk, "");
    assert_ok(call_begin(call));
    assert_fails(approval_decide(call->tx, asked.approval_id, true, OPERATOR, ""), CHECK_VIOLATION);
    clerk_end(&shop.clerk, fail(INTERNAL, "undone"));
}

static void a_yes_is_for_one_version(void **state)
{
    const char *thing = user_n(&shop.clerk, 900);
    Gb__Approval decided;
    struct approval asked;
    struct call *call = call_as(OPERATOR, "operator");

    (void)state;
    assert_ok(clerk_end(&shop.clerk, approval_ask(call, APPROVAL_PUBLISH_CAMPAIGN, thing, 7, 0, "亏本引流", &asked)));
    assert_ok(decide(SECOND, "operator", asked.id, true, &decided));
    call = call_as(OPERATOR, "operator");
    assert_fails(clerk_end(&shop.clerk, approval_take(call, APPROVAL_PUBLISH_CAMPAIGN, thing, 8, 0)), APPROVAL_NEEDED);
    call = call_as(OPERATOR, "operator");
    assert_fails(clerk_end(&shop.clerk, approval_take(call, APPROVAL_PAYOUT, thing, 7, 0)), APPROVAL_NEEDED);
    call = call_as(OPERATOR, "operator");
    assert_ok(clerk_end(&shop.clerk, approval_take(call, APPROVAL_PUBLISH_CAMPAIGN, thing, 7, 0)));
}

/* ---- payouts ---- */

/* Large enough to wait for two people. */
static const char *waiting_payout(void)
{
    const char *id = id_make(&shop.clerk.arena);

    test_sql(shop.db,
             "insert into payees (user_id, name_key, name_sealed, name_masked, identity_key, identity_sealed,"
             " identity_masked) values ($1, 'k', '', '李*', 'k', '', '1****X') on conflict do nothing",
             db_id(EARNER));
    test_sql(shop.db,
             "insert into payouts (id, earner_id, way, state, gross_fen, leaders_fen, partners_fen, withheld_fen,"
             " tax_version, month, openid) values ($1, $2, 'TRANSFER', 'WAITING_APPROVAL', 600000, 600000, 0, 0, 1,"
             " to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM'), 'openid')",
             db_id(id), db_id(EARNER));
    return id;
}

static struct status decide_payout(const char *user, const char *payout, bool approve)
{
    Gb__DecidePayoutRequest in = GB__DECIDE_PAYOUT_REQUEST__INIT;
    Gb__Payout out = GB__PAYOUT__INIT;

    in.payout_id = payout;
    in.approve = approve;
    in.why = "与对账单一致";
    return clerk_end(&shop.clerk, groupbuy_decide_payout(call_as(user, "finance"), &in, &out));
}

/* One asks, the other says yes; what was asked before is forgotten. */
static void two_agree(const char *asks, const char *decides, const char *payout)
{
    struct approval asked;
    Gb__Approval decided;

    test_sql(shop.db, "delete from approvals where subject = $1", db_id(payout));
    assert_ok(clerk_end(
        &shop.clerk, approval_ask(call_as(asks, "finance"), APPROVAL_PAYOUT, payout, 0, 600000, "大额提现", &asked)));
    assert_ok(decide(decides, "finance", asked.id, true, &decided));
}

/* With the role, too: who gets it neither decides, nor is he one of the two who agreed. */
static void nobody_has_a_part_in_the_decision_about_his_own_payout(void **state)
{
    const char *third = user_n(&shop.clerk, 9), *payout = waiting_payout();

    (void)state;
    assert_fails(decide_payout(SECOND, payout, true), APPROVAL_NEEDED);
    two_agree(OPERATOR, SECOND, payout);
    assert_fails(decide_payout(EARNER, payout, true), FORBIDDEN);
    assert_fails(decide_payout(EARNER, payout, false), FORBIDDEN);
    two_agree(EARNER, SECOND, payout);
    assert_fails(decide_payout(third, payout, true), FORBIDDEN);
    two_agree(SECOND, EARNER, payout);
    assert_fails(decide_payout(third, payout, true), FORBIDDEN);
    assert_int_equal(jobs(JOB_DRIVE_PAYOUT, payout), 0);
    two_agree(SECOND, third, payout);
    assert_ok(decide_payout(SECOND, payout, true));
    assert_int_equal(jobs(JOB_DRIVE_PAYOUT, payout), 1);
    assert_fails(decide_payout(third, payout, false), PAYOUT_DECIDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(above_the_sum_nothing_moves_without_another_ones_yes),
        TEST(a_no_is_none_and_one_may_ask_again),
        TEST(its_time_ends_a_question_and_a_yes),
        TEST(nobody_says_yes_to_himself_below_either),
        TEST(a_yes_is_for_one_version),
        TEST(nobody_has_a_part_in_the_decision_about_his_own_payout),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
