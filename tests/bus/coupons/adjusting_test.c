/* coupons: points by hand. */
#define NAME "adjusting"
#include "points_desk.h"

static Cp__Adjustment *propose(const char *operator_id, int64_t points)
{
    Cp__ProposeAdjustmentRequest in = CP__PROPOSE_ADJUSTMENT_REQUEST__INIT;
    Cp__Adjustment *adjustment;

    in.user_id = ann;
    in.points = points;
    in.why = "活动补发";
    assert_ok(desk_ask(&desk, &arena, "Points.ProposeAdjustment", operator_id, "operator", id_make(&arena), &in.base,
                       &cp__adjustment__descriptor, &adjustment));
    return adjustment;
}

static struct status decide(const char *operator_id, const char *adjustment_id, bool approve)
{
    Cp__DecideAdjustmentRequest in = CP__DECIDE_ADJUSTMENT_REQUEST__INIT;

    in.adjustment_id = adjustment_id;
    in.approve = approve;
    return desk_ask(&desk, &arena, "Points.DecideAdjustment", operator_id, "operator", NULL, &in.base,
                    &cp__adjustment__descriptor, NULL);
}

static void points_by_hand_need_two_operators(void **state)
{
    (void)state;
    const char *olga = id_make(&arena), *oscar = id_make(&arena);
    const char *given = propose(olga, 50)->adjustment_id, *taken = propose(olga, -80)->adjustment_id,
               *rejected = propose(olga, 1000)->adjustment_id;
    Cp__ProposeAdjustmentRequest own = CP__PROPOSE_ADJUSTMENT_REQUEST__INIT;

    assert_fails(decide(olga, given, true), SECOND_EYES_NEEDED);
    assert_fails(decide(ann, given, true), SECOND_EYES_NEEDED);
    assert_has(0, 0, 0);
    for (int i = 0; i < 2; i++)
        assert_ok(decide(oscar, given, true));
    assert_has(50, 0, 0);
    assert_fails(decide(oscar, given, false), ALREADY_DECIDED);
    assert_ok(decide(oscar, taken, true));
    assert_has(0, 0, 30);
    assert_ok(decide(oscar, rejected, false));
    assert_has(0, 0, 30);
    assert_fails(decide(oscar, id_make(&arena), true), NOT_HERE);
    own.user_id = ann;
    own.points = 5;
    own.why = "给自己";
    assert_fails(desk_ask(&desk, &arena, "Points.ProposeAdjustment", ann, "operator", "k", &own.base,
                          &cp__adjustment__descriptor, NULL),
                 FORBIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(points_by_hand_need_two_operators),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
