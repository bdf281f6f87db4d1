/* coupons: growth and the levels it makes; what a refund, a year and other levels do to them. */
#define NAME "levels"
#include "points_desk.h"

static const char *olga;

/* ---- levels ---- */

struct terms {
    const char *name;
    int64_t threshold, keep;
};

static struct status try_levels(const char *role, const struct terms *terms, size_t count, int32_t decay_percent,
                                Cp__LevelSet **ret_set)
{
    Cp__SetLevelsRequest in = CP__SET_LEVELS_REQUEST__INIT;

    in.decay_percent = decay_percent;
    in.n_levels = count;
    in.levels = messages_new(&arena, &cp__level_terms__descriptor, count);
    for (size_t i = 0; i < count; i++) {
        in.levels[i]->name = terms[i].name;
        in.levels[i]->threshold = terms[i].threshold;
        in.levels[i]->keep_growth = terms[i].keep;
        in.levels[i]->n_benefits = 1;
        in.levels[i]->benefits = arena_memdup(&arena, (const char *const[]){ "生日礼包" }, sizeof(char *));
    }
    return desk_ask(&desk, &arena, "Levels.SetLevels", olga, role, NULL, &in.base, &cp__level_set__descriptor, ret_set);
}

static const struct terms usual[] = { { "铜卡", 100, 40 }, { "银卡", 500, 200 } };

static Cp__MemberLevel *level(void)
{
    Cp__GetMyLevelRequest in = CP__GET_MY_LEVEL_REQUEST__INIT;
    Cp__MemberLevel *answer;

    assert_ok(desk_ask(&desk, &arena, "Levels.GetMyLevel", ann, NULL, NULL, &in.base, &cp__member_level__descriptor,
                       &answer));
    return answer;
}

static int64_t entries(int kind)
{
    return test_sql_int(desk.db, "select count(*) from growth_entries where user_id = $1 and kind = $2", db_id(ann),
                        db_int(kind));
}

static int64_t told(void)
{
    return test_sql_int(
        desk.db, "select count(*) from outbox where type = 'linli.coupons.v1.LevelChanged' and aggregate_id = $1",
        db_id(ann));
}

/* What the books say of everybody, at any moment. */
static void assert_books(void)
{
    assert_int_equal(test_sql_int(desk.db,
                                  "select count(*) from growth_accounts a where growth <>"
                                  " (select coalesce(sum(growth), 0) from growth_entries e where e.user_id = a.user_id)"
                                  " or level <> (select count(*) from levels l where l.version = a.set_version and"
                                  " l.threshold <= a.growth)"),
                     0);
}

static void assert_stands(int64_t growth, int number)
{
    const Cp__MemberLevel *now = level();

    assert_int_equal(now->growth, growth);
    assert_int_equal(now->level ? now->level->number : 0, number);
    assert_books();
}

/* Each test has its person, the usual levels, and a growth for each yuan. */
static int begin_levels(void **state)
{
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 1);

    begin(state);
    olga = id_make(&arena);
    assert_ok(try_levels("operator", usual, 2, 50, NULL));
    in.earns = CP__EARNS__EARNS_GROWTH;
    in.valid_days = 0;
    make_rule(&in);
    return 0;
}

static void a_year_passes(void)
{
    test_sql(desk.db, "update growth_accounts set year_until = year_until - interval '365 days' where user_id = $1",
             db_id(ann));
}

/* ---- tests ---- */

static void levels_are_checked_as_a_whole(void **state)
{
    const struct terms bad[] = { { "铜卡", 100, 0 }, { "铜卡", 100, 5 } };
    Cp__GetLevelsRequest in = CP__GET_LEVELS_REQUEST__INIT;
    Cp__LevelSet *before, *after, *set;
    struct status refused;

    (void)state;
    assert_ok(
        desk_ask(&desk, &arena, "Levels.GetLevels", ann, NULL, NULL, &in.base, &cp__level_set__descriptor, &before));
    refused = try_levels("operator", bad, 2, 0, NULL);
    assert_fails(refused, FIELDS_INVALID);
    assert_int_equal(refused.violations->count, 3);
    assert_fails(try_levels(NULL, usual, 2, 50, NULL), FORBIDDEN);
    desk.scope_id = id_make(&arena);
    assert_fails(try_levels("operator", usual, 2, 50, NULL), FORBIDDEN);
    desk.scope_id = NULL;
    assert_ok(try_levels("operator", usual, 2, 50, &set));
    assert_int_equal(set->version, before->version + 1);
    assert_ok(
        desk_ask(&desk, &arena, "Levels.GetLevels", ann, NULL, NULL, &in.base, &cp__level_set__descriptor, &after));
    assert_int_equal(after->version, set->version);
    assert_int_equal(after->n_levels, 2);
    assert_string_equal(after->levels[1]->name, "银卡");
    assert_string_equal(after->levels[1]->benefits[0], "生日礼包");
    assert_int_equal(
        test_sql_int(desk.db, "select count(*) from audit where action = 'set_levels' and actor = $1", db_text(olga)),
        2);
}

static void growth_neither_vests_nor_runs_out(void **state)
{
    Cp__CreatePointsRuleRequest in = rule_of(CP__EARN_TRIGGER__ON_ORDER_PAID, 1);
    struct status refused;

    (void)state;
    in.earns = CP__EARNS__EARNS_GROWTH;
    in.vest_days = 7;
    refused = desk_ask(&desk, &arena, "Points.CreatePointsRule", olga, "operator", "k", &in.base,
                       &cp__points_rule__descriptor, NULL);
    assert_fails(refused, FIELDS_INVALID);
    assert_int_equal(refused.violations->count, 2);
    in.earns = CP__EARNS__EARNS_POINTS;
    in.valid_days = 0;
    refused = desk_ask(&desk, &arena, "Points.CreatePointsRule", olga, "operator", "k", &in.base,
                       &cp__points_rule__descriptor, NULL);
    assert_int_equal(refused.violations->count, 1);
}

static void growth_makes_a_level_once(void **state)
{
    const char *order = id_make(&arena);
    const Cp__MemberLevel *now;

    (void)state;
    assert_stands(0, 0);
    order_paid(order, 9999);
    assert_stands(99, 0);
    assert_int_equal(told(), 0);
    for (int i = 0; i < 2; i++)
        order_paid(order, 9999);
    order_paid(id_make(&arena), 2100);
    assert_stands(120, 1);
    assert_int_equal(told(), 1);
    assert_int_equal(entries(1), 2);
    assert_has(0, 0, 0); /* growth is no points */
    now = level();
    assert_string_equal(now->next->name, "银卡");
    assert_int_equal(now->next_missing, 380);
    assert_int_equal(now->keep_missing, 40);
    assert_non_null(now->kept_until);
}

static void a_refund_takes_its_growth_and_the_level_with_it(void **state)
{
    const char *order = id_make(&arena), *early = id_make(&arena);

    (void)state;
    order_paid(order, 50000);
    assert_stands(500, 2);
    refund_done(order, 2050, false);
    assert_stands(479, 1); /* 479.50 are left */
    refund_done(order, 47950, true);
    assert_stands(0, 0);
    assert_int_equal(told(), 3);
    refund_done(early, 10000, false); /* heard of before the payment */
    order_paid(early, 30000);
    assert_stands(200, 1);
}

static void a_year_without_enough_decays_once(void **state)
{
    (void)state;
    order_paid(id_make(&arena), 50100);
    a_year_passes();
    assert_stands(251, 1); /* shown before anybody has looked */
    for (int i = 0; i < 2; i++)
        assert_ok(run_job(coupons_sweep_levels));
    assert_stands(251, 1);
    assert_int_equal(entries(4), 1);
    assert_int_equal(told(), 2);
    assert_int_equal(test_sql_int(desk.db, "select count(*) from growth_accounts where year_until <= now()"), 0);
}

static void a_year_with_enough_keeps_the_level(void **state)
{
    (void)state;
    order_paid(id_make(&arena), 50000);
    order_paid(id_make(&arena), 20000);
    assert_int_equal(level()->keep_missing, 0);
    a_year_passes();
    assert_ok(run_job(coupons_sweep_levels));
    assert_stands(700, 2);
    assert_int_equal(entries(4), 0);
    assert_int_equal(level()->keep_missing, 200); /* of the next year */
}

/* The job is late: what comes first after the year counts for the next one. */
static void what_comes_after_a_year_does_not_save_it(void **state)
{
    const char *order = id_make(&arena);

    (void)state;
    order_paid(order, 50000);
    a_year_passes();
    order_paid(id_make(&arena), 20000);
    assert_stands(450, 1);
    refund_done(order, 50000, true); /* what decayed is not taken twice over: nobody owes growth */
    assert_stands(0, 0);
}

static void other_levels_move_everybody(void **state)
{
    const struct terms higher[] = { { "铜卡", 300, 0 }, { "银卡", 400, 0 }, { "金卡", 500, 0 } };

    (void)state;
    order_paid(id_make(&arena), 35000);
    assert_int_equal(told(), 1);
    assert_ok(try_levels("operator", higher, 3, 0, NULL));
    for (int i = 0; i < 2; i++)
        assert_ok(run_job(coupons_sweep_levels));
    assert_stands(350, 1);
    assert_int_equal(told(), 1); /* it is still the first */
    assert_ok(try_levels("operator", higher + 1, 2, 0, NULL));
    assert_ok(run_job(coupons_sweep_levels));
    assert_stands(350, 0);
    assert_int_equal(told(), 2);
    assert_ok(try_levels("operator", NULL, 0, 0, NULL));
    assert_ok(run_job(coupons_sweep_levels));
    assert_int_equal(test_sql_int(desk.db, "select count(*) from growth_accounts where level > 0"), 0);
}

static struct status adjust(const char *user, int64_t growth, Cp__MemberLevel **ret_level)
{
    Cp__AdjustGrowthRequest in = CP__ADJUST_GROWTH_REQUEST__INIT;

    in.user_id = user;
    in.growth = growth;
    in.why = "老会员迁入";
    return desk_ask(&desk, &arena, "Levels.AdjustGrowth", olga, "operator", id_make(&arena), &in.base,
                    &cp__member_level__descriptor, ret_level);
}

static void growth_by_hand_is_on_record_and_nobodys_own(void **state)
{
    Cp__MemberLevel *now;

    (void)state;
    assert_ok(adjust(ann, 600, &now));
    assert_int_equal(now->level->number, 2);
    assert_ok(adjust(ann, -1000, &now));
    assert_null(now->level);
    assert_stands(0, 0);
    assert_int_equal(test_sql_int(desk.db,
                                  "select sum(growth)::bigint from growth_entries where user_id = $1 and growth < 0",
                                  db_id(ann)),
                     -600);
    assert_fails(adjust(olga, 1, NULL), FORBIDDEN);
    assert_int_equal(test_sql_int(desk.db,
                                  "select count(*) from audit where action = 'adjust_growth' and object_id = $1",
                                  db_text(ann)),
                     2);
}

static void groupbuy_may_ask_what_a_level_is_called(void **state)
{
    Cp__FindLevelRequest in = CP__FIND_LEVEL_REQUEST__INIT;
    Cp__FoundLevel *found;

    (void)state;
    in.number = 2;
    assert_ok(desk_ask_inside(&desk, &arena, "FindLevel", &in.base, &cp__found_level__descriptor, &found));
    assert_string_equal(found->name, "银卡");
    in.number = 3;
    assert_ok(desk_ask_inside(&desk, &arena, "FindLevel", &in.base, &cp__found_level__descriptor, &found));
    assert_string_equal(found->name, "");
}

#define LEVELS_TEST(f) cmocka_unit_test_setup(f, begin_levels)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEVELS_TEST(levels_are_checked_as_a_whole),
        LEVELS_TEST(growth_neither_vests_nor_runs_out),
        LEVELS_TEST(growth_makes_a_level_once),
        LEVELS_TEST(a_refund_takes_its_growth_and_the_level_with_it),
        LEVELS_TEST(a_year_without_enough_decays_once),
        LEVELS_TEST(a_year_with_enough_keeps_the_level),
        LEVELS_TEST(what_comes_after_a_year_does_not_save_it),
        LEVELS_TEST(other_levels_move_everybody),
        LEVELS_TEST(growth_by_hand_is_on_record_and_nobodys_own),
        LEVELS_TEST(groupbuy_may_ask_what_a_level_is_called),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
