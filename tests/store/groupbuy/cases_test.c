/* Payment cases and the audit log on a real PostgreSQL: who sees them, who settles, what stays on record. */
#include "base/buf.h"
#include "groupbuy/store/case_store.h"
#include "store/groupbuy/wechat.h"

#define FINANCE   "0000000000000000000000000000000f"
#define COMMUNITY "000000000000000000000000000000c0"

static struct shop shop;

static int up(void **state)
{
    (void)state;
    shop_up(&shop, "gb_cases");
    return 0;
}

static int down(void **state)
{
    (void)state;
    if (!shop.bus)
        return 0; /* it never came up, and has said so */
    shop_down(&shop);
    return 0;
}

/* ---- doing ---- */

static struct call *call_as(const char *role, const char *scope_id)
{
    struct clerk *clerk = &shop.clerk;
    struct call *call = clerk_call(clerk, FINANCE);

    clerk->grant.role = role;
    clerk->grant.scope_id = scope_id;
    clerk->grants[0] = &clerk->grant;
    clerk->caller.grants = clerk->grants;
    clerk->caller.n_grants = 1;
    call->traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
    assert_ok(call_begin(call));
    return call;
}

static void opens(enum case_reason reason, const char *subject)
{
    struct call *call = call_as("", "");

    assert_ok(case_open(call->tx, &(struct payment_case){ .reason = reason,
                                                          .subject = subject,
                                                          .wechat_number = "wx-1",
                                                          .order_id = "",
                                                          .expected = 990,
                                                          .told = 991 }));
    assert_ok(clerk_end(&shop.clerk, OK));
}

static struct status list_cases(const char *role, Gb__PaymentCaseState state, Gb__PaymentCaseReason reason,
                                Gb__ListPaymentCasesResponse *out)
{
    Gb__ListPaymentCasesRequest in = GB__LIST_PAYMENT_CASES_REQUEST__INIT;
    struct call *call = call_as(role, "");

    gb__list_payment_cases_response__init(out);
    in.state = state;
    in.reason = reason;
    return clerk_end(&shop.clerk, groupbuy_list_payment_cases(call, &in, out));
}

static struct status settle(const char *role, const char *scope_id, const char *case_id, Gb__PaymentCase *out)
{
    Gb__SettlePaymentCaseRequest in = GB__SETTLE_PAYMENT_CASE_REQUEST__INIT;
    struct call *call = call_as(role, scope_id);

    gb__payment_case__init(out);
    in.case_id = case_id;
    in.note = "已人工处理";
    return clerk_end(&shop.clerk, groupbuy_settle_payment_case(call, &in, out));
}

static struct status list_audit(const char *role, const char *object_id, Gb__ListTradeAuditResponse *out)
{
    Gb__ListTradeAuditRequest in = GB__LIST_TRADE_AUDIT_REQUEST__INIT;
    struct call *call = call_as(role, "");

    gb__list_trade_audit_response__init(out);
    in.object_id = object_id;
    return clerk_end(&shop.clerk, groupbuy_list_trade_audit(call, &in, out));
}

static const char *measured(void)
{
    struct call *call = clerk_call(&shop.clerk, "");
    struct buf out;

    buf_init(&out, &shop.clerk.arena, 1024);
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_measure(call->tx, &out)));
    return out.data;
}

/* ---- what must hold ---- */

static void a_case_is_settled_once_and_on_record(void **state)
{
    Gb__ListPaymentCasesResponse cases;
    Gb__ListTradeAuditResponse audit;
    Gb__PaymentCase settled;
    const char *id;

    (void)state;
    opens(CASE_REFUND_ABNORMAL, "r1");
    opens(CASE_REFUND_ABNORMAL, "r1"); /* the same fact */
    opens(CASE_PAYMENT_UNKNOWN, "p1");
    assert_ok(list_cases("auditor", GB__PAYMENT_CASE_STATE__PAYMENT_CASE_STATE_UNSPECIFIED,
                         GB__PAYMENT_CASE_REASON__CASE_REFUND_ABNORMAL, &cases));
    assert_int_equal(cases.n_cases, 1);
    id = cases.cases[0]->case_id;
    assert_string_equal(cases.cases[0]->subject, "r1");
    assert_int_equal(cases.cases[0]->expected_fen, 990);
    assert_int_equal(cases.cases[0]->told_fen, 991);
    assert_non_null(strstr(measured(), "linli_payment_cases_open{reason=\"REFUND_ABNORMAL\"} 1\n"));
    assert_ok(settle("finance", "", id, &settled));
    assert_int_equal(settled.state, GB__PAYMENT_CASE_STATE__CASE_CLOSED);
    assert_string_equal(settled.settled_by, FINANCE);
    assert_fails(settle("operator", "", id, &settled), CASE_SETTLED);
    assert_non_null(strstr(measured(), "linli_payment_cases_open{reason=\"REFUND_ABNORMAL\"} 0\n"));
    assert_non_null(strstr(measured(), "linli_payment_cases_open{reason=\"PAYMENT_UNKNOWN\"} 1\n"));
    assert_non_null(strstr(measured(), "linli_refunds_stuck{state=\"WAITING_FUNDS\"} 0\n"));
    assert_ok(list_cases("finance", GB__PAYMENT_CASE_STATE__CASE_CLOSED, 0, &cases));
    assert_int_equal(cases.n_cases, 1);
    assert_ok(list_cases("finance", GB__PAYMENT_CASE_STATE__CASE_CLOSED, GB__PAYMENT_CASE_REASON__CASE_PAYMENT_UNKNOWN,
                         &cases));
    assert_int_equal(cases.n_cases, 0);
    assert_ok(list_cases("operator", GB__PAYMENT_CASE_STATE__CASE_OPEN, 0, &cases));
    assert_int_equal(cases.n_cases, 1);
    assert_ok(list_audit("auditor", id, &audit));
    assert_int_equal(audit.n_entries, 1);
    assert_string_equal(audit.entries[0]->action, "settle_payment_case");
    assert_string_equal(audit.entries[0]->actor, FINANCE);
    assert_string_equal(audit.entries[0]->role, "finance");
    assert_string_equal(audit.entries[0]->reason, "已人工处理");
    assert_string_equal(audit.entries[0]->trace_id, "0123456789abcdef0123456789abcdef");
}

static void cases_are_the_whole_platforms(void **state)
{
    Gb__ListPaymentCasesResponse cases;
    Gb__ListTradeAuditResponse audit;
    Gb__PaymentCase settled;
    const char *id;

    (void)state;
    opens(CASE_PAYMENT_MISMATCH, "p2");
    assert_ok(list_cases("operator", 0, GB__PAYMENT_CASE_REASON__CASE_PAYMENT_MISMATCH, &cases));
    id = cases.cases[0]->case_id;
    assert_fails(list_cases("leader", 0, 0, &cases), FORBIDDEN);
    assert_fails(settle("auditor", "", id, &settled), FORBIDDEN);
    assert_fails(settle("finance", COMMUNITY, id, &settled), FORBIDDEN);
    assert_fails(settle("finance", "", COMMUNITY, &settled), NOT_HERE);
    assert_fails(list_audit("finance", "", &audit), FORBIDDEN);
}

static void what_is_done_to_the_catalogue_is_on_record(void **state)
{
    const char *product = arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db, "select product_id from skus where id = $1", db_id(shop_sku(&shop, 5))), 0, 0));
    Gb__Campaign campaign;
    Gb__ListTradeAuditResponse audit;

    (void)state;
    assert_ok(list_audit("auditor", product, &audit));
    assert_int_equal(audit.n_entries, 2);
    assert_string_equal(audit.entries[0]->action, "set_product_status");
    assert_string_equal(audit.entries[0]->before, "DRAFT");
    assert_string_equal(audit.entries[0]->after, "ON_SHELF");
    assert_string_equal(audit.entries[0]->role, "operator");
    assert_string_equal(audit.entries[1]->action, "create_product");
    assert_ok(shop_try_campaign(
        &shop, &(struct shop_campaign){ .kind = GB__CAMPAIGN_KIND__FLASH_SALE, .stock = 5, .limit = 1, .price = 990 },
        &campaign));
    assert_ok(list_audit("operator", campaign.campaign_id, &audit));
    assert_int_equal(audit.n_entries, 1);
    assert_non_null(strstr(audit.entries[0]->after, "990 fen, 5 units"));
}

static bool changes(const char *sql)
{
    struct arena arena;
    struct status status;

    arena_init(&arena, ARENA_BYTES_MAX);
    status = db_run_params(shop.db, &arena, NULL, sql, NULL, 0);
    arena_finish(&arena);
    return ok(status);
}

static void the_log_only_grows(void **state)
{
    (void)state;
    assert_true(test_sql_int(shop.db, "select count(*) from audit") > 0);
    assert_false(changes("update audit set reason = 'nothing'"));
    assert_false(changes("delete from audit"));
    assert_false(changes("truncate audit"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_settled_once_and_on_record),
        cmocka_unit_test(cases_are_the_whole_platforms),
        cmocka_unit_test(what_is_done_to_the_catalogue_is_on_record),
        cmocka_unit_test(the_log_only_grows),
    };

    return cmocka_run_group_tests(tests, up, down);
}
