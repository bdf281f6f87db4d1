/* Session cards on a real PostgreSQL: sold, used by a code once, taken back, ended by use, refund or time, and what of
 * it goes back to the fen. */
#include <pthread.h>

#include "groupbuy/cards.h"
#include "groupbuy/delivery.h"
#include "groupbuy/domain/card.h"
#include "groupbuy/domain/pick_up.h"
#include "store/groupbuy/pick_ups.h"

#define LEADER user_n(&shop.clerk, 90)
#define STAFF  user_n(&shop.clerk, 91)

static int up(void **state)
{
    return seats_up(state, "gb_cards");
}

struct card_sold {
    const char *product;
    const char *sku; /* 99.99, seven sessions for 30 days */
    const char *point;
};

static struct status publish_for(int32_t days, const char *sku, const char *point, int32_t sessions, int32_t percent,
                                 int32_t expired, Gb__CardTerms *out)
{
    Gb__PublishCardTermsRequest in = GB__PUBLISH_CARD_TERMS_REQUEST__INIT;
    const char *points[] = { point };

    in.sku_id = sku;
    in.sessions = sessions;
    in.valid_days = days;
    in.refund_percent = percent;
    in.expired_refund_percent = expired;
    in.point_ids = points;
    in.n_point_ids = 1;
    gb__card_terms__init(out);
    return CALL_IN_TX(OPERATOR, groupbuy_publish_card_terms, &in, out);
}

static struct status publish(const char *sku, const char *point, int32_t sessions, int32_t percent, int32_t expired,
                             Gb__CardTerms *out)
{
    return publish_for(30, sku, point, sessions, percent, expired, out);
}

static struct card_sold on_shelf(Gb__ProductKind kind, int32_t limit)
{
    Gb__CreateProductRequest product = GB__CREATE_PRODUCT_REQUEST__INIT;
    Gb__SetProductStatusRequest shelf = GB__SET_PRODUCT_STATUS_REQUEST__INIT;
    Gb__NewSku sku = GB__NEW_SKU__INIT, *skus[] = { &sku };
    Gb__Product made = GB__PRODUCT__INIT, shown = GB__PRODUCT__INIT;
    struct card_sold sold;

    product.title = "瑜伽";
    product.category = "运动";
    product.seller_name = "云山瑜伽";
    product.seller_licence = "YJ1";
    product.kind = kind;
    product.per_user_limit = limit;
    product.skus = skus;
    product.n_skus = 1;
    sku.title = "七次卡";
    sku.list_price_fen = 9999;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_create_product, &product, &made));
    shelf.product_id = made.product_id;
    shelf.status = GB__PRODUCT_STATUS__ON_SHELF;
    assert_ok(CALL_IN_TX(OPERATOR, groupbuy_set_product_status, &shelf, &shown));
    sold = (struct card_sold){ made.product_id, made.skus[0]->sku_id, new_point(LEADER) };
    hire(sold.point, STAFF);
    return sold;
}

/* Whoever gives it back has all of the unused part; when its time is over, half. */
static struct card_sold yoga(int32_t limit)
{
    struct card_sold sold = on_shelf(GB__PRODUCT_KIND__PRODUCT_CARD, limit);
    Gb__CardTerms terms;

    assert_ok(publish(sold.sku, sold.point, 7, 100, 50, &terms));
    return sold;
}

static struct status buy_as(const char *user, const struct card_sold *sold, const char *coupon, Gb__Card *out)
{
    Gb__PlaceCardOrderRequest in = GB__PLACE_CARD_ORDER_REQUEST__INIT;

    in.sku_id = sold->sku;
    in.coupon_id = coupon;
    in.points = points_to_use;
    gb__card__init(out);
    return clerk_end(&shop.clerk, groupbuy_place_card_order(clerk_call(&shop.clerk, user), &in, out));
}

static struct status get(const char *user, const char *card, Gb__Card *out)
{
    Gb__GetCardRequest in = GB__GET_CARD_REQUEST__INIT;

    in.card_id = card;
    gb__card__init(out);
    return CALL_IN_TX(user, groupbuy_get_card, &in, out);
}

static struct seat bought(const char *user, const struct card_sold *sold, Gb__Card *out)
{
    struct seat seat;

    assert_ok(buy_as(user, sold, "", out));
    assert_int_equal(out->status, GB__CARD_STATUS__CARD_UNPAID);
    seat = (struct seat){ .user = user, .order = out->order_id };
    pay(&seat);
    assert_order(&seat, "READY");
    assert_ok(get(user, out->card_id, out));
    assert_int_equal(out->status, GB__CARD_STATUS__CARD_ACTIVE);
    return seat;
}

static struct status show(const char *user, const char *card, int32_t sessions, Gb__CardCode *out)
{
    Gb__ShowCardCodeRequest in = GB__SHOW_CARD_CODE_REQUEST__INIT;

    in.card_id = card;
    in.sessions = sessions;
    gb__card_code__init(out);
    return CALL_IN_TX(user, groupbuy_show_card_code, &in, out);
}

static struct status use_as(struct clerk *clerk, const char *staff, const char *point, const char *code,
                            Gb__CardUse *out)
{
    Gb__UseCardRequest in = GB__USE_CARD_REQUEST__INIT;

    in.point_id = point;
    in.code = code;
    gb__card_use__init(out);
    return clerk_end(clerk, groupbuy_use_card(clerk_call(clerk, staff), &in, out));
}

#define USE(point, code, out) use_as(&shop.clerk, STAFF, point, code, out)

static void use(const char *user, const char *card, const char *point, int32_t sessions, Gb__CardUse *out)
{
    Gb__CardCode code;

    assert_ok(show(user, card, sessions, &code));
    assert_ok(USE(point, code.code, out));
}

static struct status undo(const char *staff, const char *point, const char *use_id, Gb__CardUse *out)
{
    Gb__UndoCardUseRequest in = GB__UNDO_CARD_USE_REQUEST__INIT;

    in.point_id = point;
    in.use_id = use_id;
    in.reason = "扫错了卡";
    gb__card_use__init(out);
    return CALL_IN_TX(staff, groupbuy_undo_card_use, &in, out);
}

static struct status refund(const char *user, const char *card, Gb__Card *out)
{
    Gb__RefundCardRequest in = GB__REFUND_CARD_REQUEST__INIT;

    in.card_id = card;
    gb__card__init(out);
    return CALL_IN_TX(user, groupbuy_refund_card, &in, out);
}

static fen promised(const struct seat *seat)
{
    return test_sql_int(shop.db, "select coalesce(sum(amount_fen), 0)::bigint from refunds where order_id = $1",
                        db_id(seat->order));
}

static void time_is_over(const char *card)
{
    test_sql(shop.db, "update cards set valid_until = now() - interval '1 s', version = version + 1 where id = $1",
             db_id(card));
}

/* Used is what stands of the uses; a card's order is where the card is. */
static int cards_balance(void **state)
{
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from cards c where used <> (select coalesce(sum(u.sessions), 0)"
                                  " from card_uses u where u.card_id = c.id and u.id not in (select use_id from"
                                  " card_use_undos))"),
                     0);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from cards c join orders o on o.id = c.order_id where o.kind <>"
                                  " 'CARD' or (c.status = 'ACTIVE') > (o.status = 'READY') or (c.status = 'USED_UP') >"
                                  " (o.status in ('FULFILLED', 'COMPLETED', 'REFUNDED'))"),
                     0);
    points_to_use = 0;
    return balanced(state);
}

#define CARD_TEST(name) cmocka_unit_test_setup_teardown(name, fresh, cards_balance)

/* ---- the table ---- */

static void the_moves_are_those_of_the_domain(void **state)
{
    struct rows *rows = test_sql(shop.db, "select from_status, to_status from card_moves");

    (void)state;
    assert_int_equal(rows_count(rows), card_moves_count);
    for (int row = 0; row < rows_count(rows); row++)
        assert_true(card_may_move(card_status_of(rows_text(rows, row, 0)), card_status_of(rows_text(rows, row, 1))));
}

static void a_move_that_is_none_is_refused_below(void **state)
{
    struct card_sold sold = yoga(0);
    struct rows *rows;
    Gb__Card card;

    (void)state;
    bought(user_n(&shop.clerk, 1), &sold, &card);
    assert_fails(db_run(shop.db, &shop.clerk.arena, &rows,
                        "update cards set status = 'OFF', valid_until = null, version = version + 1 where id = $1",
                        db_id(card.card_id)),
                 CHECK_VIOLATION);
    assert_fails(db_run(shop.db, &shop.clerk.arena, &rows,
                        "update cards set used = 8, version = version + 1 where id = $1", db_id(card.card_id)),
                 CHECK_VIOLATION);
    assert_fails(
        db_run(shop.db, &shop.clerk.arena, &rows, "update cards set used = 1 where id = $1", db_id(card.card_id)),
        CHECK_VIOLATION);
}

/* ---- sold ---- */

static void terms_are_for_cards_and_points_in_use(void **state)
{
    struct card_sold sold = yoga(0), other = on_shelf(GB__PRODUCT_KIND__PRODUCT_SERVICE, 0);
    Gb__CardTerms terms;
    Gb__Card card;

    (void)state;
    assert_fails(publish(other.sku, other.point, 7, 100, 50, &terms), FIELDS_INVALID);
    test_sql(shop.db, "update pick_up_points set status = 'DECLINED', reason = 'x' where id = $1", db_id(other.point));
    assert_fails(publish(sold.sku, other.point, 7, 100, 50, &terms), FIELDS_INVALID);
    assert_ok(publish(sold.sku, sold.point, 10, 80, 0, &terms));
    assert_int_equal(terms.version, 2);
    assert_fails(buy_as(user_n(&shop.clerk, 1), &other, "", &card), PRODUCT_OFF_SHELF);
}

/* A year after the payment WeChat refuses for good: a card that lives longer gives nothing back. */
static void terms_promise_no_refund_that_wechat_refuses(void **state)
{
    struct card_sold sold = yoga(0);
    Gb__CardTerms terms;

    (void)state;
    assert_fails(publish_for(361, sold.sku, sold.point, 7, 100, 0, &terms), FIELDS_INVALID);
    assert_fails(publish_for(361, sold.sku, sold.point, 7, 0, 1, &terms), FIELDS_INVALID);
    assert_ok(publish_for(360, sold.sku, sold.point, 7, 100, 50, &terms));
    assert_ok(publish_for(1096, sold.sku, sold.point, 7, 0, 0, &terms));
}

static void a_person_has_as_many_as_he_may(void **state)
{
    struct card_sold sold = yoga(1);
    const char *ann = user_n(&shop.clerk, 1);
    Gb__Card first, second;
    struct seat seat;

    (void)state;
    assert_ok(buy_as(ann, &sold, "", &first));
    assert_fails(buy_as(ann, &sold, "", &second), LIMIT_REACHED);
    seat = (struct seat){ .user = ann, .order = first.order_id };
    assert_ok(cancel_order(&seat, ann));
    assert_ok(get(ann, first.card_id, &first));
    assert_int_equal(first.status, GB__CARD_STATUS__CARD_OFF);
    assert_int_equal(events("CardEnded", first.card_id), 1);
    bought(ann, &sold, &second);
    assert_fails(buy_as(ann, &sold, "", &first), LIMIT_REACHED);
}

/* ---- used ---- */

/* WeChat holds the money until it is told: a card is there at once. */
static void a_card_is_told_to_wechat_when_it_is_paid(void **state)
{
    struct card_sold sold = yoga(0);
    struct seat seat;
    Gb__Card card;

    (void)state;
    seat = bought(user_n(&shop.clerk, 1), &sold, &card);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from shipping_infos where order_id = $1 and kind = 'VIRTUAL'"
                                  " and state = 'WAITING' and item = '瑜伽 七次卡 ×1'",
                                  db_id(seat.order)),
                     1);
    assert_int_equal(jobs(JOB_TELL_SHIPPING, seat.order), 1);
}

static void a_code_is_of_one_use_and_the_last_session_ends_the_order(void **state)
{
    struct card_sold sold = yoga(0);
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2);
    Gb__CardCode first, code;
    Gb__Card card;
    Gb__CardUse used;
    struct seat seat = bought(ann, &sold, &card);

    (void)state;
    assert_fails(show(bob, card.card_id, 1, &code), NOT_HERE);
    assert_fails(show(ann, card.card_id, 8, &code), SESSIONS_SHORT);
    assert_ok(show(ann, card.card_id, 1, &first));
    assert_ok(show(ann, card.card_id, 2, &code)); /* the one before is over */
    assert_fails(USE(sold.point, first.code, &used), CODE_WRONG);
    assert_fails(use_as(&shop.clerk, bob, sold.point, code.code, &used), NOT_HERE);
    assert_ok(USE(sold.point, code.code, &used));
    assert_int_equal(used.sessions, 2);
    assert_int_equal(used.sessions_left, 5);
    assert_fails(USE(sold.point, code.code, &used), CARD_CODE_USED);
    assert_ok(show(ann, card.card_id, 1, &code));
    test_sql(shop.db, "update card_codes set expires_at = now() - interval '1 s' where code = $1", db_text(code.code));
    assert_fails(USE(sold.point, code.code, &used), CODE_EXPIRED);
    use(ann, card.card_id, sold.point, 5, &used);
    assert_ok(get(ann, card.card_id, &card));
    assert_int_equal(card.status, GB__CARD_STATUS__CARD_USED_UP);
    assert_int_equal(card.n_uses, 2);
    assert_order(&seat, "FULFILLED");
    assert_int_equal(events("CardUsed", card.card_id), 2);
    assert_int_equal(events("CardEnded", card.card_id), 1);
    assert_fails(show(ann, card.card_id, 1, &code), CARD_ELSEWHERE);
    assert_fails(refund(ann, card.card_id, &card), CARD_ELSEWHERE);
}

static void a_card_is_good_at_its_points_and_a_guess_counts(void **state)
{
    struct card_sold sold = yoga(0);
    const char *ann = user_n(&shop.clerk, 1), *elsewhere = new_point(LEADER);
    Gb__CardCode code;
    Gb__CardTerms terms;
    Gb__CardUse used;
    Gb__Card card;

    (void)state;
    bought(ann, &sold, &card);
    hire(elsewhere, STAFF);
    assert_ok(show(ann, card.card_id, 1, &code));
    assert_fails(USE(elsewhere, code.code, &used), CODE_WRONG);
    /* a new place is good for those that were sold, too; the old one stays good */
    assert_ok(publish(sold.sku, elsewhere, 7, 0, 0, &terms));
    assert_ok(USE(elsewhere, code.code, &used));
    use(ann, card.card_id, sold.point, 1, &used);
    assert_ok(show(ann, card.card_id, 1, &code));
    for (int i = 0; i < WRONG_CODES_MAX; i++)
        assert_fails(USE(sold.point, "000000000000", &used), CODE_WRONG);
    assert_fails(USE(sold.point, code.code, &used), CODE_CLOSED);
    test_sql(shop.db, "delete from wrong_codes");
    assert_ok(USE(sold.point, code.code, &used));
}

static void a_use_is_taken_back_within_its_minutes_and_once(void **state)
{
    struct card_sold sold = yoga(0);
    const char *ann = user_n(&shop.clerk, 1), *elsewhere = new_point(LEADER);
    Gb__CardUse used, again;
    Gb__Card card;
    struct seat seat = bought(ann, &sold, &card);

    (void)state;
    use(ann, card.card_id, sold.point, 7, &used);
    assert_order(&seat, "FULFILLED");
    assert_fails(undo(LEADER, elsewhere, used.use_id, &again), NOT_HERE);
    assert_fails(undo(user_n(&shop.clerk, 2), sold.point, used.use_id, &again), NOT_HERE);
    assert_ok(undo(STAFF, sold.point, used.use_id, &again));
    assert_int_equal(again.sessions_left, 7);
    assert_order(&seat, "READY");
    assert_fails(undo(STAFF, sold.point, used.use_id, &again), ALREADY_UNDONE);
    use(ann, card.card_id, sold.point, 1, &used);
    test_sql(shop.db, "update card_uses set used_at = used_at - interval '11 min' where id = $1", db_id(used.use_id));
    assert_fails(undo(STAFF, sold.point, used.use_id, &again), UNDO_TOO_LATE);
    use(ann, card.card_id, sold.point, 1, &used);
    assert_ok(refund(ann, card.card_id, &card));
    assert_fails(undo(STAFF, sold.point, used.use_id, &again), UNDO_TOO_LATE);
}

/* ---- what goes back ---- */

static void the_unused_part_goes_back_to_the_fen(void **state)
{
    (void)state;
    for (int32_t gone = 0; gone < 7; gone++) {
        struct card_sold sold = yoga(0);
        const char *ann = user_n(&shop.clerk, 10 + gone);
        const fen back = 9999 * (7 - gone) / 7;
        Gb__CardTerms later;
        Gb__CardUse used;
        Gb__Card card, none;
        struct seat seat = bought(ann, &sold, &card);

        assert_ok(publish(sold.sku, sold.point, 7, 0, 0, &later)); /* later terms give nothing back */
        if (gone)
            use(ann, card.card_id, sold.point, gone, &used);
        assert_ok(get(ann, card.card_id, &card));
        assert_int_equal(card.refund_now_fen, back);
        assert_fails(refund(user_n(&shop.clerk, 2), card.card_id, &none), NOT_HERE);
        assert_ok(refund(ann, card.card_id, &card));
        assert_int_equal(card.status, GB__CARD_STATUS__CARD_REFUNDED);
        assert_int_equal(promised(&seat), back);
        assert_fails(refund(ann, card.card_id, &none), CARD_ELSEWHERE);
        drive_refunds(&seat);
        assert_order(&seat, gone ? "FULFILLED" : "REFUNDED");
        assert_int_equal(events("CardEnded", card.card_id), 1);
    }
}

static void what_went_back_before_goes_back_once(void **state)
{
    struct card_sold sold = yoga(0);
    const char *ann = user_n(&shop.clerk, 1);
    Gb__Order order;
    Gb__CardUse used;
    Gb__Card card;
    struct seat seat = bought(ann, &sold, &card);

    (void)state;
    assert_ok(refund_as(OPERATOR, &seat, 0, 0, 999, false, &order)); /* 90.00 are left, for seven */
    use(ann, card.card_id, sold.point, 2, &used);
    assert_ok(refund(ann, card.card_id, &card));
    assert_int_equal(promised(&seat), 999 + 9000 * 5 / 7);
    drive_refunds(&seat);
    assert_order(&seat, "FULFILLED");
}

static void a_card_of_points_gives_points_back(void **state)
{
    struct card_sold sold = yoga(0);
    const char *ann = user_n(&shop.clerk, 1);
    Gb__Payment payment;
    Gb__CardUse used;
    Gb__Card card;
    struct seat seat;

    (void)state;
    wechat.points_fen = 1;
    points_to_use = 9999;
    assert_ok(buy_as(ann, &sold, "", &card));
    seat = (struct seat){ .user = ann, .order = card.order_id };
    assert_ok(ask_to_pay(&seat, &payment));
    assert_true(payment.paid);
    use(ann, card.card_id, sold.point, 3, &used);
    assert_ok(refund(ann, card.card_id, &card));
    assert_int_equal(test_sql_int(shop.db, "select points from refunds where order_id = $1", db_id(seat.order)),
                     9999 * 4 / 7);
    assert_order(&seat, "FULFILLED");
}

static void an_order_that_is_refunded_ends_its_card(void **state)
{
    struct card_sold sold = yoga(0);
    const char *ann = user_n(&shop.clerk, 1);
    Gb__CardCode code;
    Gb__CardUse used;
    Gb__Order order;
    Gb__Card card;
    struct seat seat = bought(ann, &sold, &card);

    (void)state;
    assert_fails(ship_as(OPERATOR, &seat, &order), ORDER_NOT_SHIPPABLE);
    use(ann, card.card_id, sold.point, 1, &used);
    assert_ok(show(ann, card.card_id, 1, &code));
    assert_ok(refund_as(OPERATOR, &seat, -1, 0, 0, false, &order));
    assert_fails(USE(sold.point, code.code, &used), CODE_WRONG);
    assert_ok(get(ann, card.card_id, &card));
    assert_int_equal(card.status, GB__CARD_STATUS__CARD_REFUNDED);
    drive_refunds(&seat);
    assert_order(&seat, "REFUNDED");
}

static void its_time_ends_it_by_the_rule(void **state)
{
    struct card_sold sold = yoga(0);
    const char *ann = user_n(&shop.clerk, 1);
    Gb__CardCode code;
    Gb__CardUse used;
    Gb__Card card, none;
    struct seat seat = bought(ann, &sold, &card);

    (void)state;
    assert_int_equal(jobs(JOB_EXPIRE_CARD, card.card_id), 1);
    assert_int_equal(jobs(JOB_REMIND_CARD, card.card_id), 1);
    assert_int_equal(test_sql_int(shop.db,
                                  "select (extract(epoch from valid_until - o.paid_at) / 86400)::bigint from cards c"
                                  " join orders o on o.id = c.order_id where c.id = $1",
                                  db_id(card.card_id)),
                     30);
    use(ann, card.card_id, sold.point, 3, &used);
    assert_ok(run_job(JOB_EXPIRE_CARD, card.card_id, groupbuy_expire_card)); /* before its time: nothing */
    assert_ok(run_job(JOB_REMIND_CARD, card.card_id, groupbuy_remind_card));
    assert_int_equal(events("CardEnding", card.card_id), 1);
    assert_ok(show(ann, card.card_id, 1, &code));
    time_is_over(card.card_id);
    assert_fails(USE(sold.point, code.code, &used), CARD_ELSEWHERE);
    assert_fails(refund(ann, card.card_id, &none), CARD_ELSEWHERE);
    assert_ok(run_job(JOB_EXPIRE_CARD, card.card_id, groupbuy_expire_card));
    assert_ok(run_job(JOB_EXPIRE_CARD, card.card_id, groupbuy_expire_card));
    assert_ok(get(ann, card.card_id, &card));
    assert_int_equal(card.status, GB__CARD_STATUS__CARD_EXPIRED);
    assert_int_equal(promised(&seat), 9999 * 4 * 50 / 700);
    assert_int_equal(events("CardEnded", card.card_id), 1);
    drive_refunds(&seat);
    assert_order(&seat, "FULFILLED");
    assert_ok(run_job(JOB_REMIND_CARD, card.card_id, groupbuy_remind_card));
    assert_int_equal(events("CardEnding", card.card_id), 1);
}

/* ---- two counters ---- */

struct counter {
    struct clerk clerk;
    const char *staff, *point, *code;
    bool used, refused;
};

static void *type_code(void *context)
{
    struct counter *counter = context;
    Gb__CardUse used;

    for (int try = 0; try < 200 && !counter->used && !counter->refused; try++) {
        struct status status = use_as(&counter->clerk, counter->staff, counter->point, counter->code, &used);

        counter->used = ok(status);
        counter->refused = failed_with(status, CARD_CODE_USED);
        if (!ok(status) && !counter->refused && status.code != CODE_ABORTED)
            break;
    }
    return counter;
}

static void two_counters_do_not_use_one_code_twice(void **state)
{
    struct card_sold sold = yoga(0);
    const char *ann = user_n(&shop.clerk, 1);
    struct counter *counters = calloc(8, sizeof *counters);
    pthread_t threads[8];
    Gb__CardCode code;
    Gb__Card card;
    int used = 0;

    (void)state;
    bought(ann, &sold, &card);
    assert_ok(show(ann, card.card_id, 7, &code));
    for (int i = 0; i < 8; i++) {
        counters[i] = (struct counter){ .staff = STAFF, .point = sold.point, .code = code.code };
        clerk_up(&shop, &counters[i].clerk);
    }
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, type_code, &counters[i]), 0);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        assert_true(counters[i].used || counters[i].refused);
        used += counters[i].used;
        clerk_down(&counters[i].clerk);
    }
    assert_int_equal(used, 1);
    free(counters);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CARD_TEST(the_moves_are_those_of_the_domain),
        CARD_TEST(a_move_that_is_none_is_refused_below),
        CARD_TEST(terms_are_for_cards_and_points_in_use),
        CARD_TEST(terms_promise_no_refund_that_wechat_refuses),
        CARD_TEST(a_person_has_as_many_as_he_may),
        CARD_TEST(a_card_is_told_to_wechat_when_it_is_paid),
        CARD_TEST(a_code_is_of_one_use_and_the_last_session_ends_the_order),
        CARD_TEST(a_card_is_good_at_its_points_and_a_guess_counts),
        CARD_TEST(a_use_is_taken_back_within_its_minutes_and_once),
        CARD_TEST(the_unused_part_goes_back_to_the_fen),
        CARD_TEST(what_went_back_before_goes_back_once),
        CARD_TEST(a_card_of_points_gives_points_back),
        CARD_TEST(an_order_that_is_refunded_ends_its_card),
        CARD_TEST(its_time_ends_it_by_the_rule),
        CARD_TEST(two_counters_do_not_use_one_code_twice),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
