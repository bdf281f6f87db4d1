/* A hand-over is taken back: within its minutes, once, by staff of its point, and all of it. */
#include <pthread.h>

#include "store/groupbuy/pick_ups.h"

static const char *leader, *staff, *point;
static struct goods goods;

static int up(void **state)
{
    seats_up(state, "gb_undo");
    shop.house.signed_code_s = 3600;
    leader = known_as(strdup(user_n(&shop.clerk, 90)), "王团长");
    staff = known_as(strdup(user_n(&shop.clerk, 91)), "小赵");
    point = strdup(new_point(leader));
    hire(point, staff);
    goods = put_on_shelf(1000, 0);
    return 0;
}

static void what_was_handed_over_lies_there_again(void **state)
{
    const char *ann = user_n(&shop.clerk, 1);
    struct seat first = parcel_at(&goods, ann, point), second = parcel_at(&goods, ann, point);
    const char *code = code_of(ann, point);
    Gb__HandOverRecord part, all, back;

    (void)state;
    assert_ok(HAND_OVER(staff, point, CODE(code), &part, { first.order, 0, 2 }));
    assert_ok(HAND_OVER_ALL(staff, point, CODE(code), &all));
    assert_order(&first, "FULFILLED");
    assert_ok(undo_as(&shop.clerk, leader, point, all.hand_over_id, &back)); /* by another of the staff */
    assert_non_null(back.undone_at);
    assert_string_equal(back.undone_by, leader);
    assert_string_equal(back.undo_reason, "拿错了袋子");
    assert_order(&first, "PARTLY_FULFILLED");
    assert_order(&second, "READY");
    assert_int_equal(events("PickUpUndone", first.order), 1);
    assert_int_equal(events("PickUpUndone", second.order), 1);
    assert_int_equal(my_pick_ups(ann).places[0]->n_parcels, 2);
    assert_ok(undo_as(&shop.clerk, staff, point, part.hand_over_id, &back));
    assert_order(&first, "READY");
    assert_string_not_equal(code_of(ann, point), code); /* the old one was used up */
    assert_ok(HAND_OVER_ALL(staff, point, CODE(code_of(ann, point)), &all));
    assert_order(&first, "FULFILLED");
    assert_int_equal(test_sql_int(shop.db,
                                  "select count(*) from order_log where order_id = $1 and reason ="
                                  " 'hand-over taken back'",
                                  db_id(first.order)),
                     2);
}

static void a_hand_over_is_taken_back_once(void **state)
{
    const char *ann = user_n(&shop.clerk, 2);
    struct seat seat = parcel_at(&goods, ann, point);
    Gb__HandOverRecord record, back;

    (void)state;
    assert_ok(HAND_OVER_ALL(staff, point, CODE(code_of(ann, point)), &record));
    assert_ok(undo_as(&shop.clerk, staff, point, record.hand_over_id, &back));
    assert_fails(undo_as(&shop.clerk, staff, point, record.hand_over_id, &back), ALREADY_UNDONE);
    assert_order(&seat, "READY");
    assert_int_equal(test_sql_int(shop.db, "select count(*) from hand_over_undos where hand_over_id = $1",
                                  db_id(record.hand_over_id)),
                     1);
}

struct undoer {
    struct clerk clerk;
    const char *staff, *hand_over;
    struct status done;
};

static void *undo(void *argument)
{
    struct undoer *undoer = argument;
    Gb__HandOverRecord back;

    do
        undoer->done = undo_as(&undoer->clerk, undoer->staff, point, undoer->hand_over, &back);
    while (failed_with(undoer->done, CONFLICT));
    return NULL;
}

static void of_two_who_take_it_back_at_once_one_does(void **state)
{
    struct undoer undoers[2] = { { .staff = staff }, { .staff = leader } };
    struct seat seat = parcel_at(&goods, user_n(&shop.clerk, 3), point);
    Gb__HandOverRecord record;
    pthread_t threads[2];
    int done = 0;

    (void)state;
    assert_ok(HAND_OVER_ALL(staff, point, CODE(code_of(seat.user, point)), &record));
    for (int i = 0; i < 2; i++) {
        undoers[i].hand_over = record.hand_over_id;
        clerk_up(&shop, &undoers[i].clerk);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, undo, &undoers[i]), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        done += ok(undoers[i].done);
        assert_true(ok(undoers[i].done) || failed_with(undoers[i].done, ALREADY_UNDONE));
        clerk_down(&undoers[i].clerk);
    }
    assert_int_equal(done, 1);
    assert_order(&seat, "READY");
}

static void after_ten_minutes_it_stands(void **state)
{
    struct seat seat = parcel_at(&goods, user_n(&shop.clerk, 4), point);
    Gb__HandOverRecord record, back;

    (void)state;
    assert_ok(HAND_OVER(staff, point, CODE(code_of(seat.user, point)), &record, { seat.order, 0, 1 }));
    test_sql(shop.db, "update hand_overs set handed_over_at = now() - interval '10 min 1 s' where id = $1",
             db_id(record.hand_over_id));
    assert_fails(undo_as(&shop.clerk, staff, point, record.hand_over_id, &back), UNDO_TOO_LATE);
    assert_order(&seat, "PARTLY_FULFILLED");
    test_sql(shop.db, "update hand_overs set handed_over_at = now() - interval '9 min 50 s' where id = $1",
             db_id(record.hand_over_id));
    assert_ok(undo_as(&shop.clerk, staff, point, record.hand_over_id, &back));
    assert_order(&seat, "READY");
}

/* What was completed or given back meanwhile is nothing to take back. */
static void an_order_that_went_on_stays_where_it_is(void **state)
{
    struct seat seat = parcel_at(&goods, user_n(&shop.clerk, 5), point);
    Gb__HandOverRecord record, back;

    (void)state;
    assert_ok(HAND_OVER_ALL(staff, point, CODE(code_of(seat.user, point)), &record));
    test_sql(shop.db, "update orders set complete_by = now(), version = version + 1 where id = $1", db_id(seat.order));
    assert_ok(run_job(JOB_COMPLETE_ORDER, seat.order, groupbuy_complete_order));
    assert_order(&seat, "COMPLETED");
    assert_fails(undo_as(&shop.clerk, staff, point, record.hand_over_id, &back), UNDO_TOO_LATE);
    assert_order(&seat, "COMPLETED");
    assert_int_equal(test_sql_int(shop.db, "select count(*) from hand_over_undos where hand_over_id = $1",
                                  db_id(record.hand_over_id)),
                     0);
}

static void another_points_staff_another_leader_and_a_buyer_take_nothing_back(void **state)
{
    const char *other = user_n(&shop.clerk, 92), *theirs = new_point(other), *gone = user_n(&shop.clerk, 93);
    struct seat seat = parcel_at(&goods, user_n(&shop.clerk, 6), point);
    Gb__HandOverRecord record, back;

    (void)state;
    hire(point, gone);
    assert_ok(HAND_OVER_ALL(gone, point, CODE(code_of(seat.user, point)), &record));
    dismiss(point, gone);
    assert_fails(undo_as(&shop.clerk, gone, point, record.hand_over_id, &back), NOT_HERE);
    assert_fails(undo_as(&shop.clerk, other, point, record.hand_over_id, &back), NOT_HERE);
    assert_fails(undo_as(&shop.clerk, seat.user, point, record.hand_over_id, &back), NOT_HERE);
    assert_fails(undo_as(&shop.clerk, "", point, record.hand_over_id, &back), NOT_HERE);
    assert_fails(undo_as(&shop.clerk, other, theirs, record.hand_over_id, &back), NOT_HERE); /* as if it were his */
    assert_order(&seat, "FULFILLED");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PICK_UP_TEST(what_was_handed_over_lies_there_again),
        PICK_UP_TEST(a_hand_over_is_taken_back_once),
        PICK_UP_TEST(of_two_who_take_it_back_at_once_one_does),
        PICK_UP_TEST(after_ten_minutes_it_stands),
        PICK_UP_TEST(an_order_that_went_on_stays_where_it_is),
        PICK_UP_TEST(another_points_staff_another_leader_and_a_buyer_take_nothing_back),
    };

    return cmocka_run_group_tests(tests, up, seats_down);
}
