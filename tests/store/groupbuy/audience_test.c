/* Campaigns that are for members, on a real PostgreSQL: who may buy, by what we have heard, and by asking whoever
 * knows. */
#include "base/crypto.h"
#include "groupbuy/events/neighbours.h"
#include "groupbuy/store/flash_store.h"
#include "store/groupbuy/seats.h"

#define CIRCLE    "0000000000000000000000000000c1c1"
#define COMMUNITY "000000000000000000000000000000c0"

static int up(void **state)
{
    return seats_up(state, "gb_audience");
}

/* An estate with one circle; nobody is in it, nothing was heard. */
static int estate(void **state)
{
    memset(&neighbours, 0, sizeof neighbours);
    neighbours.circle = CIRCLE;
    neighbours.circle_community = neighbours.community = COMMUNITY;
    neighbours.levels = 3;
    test_sql(shop.db, "delete from members");
    test_sql(shop.db, "delete from member_levels");
    return fresh(state);
}

/* ---- doing ---- */

static Gb__Campaign campaign_of(Gb__CampaignKind kind, const char *community_id, const char *circle_id, int32_t level)
{
    bool team = kind == GB__CAMPAIGN_KIND__TEAM_BUY;
    Gb__Campaign campaign;

    assert_ok(shop_try_campaign(&shop,
                                &(struct shop_campaign){ .kind = kind,
                                                         .stock = 20,
                                                         .limit = 1,
                                                         .price = 990,
                                                         .team_size = team ? 2 : 0,
                                                         .community_id = community_id,
                                                         .circle_id = circle_id,
                                                         .min_level = level },
                                &campaign));
    neighbours.asked = 0;
    return campaign;
}

static const char *campaign_for(Gb__CampaignKind kind, const char *community_id, const char *circle_id)
{
    return campaign_of(kind, community_id, circle_id, 0).campaign_id;
}

static Gb__Campaign campaign_of_level(Gb__CampaignKind kind, const char *circle_id, int32_t level)
{
    return campaign_of(kind, NULL, circle_id, level);
}

static void joins(const char *user)
{
    neighbours.members[neighbours.members_count++] = user;
}

static struct call *event_call(struct event_info *info, int64_t version)
{
    struct call *call = clerk_call(&shop.clerk, "");

    *info = (struct event_info){ .version = version };
    call->event = info;
    assert_ok(call_begin(call));
    return call;
}

static void hear_joined(const char *user, int64_t version)
{
    Ct__CircleJoined event = CT__CIRCLE_JOINED__INIT;
    struct event_info info;

    event.circle_id = CIRCLE;
    event.user_id = user;
    assert_ok(clerk_end(&shop.clerk, groupbuy_on_circle_joined(event_call(&info, version), &event)));
}

static void hear_left(const char *user, int64_t version)
{
    Ct__CircleLeft event = CT__CIRCLE_LEFT__INIT;
    struct event_info info;

    event.circle_id = CIRCLE;
    event.user_id = user;
    assert_ok(clerk_end(&shop.clerk, groupbuy_on_circle_left(event_call(&info, version), &event)));
}

static void hear_level(const char *user, int32_t level, int64_t version)
{
    Cp__LevelChanged event = CP__LEVEL_CHANGED__INIT;
    struct event_info info;

    event.user_id = user;
    event.level = level;
    assert_ok(clerk_end(&shop.clerk, groupbuy_on_level_changed(event_call(&info, version), &event)));
}

static void hear_settled(const char *user, int64_t version)
{
    Au__CommunityJoined event = AU__COMMUNITY_JOINED__INIT;
    struct event_info info;

    event.community_id = COMMUNITY;
    event.user_id = user;
    assert_ok(clerk_end(&shop.clerk, groupbuy_on_community_joined(event_call(&info, version), &event)));
}

/* One batch of a unit each; `outcomes` in the order of the users. */
static void buy(const char *campaign, const char *const *users, size_t count, struct status *outcomes)
{
    struct arena *arena = &shop.clerk.arena;
    struct batch_item *items = arena_array(arena, struct batch_item, count);

    for (size_t i = 0; i < count; i++) {
        Gb__PlaceFlashOrderRequest *in = message_new(arena, &gb__place_flash_order_request__descriptor);
        Api__Caller *caller = message_new(arena, &api__caller__descriptor);

        caller->user_id = users[i];
        in->campaign_id = campaign;
        in->quantity = 1;
        items[i] = (struct batch_item){ .caller = caller,
                                        .in = in,
                                        .out = message_new(arena, &gb__order__descriptor),
                                        .idempotency_key = campaign,
                                        .deadline_ms = clock_unix_ms() + SHOP_LATER_MS };
    }
    assert_ok(groupbuy_place_flash_order(clerk_call(&shop.clerk, ""), items, count));
    call_finish(&shop.clerk.call);
    for (size_t i = 0; i < count; i++)
        outcomes[i] = items[i].outcome;
}

static struct status buy_one(const char *campaign, const char *user)
{
    struct status outcome;

    buy(campaign, &user, 1, &outcome);
    return outcome;
}

/* ---- what must hold ---- */

static void what_is_for_everybody_asks_nobody(void **state)
{
    const char *campaign = campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", "");

    (void)state;
    neighbours.away = true;
    assert_ok(buy_one(campaign, user_n(&shop.clerk, 1)));
    start_team(campaign_for(GB__CAMPAIGN_KIND__TEAM_BUY, "", ""), 1);
    assert_int_equal(neighbours.asked, 0);
}

static void members_buy_without_a_question(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2), *both[] = { ann, bob };
    const char *in_circle = campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE);
    const char *in_community = campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, COMMUNITY, "");
    struct status outcomes[2];

    (void)state;
    hear_joined(ann, 1);
    hear_joined(bob, 1);
    hear_settled(ann, 1);
    hear_settled(bob, 1);
    neighbours.away = true;
    buy(in_circle, both, 2, outcomes);
    assert_ok(outcomes[0]);
    assert_ok(outcomes[1]);
    buy(in_community, both, 2, outcomes);
    assert_ok(outcomes[0]);
    assert_ok(outcomes[1]);
    assert_int_equal(neighbours.asked, 0);
}

static void strangers_are_refused_and_nobody_else(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2), *cid = user_n(&shop.clerk, 3);
    const char *all[] = { ann, bob, cid };
    const char *campaign = campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE);
    struct status outcomes[3];

    (void)state;
    hear_joined(ann, 1);
    joins(cid); /* just now: the event is on its way */
    buy(campaign, all, 3, outcomes);
    assert_ok(outcomes[0]);
    assert_fails(outcomes[1], MEMBERS_ONLY);
    assert_ok(outcomes[2]);
    assert_int_equal(neighbours.asked, 1); /* once for all of whom nothing was known */
    assert_int_equal(neighbours.asked_of, 2);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders where campaign_id = $1", db_id(campaign)), 2);
    assert_ok(buy_one(campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE), cid));
    assert_int_equal(neighbours.asked, 0); /* what was answered is remembered */
}

static void whom_nobody_knows_of_may_ask_again(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2), *both[] = { bob, ann };
    const char *campaign = campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE);
    struct status outcomes[2];

    (void)state;
    hear_joined(ann, 1);
    joins(bob);
    neighbours.away = true;
    buy(campaign, both, 2, outcomes);
    assert_fails(outcomes[0], NOT_AVAILABLE);
    assert_ok(outcomes[1]);
    neighbours.away = false;
    assert_ok(buy_one(campaign, bob));
}

static void who_left_is_a_stranger_but_his_order_stands(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    const char *campaign = campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE);

    (void)state;
    hear_joined(ann, 1);
    assert_ok(buy_one(campaign, ann));
    hear_left(ann, 2);
    hear_joined(ann, 1);               /* older, and late */
    assert_ok(buy_one(campaign, ann)); /* the same key: the order that stands */
    assert_fails(buy_one(campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE), ann), MEMBERS_ONLY);
    hear_joined(ann, 3);
    assert_ok(buy_one(campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE), ann));
}

/* An answer of «yes» is older than whatever an event says. */
static void an_answer_never_overrules_an_event(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);

    (void)state;
    joins(ann);
    assert_ok(buy_one(campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE), ann));
    hear_left(ann, 2);
    neighbours.members_count = 0;
    assert_fails(buy_one(campaign_for(GB__CAMPAIGN_KIND__FLASH_SALE, "", CIRCLE), ann), MEMBERS_ONLY);
}

static void teams_are_for_members_too(void **state)
{
    const char *campaign = campaign_for(GB__CAMPAIGN_KIND__TEAM_BUY, "", CIRCLE);
    const char *coupon = user_n(&shop.clerk, 500);
    struct seat ann = { 0 }, bob;

    (void)state;
    assert_fails(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 1), coupon, &ann), MEMBERS_ONLY);
    assert_int_equal(wechat.coupon_locks, 0);
    hear_joined(user_n(&shop.clerk, 1), 1);
    assert_ok(start_with(&shop.clerk, campaign, user_n(&shop.clerk, 1), "", &ann));
    assert_fails(try_join(ann.team, 2), MEMBERS_ONLY);
    joins(user_n(&shop.clerk, 2)); /* in one tap, then buys */
    bob = join_team(ann.team, 2);
    assert_team(&bob, "OPEN", 2, 0);
}

/* ---- a level ---- */

static void a_level_that_there_is_not_is_a_fault(void **state)
{
    Gb__Campaign campaign;
    struct status refused;

    (void)state;
    refused = shop_try_campaign(
        &shop,
        &(struct shop_campaign){
            .kind = GB__CAMPAIGN_KIND__FLASH_SALE, .stock = 20, .limit = 1, .price = 990, .min_level = 4 },
        &campaign);
    assert_fails(refused, FIELDS_INVALID);
    assert_string_equal(refused.violations->list[0].field, "minLevel");
    campaign = campaign_of_level(GB__CAMPAIGN_KIND__FLASH_SALE, NULL, 3);
    assert_int_equal(campaign.audience, GB__CAMPAIGN_AUDIENCE__LEVEL_MEMBERS);
    assert_int_equal(campaign.min_level, 3);
    assert_string_equal(campaign.min_level_name, "level-3");
}

/* One question for the whole batch, and nobody outside is asked. */
static void who_is_below_the_level_is_refused_by_its_name(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2), *cid = user_n(&shop.clerk, 3);
    const char *all[] = { ann, bob, cid };
    const char *campaign = campaign_of_level(GB__CAMPAIGN_KIND__FLASH_SALE, NULL, 2).campaign_id;
    struct status outcomes[3];

    (void)state;
    neighbours.away = true;
    hear_level(ann, 3, 1);
    hear_level(bob, 1, 1);
    buy(campaign, all, 3, outcomes);
    assert_ok(outcomes[0]);
    assert_fails(outcomes[1], LEVEL_TOO_LOW);
    assert_non_null(strstr(outcomes[1].text, "level-2"));
    assert_fails(outcomes[2], LEVEL_TOO_LOW); /* nothing was heard: he has none */
    hear_level(bob, 2, 2);
    assert_ok(buy_one(campaign, bob));
    assert_int_equal(neighbours.asked, 0);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from orders where campaign_id = $1", db_id(campaign)), 2);
}

static void who_falls_below_keeps_his_order(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    const char *campaign = campaign_of_level(GB__CAMPAIGN_KIND__FLASH_SALE, NULL, 2).campaign_id;
    struct seat seat;

    (void)state;
    hear_level(ann, 2, 5);
    assert_ok(buy_one(campaign, ann));
    seat = start_team(campaign_of_level(GB__CAMPAIGN_KIND__TEAM_BUY, NULL, 2).campaign_id, 1);
    hear_level(ann, 1, 6);
    hear_level(ann, 3, 4);             /* older, and late */
    assert_ok(buy_one(campaign, ann)); /* the same key: the order that stands */
    pay(&seat);
    assert_team(&seat, "OPEN", 0, 1);
    assert_fails(buy_one(campaign_of_level(GB__CAMPAIGN_KIND__FLASH_SALE, NULL, 2).campaign_id, ann), LEVEL_TOO_LOW);
}

/* Who hammers a sale that is not for him holds up nobody: people are looked at first. */
static void a_sale_for_a_level_locks_nothing_before_people_were_looked_at(void **state)
{
    const uint8_t sha256[SHA256_BYTES] = { 0 };
    const char *campaign = campaign_of_level(GB__CAMPAIGN_KIND__FLASH_SALE, NULL, 2).campaign_id;
    struct flash_row row = {
        .user_id = user_n(&shop.clerk, 1), .key = "k", .sha256 = sha256, .link_key = "", .first_link_key = ""
    };
    struct flash_found *found = arena_new(&shop.clerk.arena, struct flash_found);
    struct call *call = clerk_call(&shop.clerk, row.user_id);

    (void)state;
    assert_ok(call_begin(call));
    assert_ok(flash_open(call->tx, campaign, 0, &(struct flash_ready){ .sifted = false }, &row, 1, found));
    assert_int_equal(found->buckets_count, 0);
    call_rollback(call);
    assert_ok(clerk_end(&shop.clerk, OK));
}

static void a_level_in_a_circle_is_both(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *bob = user_n(&shop.clerk, 2), *both[] = { ann, bob };
    const char *campaign = campaign_of_level(GB__CAMPAIGN_KIND__FLASH_SALE, CIRCLE, 1).campaign_id;
    struct status outcomes[2];

    (void)state;
    hear_level(ann, 3, 1);
    hear_joined(bob, 1);
    buy(campaign, both, 2, outcomes);
    assert_fails(outcomes[0], MEMBERS_ONLY);
    assert_fails(outcomes[1], LEVEL_TOO_LOW);
    hear_level(bob, 1, 2);
    assert_ok(buy_one(campaign, bob));
}

static struct status quote(const char *campaign, const char *user)
{
    Gb__QuoteOrderRequest in = GB__QUOTE_ORDER_REQUEST__INIT;
    Gb__Quote out = GB__QUOTE__INIT;

    in.campaign_id = campaign;
    in.quantity = 1;
    return clerk_end(&shop.clerk, groupbuy_quote_order(clerk_call(&shop.clerk, user), &in, &out));
}

static void teams_and_quotes_of_a_level_too(void **state)
{
    const char *ann = user_n(&shop.clerk, 1), *campaign;
    struct seat seat = { 0 };

    (void)state;
    campaign = campaign_of_level(GB__CAMPAIGN_KIND__TEAM_BUY, NULL, 2).campaign_id;
    assert_fails(quote(campaign, ann), LEVEL_TOO_LOW);
    assert_fails(start_with(&shop.clerk, campaign, ann, user_n(&shop.clerk, 500), &seat), LEVEL_TOO_LOW);
    assert_int_equal(wechat.coupon_locks, 0);
    hear_level(ann, 2, 1);
    assert_ok(quote(campaign, ann));
    assert_ok(start_with(&shop.clerk, campaign, ann, "", &seat));
    assert_fails(try_join(seat.team, 2), LEVEL_TOO_LOW);
    hear_level(user_n(&shop.clerk, 2), 2, 1);
    seat = join_team(seat.team, 2);
    assert_team(&seat, "OPEN", 2, 0);
}

#define IN_ESTATE(name) cmocka_unit_test_setup_teardown(name, estate, balanced)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ESTATE(what_is_for_everybody_asks_nobody),
        IN_ESTATE(members_buy_without_a_question),
        IN_ESTATE(strangers_are_refused_and_nobody_else),
        IN_ESTATE(whom_nobody_knows_of_may_ask_again),
        IN_ESTATE(who_left_is_a_stranger_but_his_order_stands),
        IN_ESTATE(an_answer_never_overrules_an_event),
        IN_ESTATE(teams_are_for_members_too),
        IN_ESTATE(a_level_that_there_is_not_is_a_fault),
        IN_ESTATE(who_is_below_the_level_is_refused_by_its_name),
        IN_ESTATE(who_falls_below_keeps_his_order),
        IN_ESTATE(a_sale_for_a_level_locks_nothing_before_people_were_looked_at),
        IN_ESTATE(a_level_in_a_circle_is_both),
        IN_ESTATE(teams_and_quotes_of_a_level_too),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
