/* The flash-sale path on a real PostgreSQL: exact under concurrency, repeats and returns. */
#include <pthread.h>
#include <stdatomic.h>

#include "groupbuy/flow/cancelling.h"
#include "store/groupbuy/batches.h"

static struct shop shop;

static int up(void **state)
{
    (void)state;
    shop_up(&shop, "gb_flash");
    return 0;
}

static int down(void **state)
{
    (void)state;
    if (!shop.bus)
        return 0; /* it never came up, and has said so */
    shop_books_balance(&shop);
    shop_down(&shop);
    return 0;
}

static struct batch_item place(const char *user, const char *campaign, const char *key, int quantity)
{
    return place_with(&shop.clerk, &(struct ask){ user, campaign, key, quantity }, 1)[0];
}

static const Gb__Order *order_of(const struct batch_item *item)
{
    return item->out;
}

static void an_order_is_whole(void **state)
{
    const char *campaign = shop_flash(&shop, 10, 2), *user = user_n(&shop.clerk, 1);
    struct batch_item item = place(user, campaign, "k", 2);
    const Gb__Order *order = order_of(&item);

    (void)state;
    assert_ok(item.outcome);
    assert_int_equal(order->status, GB__ORDER_STATUS__PENDING_PAYMENT);
    assert_int_equal(order->amount_fen, 2 * 990);
    assert_int_equal(order->n_lines, 1);
    assert_int_equal(order->lines[0]->payable_fen, 2 * 990);
    assert_int_equal(order->n_receipt, 2);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from order_log where order_id = $1 and from_status is null"
                                  " and to_status = 'PENDING_PAYMENT' and actor = $2",
                                  db_id(order->order_id), db_text(user)),
                     1);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox where aggregate_id = $1 and version = 1"
                                  " and type = 'linli.groupbuy.v1.OrderPlaced'",
                                  db_id(order->order_id)),
                     1);
    assert_int_equal(test_sql_int(shop.db,
                                  "select extract(epoch from pay_by - created_at)::bigint from orders where id = $1",
                                  db_id(order->order_id)),
                     300);
}

static void each_item_has_its_own_outcome(void **state)
{
    const char *campaign = shop_flash(&shop, 3, 2), *other = shop_flash(&shop, 5, 1);
    const char *a = user_n(&shop.clerk, 1), *b = user_n(&shop.clerk, 2), *c = user_n(&shop.clerk, 3);
    const struct ask asks[] = {
        { a, campaign, "o1", 2 }, { a, other, "o2", 2 }, { b, campaign, "o1", 2 },
        { c, campaign, "o1", 1 }, { b, other, "o2", 1 }, { c, "0123456789abcdef0123456789abcdef", "o2", 1 },
    };
    struct batch_item *items = place_with(&shop.clerk, asks, 6);

    (void)state;
    assert_ok(items[0].outcome);
    assert_fails(items[1].outcome, LIMIT_REACHED);
    assert_fails(items[2].outcome, STOCK_SHORT);
    assert_ok(items[3].outcome);
    assert_ok(items[4].outcome);
    assert_fails(items[5].outcome, NOT_HERE);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from campaigns where id = $1 and sold_out and sold_out_version = 1",
                                  db_id(campaign)),
                     1);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox where type = 'linli.groupbuy.v1.SaleSoldOut'"
                                  " and aggregate_id = $1",
                                  db_id(campaign)),
                     1);
}

static Gb__SourceClaim *broadcast_at(const char *last, const char *first, int64_t minutes_ago)
{
    Gb__SourceClaim *claim = message_new(&shop.clerk.arena, &gb__source_claim__descriptor);

    claim->broadcast_id = last;
    claim->touched_at = timestamp_new(&shop.clerk.arena, clock_unix_us() - minutes_ago * 60 * US_PER_S);
    claim->first_broadcast_id = first;
    claim->first_touched_at = timestamp_new(&shop.clerk.arena, clock_unix_us() - (minutes_ago + 1) * 60 * US_PER_S);
    return claim;
}

static void assert_broadcasts(const char *order_id, const char *last, const char *first)
{
    struct rows *rows =
        test_sql(shop.db, "select broadcast_id, first_broadcast_id from orders where id = $1", db_id(order_id));

    assert_string_equal(rows_id(rows, 0, 0), last);
    assert_string_equal(rows_id(rows, 0, 1), first);
}

/* Each its own, within a day, in the order and in the answer. */
static void orders_of_a_batch_keep_their_broadcasts(void **state)
{
    const char *campaign = shop_flash(&shop, 10, 2);
    const char *evening = user_n(&shop.clerk, 91), *morning = user_n(&shop.clerk, 92);
    Gb__SourceClaim *sources[] = { broadcast_at(evening, morning, 5), NULL, broadcast_at(evening, "", 25 * 60) };
    const struct ask asks[] = {
        { user_n(&shop.clerk, 1), campaign, "b", 1 },
        { user_n(&shop.clerk, 2), campaign, "b", 1 },
        { user_n(&shop.clerk, 3), campaign, "b", 1 },
    };
    struct batch_item *items;

    (void)state;
    batch_sources = sources;
    items = place_with(&shop.clerk, asks, 3);
    batch_sources = NULL;
    for (int i = 0; i < 3; i++)
        assert_ok(items[i].outcome);
    assert_broadcasts(order_of(&items[0])->order_id, evening, morning);
    assert_broadcasts(order_of(&items[1])->order_id, "", "");
    assert_broadcasts(order_of(&items[2])->order_id, "", "");
    assert_string_equal(order_of(&items[0])->source->broadcast_id, evening);
    assert_string_equal(order_of(&items[0])->source->first_broadcast_id, morning);
}

static void a_repeat_is_the_same_order(void **state)
{
    const char *campaign = shop_flash(&shop, 1, 1), *user = user_n(&shop.clerk, 1);
    struct batch_item first = place(user, campaign, "key", 1);
    struct batch_item again = place(user, campaign, "key", 1), other_body = place(user, campaign, "key", 2);
    struct batch_item rival = place(user_n(&shop.clerk, 2), campaign, "key", 1);

    (void)state;
    assert_ok(first.outcome);
    assert_ok(again.outcome); /* the buyer of the last unit, after sell-out */
    assert_string_equal(order_of(&first)->order_id, order_of(&again)->order_id);
    assert_int_equal(order_of(&again)->amount_fen, 990);
    assert_fails(other_body.outcome, IDEMPOTENCY_KEY_REUSED);
    assert_fails(rival.outcome, SOLD_OUT);
}

static void the_window_is_the_databases(void **state)
{
    Gb__Campaign early, late;
    const char *user = user_n(&shop.clerk, 1);

    (void)state;
    assert_ok(shop_try_campaign(
        &shop,
        &(struct shop_campaign){
            .kind = GB__CAMPAIGN_KIND__FLASH_SALE, .stock = 5, .limit = 1, .price = 990, .starts_in_s = 600 },
        &early));
    assert_fails(place(user, early.campaign_id, "w1", 1).outcome, NOT_STARTED);
    assert_ok(shop_try_campaign(
        &shop,
        &(struct shop_campaign){
            .kind = GB__CAMPAIGN_KIND__FLASH_SALE, .stock = 5, .limit = 1, .price = 990, .ends_in_s = 1 },
        &late));
    clock_sleep_ms(1100);
    assert_fails(place(user, late.campaign_id, "w2", 1).outcome, ENDED);
    assert_fails(place(user, shop_team_buy(&shop, 9, 3, 990), "w3", 1).outcome, CAMPAIGN_KIND);
}

static struct status cancel(struct clerk *clerk, const char *order_id)
{
    struct call *call = clerk_call(clerk, "");
    enum close_outcome outcome;

    return clerk_end(clerk, order_close(call, order_id, CANCEL_UNPAID, "time-out", &outcome));
}

static void a_unit_given_back_sells_again(void **state)
{
    const char *campaign = shop_flash(&shop, 2, 2), *user = user_n(&shop.clerk, 1);
    struct batch_item first = place(user, campaign, "g1", 2);

    (void)state;
    assert_fails(place(user_n(&shop.clerk, 2), campaign, "g1", 1).outcome, SOLD_OUT);
    assert_ok(cancel(&shop.clerk, order_of(&first)->order_id));
    assert_ok(cancel(&shop.clerk, order_of(&first)->order_id)); /* once only */
    shop_books_balance(&shop);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from outbox where type = 'linli.groupbuy.v1.SaleRestocked'"
                                  " and aggregate_id = $1",
                                  db_id(campaign)),
                     1);
    assert_ok(place(user_n(&shop.clerk, 2), campaign, "g2", 1).outcome);
    assert_ok(place(user, campaign, "g2", 1).outcome); /* his limit is free again, too */
    assert_int_equal(test_sql_int(shop.db, "select sold_out_version from campaigns where id = $1", db_id(campaign)), 3);
}

/* ---- two committers with buckets of their own, cancels in between, every user asks several times ---- */

#define RUSH_BATCHES 40
#define RUSH_ITEMS   32
#define RUSH_STOCK   700
#define RUSH_USERS   500

struct rush {
    struct shop shop; /* its own preferred bucket */
    struct clerk clerk;
    const char *campaign;
    int seed;
};

static atomic_int rush_ordered;

static void rush_batch(struct rush *rush, int batch)
{
    struct ask asks[RUSH_ITEMS];
    unsigned seed = (unsigned)(rush->seed * 1000 + batch);
    struct batch_item *items;
    int first = rand_r(&seed) % RUSH_USERS;

    for (int i = 0; i < RUSH_ITEMS; i++)
        asks[i] =
            (struct ask){ user_n(&rush->clerk, (first + i * 7) % RUSH_USERS), rush->campaign,
                          arena_printf(&rush->clerk.arena, "%d-%d-%d", rush->seed, batch, i), 1 + rand_r(&seed) % 2 };
    items = place_with(&rush->clerk, asks, RUSH_ITEMS);
    for (int i = 0; i < RUSH_ITEMS; i++) {
        if (!ok(items[i].outcome))
            continue;
        atomic_fetch_add(&rush_ordered, 1);
        if (rand_r(&seed) % 4 == 0)
            for (int attempt = 0; attempt < 10 && !ok(cancel(&rush->clerk, order_of(&items[i])->order_id)); attempt++)
                clock_sleep_ms(5);
    }
    arena_reset(&rush->clerk.arena);
}

static void *rush_run(void *data)
{
    struct rush *rush = data;

    for (int batch = 0; batch < RUSH_BATCHES; batch++)
        rush_batch(rush, batch);
    return NULL;
}

static void a_rush_of_two_committers_is_exact(void **state)
{
    static struct rush rushes[2];
    char campaign[ID_CHARS + 1];
    pthread_t threads[2];

    (void)state;
    snprintf(campaign, sizeof campaign, "%s", shop_flash(&shop, RUSH_STOCK, 2));
    for (int i = 0; i < 2; i++) {
        rushes[i] = (struct rush){ .shop = shop, .campaign = campaign, .seed = i + 1 };
        rushes[i].shop.house.replica = (uint32_t)i;
        clerk_up(&rushes[i].shop, &rushes[i].clerk);
        assert_int_equal(pthread_create(&threads[i], NULL, rush_run, &rushes[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        clerk_down(&rushes[i].clerk);
    }
    assert_in_range(atomic_load(&rush_ordered), RUSH_STOCK / 2, RUSH_BATCHES * RUSH_ITEMS * 2);
    shop_books_balance(&shop);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from (select from orders where campaign_id = $1 and status ="
                                  " 'PENDING_PAYMENT' group by user_id having sum(quantity) > 2) x",
                                  db_id(campaign)),
                     0);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from campaigns c where id = $1 and sold_out <> ((select sum(unsold)"
                                  " from sale_stock s where s.campaign_id = c.id) = 0)",
                                  db_id(campaign)),
                     0);
}

/* A figure for people: one committer, batches of 64, everyone gets one. */
static void the_cost_of_an_order(void **state)
{
    enum { BATCHES = 150, ITEMS = 64 };
    char campaign[ID_CHARS + 1];
    struct ask asks[ITEMS];
    int64_t us = 0;

    (void)state;
    snprintf(campaign, sizeof campaign, "%s", shop_flash(&shop, BATCHES * ITEMS, 1));
    for (int batch = 0; batch < BATCHES; batch++) {
        struct batch_item *items;

        for (int i = 0; i < ITEMS; i++)
            asks[i] = (struct ask){ user_n(&shop.clerk, 100000 + batch * ITEMS + i), campaign, "k", 1 };
        us -= clock_mono_us();
        items = place_with(&shop.clerk, asks, ITEMS);
        us += clock_mono_us();
        for (int i = 0; i < ITEMS; i++)
            assert_ok(items[i].outcome);
        arena_reset(&shop.clerk.arena);
    }
    print_message("%ld us an order in batches of %d\n", (long)(us / (BATCHES * ITEMS)), ITEMS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_is_whole),
        cmocka_unit_test(each_item_has_its_own_outcome),
        cmocka_unit_test(orders_of_a_batch_keep_their_broadcasts),
        cmocka_unit_test(a_repeat_is_the_same_order),
        cmocka_unit_test(the_window_is_the_databases),
        cmocka_unit_test(a_unit_given_back_sells_again),
        cmocka_unit_test(a_rush_of_two_committers_is_exact),
        cmocka_unit_test(the_cost_of_an_order),
    };

    return cmocka_run_group_tests(tests, up, down);
}
