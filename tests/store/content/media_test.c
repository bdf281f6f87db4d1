/* Pictures after they were made: whom they may belong to, who gets links, what WeChat's word does, what is swept. Handlers
 * and jobs as the pipeline calls them, on a schema and a folder of their own. */
#include <stdio.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "content/events/people.h"
#include "content/jobs/jobs.h"
#include "content/store/media_store.h"
#include "store/content/desk.h"

#define HOUR_US (INT64_C(3600) * US_PER_S)

static char folder[32];
static const char *ann, *bob, *order;

static int up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/linli-media-XXXXXX");
    assert_non_null(mkdtemp(folder));
    static const char *const link_secrets = "secret";

    house = (struct content){ .public_url = "https://x", .link_secrets = &link_secrets };
    assert_ok(objects_open(&(struct object_options){ .url = folder }, &house.objects));
    desk_up("content_media");
    ann = id_make(&arena);
    bob = id_make(&arena);
    order = id_make(&arena);
    return 0;
}

static int down(void **state)
{
    char command[64];

    (void)state;
    desk_down();
    objects_close(house.objects);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : -1;
}

/* One that was made `age_us` ago, with its files. */
static const char *picture(const char *owner, enum media_state state, int64_t age_us, const char *trace_id)
{
    static const char *const sizes[] = { "large", "medium", "small" };
    const char *id = id_make(&arena);

    test_sql(db, "insert into media (id, owner_id, state, width, height, sha256, trace_id, created_at)"
                 " values ($1, $2, $3, 4, 2, '', nullif($4, ''), now() - $5 * interval '1 microsecond')",
             db_id(id), db_id(owner), db_int(state), db_text(trace_id), db_int(age_us));
    for (size_t i = 0; i < 3; i++)
        assert_ok(object_put(house.objects, media_key(&arena, id, sizes[i]), "image/jpeg", "x", 1));
    return id;
}

static bool lies_there(const char *id)
{
    const uint8_t *data;
    size_t bytes;

    return ok(object_get(house.objects, &arena, media_key(&arena, id, "large"), 10, &data, &bytes));
}

static struct status attach(const char *id, const char *owner, const char *type, const char *subject)
{
    Ct__AttachMediaRequest in = CT__ATTACH_MEDIA_REQUEST__INIT;
    Ct__AttachMediaResponse out = CT__ATTACH_MEDIA_RESPONSE__INIT;
    struct status status;

    in.n_media_ids = 1;
    in.media_ids = (const char *[]){ id };
    in.owner_id = owner;
    in.subject_type = type;
    in.subject_id = subject;
    status = content_attach_media(within(""), &in, &out);
    if (ok(status))
        return call_commit(&call);
    call_rollback(&call);
    return status;
}

static void a_picture_belongs_to_one_thing_of_its_owner(void **state)
{
    const char *id = picture(ann, MEDIA_CHECKING, 0, "");

    (void)state;
    assert_fails(attach(id, bob, "after_sale", order), MEDIA_UNUSABLE);
    assert_fails(attach(id_make(&arena), ann, "after_sale", order), MEDIA_UNUSABLE);
    assert_ok(attach(id, ann, "after_sale", order));
    assert_ok(attach(id, ann, "after_sale", order));
    assert_fails(attach(id, ann, "post", order), MEDIA_UNUSABLE);
    assert_fails(attach(id, ann, "after_sale", id_make(&arena)), MEDIA_UNUSABLE);
    assert_fails(attach(picture(ann, MEDIA_STATE_REFUSED, 0, ""), ann, "after_sale", order), MEDIA_UNUSABLE);
    assert_fails(attach(picture(ann, MEDIA_RECEIVED, 0, ""), ann, "after_sale", order), MEDIA_UNUSABLE);
    assert_fails(attach(picture(ann, MEDIA_PASSED, 23 * HOUR_US + 1, ""), ann, "after_sale", order), MEDIA_UNUSABLE);
}

static size_t links_for(const char *viewer, const char *subject, size_t *ret_pictures)
{
    Ct__ListPicturesRequest in = CT__LIST_PICTURES_REQUEST__INIT;
    Ct__ListPicturesResponse out = CT__LIST_PICTURES_RESPONSE__INIT;
    size_t links = 0;

    in.n_subject_ids = 1;
    in.subject_ids = (const char *[]){ subject };
    in.viewer_id = viewer;
    assert_ok(content_list_pictures(within(""), &in, &out));
    call_rollback(&call);
    assert_true(out.n_subjects <= 1);
    *ret_pictures = out.n_subjects ? out.subjects[0]->n_pictures : 0;
    for (size_t i = 0; i < *ret_pictures; i++)
        links += *out.subjects[0]->pictures[i]->large_url != '\0';
    return links;
}

static void only_what_has_passed_has_links_for_others(void **state)
{
    const char *passed = picture(ann, MEDIA_PASSED, 0, ""), *checking = picture(ann, MEDIA_CHECKING, 0, "");
    size_t pictures;

    (void)state;
    assert_int_equal(links_for(bob, order, &pictures), 0);
    assert_int_equal(pictures, 0);
    assert_ok(attach(passed, ann, "after_sale", order));
    assert_ok(attach(checking, ann, "after_sale", order));
    assert_int_equal(links_for(bob, order, &pictures), 1);
    assert_int_equal(pictures, 2);
    assert_int_equal(links_for("", order, &pictures), 1);
    assert_int_equal(links_for(ann, order, &pictures), 2);
    test_sql(db, "update media set state = 5 where id = $1", db_id(passed));
    assert_int_equal(links_for(ann, order, &pictures), 1);
}

static void what_nobody_needs_is_swept(void **state)
{
    const char *loose = picture(ann, MEDIA_PASSED, 25 * HOUR_US, ""), *young = picture(ann, MEDIA_PASSED, 23 * HOUR_US, ""),
               *refused = picture(ann, MEDIA_STATE_REFUSED, 0, ""), *lost = picture(ann, MEDIA_RECEIVED, 25 * HOUR_US, ""),
               *used = picture(ann, MEDIA_PASSED, 0, "");
    struct timeval yesterday[2] = { { .tv_sec = clock_unix_ms() / 1000 - 2 * 3600 }, { .tv_sec = clock_unix_ms() / 1000 - 2 * 3600 } };
    const uint8_t *data;
    size_t bytes;

    (void)state;
    assert_ok(attach(used, ann, "after_sale", order));
    test_sql(db, "update media set created_at = now() - interval '100 days' where id = $1", db_id(used));
    assert_ok(object_put(house.objects, "incoming/old", "x", "x", 1));
    assert_ok(object_put(house.objects, "incoming/young", "x", "x", 1));
    assert_int_equal(utimes(arena_printf(&arena, "%s/incoming/old", folder), yesterday), 0);

    assert_ok(content_sweep_media(as(""), &(struct job){ .key = "" }));
    assert_false(lies_there(loose) || lies_there(refused) || lies_there(lost));
    assert_true(lies_there(young) && lies_there(used));
    assert_fails(object_get(house.objects, &arena, "incoming/old", 10, &data, &bytes), NOT_HERE);
    assert_ok(object_get(house.objects, &arena, "incoming/young", 10, &data, &bytes));
    assert_int_equal(test_sql_int(db, "select count(*) from media where gone_at is not null"), 3);
    assert_fails(attach(loose, ann, "after_sale", order), MEDIA_UNUSABLE);
    assert_ok(content_sweep_media(as(""), &(struct job){ .key = "" }));
}

static struct status pushed(const char *trace_id, const char *suggest, int64_t age_us)
{
    Nt__WechatPushed event = NT__WECHAT_PUSHED__INIT;
    struct event_info info = { .id = "1", .time_us = clock_unix_us() - age_us };
    struct status status;

    event.event = "wxa_media_check";
    event.body_json = arena_printf(&arena, "{\"trace_id\":\"%s\",\"errcode\":%d,\"result\":{\"suggest\":\"%s\",\"label\":100}}",
                                   trace_id, strcmp(suggest, "gone") == 0 ? -1008 : 0, suggest);
    within("")->event = &info;
    status = content_on_wechat_pushed(&call, &event);
    if (ok(status))
        return call_commit(&call);
    call_rollback(&call);
    return status;
}

static int64_t state_of(const char *id)
{
    return test_sql_int(db, "select state from media where id = $1", db_id(id));
}

static void the_word_of_wechat_counts_once(void **state)
{
    static const struct {
        const char *suggest;
        enum media_state state;
    } words[] = {
        { "pass", MEDIA_PASSED }, { "review", MEDIA_HELD }, { "risky", MEDIA_STATE_REFUSED }, { "gone", MEDIA_HELD }, { "new word", MEDIA_HELD },
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *trace = arena_printf(&arena, "trace-%zu", i), *id = picture(ann, MEDIA_CHECKING, 0, trace);

        assert_ok(pushed(trace, words[i].suggest, 0));
        assert_int_equal(state_of(id), words[i].state);
        assert_ok(pushed(trace, "pass", 0));
        assert_int_equal(state_of(id), words[i].state);
    }
    assert_fails(pushed("unknown", "pass", 0), NOT_HERE);                     /* its row may be on its way */
    assert_ok(pushed("unknown", "pass", INT64_C(11) * 60 * US_PER_S));        /* none of ours */
}

/* The post stays where it is while one picture is not through, and is told of once. */
static void a_post_waits_for_its_text_and_all_its_pictures(void **state)
{
    const char *circle = id_make(&arena), *post = id_make(&arena), *one = picture(ann, MEDIA_CHECKING, 0, "one"),
               *two = picture(ann, MEDIA_CHECKING, 0, "two");

    (void)state;
    test_sql(db, "insert into circles (id, community_id, name, notice, rules, welcome, visibility, members_max, created_at,"
                 " created_by) values ($1, $1, 'x', '', '', '', 1, 10, now(), $1)", db_id(circle));
    test_sql(db, "insert into posts (id, circle_id, community_id, author_id, title, body, state, created_at, picture_count)"
                 " values ($1, $2, $2, $3, '', 'x', 1, now(), 2)", db_id(post), db_id(circle), db_id(ann));
    assert_ok(attach(one, ann, POST_SUBJECT, post));
    assert_ok(attach(two, ann, POST_SUBJECT, post));
    assert_ok(pushed("one", "pass", 0));
    assert_ok(pushed("two", "pass", 0));
    assert_int_equal(test_sql_int(db, "select state from posts where id = $1", db_id(post)), POST_HELD);
    test_sql(db, "update posts set text_passed = true where id = $1", db_id(post));
    test_sql(db, "update media set state = 2 where id = $1", db_id(two));
    assert_ok(pushed("two", "pass", 0));
    assert_int_equal(test_sql_int(db, "select state from posts where id = $1", db_id(post)), POST_PUBLISHED);
    assert_int_equal(test_sql_int(db, "select count(*) from outbox where aggregate_id = $1", db_id(post)), 1);
}

static void a_picture_that_is_refused_takes_its_post_along(void **state)
{
    const char *circle = id_make(&arena), *post = id_make(&arena), *one = picture(ann, MEDIA_CHECKING, 0, "one");

    (void)state;
    test_sql(db, "insert into circles (id, community_id, name, notice, rules, welcome, visibility, members_max, created_at,"
                 " created_by) values ($1, $1, 'x', '', '', '', 1, 10, now(), $1)", db_id(circle));
    test_sql(db, "insert into posts (id, circle_id, community_id, author_id, title, body, state, created_at, picture_count,"
                 " text_passed) values ($1, $2, $2, $3, '', 'x', 1, now(), 1, true)", db_id(post), db_id(circle), db_id(ann));
    assert_ok(attach(one, ann, POST_SUBJECT, post));
    assert_ok(pushed("one", "risky", 0));
    assert_int_equal(test_sql_int(db, "select state from posts where id = $1", db_id(post)), POST_REMOVED);
}

static void what_is_not_judged_in_time_waits_for_a_person(void **state)
{
    const char *late = picture(ann, MEDIA_CHECKING, HOUR_US, "late"), *young = picture(ann, MEDIA_CHECKING, 0, "young");

    (void)state;
    assert_ok(content_check_media(as(""), &(struct job){ .key = late }));
    assert_int_equal(state_of(late), MEDIA_HELD);
    assert_fails(content_check_media(as(""), &(struct job){ .key = young }), NOT_AVAILABLE); /* it comes again */
    assert_int_equal(state_of(young), MEDIA_CHECKING);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_picture_belongs_to_one_thing_of_its_owner),   TEST(only_what_has_passed_has_links_for_others),
        TEST(what_nobody_needs_is_swept),                    TEST(the_word_of_wechat_counts_once),
        TEST(a_post_waits_for_its_text_and_all_its_pictures), TEST(a_picture_that_is_refused_takes_its_post_along),
        TEST(what_is_not_judged_in_time_waits_for_a_person),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
