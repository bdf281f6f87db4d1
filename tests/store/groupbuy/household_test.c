/* Somebody else fetches: a member of the household with a code of his own, or whoever was given a code of one use. */
#include <pthread.h>

#include "groupbuy/leaders.h"
#include "store/groupbuy/pick_ups.h"

static const char *leader, *point;
static struct goods goods;

static int up(void **state)
{
    seats_up(state, "gb_household");
    shop.house.signed_code_s = 3600;
    leader = known_as(strdup(user_n(&shop.clerk, 90)), "王团长");
    point = strdup(new_point(leader));
    goods = put_on_shelf(1000, 0);
    return 0;
}

static const char *person(int n, const char *nickname)
{
    return known_as(user_n(&shop.clerk, n), nickname);
}

static struct status leave(const char *member, const char *buyer)
{
    Gb__LeaveHouseholdRequest in = GB__LEAVE_HOUSEHOLD_REQUEST__INIT;
    Gb__Household out = GB__HOUSEHOLD__INIT;

    in.user_id = buyer;
    return CALL_IN_TX(member, groupbuy_leave_household, &in, &out);
}

static struct status remove_member(const char *buyer, const char *member)
{
    Gb__RemoveHouseholdMemberRequest in = GB__REMOVE_HOUSEHOLD_MEMBER_REQUEST__INIT;
    Gb__Household out = GB__HOUSEHOLD__INIT;

    in.user_id = member;
    return CALL_IN_TX(buyer, groupbuy_remove_household_member, &in, &out);
}

static void a_member_fetches_with_his_own_code_once_he_agreed(void **state)
{
    const char *ann = person(1, "李梅"), *bob = person(2, "周强");
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__HandOverRecord record;
    Gb__PickUpCode code;

    (void)state;
    assert_fails(agree_to(bob, ann), NOT_HERE); /* nobody asked him */
    assert_ok(name_member(ann, bob));
    assert_fails(show_code(bob, point, &code), NOTHING_TO_PICK_UP); /* he has not agreed */
    assert_int_equal(my_pick_ups(bob).n_places, 0);
    assert_ok(agree_to(bob, ann));
    assert_false(my_pick_ups(bob).places[0]->parcels[0]->mine);
    assert_string_equal(my_pick_ups(bob).places[0]->parcels[0]->owner_name, "李*");
    assert_string_not_equal(code_of(bob, point), code_of(ann, point));
    assert_ok(HAND_OVER_ALL(leader, point, CODE(code_of(bob, point)), &record));
    assert_string_equal(record.collector_name, "周*");
    assert_string_equal(record.lines[0]->owner_name, "李*");
    assert_order(&seat, "FULFILLED");
    assert_int_equal(my_pick_ups(ann).n_places, 0);
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from pick_up_codes where closed_at is null and point_id = $1",
                                  db_id(point)),
                     0); /* both codes are used up */
}

static void either_ends_it_at_once(void **state)
{
    const char *ann = person(3, "李梅"), *bob = person(4, "周强");
    struct seat seat = parcel_at(&goods, ann, point), his = parcel_at(&goods, bob, point);
    Gb__HandOverRecord record;

    (void)state;
    assert_ok(name_member(ann, bob));
    assert_ok(agree_to(bob, ann));
    const char *code = code_of(bob, point);

    assert_ok(HAND_OVER(leader, point, CODE(code), &record, { seat.order, 0, 1 }));
    assert_ok(remove_member(ann, bob));
    assert_fails(HAND_OVER(leader, point, CODE(code), &record, { seat.order, 0, 1 }), NOT_HERE);
    assert_ok(name_member(ann, bob)); /* his old yes is not his new one */
    assert_fails(HAND_OVER(leader, point, CODE(code), &record, { seat.order, 0, 1 }), NOT_HERE);
    assert_ok(agree_to(bob, ann));
    assert_ok(leave(bob, ann));
    assert_ok(HAND_OVER_ALL(leader, point, CODE(code), &record));
    assert_order(&his, "FULFILLED");
    assert_order(&seat, "PARTLY_FULFILLED");
}

/* Nobody fetches for those for whom his own people fetch. */
static void fetching_is_not_handed_on(void **state)
{
    const char *ann = person(5, "李梅"), *bob = person(6, "周强"), *eve = person(7, "吴敏");
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__PickUpCode code;

    (void)state;
    assert_ok(name_member(ann, bob));
    assert_ok(agree_to(bob, ann));
    assert_ok(name_member(bob, eve));
    assert_ok(agree_to(eve, bob));
    assert_fails(show_code(eve, point, &code), NOTHING_TO_PICK_UP);
    assert_fails(show_code(ann, "00000000000000000000000000000009", &code), NOTHING_TO_PICK_UP);
    assert_order(&seat, "READY");
}

static void ten_are_named_and_only_people_who_are_there(void **state)
{
    const char *ann = person(8, "李梅");

    (void)state;
    assert_fails(name_member(ann, ann), FIELDS_INVALID);
    assert_fails(name_member(ann, user_n(&shop.clerk, 999)), PERSON_UNKNOWN);
    for (int i = 0; i < HOUSEHOLD_MAX; i++)
        assert_ok(name_member(ann, person(100 + i, "家人")));
    assert_ok(name_member(ann, user_n(&shop.clerk, 100))); /* again */
    assert_fails(name_member(ann, person(120, "家人")), HOUSEHOLD_FULL);
}

/* ---- a code of one use ---- */

static void a_shared_code_is_of_one_use(void **state)
{
    const char *ann = person(20, "李梅"), *bob = person(21, "周强");
    struct seat seat = parcel_at(&goods, ann, point), other = parcel_at(&goods, bob, point);
    const char *mine = code_of(ann, point), *first, *code;
    Gb__HandOverRecord record;

    (void)state;
    assert_ok(name_member(bob, ann));
    assert_ok(agree_to(ann, bob));
    first = share_code(ann, point, 0);
    code = share_code(ann, point, 0);
    assert_string_not_equal(code, mine);
    assert_fails(try_code(leader, point, first), ALREADY_PICKED_UP); /* the new one has ended it */
    assert_ok(try_code(leader, point, code));                        /* looking is no use of it */
    assert_fails(HAND_OVER(leader, point, CODE(code), &record, { other.order, 0, 1 }),
                 NOT_HERE); /* for her own goods */
    assert_ok(HAND_OVER(leader, point, CODE(code), &record, { seat.order, 0, 1 }));
    assert_int_equal(record.way, GB__HAND_OVER_WAY__BY_SHARED_CODE);
    assert_string_equal(record.collector_name, "");
    assert_fails(HAND_OVER_ALL(leader, point, CODE(code), &record), ALREADY_PICKED_UP);
    assert_order(&seat, "PARTLY_FULFILLED");
    assert_string_equal(code_of(ann, point), mine);
}

static void a_shared_code_runs_out(void **state)
{
    const char *ann = person(22, "李梅"), *code;
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__HandOverRecord record;

    (void)state;
    code = share_code(ann, point, 600);
    test_sql(shop.db, "update pick_up_codes set expires_at = now() - interval '1 ms' where user_id = $1 and one_time",
             db_id(ann));
    assert_fails(HAND_OVER_ALL(leader, point, CODE(code), &record), CODE_EXPIRED);
    assert_order(&seat, "READY");
    code = share_code(ann, point, 600);
    assert_ok(HAND_OVER_ALL(leader, point, CODE(code), &record));
    assert_order(&seat, "FULFILLED");
}

struct counter {
    struct clerk clerk;
    const char *staff, *code;
    struct part part;
    struct status done;
};

static void *serve(void *argument)
{
    struct counter *counter = argument;
    Gb__HandOverRecord record;

    do
        counter->done =
            hand_over_as(&counter->clerk, counter->staff, point, CODE(counter->code), &counter->part, 1, &record);
    while (failed_with(counter->done, CONFLICT));
    return NULL;
}

/* A line each, which would not stand in each other's way. */
static void at_two_counters_a_shared_code_is_used_once(void **state)
{
    struct counter counters[2] = { { .staff = leader }, { .staff = user_n(&shop.clerk, 91) } };
    pthread_t threads[2];

    (void)state;
    hire(point, counters[1].staff); /* tries of one of the staff come one after the other anyway */
    clerk_up(&shop, &counters[0].clerk);
    clerk_up(&shop, &counters[1].clerk);
    for (int round = 0; round < 12; round++) {
        const char *ann = user_n(&shop.clerk, 40 + round);
        struct seat seat = parcel_at(&goods, ann, point);

        for (int i = 0; i < 2; i++)
            counters[i].part = (struct part){ seat.order, i, 1 };
        counters[0].code = counters[1].code = share_code(ann, point, 0);
        for (int i = 0; i < 2; i++)
            assert_int_equal(pthread_create(&threads[i], NULL, serve, &counters[i]), 0);
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        assert_int_equal(ok(counters[0].done) + ok(counters[1].done), 1);
        assert_order(&seat, "PARTLY_FULFILLED");
    }
    clerk_down(&counters[0].clerk);
    clerk_down(&counters[1].clerk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PICK_UP_TEST(a_member_fetches_with_his_own_code_once_he_agreed),
        PICK_UP_TEST(either_ends_it_at_once),
        PICK_UP_TEST(fetching_is_not_handed_on),
        PICK_UP_TEST(ten_are_named_and_only_people_who_are_there),
        PICK_UP_TEST(a_shared_code_is_of_one_use),
        PICK_UP_TEST(a_shared_code_runs_out),
        PICK_UP_TEST(at_two_counters_a_shared_code_is_used_once),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
