/* Everybody at once, on a real PostgreSQL: thirty-two connections, as of several replicas, for the last seat of a team
 * and for the payments of its last places. Never one more than the seats. */
#include <pthread.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(many_race_for_the_last_seat),
        TEST(many_payments_complete_a_team_once),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
