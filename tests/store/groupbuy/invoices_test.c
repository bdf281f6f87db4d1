/* Invoices on a real PostgreSQL: of completed orders, over what was kept, taken back by refunds. */
#include "groupbuy/flow/refunding.h"
#include "groupbuy/invoices.h"
#include "store/groupbuy/earnings.h"

static int up(void **state)
{
    return seats_up(state, "gb_invoices");
}

static struct seat completed(int user)
{
    struct seat seat = start_team(shop_team_buy(&shop, 9, 2, 999), user), other = join_team(seat.team, user + 1);

    pay(&seat);
    pay(&other);
    receive(&seat);
    complete(&seat);
    return seat;
}

static void refunds(const struct seat *seat, fen goods, const char *key)
{
    const struct refund_ask_part part = { .goods = goods };
    const struct refund_ask ask = {
        .reason = REFUND_BY_OPERATOR, .actor = OPERATOR, .key = key, .parts = &part, .parts_count = goods ? 1 : 0
    };
    struct call *call = clerk_call(&shop.clerk, OPERATOR);
    struct order order;

    assert_ok(call_begin(call));
    assert_ok(order_lock(call->tx, seat->order, NULL, &order));
    assert_ok(clerk_end(&shop.clerk, refund_start(call, &order, &ask, NULL)));
}

static struct status ask(const char *user, const char *order, Gb__Invoice *out)
{
    Gb__RequestInvoiceRequest in = GB__REQUEST_INVOICE_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, user);

    gb__invoice__init(out);
    in.order_id = order;
    in.kind = GB__INVOICE_KIND__INVOICE_FOR_PERSON;
    in.title = "王芳";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_request_invoice(call, &in, out));
}

static struct status issue(const Gb__Invoice *invoice, const char *number)
{
    Gb__IssueInvoiceRequest in = GB__ISSUE_INVOICE_REQUEST__INIT;
    Gb__Invoice out = GB__INVOICE__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.invoice_id = invoice->invoice_id;
    in.number = number;
    in.issued_on = "2026-11-21";
    in.file_url = "https://x.cn/1.pdf";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_issue_invoice(call, &in, &out));
}

static void assert_invoice(const Gb__Invoice *invoice, const char *state, fen amount)
{
    struct rows *rows =
        test_sql(shop.db, "select state, amount_fen from invoices where id = $1", db_id(invoice->invoice_id));

    assert_string_equal(rows_text(rows, 0, 0), state);
    assert_int_equal(rows_int(rows, 0, 1), amount);
}

static void an_invoice_is_over_what_was_kept(void **state)
{
    struct seat seat = completed(10);
    Gb__Invoice first, second;

    (void)state;
    refunds(&seat, 99, "before");
    assert_fails(ask(user_n(&shop.clerk, 99), seat.order, &first), NOT_HERE);
    assert_ok(ask(seat.user, seat.order, &first));
    assert_int_equal(first.amount_fen, 900);
    assert_fails(ask(seat.user, seat.order, &second), INVOICE_EXISTS);
    refunds(&seat, 100, "while it waits");
    assert_invoice(&first, "REQUESTED", 800);
    assert_ok(issue(&first, "12345678"));
    assert_fails(issue(&first, "12345679"), INVOICE_SETTLED);
    refunds(&seat, 100, "after");
    assert_invoice(&first, "REVERSED", 800); /* as it was issued */
    assert_ok(ask(seat.user, seat.order, &second));
    assert_int_equal(second.amount_fen, 700);
    assert_fails(issue(&second, "12345678"), INVOICE_NUMBER);
    refunds(&seat, 0, "all");
    assert_invoice(&second, "REVERSED", 700);
    assert_fails(ask(seat.user, seat.order, &second), INVOICE_NOTHING);
}

static void an_order_under_way_has_no_invoice(void **state)
{
    struct seat seat = start_team(shop_team_buy(&shop, 9, 3, 990), 20);
    Gb__Invoice invoice;

    (void)state;
    pay(&seat);
    assert_fails(ask(seat.user, seat.order, &invoice), INVOICE_NOT_YET);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_invoice_is_over_what_was_kept),
        TEST(an_order_under_way_has_no_invoice),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
