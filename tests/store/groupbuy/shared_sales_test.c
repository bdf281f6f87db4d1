/* Limits that several accounts share, in campaigns: flash sales and team buys, beside what is sold off the shelf. */
#include <pthread.h>

#include "store/groupbuy/batches.h"
#include "store/groupbuy/households.h"

#define RIVALS   8
#define A_PERSON 10 /* more than any limit shared here: one quick rival may buy all that his household can */

static int up(void **state)
{
    seats_up(state, "gb_shared_sales");
    set_rule(600);
    return 0;
}

static const char *campaign_of(const struct goods *goods, Gb__CampaignKind kind)
{
    struct shop_campaign wanted = { .kind = kind, .stock = 40, .limit = A_PERSON, .price = 700, .sku_id = goods->apples };
    Gb__Campaign campaign;

    if (kind == GB__CAMPAIGN_KIND__TEAM_BUY)
        wanted.team_size = 20;
    assert_ok(shop_try_campaign(&shop, &wanted, &campaign));
    return campaign.campaign_id;
}

static const char *flash_of(const struct goods *goods)
{
    return campaign_of(goods, GB__CAMPAIGN_KIND__FLASH_SALE);
}

static struct status place(const char *user, const char *campaign, int quantity, struct seat *ret_seat)
{
    const char *key = id_make(&shop.clerk.arena);
    struct batch_item *item = place_with(&shop.clerk, &(struct ask){ user, campaign, key, quantity }, 1);

    if (ok(item->outcome) && ret_seat)
        *ret_seat = seat_of(user, item->out);
    return item->outcome;
}

static struct status quote(const char *user, const char *campaign, int quantity)
{
    Gb__QuoteOrderRequest in = GB__QUOTE_ORDER_REQUEST__INIT;
    Gb__Quote out = GB__QUOTE__INIT;

    in.campaign_id = campaign;
    in.quantity = quantity;
    return clerk_end(&shop.clerk, groupbuy_quote_order(clerk_call(&shop.clerk, user), &in, &out));
}

/* ---- flash sales ---- */

static void a_household_has_one_limit_in_a_flash_sale(void **state)
{
    const char *ann = person(1001), *bob = person(1002), *cid = person(1003), *dan = person(1004);
    struct goods goods = limited(2, 0, 0);
    const char *sale = flash_of(&goods);
    const struct ask asks[] = {
        { ann, sale, "a", 1 }, { bob, sale, "b", 1 }, { cid, sale, "c", 1 }, { dan, sale, "d", 2 }
    };
    struct batch_item *items;
    struct status refused;
    struct seat anns;

    (void)state;
    lives_with(bob, ann);
    lives_with(cid, ann);
    items = place_with(&shop.clerk, asks, 4); /* all of them in one batch */
    assert_ok(items[0].outcome);
    assert_ok(items[1].outcome);
    assert_fails(items[2].outcome, SHARED_LIMIT_REACHED);
    assert_ok(items[3].outcome);
    refused = place(cid, sale, 1, NULL);
    assert_fails(refused, SHARED_LIMIT_REACHED);
    assert_string_equal(refused.text, arena_printf(&shop.clerk.arena, "2 of product %s a household", goods.product));
    assert_fails(quote(cid, sale, 1), SHARED_LIMIT_REACHED);
    anns = seat_of(ann, items[0].out);
    assert_ok(cancel_order(&anns, ann));
    assert_ok(quote(cid, sale, 1));
    assert_ok(place(cid, sale, 1, NULL));
    assert_fails(place(ann, sale, 1, NULL), SHARED_LIMIT_REACHED);
}

/* However they buy: off the shelf, in a sale, in a team. */
static void every_way_to_buy_counts(void **state)
{
    const char *ann = person(1011), *bob = person(1012), *bob_home = own_home(bob, 1012);
    struct goods goods = limited(3, 0, 0);
    const char *sale = flash_of(&goods), *team = campaign_of(&goods, GB__CAMPAIGN_KIND__TEAM_BUY);
    struct seat flash = { 0 }, starter = { 0 }, plain = { 0 };

    (void)state;
    lives_with(bob, ann);
    assert_ok(place(ann, sale, 1, &flash));
    assert_ok(start_with(&shop.clerk, team, bob, "", &starter));
    assert_ok(buy(bob, bob_home, goods.pears, 1, &plain));
    assert_fails(buy(bob, bob_home, goods.pears, 1, NULL), SHARED_LIMIT_REACHED);
    assert_fails(place(ann, sale, 1, NULL), SHARED_LIMIT_REACHED);
    assert_fails(join_as(&shop.clerk, starter.team, ann, &(struct seat){ 0 }), SHARED_LIMIT_REACHED);
    assert_fails(start_with(&shop.clerk, team, ann, "", &(struct seat){ 0 }), SHARED_LIMIT_REACHED);
    assert_ok(cancel_order(&flash, ann));
    assert_ok(join_as(&shop.clerk, starter.team, ann, &(struct seat){ 0 }));
    assert_fails(place(bob, sale, 1, NULL), SHARED_LIMIT_REACHED);
    assert_ok(cancel_order(&plain, bob));
    assert_ok(place(bob, sale, 1, NULL));
}

/* Nobody asks where a sale's goods go: the phone is the account's own, and so it is of what is fetched. */
static void who_names_no_phone_is_known_by_his_own(void **state)
{
    const char *ann = person(1021), *bob = person(1022), *point = new_point(person(1020));
    struct goods goods = limited(0, 1, 4);
    const char *sale = flash_of(&goods), *team = campaign_of(&goods, GB__CAMPAIGN_KIND__TEAM_BUY);
    struct status refused;

    (void)state;
    lives_with(bob, ann);
    assert_fails(place(ann, sale, 5, NULL), SHARED_LIMIT_REACHED);
    order_at(&goods, ann, point); /* four, to be fetched */
    refused = place(ann, sale, 1, NULL);
    assert_fails(refused, SHARED_LIMIT_REACHED);
    assert_string_equal(refused.text, arena_printf(&shop.clerk.arena, "4 of product %s a phone", goods.product));
    assert_fails(start_with(&shop.clerk, team, ann, "", &(struct seat){ 0 }), SHARED_LIMIT_REACHED);
    assert_ok(buy(ann, home_of(ann, "13900001029", "外婆家 1 号"), goods.apples, 1, NULL)); /* another's phone */
    assert_ok(place(bob, sale, 4, NULL));
    assert_fails(quote(bob, sale, 1), SHARED_LIMIT_REACHED);
}

static void a_sale_without_a_shared_limit_asks_nobodys_household(void **state)
{
    const char *ann = person(1031), *bob = person(1032);
    struct goods goods = limited(0, 1, 0);
    const char *sale = flash_of(&goods);

    (void)state;
    lives_with(bob, ann);
    assert_ok(place(ann, sale, 3, NULL));
    assert_int_equal(
        test_sql_int(shop.db, "select count(*) from product_buyers where product_id = $1", db_id(goods.product)), 0);
    test_sql(shop.db, "update products set per_household_limit = 3 where id = $1", db_id(goods.product));
    /* what was bought before counts, too */
    assert_fails(place(bob, sale, 1, NULL), SHARED_LIMIT_REACHED);
}

/* A winner who asks again gets his order, whatever his household holds since. */
static void a_repeat_is_no_second_unit(void **state)
{
    const char *ann = person(1041);
    struct goods goods = limited(1, 0, 0);
    const char *sale = flash_of(&goods);
    const struct ask ask = { ann, sale, "again", 1 };
    struct batch_item *first = place_with(&shop.clerk, &ask, 1), *again = place_with(&shop.clerk, &ask, 1);

    (void)state;
    assert_ok(first->outcome);
    assert_ok(again->outcome);
    assert_string_equal(((const Gb__Order *)again->out)->order_id, ((const Gb__Order *)first->out)->order_id);
}

/* ---- team buys ---- */

static void a_team_that_runs_out_frees_the_limit(void **state)
{
    const char *ann = person(1051), *bob = person(1052);
    struct goods goods = limited(1, 0, 0);
    const char *team = campaign_of(&goods, GB__CAMPAIGN_KIND__TEAM_BUY);
    struct seat starter = { 0 };

    (void)state;
    lives_with(bob, ann);
    assert_ok(start_with(&shop.clerk, team, ann, "", &starter));
    pay(&starter);
    assert_fails(start_with(&shop.clerk, team, bob, "", &(struct seat){ 0 }), SHARED_LIMIT_REACHED);
    expire(&starter);
    drive_refunds(&starter);
    assert_order(&starter, "REFUNDED");
    assert_ok(start_with(&shop.clerk, team, bob, "", &(struct seat){ 0 }));
}

/* His payment finds the team over and takes him to his own: he holds one unit before and after. */
static void who_is_moved_to_another_team_counts_once(void **state)
{
    const char *ann = person(1061), *bob = person(1062), *dan = person(1063);
    struct goods goods = limited(2, 0, 0);
    const char *team = campaign_of(&goods, GB__CAMPAIGN_KIND__TEAM_BUY), *sale;
    struct seat dans = { 0 }, anns = { 0 };
    Gb__Payment payment;

    (void)state;
    lives_with(bob, ann);
    assert_ok(start_with(&shop.clerk, team, dan, "", &dans));
    pay(&dans);
    assert_ok(
        join_wishing(&shop.clerk, dans.team, ann, &(struct wish){ .late = GB__LATE_PAYMENT__LATE_OWN_TEAM }, &anns));
    assert_ok(ask_to_pay(&anns, &payment));
    wechat_order(anns.order);
    expire(&dans);
    wechat_pay(wechat_order(anns.order), clock_unix_us());
    assert_int_equal(notice(&anns), PAYMENT_OUTCOME_APPLIED);
    assert_order(&anns, "WAITING_TEAM");
    sale = flash_of(&goods);
    assert_ok(place(bob, sale, 1, NULL));
    assert_fails(place(bob, sale, 1, NULL), SHARED_LIMIT_REACHED);
}

/* ---- all at once ---- */

struct rival {
    struct clerk clerk;
    const char *user, *home, *sale, *team, *sku;
    int way, placed;
    bool stopped; /* by the household's limit */
    struct status unexpected;
};

static struct status try_once(struct rival *rival)
{
    const struct want want = { rival->sku, 1 };
    const char *key = id_make(&rival->clerk.arena);
    struct seat seat;
    Gb__Order order;

    if (rival->way == 0)
        return place_with(&rival->clerk, &(struct ask){ rival->user, rival->sale, key, 1 }, 1)->outcome;
    if (rival->way == 1)
        return order_as(&rival->clerk, rival->user, rival->home, "", &want, 1, &order);
    return start_with(&rival->clerk, rival->team, rival->user, "", &seat);
}

static void *buy_until_it_is_enough(void *argument)
{
    struct rival *rival = argument;

    while (!rival->stopped) {
        struct status status = try_once(rival);

        if (ok(status))
            rival->placed++;
        else if (failed_with(status, SHARED_LIMIT_REACHED))
            rival->stopped = true;
        else if (!failed_with(status, CONFLICT)) {
            rival->unexpected = status;
            break;
        }
    }
    return NULL;
}

static struct rival *rivals_of(const struct goods *goods, int ways)
{
    const char *sale = flash_of(goods), *team = campaign_of(goods, GB__CAMPAIGN_KIND__TEAM_BUY);
    struct rival *rivals = calloc(RIVALS, sizeof *rivals);

    for (int i = 0; i < RIVALS; i++) {
        const char *user = person(1100 + 10 * ways + i);

        rivals[i] = (struct rival){ .user = user,
                                    .home = own_home(user, 1100 + 10 * ways + i),
                                    .sale = sale,
                                    .team = team,
                                    .sku = goods->pears,
                                    .way = i % ways };
        if (i > 0)
            lives_with(user, rivals[0].user);
    }
    return rivals;
}

static int bought_by(struct rival *rivals)
{
    pthread_t threads[RIVALS];
    int placed = 0;

    for (int i = 0; i < RIVALS; i++) {
        clerk_up(&shop, &rivals[i].clerk);
        assert_int_equal(pthread_create(&threads[i], NULL, buy_until_it_is_enough, &rivals[i]), 0);
    }
    for (int i = 0; i < RIVALS; i++) {
        pthread_join(threads[i], NULL);
        assert_ok(rivals[i].unexpected);
        placed += rivals[i].placed;
        clerk_down(&rivals[i].clerk);
    }
    return placed;
}

/* Eight of a household, each by his own replica: in the sale alone; in the sale, off the shelf and in teams. */
static void a_household_at_once_never_exceeds_its_limit_however_it_buys(void **state)
{
    (void)state;
    for (int ways = 1; ways <= 3; ways += 2) {
        struct goods goods = limited(7, 0, 0);
        struct rival *rivals = rivals_of(&goods, ways);

        assert_int_equal(bought_by(rivals), 7);
        free(rivals);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_household_has_one_limit_in_a_flash_sale),
        TEST(every_way_to_buy_counts),
        TEST(who_names_no_phone_is_known_by_his_own),
        TEST(a_sale_without_a_shared_limit_asks_nobodys_household),
        TEST(a_repeat_is_no_second_unit),
        TEST(a_team_that_runs_out_frees_the_limit),
        TEST(who_is_moved_to_another_team_counts_once),
        TEST(a_household_at_once_never_exceeds_its_limit_however_it_buys),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
