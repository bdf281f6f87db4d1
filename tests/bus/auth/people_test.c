#include "bus/auth/auth_house.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

static struct arena arena;
static struct person amy, bob, chief;

static struct person person_of(const char *code)
{
    Au__Session *session = sign_in(&arena, code, "");

    return (struct person){ .user_id = session->user->user_id, .session_id = session->session_id };
}

static int up(void **state)
{
    arena_init(&arena, ARENA_BYTES_MAX);
    auth_house_up(state);
    amy = person_of("amy");
    bob = person_of("bob");
    chief = person_of("chief");
    chief.role = "operator";
    return 0;
}

static int down(void **state)
{
    arena_finish(&arena);
    return auth_house_down(state);
}

static int64_t events_of(const char *type)
{
    return test_sql_int(house.db, "select count(*) from outbox where type = 'linli.auth.v1.' || $1", db_text(type));
}

/* ---- profile and phone ---- */

static struct status update_me(const struct person *person, const char *nickname, Au__Me **ret_me)
{
    Au__UpdateMeRequest in = AU__UPDATE_ME_REQUEST__INIT;

    in.nickname = nickname;
    in.bio = "住三栋";
    return ask(&arena, person, "Auth.UpdateMe", NULL, &in.base, &au__me__descriptor, ret_me);
}

static void a_profile_changes_when_its_texts_pass(void **state)
{
    Au__GetUserRequest in = AU__GET_USER_REQUEST__INIT;
    Au__User *user;
    Au__Me *me;

    (void)state;
    assert_ok(update_me(&amy, "三栋小王", &me));
    assert_string_equal(me->nickname, "三栋小王");
    assert_int_equal(events_of("UserUpdated"), 1);
    atomic_store(&house.verdict, CT__TEXT_VERDICT__REFUSED);
    assert_fails(update_me(&amy, "坏名字", NULL), TEXT_REFUSED);
    atomic_store(&house.verdict, CT__TEXT_VERDICT__REVIEW);
    assert_fails(update_me(&amy, "怪名字", NULL), CHECK_UNAVAILABLE);
    assert_ok(update_me(&amy, "三栋小王", NULL)); /* the same texts need no judge */
    in.user_id = amy.user_id;
    assert_ok(ask(&arena, NULL, "Auth.GetUser", NULL, &in.base, &au__user__descriptor, &user));
    assert_string_equal(user->nickname, "三栋小王");
}

static struct status verify_phone(const struct person *person, const char *number, Au__Me **ret_me)
{
    Au__VerifyPhoneRequest in = AU__VERIFY_PHONE_REQUEST__INIT;

    in.code = number;
    return ask(&arena, person, "Auth.VerifyPhone", NULL, &in.base, &au__me__descriptor, ret_me);
}

static void a_number_belongs_to_one_account_and_is_sealed(void **state)
{
    Au__GetStandingRequest in = AU__GET_STANDING_REQUEST__INIT;
    struct person content = { .service = "content" };
    Au__Standing *standing;
    Au__Me *me;

    (void)state;
    assert_fails(verify_phone(&amy, "bad", NULL), CODE_REFUSED);
    assert_ok(verify_phone(&amy, "13800001234", &me));
    assert_true(me->phone_verified);
    assert_string_equal(me->phone_masked, "138****1234");
    assert_fails(verify_phone(&bob, "13800001234", NULL), PHONE_TAKEN);
    assert_ok(verify_phone(&amy, "13800001234", NULL)); /* one's own again */
    assert_ok(verify_phone(&amy, "13900005678", NULL)); /* a new one sets the old one free */
    assert_ok(verify_phone(&bob, "13800001234", NULL));
    assert_int_equal(test_sql_int(house.db, "select count(*) from users where users::text like '%3800001234%' or"
                                            " phone_sealed::text like '%' || encode('13800001234', 'hex') || '%'"),
                     0);
    in.user_id = bob.user_id;
    assert_ok(ask(&arena, &content, "Internal.GetStanding", NULL, &in.base, &au__standing__descriptor, &standing));
    assert_true(standing->phone_verified);
    assert_string_equal(standing->openid, "o-bob");
    in.app_id = "another";
    assert_ok(ask(&arena, &content, "Internal.GetStanding", NULL, &in.base, &au__standing__descriptor, &standing));
    assert_string_equal(standing->openid, "");
    assert_fails(ask(&arena, &amy, "Internal.GetStanding", NULL, &in.base, &au__standing__descriptor, NULL), FORBIDDEN);
}

static Au__Person *person_behind(const struct person *account)
{
    Au__GetPersonRequest in = AU__GET_PERSON_REQUEST__INIT;
    struct person coupons = { .service = "coupons" };
    Au__Person *person;

    in.user_id = account->user_id;
    assert_ok(ask(&arena, &coupons, "Internal.GetPerson", NULL, &in.base, &au__person__descriptor, &person));
    return person;
}

static void two_accounts_with_one_number_have_one_mark(void **state)
{
    struct person carl = person_of("carl"), dora = person_of("dora");

    (void)state;
    assert_int_equal(person_behind(&carl)->n_marks, 0);
    assert_ok(verify_phone(&carl, "13700001111", NULL));
    const Au__Person *first = person_behind(&carl);
    assert_int_equal(first->n_marks, 1);
    assert_int_equal(strlen(first->marks[0]), 2 * SHA256_BYTES);
    assert_int_equal(test_sql_int(house.db, "select count(*) from users where encode(phone_hash, 'hex') = $1",
                                  db_text(first->marks[0])),
                     0);
    assert_ok(verify_phone(&carl, "13700002222", NULL)); /* sets the number free for another account of his */
    assert_ok(verify_phone(&dora, "13700001111", NULL));
    assert_string_equal(person_behind(&dora)->marks[0], first->marks[0]);
    assert_string_not_equal(person_behind(&carl)->marks[0], first->marks[0]);
    test_sql(house.db, "update identities set unionid = 'u-1' where user_id = $1", db_id(carl.user_id));
    assert_int_equal(person_behind(&carl)->n_marks, 2);
}

/* ---- links ---- */

static Au__Link *make_link(const char *key, int days)
{
    Au__CreateLinkRequest in = AU__CREATE_LINK_REQUEST__INIT;
    Au__Link *link = NULL;

    in.target = AU__LINK_TARGET__TEAM;
    in.target_id = "0123456789abcdef0123456789abcdef";
    in.title = "一起买";
    in.days = days;
    assert_ok(ask(&arena, &amy, "Auth.CreateLink", key, &in.base, &au__link__descriptor, &link));
    return link;
}

static struct status open_link(const char *key, Au__Link **ret_link)
{
    Au__OpenLinkRequest in = AU__OPEN_LINK_REQUEST__INIT;

    in.key = key;
    return ask(&arena, NULL, "Auth.OpenLink", NULL, &in.base, &au__link__descriptor, ret_link);
}

static void a_link_leads_somewhere_and_counts(void **state)
{
    Au__Link *link = make_link("k1", 3), *opened;

    (void)state;
    assert_int_equal(strlen(link->key), 10);
    assert_string_equal(make_link("k1", 3)->key, link->key);
    assert_string_not_equal(make_link("k2", 3)->key, link->key);
    assert_ok(open_link(link->key, &opened));
    assert_ok(open_link(link->key, &opened));
    assert_int_equal(opened->open_count, 2);
    assert_string_equal(opened->sharer_id, amy.user_id);
    assert_non_null(strstr(opened->path, link->key));
    assert_fails(open_link("nothing", NULL), NOT_HERE);
    test_sql(house.db, "update links set expires_at = now()");
    assert_fails(open_link(link->key, NULL), LINK_EXPIRED);
    assert_int_equal(events_of("LinkCreated"), 2);
}

static void who_comes_by_a_link_was_invited_once(void **state)
{
    Au__Link *link = make_link("k1", 0);
    Au__Session *carl = sign_in(&arena, "carl", link->key);

    (void)state;
    sign_in(&arena, "carl", link->key);
    sign_in(&arena, "bob", link->key);     /* was here before */
    sign_in(&arena, "dora", "neverwas12"); /* a link that is none invites nobody */
    assert_int_equal(events_of("UserInvited"), 1);
    assert_int_equal(test_sql_int(house.db, "select count(*) from users where inviter_id is not null"), 1);
    assert_string_equal(
        rows_id(test_sql(house.db, "select inviter_id from users where id = $1", db_id(carl->user->user_id)), 0, 0),
        amy.user_id);
}

static void the_code_of_a_link_is_made_once(void **state)
{
    Au__GetLinkCodeRequest in = AU__GET_LINK_CODE_REQUEST__INIT;
    Au__LinkCode *code;

    (void)state;
    in.key = make_link("k1", 0)->key;
    for (int i = 0; i < 2; i++) {
        assert_ok(ask(&arena, &amy, "Auth.GetLinkCode", NULL, &in.base, &au__link_code__descriptor, &code));
        assert_string_equal(code->content_type, "image/jpeg");
        assert_int_equal(code->image.len, 14);
    }
    assert_int_equal(atomic_load(&house.codes_made), 1);
    assert_fails(ask(&arena, &bob, "Auth.GetLinkCode", NULL, &in.base, &au__link_code__descriptor, NULL), NOT_HERE);
}

static void links_are_listed_page_by_page(void **state)
{
    Au__ListLinksRequest in = AU__LIST_LINKS_REQUEST__INIT;
    Au__ListLinksResponse *page;
    char key[8];
    size_t seen = 0;

    (void)state;
    for (int i = 0; i < 5; i++) {
        snprintf(key, sizeof key, "k%d", i);
        make_link(key, 0);
    }
    in.page_size = 2;
    do {
        assert_ok(ask(&arena, &amy, "Auth.ListLinks", NULL, &in.base, &au__list_links_response__descriptor, &page));
        seen += page->n_links;
        in.page_token = page->next_page_token;
    } while (*page->next_page_token);
    assert_int_equal(seen, 5);
    in.page_token = "made up";
    assert_fails(ask(&arena, &amy, "Auth.ListLinks", NULL, &in.base, &au__list_links_response__descriptor, NULL),
                 PAGE_TOKEN_INVALID);
}

/* ---- blocks ---- */

static struct status block(const char *method, const struct person *person, const char *user_id)
{
    Au__BlockUserRequest in = AU__BLOCK_USER_REQUEST__INIT; /* the same fields as UnblockUserRequest */

    in.user_id = user_id;
    return ask(&arena, person, method, NULL, &in.base, &au__block_user_response__descriptor, NULL);
}

static struct status see(const struct person *person, const char *user_id)
{
    Au__GetUserRequest in = AU__GET_USER_REQUEST__INIT;

    in.user_id = user_id;
    return ask(&arena, person, "Auth.GetUser", NULL, &in.base, &au__user__descriptor, NULL);
}

static void people_who_blocked_do_not_see_each_other(void **state)
{
    Au__ListBlocksRequest in = AU__LIST_BLOCKS_REQUEST__INIT;
    Au__ListBlocksResponse *blocks;

    (void)state;
    assert_ok(see(&bob, amy.user_id));
    assert_ok(block("Auth.BlockUser", &amy, bob.user_id));
    assert_ok(block("Auth.BlockUser", &amy, bob.user_id));
    assert_int_equal(events_of("UserBlocked"), 1);
    assert_fails(see(&bob, amy.user_id), NOT_HERE);
    assert_fails(see(&amy, bob.user_id), NOT_HERE);
    assert_ok(see(&chief, amy.user_id));
    assert_ok(ask(&arena, &amy, "Auth.ListBlocks", NULL, &in.base, &au__list_blocks_response__descriptor, &blocks));
    assert_int_equal(blocks->n_users, 1);
    assert_string_equal(blocks->users[0]->user_id, bob.user_id);
    assert_ok(block("Auth.UnblockUser", &amy, bob.user_id));
    assert_ok(block("Auth.UnblockUser", &amy, bob.user_id));
    assert_ok(block("Auth.UnblockUser", &bob, amy.user_id)); /* never was */
    assert_int_equal(events_of("UserUnblocked"), 1);
    assert_ok(see(&bob, amy.user_id));
    assert_fails(block("Auth.BlockUser", &amy, amy.user_id), FIELDS_INVALID);
    assert_fails(block("Auth.BlockUser", &amy, "00000000000000000000000000000001"), NOT_HERE);
}

/* ---- communities ---- */

static struct status found(const struct person *person, const char *key, const char *name,
                           Au__Community **ret_community)
{
    Au__CreateCommunityRequest in = AU__CREATE_COMMUNITY_REQUEST__INIT;

    in.name = name;
    in.households = 2000;
    return ask(&arena, person, "Auth.CreateCommunity", key, &in.base, &au__community__descriptor, ret_community);
}

static void communities_are_founded_and_joined(void **state)
{
    Au__JoinCommunityRequest in = AU__JOIN_COMMUNITY_REQUEST__INIT;
    struct person scoped = chief;
    Au__Community *community, *joined;

    (void)state;
    assert_fails(found(&amy, "k", "云山花园", NULL), FORBIDDEN);
    scoped.scope_id = "0123456789abcdef0123456789abcdef";
    assert_fails(found(&scoped, "k", "云山花园", NULL), FORBIDDEN);
    assert_ok(found(&chief, "k1", "云山花园", &community));
    assert_fails(found(&chief, "k2", "云山花园", NULL), COMMUNITY_NAME_TAKEN);
    in.community_id = community->community_id;
    for (int i = 0; i < 2; i++) {
        assert_ok(ask(&arena, &amy, "Auth.JoinCommunity", NULL, &in.base, &au__community__descriptor, &joined));
        assert_true(joined->joined);
        assert_int_equal(joined->member_count, 1);
    }
    assert_int_equal(events_of("CommunityJoined"), 1);
    in.community_id = "00000000000000000000000000000001";
    assert_fails(ask(&arena, &amy, "Auth.JoinCommunity", NULL, &in.base, &au__community__descriptor, NULL), NOT_HERE);
    assert_int_equal(test_sql_int(house.db, "select count(*) from audit where action = 'create_community'"), 1);
}

/* While a new release is rolled out the one before still writes where it did. */
static void the_log_of_the_release_before_is_in_ours(void **state)
{
    (void)state;
    test_sql(house.db,
             "insert into audit_log (id, actor_id, action, subject_id, detail, created_at)"
             " values (gen_random_uuid(), $1, 'grant_role', $2, 'leader', now())",
             db_id(chief.user_id), db_id(amy.user_id));
    assert_int_equal(test_sql_int(house.db,
                                  "select count(*) from audit where actor = $1 and object_id = $2"
                                  " and action = 'grant_role' and after = 'leader'",
                                  db_text(chief.user_id), db_text(amy.user_id)),
                     1);
}

/* ---- roles ---- */

static struct status grant(const struct person *giver, const char *key, const char *user_id, const char *role,
                           const char *scope_id, Au__RoleGrant **ret_grant)
{
    Au__GrantRoleRequest in = AU__GRANT_ROLE_REQUEST__INIT;

    in.user_id = user_id;
    in.role = role;
    in.scope_id = scope_id;
    in.why = "test";
    return ask(&arena, giver, "Auth.GrantRole", key, &in.base, &au__role_grant__descriptor, ret_grant);
}

static struct status revoke(const struct person *taker, const char *grant_id)
{
    Au__RevokeRoleRequest in = AU__REVOKE_ROLE_REQUEST__INIT;

    in.grant_id = grant_id;
    return ask(&arena, taker, "Auth.RevokeRole", NULL, &in.base, &au__revoke_role_response__descriptor, NULL);
}

static void wait_for_revocations(int count)
{
    for (int i = 0; i < 200 && atomic_load(&house.revocations) < count; i++)
        clock_sleep_ms(5);
    assert_int_equal(atomic_load(&house.revocations), count);
}

static void roles_are_given_and_taken(void **state)
{
    const char *here = "0123456789abcdef0123456789abcdef", *there = "fedcba9876543210fedcba9876543210";
    struct person admin = bob;
    Au__RoleGrant *staff, *again, *finance;

    (void)state;
    admin.role = "community_admin";
    admin.scope_id = here;
    assert_ok(grant(&admin, "k1", amy.user_id, "pickup_staff", here, &staff));
    wait_for_revocations(1);
    assert_string_equal(house.last_revoked, amy.user_id);
    assert_ok(grant(&admin, "k2", amy.user_id, "pickup_staff", here, &again));
    assert_string_equal(staff->grant_id, again->grant_id);
    assert_int_equal(events_of("RoleGranted"), 1);
    assert_fails(grant(&admin, "k3", amy.user_id, "pickup_staff", there, NULL), FORBIDDEN);
    assert_fails(grant(&admin, "k4", amy.user_id, "finance", here, NULL), FORBIDDEN);
    assert_fails(grant(&amy, "k5", amy.user_id, "operator", "", NULL), FORBIDDEN);
    assert_fails(grant(&chief, "k6", amy.user_id, "emperor", "", NULL), ROLE_UNKNOWN);
    assert_ok(grant(&chief, "k7", amy.user_id, "finance", "", &finance));
    assert_fails(revoke(&admin, finance->grant_id), FORBIDDEN);
    assert_ok(revoke(&admin, staff->grant_id));
    assert_fails(revoke(&admin, staff->grant_id), NOT_HERE);
    wait_for_revocations(3);
    assert_int_equal(events_of("RoleRevoked"), 1);
    assert_int_equal(test_sql_int(house.db, "select count(*) from audit"), 4);
    assert_int_equal(sign_in(&arena, "amy", "")->user->n_roles, 1);
}

static void nobody_holds_more_roles_than_a_token_does(void **state)
{
    (void)state;
    test_sql(house.db,
             "insert into grants (id, user_id, role, scope_id, granted_by, granted_at)"
             " select gen_random_uuid(), $1, 'leader', gen_random_uuid(), $1, now() from generate_series(1, 64)",
             db_id(amy.user_id));
    assert_fails(grant(&chief, "k", amy.user_id, "auditor", "", NULL), TOO_MANY_ROLES);
    assert_int_equal(test_sql_int(house.db, "select count(*) from grants"), 64);
    assert_int_equal(sign_in(&arena, "amy", "")->user->n_roles, 64);
}

static void roles_are_shown_to_those_who_look_after_them(void **state)
{
    const char *here = "0123456789abcdef0123456789abcdef";
    Au__ListRolesRequest in = AU__LIST_ROLES_REQUEST__INIT;
    struct person admin = bob;
    Au__ListRolesResponse *roles;

    (void)state;
    admin.role = "community_admin";
    admin.scope_id = here;
    assert_ok(grant(&chief, "k1", amy.user_id, "leader", here, NULL));
    assert_ok(grant(&chief, "k2", amy.user_id, "auditor", "", NULL));
    in.user_id = amy.user_id;
    assert_ok(ask(&arena, &chief, "Auth.ListRoles", NULL, &in.base, &au__list_roles_response__descriptor, &roles));
    assert_int_equal(roles->n_roles, 2);
    assert_ok(ask(&arena, &admin, "Auth.ListRoles", NULL, &in.base, &au__list_roles_response__descriptor, &roles));
    assert_int_equal(roles->n_roles, 1);
    assert_fails(ask(&arena, &amy, "Auth.ListRoles", NULL, &in.base, &au__list_roles_response__descriptor, NULL),
                 FORBIDDEN);
}

/* ---- between services ---- */

static void an_operator_is_made_once(void **state)
{
    Au__CreateOperatorRequest in = AU__CREATE_OPERATOR_REQUEST__INIT;
    struct person linlictl = { .service = "linlictl" };
    Au__CreateOperatorResponse *one, *two;

    (void)state;
    in.app_id = "app";
    in.openid = "o-boss";
    assert_ok(ask(&arena, &linlictl, "Internal.CreateOperator", NULL, &in.base,
                  &au__create_operator_response__descriptor, &one));
    assert_ok(ask(&arena, &linlictl, "Internal.CreateOperator", NULL, &in.base,
                  &au__create_operator_response__descriptor, &two));
    assert_string_equal(one->user_id, two->user_id);
    assert_string_equal(sign_in(&arena, "boss", "")->user->user_id, one->user_id);
    assert_int_equal(test_sql_int(house.db, "select count(*) from grants where role = 'operator'"), 1);
    assert_fails(
        ask(&arena, &amy, "Internal.CreateOperator", NULL, &in.base, &au__create_operator_response__descriptor, NULL),
        FORBIDDEN);
}

static void services_ask_what_stands_between_people(void **state)
{
    Au__CheckRelationRequest in = AU__CHECK_RELATION_REQUEST__INIT;
    Au__ListSummariesRequest list = AU__LIST_SUMMARIES_REQUEST__INIT;
    const char *ids[] = { amy.user_id, "00000000000000000000000000000001" };
    struct person content = { .service = "content" };
    Au__ListSummariesResponse *summaries;
    Au__Relation *relation;

    (void)state;
    in.user_id = amy.user_id;
    in.other_id = bob.user_id;
    in.community_id = "00000000000000000000000000000001";
    in.role = "auditor";
    assert_ok(ask(&arena, &content, "Internal.CheckRelation", NULL, &in.base, &au__relation__descriptor, &relation));
    assert_false(relation->blocked || relation->member || relation->holds_role);
    assert_ok(block("Auth.BlockUser", &bob, amy.user_id));
    assert_ok(grant(&chief, "k", amy.user_id, "auditor", "", NULL));
    assert_ok(ask(&arena, &content, "Internal.CheckRelation", NULL, &in.base, &au__relation__descriptor, &relation));
    assert_true(relation->blocked && relation->holds_role);
    list.n_user_ids = 2;
    list.user_ids = ids;
    assert_ok(ask(&arena, &content, "Internal.ListSummaries", NULL, &list.base,
                  &au__list_summaries_response__descriptor, &summaries));
    assert_int_equal(summaries->n_users, 1);
}

static void services_ask_who_is_in_a_community(void **state)
{
    Au__CheckRelationRequest in = AU__CHECK_RELATION_REQUEST__INIT;
    Au__JoinCommunityRequest join = AU__JOIN_COMMUNITY_REQUEST__INIT;
    const char *ids[] = { bob.user_id, amy.user_id };
    struct person groupbuy = { .service = "groupbuy" };
    Au__Community *community, *joined;
    Au__Relation *relation;

    (void)state;
    assert_ok(found(&chief, "k", "云山花园", &community));
    join.community_id = community->community_id;
    assert_ok(ask(&arena, &amy, "Auth.JoinCommunity", NULL, &join.base, &au__community__descriptor, &joined));
    in.community_id = community->community_id;
    in.user_ids = ids;
    in.n_user_ids = 2;
    assert_ok(ask(&arena, &groupbuy, "Internal.CheckRelation", NULL, &in.base, &au__relation__descriptor, &relation));
    assert_true(relation->community_found);
    assert_int_equal(relation->n_member_ids, 1);
    assert_string_equal(relation->member_ids[0], amy.user_id);
    in.community_id = "00000000000000000000000000000001";
    assert_ok(ask(&arena, &groupbuy, "Internal.CheckRelation", NULL, &in.base, &au__relation__descriptor, &relation));
    assert_false(relation->community_found);
    assert_int_equal(relation->n_member_ids, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_profile_changes_when_its_texts_pass),
        TEST(a_number_belongs_to_one_account_and_is_sealed),
        TEST(two_accounts_with_one_number_have_one_mark),
        TEST(a_link_leads_somewhere_and_counts),
        TEST(who_comes_by_a_link_was_invited_once),
        TEST(the_code_of_a_link_is_made_once),
        TEST(links_are_listed_page_by_page),
        TEST(people_who_blocked_do_not_see_each_other),
        TEST(communities_are_founded_and_joined),
        TEST(the_log_of_the_release_before_is_in_ours),
        TEST(roles_are_given_and_taken),
        TEST(nobody_holds_more_roles_than_a_token_does),
        TEST(roles_are_shown_to_those_who_look_after_them),
        TEST(an_operator_is_made_once),
        TEST(services_ask_what_stands_between_people),
        TEST(services_ask_who_is_in_a_community),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
