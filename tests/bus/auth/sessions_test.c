#include "bus/auth/auth_house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/token.h"

#define CROWD 8

static struct arena arena;

static int up(void **state)
{
    arena_init(&arena, ARENA_BYTES_MAX);
    return auth_house_up(state);
}

static int down(void **state)
{
    arena_finish(&arena);
    return auth_house_down(state);
}

static struct status refresh(struct arena *a, const char *token, Au__Session **ret_session)
{
    Au__RefreshRequest in = AU__REFRESH_REQUEST__INIT;

    in.refresh_token = token;
    return ask(a, NULL, "Auth.Refresh", NULL, &in.base, &au__session__descriptor, ret_session);
}

static struct status sign_out(const Au__Session *session, bool everywhere)
{
    Au__SignOutRequest in = AU__SIGN_OUT_REQUEST__INIT;

    in.everywhere = everywhere;
    return ask(&arena, &(struct person){ .user_id = session->user->user_id, .session_id = session->session_id },
               "Auth.SignOut", NULL, &in.base, &au__sign_out_response__descriptor, NULL);
}

static size_t key_set(struct token_key keys[TOKEN_KEYS_MAX])
{
    Au__GetKeySetRequest in = AU__GET_KEY_SET_REQUEST__INIT;
    Api__KeySet *set;

    assert_ok(ask(&arena, NULL, "Auth.GetKeySet", NULL, &in.base, &api__key_set__descriptor, &set));
    for (size_t i = 0; i < set->n_keys; i++) {
        uint8_t *x;
        size_t bytes;

        snprintf(keys[i].kid, sizeof keys[i].kid, "%s", set->keys[i]->kid);
        assert_true(base64url_decode(&arena, set->keys[i]->x, strlen(set->keys[i]->x), &x, &bytes));
        assert_int_equal(bytes, ED25519_KEY_BYTES);
        memcpy(keys[i].public_key, x, bytes);
    }
    return set->n_keys;
}

static void assert_verifies(const char *token, const Au__Session *session)
{
    struct token_key keys[TOKEN_KEYS_MAX];
    size_t count = key_set(keys);
    struct token_claims claims;

    assert_ok(token_verify(&arena, keys, count, token, strlen(token), clock_unix_ms(), &claims));
    assert_string_equal(claims.user_id, session->user->user_id);
    assert_string_equal(claims.session_id, session->session_id);
    assert_string_equal(claims.app_id, "app");
}

/* ---- signing in ---- */

static void the_first_time_makes_the_user(void **state)
{
    Au__Session *first = sign_in(&arena, "amy", ""), *again = sign_in(&arena, "amy", "");

    (void)state;
    assert_true(first->first_sign_in);
    assert_false(again->first_sign_in);
    assert_string_equal(first->user->user_id, again->user->user_id);
    assert_string_not_equal(first->session_id, again->session_id);
    assert_int_equal(test_sql_int(house.db, "select count(*) from users"), 1);
    assert_int_equal(test_sql_int(house.db, "select count(*) from outbox where type = 'linli.auth.v1.UserRegistered'"),
                     1);
    assert_verifies(first->access_token, first);
    assert_int_equal(test_sql_int(house.db, "select count(*) from users where users::text like '%secret%'"), 0);
}

static int64_t devices_told(const Au__Session *session)
{
    return test_sql_int(house.db,
                        "select count(*) from outbox where type = 'linli.auth.v1.DeviceAdded' and aggregate_id = $1",
                        db_id(session->user->user_id));
}

static void a_new_device_is_told_and_the_first_is_not(void **state)
{
    Au__Session *amy = sign_in(&arena, "amy", "");

    (void)state;
    sign_in(&arena, "amy", "");
    assert_int_equal(devices_told(amy), 0);
    sign_in_on(&arena, "bob", "", "a tablet"); /* another one's */
    assert_int_equal(devices_told(amy), 0);
    for (int i = 0; i < 2; i++)
        sign_in_on(&arena, "amy", "", "a tablet");
    assert_int_equal(devices_told(amy), 1);
    assert_ok(sign_out(amy, true));
    sign_in(&arena, "amy", ""); /* one of his own, also after he has left it */
    assert_int_equal(devices_told(amy), 1);
    sign_in_on(&arena, "amy", "", "");
    assert_int_equal(devices_told(amy), 2);
}

static void a_bad_code_is_refused(void **state)
{
    Au__SignInRequest in = AU__SIGN_IN_REQUEST__INIT;

    (void)state;
    in.code = "bad";
    assert_fails(ask(&arena, NULL, "Auth.SignIn", NULL, &in.base, &au__session__descriptor, NULL), CODE_REFUSED);
    assert_int_equal(test_sql_int(house.db, "select count(*) from users"), 0);
}

/* The openid differs from app to app; the unionid is the person's. */
static void a_unionid_joins_apps(void **state)
{
    Au__Session *here = sign_in(&arena, "x-union", "");

    (void)state;
    test_sql(house.db, "update identities set app_id = 'another', openid = 'o-there'");
    assert_string_equal(sign_in(&arena, "x-union", "")->user->user_id, here->user->user_id);
    assert_int_equal(test_sql_int(house.db, "select count(*) from identities"), 2);
}

static void *sign_in_there(void *data)
{
    struct arena own;
    char *id;

    arena_init(&own, ARENA_BYTES_MAX);
    id = strdup(sign_in(&own, data, "")->user->user_id);
    arena_finish(&own);
    return id;
}

static void many_first_times_make_one_user(void **state)
{
    pthread_t threads[CROWD];
    void *ids[CROWD];

    (void)state;
    for (int i = 0; i < CROWD; i++)
        pthread_create(&threads[i], NULL, sign_in_there, (void *)"crowd-u");
    for (int i = 0; i < CROWD; i++)
        pthread_join(threads[i], &ids[i]);
    for (int i = 0; i < CROWD; i++)
        assert_string_equal(ids[i], ids[0]);
    for (int i = 0; i < CROWD; i++)
        free(ids[i]);
    assert_int_equal(test_sql_int(house.db, "select count(*) from users"), 1);
    assert_int_equal(test_sql_int(house.db, "select count(*) from signing_keys"), 1);
}

/* ---- refreshing ---- */

static void each_token_serves_once(void **state)
{
    Au__Session *session = sign_in(&arena, "amy", ""), *second, *third;

    (void)state;
    assert_ok(refresh(&arena, session->refresh_token, &second));
    assert_string_not_equal(session->refresh_token, second->refresh_token);
    assert_string_equal(session->session_id, second->session_id);
    assert_verifies(second->access_token, session);
    assert_ok(refresh(&arena, second->refresh_token, &third));
    assert_string_not_equal(second->refresh_token, third->refresh_token);
    assert_fails(refresh(&arena, "never given out", NULL), REFRESH_TOKEN_INVALID);
    assert_int_equal(test_sql_int(house.db, "select count(*) from refresh_tokens where spent_at is null"), 1);
}

static void *refresh_there(void *data)
{
    Au__Session *session;
    struct arena own;
    char *token;

    arena_init(&own, ARENA_BYTES_MAX);
    assert_ok(refresh(&own, data, &session));
    token = strdup(session->refresh_token);
    arena_finish(&own);
    return token;
}

static void rivals_get_the_same_successor(void **state)
{
    Au__Session *session = sign_in(&arena, "amy", "");
    pthread_t threads[CROWD];
    void *tokens[CROWD];

    (void)state;
    for (int i = 0; i < CROWD; i++)
        pthread_create(&threads[i], NULL, refresh_there, (void *)session->refresh_token);
    for (int i = 0; i < CROWD; i++)
        pthread_join(threads[i], &tokens[i]);
    for (int i = 0; i < CROWD; i++)
        assert_string_equal(tokens[i], tokens[0]);
    for (int i = 0; i < CROWD; i++)
        free(tokens[i]);
    assert_int_equal(test_sql_int(house.db, "select count(*) from refresh_tokens"), 2);
}

static void wait_for_revocations(int count)
{
    for (int i = 0; i < 200 && atomic_load(&house.revocations) < count; i++)
        clock_sleep_ms(5);
    assert_int_equal(atomic_load(&house.revocations), count);
}

static void reuse_ends_the_family(void **state)
{
    Au__Session *session = sign_in(&arena, "amy", ""), *other = sign_in(&arena, "amy", ""), *second;

    (void)state;
    assert_ok(refresh(&arena, session->refresh_token, &second));
    test_sql(house.db,
             "update refresh_tokens set spent_at = spent_at - interval '11 seconds' where spent_at is not null");
    assert_fails(refresh(&arena, session->refresh_token, NULL), REFRESH_TOKEN_INVALID);
    assert_fails(refresh(&arena, second->refresh_token, NULL), REFRESH_TOKEN_INVALID); /* the honest one, too */
    assert_ok(refresh(&arena, other->refresh_token, NULL));                            /* another sign-in stays */
    wait_for_revocations(1);
    assert_string_equal(house.last_revoked, session->session_id);
    assert_int_equal(test_sql_int(house.db, "select count(*) from outbox where type = 'linli.auth.v1.SessionRevoked'"),
                     1);
}

/* ---- signing out ---- */

static void signing_out_ends_this_one_or_all(void **state)
{
    Au__Session *one = sign_in(&arena, "amy", ""), *two = sign_in(&arena, "amy", ""),
                *three = sign_in(&arena, "amy", "");
    Au__ListRevocationsRequest in = API__REVOCATIONS_REQUEST__INIT;
    Api__Revocations *revocations;
    struct person gateway = { .service = "gateway" };

    (void)state;
    assert_ok(sign_out(one, false));
    assert_ok(sign_out(one, false)); /* again changes nothing */
    wait_for_revocations(1);
    assert_string_equal(house.last_revoked, one->session_id);
    assert_fails(refresh(&arena, one->refresh_token, NULL), REFRESH_TOKEN_INVALID);
    assert_ok(refresh(&arena, two->refresh_token, NULL));
    assert_ok(sign_out(two, true));
    wait_for_revocations(2);
    assert_string_equal(house.last_revoked, one->user->user_id);
    assert_fails(refresh(&arena, three->refresh_token, NULL), REFRESH_TOKEN_INVALID);
    assert_ok(
        ask(&arena, &gateway, "Internal.ListRevocations", NULL, &in.base, &api__revocations__descriptor, &revocations));
    assert_int_equal(revocations->n_revoked, 2);
    assert_int_equal(revocations->floor_ms, 0);
    test_sql(house.db, "update revocations set not_before = not_before - interval '17 minutes'");
    assert_ok(
        ask(&arena, &gateway, "Internal.ListRevocations", NULL, &in.base, &api__revocations__descriptor, &revocations));
    assert_int_equal(revocations->n_revoked, 0);

    /* More than a message holds: the newest are named, a floor covers the others. */
    test_sql(house.db, "insert into revocations (id, user_id, not_before) select gen_random_uuid(), gen_random_uuid(),"
                       " now() - n * interval '10 milliseconds' from generate_series(0, 12000) n");
    assert_ok(
        ask(&arena, &gateway, "Internal.ListRevocations", NULL, &in.base, &api__revocations__descriptor, &revocations));
    assert_int_equal(revocations->n_revoked, 10000);
    assert_true(revocations->floor_ms > 0);
    for (size_t k = 0; k < revocations->n_revoked; k++)
        assert_true(revocations->revoked[k]->not_before_ms >= revocations->floor_ms);
}

/* ---- keys ---- */

/* As the job runner would. */
static void run_job(struct status (*job)(struct call *call, const struct job *job))
{
    struct server_options options = { .name = "auth",
                                      .bus = house.bus,
                                      .streams = house.bus,
                                      .client = house.client,
                                      .db = test_db_options("auth"),
                                      .contract = house.contract,
                                      .service = house.auth };
    struct runtime *runtime = runtime_create(&options);
    struct call call;

    call_init(&call, runtime, &arena, rpc_now_ms(house.client) + 5000);
    assert_ok(job(&call, &(struct job){ .kind = "test", .key = "" }));
    call_finish(&call);
    runtime_destroy(runtime);
}

static void keys_rotate_and_old_tokens_stay_good(void **state)
{
    Au__Session *session = sign_in(&arena, "amy", "");
    struct token_key keys[TOKEN_KEYS_MAX];

    (void)state;
    run_job(auth_rotate_keys);
    assert_int_equal(key_set(keys), 1); /* not due */
    test_sql(house.db, "update signing_keys set signs_from = signs_from - interval '31 days'");
    run_job(auth_rotate_keys);
    assert_int_equal(key_set(keys), 2); /* announced, before it signs */
    assert_verifies(session->access_token, session);
    session = sign_in(&arena, "amy", "");
    assert_verifies(session->access_token, session);
    test_sql(house.db, "update signing_keys set signs_from = signs_from - interval '2 hours'");
    run_job(auth_rotate_keys);
    assert_int_equal(key_set(keys), 1); /* nothing it signed is still good */
    assert_int_equal(test_sql_int(house.db, "select count(*) from signing_keys where length(sealed) < 60"), 0);
}

static void revocations_are_said_again_for_a_while(void **state)
{
    Au__Session *session = sign_in(&arena, "amy", "");

    (void)state;
    test_sql(
        house.db,
        "insert into revocations (id, session_id, not_before) values (gen_random_uuid(), $1, now() - interval '30 s'),"
        " (gen_random_uuid(), gen_random_uuid(), now() - interval '90 s')",
        db_id(session->session_id));
    run_job(auth_repeat_revocations);
    wait_for_revocations(1);
    assert_string_equal(house.last_revoked, session->session_id);
}

static void what_is_of_no_more_use_goes(void **state)
{
    Au__Session *session = sign_in(&arena, "amy", ""), *second;

    (void)state;
    assert_ok(refresh(&arena, session->refresh_token, &second));
    assert_ok(sign_out(session, false));
    run_job(auth_clean_sessions);
    assert_int_equal(test_sql_int(house.db, "select count(*) from refresh_tokens"), 2);
    assert_int_equal(test_sql_int(house.db, "select count(*) from revocations"), 1);
    test_sql(house.db, "update refresh_tokens set expires_at = now() - interval '25 hours' where spent_at is not null");
    test_sql(house.db, "update revocations set not_before = now() - interval '61 minutes'");
    run_job(auth_clean_sessions);
    assert_int_equal(test_sql_int(house.db, "select count(*) from refresh_tokens"), 1);
    assert_int_equal(test_sql_int(house.db, "select count(*) from revocations"), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_time_makes_the_user),
        TEST(a_new_device_is_told_and_the_first_is_not),
        TEST(a_bad_code_is_refused),
        TEST(a_unionid_joins_apps),
        TEST(many_first_times_make_one_user),
        TEST(each_token_serves_once),
        TEST(rivals_get_the_same_successor),
        TEST(reuse_ends_the_family),
        TEST(signing_out_ends_this_one_or_all),
        TEST(keys_rotate_and_old_tokens_stay_good),
        TEST(revocations_are_said_again_for_a_while),
        TEST(what_is_of_no_more_use_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
