/* Everybody at once, on a real PostgreSQL: thirty-two connections, as of several replicas, for the last seat of a team
 * and for the payments of its last places. Never one more than the seats. */
#include <pthread.h>

#include "groupbuy/teams.h"
#include "store/groupbuy/seats.h"

#define CONNECTIONS 32

static int up(void **state)
{
    return seats_up(state, "gb_rush");
}

struct runner {
    struct clerk clerk;
    const char *team;
    int user;
    struct payment_fact fact;
    enum payment_outcome outcome;
    struct status joined;
    int again; /* how often he was sent back to try again */
};

static pthread_barrier_t start_line;

static void *join_run(void *data)
{
    struct runner *runner = data;
    struct seat seat;

    pthread_barrier_wait(&start_line);
    do /* as the pipeline does: again */
        runner->joined = join_as(&runner->clerk, runner->team, user_n(&runner->clerk, runner->user), &seat);
    while (failed_with(runner->joined, CONFLICT) && ++runner->again < 1000);
    return NULL;
}

static struct status apply(struct runner *runner)
{
    struct call *call = clerk_call(&runner->clerk, "");
    struct status done = call_begin(call);

    if (ok(done))
        done = payment_apply(call, &runner->fact, &runner->outcome);
    return clerk_end(&runner->clerk, done);
}

static void *pay_run(void *data)
{
    struct runner *runner = data;

    pthread_barrier_wait(&start_line);
    while (!ok(apply(runner)) && ++runner->again < 1000) /* as WeChat does: it tells again */
        ;
    return NULL;
}

static void run_all(struct runner *runners, void *(*run)(void *))
{
    pthread_t threads[CONNECTIONS];

    assert_int_equal(pthread_barrier_init(&start_line, NULL, CONNECTIONS), 0);
    for (int i = 0; i < CONNECTIONS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run, &runners[i]), 0);
    for (int i = 0; i < CONNECTIONS; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start_line);
}

static struct runner *runners_up(void)
{
    struct runner *runners = calloc(CONNECTIONS, sizeof *runners);

    assert_non_null(runners);
    for (int i = 0; i < CONNECTIONS; i++)
        clerk_up(&shop, &runners[i].clerk);
    return runners;
}

static void runners_down(struct runner *runners)
{
    for (int i = 0; i < CONNECTIONS; i++)
        clerk_down(&runners[i].clerk);
    free(runners);
}

static void many_race_for_the_last_seat(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 100, 3, 990), 1), bob = join_team(ann.team, 2);
    struct runner *runners = runners_up();
    int in = 0;

    (void)state;
    pay(&ann);
    pay(&bob);
    for (int i = 0; i < CONNECTIONS; i++) {
        runners[i].team = ann.team;
        runners[i].user = 100 + i;
    }
    run_all(runners, join_run);
    for (int i = 0; i < CONNECTIONS; i++) {
        if (ok(runners[i].joined))
            in++;
        else
            assert_fails(runners[i].joined, TEAM_FULL);
    }
    assert_int_equal(in, 1);
    assert_team(&ann, "OPEN", 1, 2);
    runners_down(runners);
}

/* Sixteen seats, each payment told to two replicas at the same time. */
static void many_payments_complete_a_team_once(void **state)
{
    struct seat ann = start_team(shop_team_buy(&shop, 100, CONNECTIONS / 2, 990), 1), seats[CONNECTIONS / 2];
    struct runner *runners = runners_up();
    int applied = 0;

    (void)state;
    seats[0] = ann;
    for (int i = 1; i < CONNECTIONS / 2; i++)
        seats[i] = join_team(ann.team, 1 + i);
    for (int i = 0; i < CONNECTIONS; i++) {
        const struct seat *seat = &seats[i / 2];
        Gb__Payment payment;

        assert_ok(ask_to_pay(seat, &payment));
        wechat_pay(wechat_order(seat->order), clock_unix_us());
        runners[i].fact = wechat_fact(&runners[i].clerk.arena, wechat_order(seat->order));
    }
    run_all(runners, pay_run);
    for (int i = 0; i < CONNECTIONS; i++)
        applied += runners[i].outcome == PAYMENT_OUTCOME_APPLIED;
    assert_int_equal(applied, CONNECTIONS / 2);
    assert_team(&ann, "COMPLETED", 0, CONNECTIONS / 2);
    assert_int_equal(events("TeamCompleted", ann.team), 1);
    for (int i = 0; i < CONNECTIONS / 2; i++) {
        assert_order(&seats[i], "READY");
        assert_int_equal(balance(ACCOUNT_WECHAT, &seats[i]), 990);
    }
    runners_down(runners);
}

static struct status join_open(struct clerk *clerk, const char *campaign, const char *user, struct seat *seat)
{
    Gb__JoinOpenTeamRequest in = GB__JOIN_OPEN_TEAM_REQUEST__INIT;
    Gb__TeamOrder out = GB__TEAM_ORDER__INIT;
    struct call *call = clerk_call(clerk, user);

    in.campaign_id = campaign;
    in.quantity = 1;
    TRY(clerk_end(clerk, groupbuy_join_open_team(call, &in, &out)));
    *seat = (struct seat){ user, out.order->order_id, out.team->team_id };
    return OK;
}

/* Teams of five, in which so many have paid. */
static struct seat team_with(const char *campaign, int paid, int first_user)
{
    struct seat starter = start_team(campaign, first_user);

    pay(&starter);
    for (int i = 1; i < paid; i++) {
        struct seat member = join_team(starter.team, first_user + i);
        pay(&member);
    }
    return starter;
}

static void who_has_no_link_joins_the_team_nearest_to_completion(void **state)
{
    const char *campaign = shop_team_buy(&shop, 100, 5, 990);
    struct seat seat, two, four;

    (void)state;
    assert_fails(join_open(&shop.clerk, campaign, user_n(&shop.clerk, 9), &seat), NO_OPEN_TEAM);
    start_team(campaign, 300); /* nobody has paid there yet: it is not shown to strangers */
    assert_fails(join_open(&shop.clerk, campaign, user_n(&shop.clerk, 9), &seat), NO_OPEN_TEAM);
    two = team_with(campaign, 2, 310);
    four = team_with(campaign, 4, 320);
    assert_ok(join_open(&shop.clerk, campaign, user_n(&shop.clerk, 9), &seat));
    assert_string_equal(seat.team, four.team);
    assert_ok(join_open(&shop.clerk, campaign, user_n(&shop.clerk, 10), &seat)); /* that one is full now */
    assert_string_equal(seat.team, two.team);
    assert_fails(join_open(&shop.clerk, campaign, user_n(&shop.clerk, 10), &seat), NO_OPEN_TEAM); /* he is in it */
    assert_fails(join_open(&shop.clerk, shop_flash(&shop, 5, 1), user_n(&shop.clerk, 9), &seat), CAMPAIGN_KIND);
}

static void *join_open_run(void *data)
{
    struct runner *runner = data;
    struct seat seat;

    pthread_barrier_wait(&start_line);
    do
        runner->joined = join_open(&runner->clerk, runner->team, user_n(&runner->clerk, runner->user), &seat);
    while (failed_with(runner->joined, CONFLICT) && ++runner->again < 1000);
    return NULL;
}

/* Ten free seats in four teams: ten get in, each falling to the next team when his was taken. */
static void many_race_for_the_open_teams(void **state)
{
    const char *campaign = shop_team_buy(&shop, 100, 5, 990);
    struct runner *runners = runners_up();
    int in = 0;

    (void)state;
    for (int paid = 1; paid <= 4; paid++)
        team_with(campaign, paid, 400 + 10 * paid);
    for (int i = 0; i < CONNECTIONS; i++) {
        runners[i].team = campaign;
        runners[i].user = 500 + i;
    }
    run_all(runners, join_open_run);
    for (int i = 0; i < CONNECTIONS; i++) {
        if (ok(runners[i].joined))
            in++;
        else
            assert_fails(runners[i].joined, NO_OPEN_TEAM);
    }
    assert_int_equal(in, 10);
    assert_int_equal(test_sql_int(shop.db, "select count(*) from teams where campaign_id = $1 and held + paid = size",
                                  db_id(campaign)),
                     4);
    runners_down(runners);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_has_no_link_joins_the_team_nearest_to_completion),
        TEST(many_race_for_the_open_teams),
        TEST(many_race_for_the_last_seat),
        TEST(many_payments_complete_a_team_once),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
