/* Merchants who earn, on a real PostgreSQL: they are named at WeChat and taken off its list, have their part without
 * the limits and taxes of people, and give back what refunds take, once, whatever is lost on the way. */
#include "groupbuy/flow/return_channel.h"
#include "groupbuy/receivers.h"
#include "store/groupbuy/splits.h"

#define HIS "1900000109" /* the account that he earns by */

/* ---- WeChat's part, as a script ---- */

static struct {
    char named[33]; /* on its list; "": nobody */
    const char *of; /* the account whose list it is, or that something came back to */
    const char *no; /* to whom we name; NULL: yes */
    int deleted;
    char number[ID_CHARS + 1]; /* of the return that it has; "": none */
    fen amount;
    int asked;
    enum share_return_state state;
    const char *refused; /* NULL: it takes returns */
} list;

struct status channel_receiver_add(struct call *call, const struct receiver *receiver, const char **ret_no)
{
    IS_THERE(call);
    assert_true(receiver->merchant);
    assert_string_equal(receiver->name, "云山校园服务有限公司");
    *ret_no = list.no ? list.no : "";
    list.of = arena_strdup(&shop.clerk.arena, receiver->paid_by);
    if (!list.no)
        snprintf(list.named, sizeof list.named, "%s", receiver->account);
    ANSWER;
}

struct status channel_receiver_delete(struct call *call, const struct receiver *receiver)
{
    IS_THERE(call);
    list.deleted++;
    if (strcmp(list.named, receiver->account) == 0)
        list.named[0] = '\0';
    ANSWER;
}

struct status channel_share_return(struct call *call, const struct share_return *back, struct return_fact *ret_fact)
{
    IS_THERE(call);
    assert_string_equal(back->account, list.named);
    assert_string_equal(back->split_number, sharing.split);
    list.asked++;
    if (list.refused) {
        *ret_fact = (struct return_fact){ .state = SHARE_RETURN_FAILED, .wechat_number = "", .reason = list.refused };
        return OK;
    }
    if (*list.number)
        assert_string_equal(list.number, back->id); /* never under another number */
    snprintf(list.number, sizeof list.number, "%s", back->id);
    list.amount = back->amount;
    list.of = arena_strdup(&shop.clerk.arena, back->paid_by);
    *ret_fact =
        (struct return_fact){ .state = list.state, .wechat_number = "wxb-1", .reason = "", .amount = back->amount };
    ANSWER;
}

/* ---- doing ---- */

static struct status name_him_to(const char *paid_by, const char *user, const char *merchant, Gb__Receiver *out)
{
    Gb__SetReceiverRequest in = GB__SET_RECEIVER_REQUEST__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.user_id = user;
    in.paid_by = (char *)paid_by;
    in.merchant_id = merchant;
    in.name = "云山校园服务有限公司";
    in.why = "合作协议";
    assert_ok(call_begin(call));
    return clerk_end(&shop.clerk, groupbuy_set_receiver(call, &in, out));
}

static struct status name_him(const char *user, const char *merchant, Gb__Receiver *out)
{
    return name_him_to("", user, merchant, out);
}

static void let_go(const char *user)
{
    Gb__RemoveReceiverRequest in = GB__REMOVE_RECEIVER_REQUEST__INIT;
    Gb__Receiver out = GB__RECEIVER__INIT;
    struct call *call = clerk_call(&shop.clerk, OPERATOR);

    in.user_id = user;
    in.why = "合作结束";
    assert_ok(call_begin(call));
    assert_ok(clerk_end(&shop.clerk, groupbuy_remove_receiver(call, &in, &out)));
    assert_int_equal(out.state, GB__RECEIVER_STATE__RECEIVER_UNWANTED);
}

static const char *receiver_of(const char *account)
{
    return arena_strdup(
        &shop.clerk.arena,
        rows_id(test_sql(shop.db, "select id from receivers where account = $1", db_text(account)), 0, 0));
}

static void assert_receiver(const char *account, const char *state)
{
    assert_string_equal(
        rows_text(test_sql(shop.db, "select state from receivers where account = $1", db_text(account)), 0, 0), state);
}

static struct status drive_receiver(const char *account)
{
    return run_job(JOB_DRIVE_RECEIVER, receiver_of(account), groupbuy_drive_receiver);
}

static int up(void **state)
{
    splits_up(state, "gb_share_returns");
    rule(true, 3000);
    return 0;
}

/* Everything of an order's sharing, until it rests. */
static void drive_all(const struct seat *seat)
{
    for (int i = 0; i < 5; i++)
        (void)drive(seat);
    assert_sharing(seat, "DONE");
}

static const char *return_of(const struct seat *seat)
{
    struct rows *rows =
        test_sql(shop.db, "select b.id from share_returns b join payouts p on p.id = b.payout_id where p.order_id = $1",
                 db_id(seat->order));

    assert_int_equal(rows_count(rows), 1);
    return arena_strdup(&shop.clerk.arena, rows_id(rows, 0, 0));
}

static struct status drive_return(const struct seat *seat)
{
    return run_job(JOB_DRIVE_SHARE_RETURN, return_of(seat), groupbuy_drive_share_return);
}

static int fresh_list(void **state)
{
    memset(&list, 0, sizeof list);
    list.state = SHARE_RETURN_DONE;
    return fresh_sharing(state);
}

#define LISTS(name) cmocka_unit_test_setup_teardown(name, fresh_list, adds_up)

static void merchant_is(const char *user, const char *number)
{
    Gb__Receiver out = GB__RECEIVER__INIT;

    assert_ok(name_him(user, number, &out));
    assert_int_equal(out.state, GB__RECEIVER_STATE__RECEIVER_WANTED);
    assert_ok(drive_receiver(number));
    assert_receiver(number, "NAMED");
    sharing.finished = true;
}

static void merchant(void)
{
    merchant_is(LEADER, HIS);
}

static int64_t postings(const struct seat *seat)
{
    return test_sql_int(shop.db, "select count(*) from ledger_postings where key = $1 and kind = 'SHARE_RETURNED'",
                        db_text(return_of(seat)));
}

/* ---- promises ---- */

static void who_receives_is_named_until_he_goes(void **state)
{
    Gb__Receiver out = GB__RECEIVER__INIT;

    (void)state;
    sharing.away = true;
    assert_ok(name_him(LEADER, HIS, &out));
    assert_fails(drive_receiver(HIS), PAYMENT_UNAVAILABLE);
    assert_receiver(HIS, "WANTED");
    sharing.away = false;
    assert_ok(drive_receiver(HIS));
    assert_string_equal(list.named, HIS);
    assert_fails(name_him(PARTNER, HIS, &out), RECEIVER_TAKEN);
    list.no = "INVALID_REQUEST";
    assert_ok(name_him(LEADER, "1900000999", &out)); /* another account of his: the first one goes */
    assert_ok(drive_receiver("1900000999"));
    assert_receiver("1900000999", "REFUSED");
    assert_ok(drive_receiver(HIS));
    assert_receiver(HIS, "REMOVED");
    assert_string_equal(list.named, "");
    let_go(LEADER);
    assert_ok(drive_receiver("1900000999"));
    assert_receiver("1900000999", "REMOVED");
    assert_ok(drive_receiver("1900000999")); /* again: nothing */
    assert_int_equal(list.deleted, 2);
}

static void whom_wechat_does_not_take_is_given_nothing(void **state)
{
    Gb__Receiver out = GB__RECEIVER__INIT;
    struct seat seat;

    (void)state;
    list.no = "INVALID_REQUEST";
    assert_ok(name_him(LEADER, HIS, &out));
    assert_ok(drive_receiver(HIS));
    seat = sold(300);
    sharing.finished = true;
    drive_all(&seat);
    assert_settled(&seat, LEADER, "TRANSFER", "UNKNOWN");
    assert_int_equal(sharing.splits, 0);
}

/* What the row says is told, also when its job was lost; people without a part for long go. */
static void the_list_is_found_again_and_kept_short(void **state)
{
    Gb__Receiver out = GB__RECEIVER__INIT;

    (void)state;
    assert_ok(name_him(LEADER, HIS, &out));
    test_sql(shop.db, "delete from jobs where kind = $1", db_text(JOB_DRIVE_RECEIVER));
    test_sql(shop.db,
             "insert into receivers (id, user_id, merchant, account, state, used_at) values"
             " ($1, $1, false, 'idle', 'NAMED', now() - interval '181 days'),"
             " ($2, $2, false, 'busy', 'NAMED', now() - interval '179 days')",
             db_id(ANOTHER), db_id(PARTNER));
    assert_ok(run_job("find_due_sharings", "", groupbuy_find_due_sharings));
    assert_int_equal(jobs(JOB_DRIVE_RECEIVER, receiver_of(HIS)), 1);
    assert_int_equal(jobs(JOB_DRIVE_RECEIVER, receiver_of("idle")), 1);
    assert_receiver("idle", "UNWANTED");
    assert_receiver("busy", "NAMED");
    assert_ok(drive_receiver("idle"));
    assert_receiver("idle", "REMOVED");
    test_sql(shop.db, "delete from receivers where not merchant");
}

/* No tax, no month's limit; nobody need have said who he is. */
static void a_merchant_has_his_part_whole(void **state)
{
    struct seat seat = sold(310);

    (void)state;
    merchant();
    drive_all(&seat);
    assert_settled(&seat, LEADER, "SHARING", "");
    assert_int_equal(test_sql_int(shop.db,
                                  "select gross_fen - withheld_fen from payouts where order_id = $1 and to_merchant and"
                                  " openid = '" HIS "' and payee_id is null",
                                  db_id(seat.order)),
                     199);
}

static void what_a_merchant_has_comes_back_before_the_refund(void **state)
{
    struct seat seat = sold(320);
    fen before = has(LEADER);

    (void)state;
    merchant();
    drive_all(&seat);
    assert_int_equal(has(LEADER), before - 199);
    list.state = SHARE_RETURN_SENT;
    refund_all(&seat);
    assert_int_equal(has(LEADER), before - 398); /* a debt, until it is back */
    assert_fails(drive_return(&seat), PAYMENT_UNAVAILABLE);
    assert_fails(run_job(JOB_DRIVE_REFUND, refund_of(&seat), groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    assert_int_equal(wechat_refund(refund_of(&seat))->asked, 0);
    list.state = SHARE_RETURN_DONE;
    assert_ok(drive_return(&seat));
    assert_ok(drive_return(&seat)); /* again: nothing */
    assert_int_equal(list.amount, 199);
    assert_int_equal(list.asked, 2);
    assert_int_equal(has(LEADER), before - 199);
    assert_int_equal(postings(&seat), 1);
    assert_refunded(&seat);
}

/* Ten minutes at most does a buyer wait for it. */
static void a_refund_does_not_wait_for_ever(void **state)
{
    struct seat seat = sold(330);

    (void)state;
    merchant();
    drive_all(&seat);
    list.state = SHARE_RETURN_SENT;
    refund_all(&seat);
    test_sql(shop.db, "update refunds set created_at = created_at - interval '11 min' where order_id = $1",
             db_id(seat.order));
    assert_fails(run_job(JOB_DRIVE_REFUND, refund_of(&seat), groupbuy_drive_refund), PAYMENT_UNAVAILABLE);
    assert_int_equal(wechat_refund(refund_of(&seat))->asked, 1);
    list.state = SHARE_RETURN_DONE;
    assert_ok(drive_return(&seat));
}

static void what_a_merchant_cannot_give_back_is_netted(void **state)
{
    struct seat seat = sold_by(ANOTHER, "", 340), next = sold_by(ANOTHER, "", 344);

    (void)state;
    merchant_is(ANOTHER, "1900000110");
    drive_all(&seat);
    list.refused = "BALANCE_NOT_ENOUGH";
    refund_all(&seat);
    assert_ok(drive_return(&seat));
    assert_int_equal(has(ANOTHER), 199 - 199); /* what is his of the next one pays it */
    assert_int_equal(postings(&seat), 0);
    refund_all(&seat); /* the same refund: nothing is asked for again */
    (void)return_of(&seat);
    sharing.unfreeze[0] = '\0';
    drive_all(&next);
    assert_settled(&next, ANOTHER, "LEDGER", "DEBT");
}

/* The refund came while the split was under way: what is paid then comes back, too. */
static void a_refund_before_the_part_arrives_is_asked_back_when_it_does(void **state)
{
    struct seat seat = sold(350);

    (void)state;
    merchant();
    sharing.finished = false;
    assert_fails(drive(&seat), PAYMENT_UNAVAILABLE);
    refund_all(&seat);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from share_returns where done_at is null"), 0);
    sharing.finished = true;
    drive_all(&seat);
    assert_ok(drive_return(&seat));
    assert_int_equal(list.amount, 199);
    assert_int_equal(postings(&seat), 1);
}

/* The answer of each call is lost once, and each job runs once more than it had to. */
static void whatever_is_lost_on_the_way_it_ends_the_same(void **state)
{
    for (int at = 1; at <= 6; at++) {
        struct seat seat;
        fen before;

        fresh_list(state);
        merchant();
        seat = sold(360 + 4 * at);
        before = has(LEADER);
        sharing.calls = 0;
        sharing.lose_at = at;
        drive_all(&seat);
        refund_all(&seat);
        for (int i = 0; i < 3; i++)
            (void)drive_return(&seat);
        assert_int_equal(has(LEADER), before - 199);
        assert_int_equal(postings(&seat), 1);
        assert_int_equal(list.amount, 199);
        assert_refunded(&seat);
        assert_int_equal(adds_up(state), 0);
    }
}

/* Each account has a list of its own, and what a refund takes comes back to the one that paid. */
static void what_comes_back_goes_to_the_account_that_paid(void **state)
{
    Gb__Receiver out = GB__RECEIVER__INIT;
    struct seat seat;

    (void)state;
    merchant();
    assert_string_equal(list.of, "");
    assert_ok(name_him_to(MERCHANT, LEADER, HIS, &out));
    assert_string_equal(out.paid_by, MERCHANT);
    assert_ok(run_job(JOB_DRIVE_RECEIVER, out.receiver_id, groupbuy_drive_receiver));
    assert_string_equal(list.of, MERCHANT);
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from receivers where account = $1 and state = 'NAMED'", db_text(HIS)),
        2);
    seat = sold_into(MERCHANT, LEADER, "", 420);
    drive_all(&seat);
    assert_int_equal(stands(MERCHANT, ACCOUNT_WECHAT), 2 * 999 - 199);
    refund_all(&seat);
    assert_ok(drive_return(&seat));
    assert_string_equal(list.of, MERCHANT);
    assert_int_equal(stands(MERCHANT, ACCOUNT_WECHAT), 2 * 999);
    assert_int_equal(stands(MERCHANT, ACCOUNT_LEADER_SHARES), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LISTS(who_receives_is_named_until_he_goes),
        LISTS(whom_wechat_does_not_take_is_given_nothing),
        LISTS(the_list_is_found_again_and_kept_short),
        LISTS(a_merchant_has_his_part_whole),
        LISTS(what_a_merchant_has_comes_back_before_the_refund),
        LISTS(a_refund_does_not_wait_for_ever),
        LISTS(what_a_merchant_cannot_give_back_is_netted),
        LISTS(a_refund_before_the_part_arrives_is_asked_back_when_it_does),
        LISTS(whatever_is_lost_on_the_way_it_ends_the_same),
        LISTS(what_comes_back_goes_to_the_account_that_paid),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
