/* READ methods: several requests in one message are read in one snapshot, each with its own outcome. */
#include "bus/house.h"

#include <stdio.h>
#include <string.h>

#include "linli/api/raw.pb-c.h"
#include "rpc/reading.h"

#define NAME  "rpc_reading"
#define ITEMS 40 /* more than READERS_MAX */

static struct house house;
static struct arena arena;

static int up(void **state)
{
    (void)state;
    house_up(&house, NAME, (struct house_options){ .workers = 1 });
    arena_init(&arena, 4 * ARENA_BYTES_MAX);
    return 0;
}

static int down(void **state)
{
    (void)state;
    arena_finish(&arena);
    house_down(&house, NAME);
    return 0;
}

static Api__PackItem *item(const char *user, const char *text, int bytes)
{
    Api__PackItem *item = message_new(&arena, &api__pack_item__descriptor);
    Pr__LookAroundRequest in = PR__LOOK_AROUND_REQUEST__INIT;

    in.text = text;
    in.bytes = bytes;
    item->request.data = message_pack(&arena, &in.base, &item->request.len);
    item->caller = message_new(&arena, &api__caller__descriptor);
    item->caller->user_id = user;
    return item;
}

static Api__PackAnswer *ask(Api__PackItem **items, size_t count)
{
    Api__Pack pack = API__PACK__INIT;
    struct rpc_request request = { .subject = "rpc.linli.probe.v1.Probe.LookAround", .packed = true };
    struct rpc_reply reply;
    Api__PackAnswer *answer;

    pack.n_items = count;
    pack.items = items;
    request.data = message_pack(&arena, &pack.base, &request.bytes);
    request.deadline_ms = rpc_now_ms(house.client) + 3000;
    assert_ok(rpc_call(house.client, &arena, &request, &reply));
    answer = message_unpack(&arena, &api__pack_answer__descriptor, reply.data, reply.bytes);
    assert_non_null(answer);
    assert_int_equal(answer->n_items, count);
    return answer;
}

static const Pr__Sight *sight(const Api__PackAnswer *answer, size_t index)
{
    const Api__PackAnswerItem *one = answer->items[index];
    const Pr__Sight *seen;

    assert_int_equal(one->result_case, API__PACK_ANSWER_ITEM__RESULT_ANSWER);
    seen = message_unpack(&arena, &pr__sight__descriptor, one->answer.data, one->answer.len);
    assert_non_null(seen);
    return seen;
}

static const Api__Failure *failure(const Api__PackAnswer *answer, size_t index)
{
    assert_int_equal(answer->items[index]->result_case, API__PACK_ANSWER_ITEM__RESULT_FAILURE);
    return answer->items[index]->failure;
}

static void fill(Api__PackItem *items[ITEMS])
{
    for (int i = 0; i < ITEMS; i++)
        items[i] = item("a", arena_printf(&arena, "item %d", i), 0);
}

static void one_question_is_one_answer(void **state)
{
    Pr__LookAroundRequest in = PR__LOOK_AROUND_REQUEST__INIT;
    struct asking asking = { .method = "Probe.LookAround", .user = "a" };
    Pr__Sight *seen;

    (void)state;
    in.text = "alone";
    assert_ok(house_ask(&house, &arena, &asking, &in.base, &pr__sight__descriptor, &seen));
    assert_string_equal(seen->text, "alone");
    assert_int_equal(seen->now_us, seen->call_now_us);
    in.text = "missing";
    assert_fails(house_ask(&house, &arena, &asking, &in.base, &pr__sight__descriptor, NULL), NOT_HERE);
    in.text = "broken";
    assert_fails(house_ask(&house, &arena, &asking, &in.base, &pr__sight__descriptor, NULL), INTERNAL);
    asking.user = NULL;
    assert_fails(house_ask(&house, &arena, &asking, &in.base, &pr__sight__descriptor, NULL), TOKEN_MISSING);
}

static void a_pack_is_read_in_one_snapshot(void **state)
{
    Api__PackItem *items[ITEMS];
    Api__PackAnswer *answer;

    (void)state;
    fill(items);
    answer = ask(items, ITEMS);
    for (size_t i = 0; i < ITEMS; i++) {
        const Pr__Sight *seen = sight(answer, i), *first = sight(answer, i - i % READERS_MAX);

        assert_string_equal(seen->text, arena_printf(&arena, "item %zu", i));
        assert_int_equal(seen->now_us, first->now_us);
        assert_int_equal(seen->call_now_us, first->now_us);
        assert_int_equal(seen->session, first->session);
    }
    assert_true(sight(answer, 0)->now_us < sight(answer, READERS_MAX)->now_us);
    assert_int_equal(atomic_load(&probe.looking_max), READERS_MAX); /* they took turns */
}

static void each_has_its_own_outcome(void **state)
{
    Api__PackItem *items[ITEMS];
    Api__PackAnswer *answer;

    (void)state;
    fill(items);
    for (int i = 10; i < ITEMS; i++)
        items[i] = item("a", arena_printf(&arena, "missing %d", i), 0);
    items[3] = item("", "x", 0);
    items[5] = item("a", "much longer than it may be", 0);
    answer = ask(items, ITEMS);
    assert_string_equal(sight(answer, 0)->text, "item 0");
    assert_string_equal(failure(answer, 3)->reason, "TOKEN_MISSING");
    assert_string_equal(failure(answer, 5)->violations[0]->field, "text");
    assert_string_equal(sight(answer, 9)->text, "item 9");
    for (size_t i = 10; i < ITEMS; i++) {
        assert_string_equal(failure(answer, i)->reason, "NOT_HERE");
        assert_string_equal(failure(answer, i)->detail, arena_printf(&arena, "missing %zu is not here", i));
    }
}

static void one_that_fails_fails_nobody_else(void **state)
{
    Api__PackItem *items[ITEMS];
    Api__PackAnswer *answer;

    (void)state;
    fill(items);
    items[2] = item("a", "broken", 0);
    items[20] = item("a", "lost", 0);
    answer = ask(items, ITEMS);
    for (size_t i = 0; i < ITEMS; i++) {
        if (i == 2)
            assert_string_equal(failure(answer, i)->reason, "INTERNAL");
        else if (i == 20)
            assert_string_equal(failure(answer, i)->reason, "NOT_AVAILABLE");
        else
            assert_string_equal(sight(answer, i)->text, arena_printf(&arena, "item %zu", i));
    }
    assert_int_equal(atomic_load(&probe.looking), 0);
}

static void what_does_not_fit_is_asked_for_alone(void **state)
{
    Api__PackItem *items[] = { item("a", "large", 500000), item("a", "larger", 600000), item("a", "small", 10),
                               item("a", "missing", 0) };
    Api__PackAnswer *answer = ask(items, 4);

    (void)state;
    assert_int_equal(strlen(sight(answer, 0)->filling), 500000);
    assert_int_equal(answer->items[1]->result_case, API__PACK_ANSWER_ITEM__RESULT_TOO_LARGE);
    assert_string_equal(sight(answer, 2)->text, "small");
    assert_string_equal(failure(answer, 3)->reason, "NOT_HERE");
}

static void whose_time_is_over_is_not_read(void **state)
{
    Api__Pack pack = API__PACK__INIT;
    Api__PackItem *items[] = { item("a", "late", 0) };
    struct rpc_request request = { .subject = "rpc.linli.probe.v1.Probe.LookAround", .packed = true };
    struct rpc_reply reply;

    (void)state;
    pack.n_items = 1;
    pack.items = items;
    request.data = message_pack(&arena, &pack.base, &request.bytes);
    request.deadline_ms = rpc_now_ms(house.client) + 300;
    rpc_now_learn(house.replicas[0].client, rpc_now_ms(house.client) + 1000); /* the service's clock is ahead */
    assert_ok(rpc_call(house.client, &arena, &request, &reply));
    assert_string_equal(
        failure(message_unpack(&arena, &api__pack_answer__descriptor, reply.data, reply.bytes), 0)->reason,
        "TIMED_OUT");
    assert_int_equal(atomic_load(&probe.looking_max), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_question_is_one_answer),
        TEST(a_pack_is_read_in_one_snapshot),
        TEST(each_has_its_own_outcome),
        TEST(one_that_fails_fails_nobody_else),
        TEST(what_does_not_fit_is_asked_for_alone),
        TEST(whose_time_is_over_is_not_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
