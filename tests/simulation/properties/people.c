/* People: who they are, what they may do, what they may see. */
#include <stdio.h>
#include <string.h>

#include "auth/domain/phone.h"
#include "auth/domain/role.h"
#include "content/domain/circle.h"
#include "content/domain/media.h"
#include "content/domain/post.h"
#include "content/domain/reasons.h"
#include "content/domain/review.h"
#include "groupbuy/domain/audience.h"
#include "groupbuy/domain/invoice.h"
#include "groupbuy/domain/name.h"
#include "groupbuy/domain/payout.h"
#include "simulation/properties/properties.h"

static void a_wrong_digit_is_found(struct world *world, int place)
{
    char tax[] = "91350100M000100Y43", identity[] = "11010519491231002X";

    tax[place] = tax[place] == '7' ? '8' : '7';
    identity[place] = identity[place] == '1' ? '0' : '1';
    HOLDS(world, !tax_number_valid(tax) && !identity_valid(identity));
}

/* Of all last characters just one checks the number, and any other digit that is wrong is found. */
void identities_check_themselves(struct world *world)
{
    static const char all[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char identity[IDENTITY_CHARS + 1], tax[TAX_NUMBER_CHARS + 1];
    int persons = 0, companies = 0, place = any_below(world, 17);

    snprintf(identity, sizeof identity, "%d%s%02d%02d%03dX", (int)any_between(world, 100000, 999999),
             ANY_OF(world, "1987", "2004"), (int)any_between(world, 1, 12), (int)any_between(world, 1, 28),
             any_below(world, 1000));
    for (int i = 0; i < TAX_NUMBER_CHARS; i++)
        tax[i] = all[any_below(world, 31)];
    tax[TAX_NUMBER_CHARS] = 0;
    for (const char *last = all; *last; last++) {
        identity[IDENTITY_CHARS - 1] = tax[TAX_NUMBER_CHARS - 1] = *last;
        persons += identity_valid(identity);
        companies += tax_number_valid(tax);
    }
    HOLDS(world, persons == 1 && companies == 1);
    HOLDS(world, strlen(identity_masked(&world->arena, identity)) == IDENTITY_CHARS);
    HOLDS(world, strspn(identity_masked(&world->arena, identity) + 2, "*") == 12);
    HOLDS(world, tax_number_valid("91350100M000100Y43") && identity_valid("11010519491231002X"));
    a_wrong_digit_is_found(world, place);
    tax[place] = 'I';
    identity[place] = 'x';
    HOLDS(world, !tax_number_valid(tax) && !identity_valid(identity) && !tax_number_valid("1") && !identity_valid("1"));
    HOLDS(world, !identity_valid("110101199013011234") && !identity_valid("110101189001011234"));
}

/* Every digit stands in the number, and few in what is shown. */
void phones_are_masked(struct world *world)
{
    const char *country = ANY_OF(world, "86", "+86", "1", "+", "12345", "8a"), *nickname = any_text(world, 3);
    char number[16] = "";
    int digits = any_below(world, 14);
    struct phone phone;
    size_t shown = 0;

    for (int i = 0; i < digits; i++)
        number[i] = (char)('0' + any_below(world, 10));
    if (phone_read(country, number, &phone)) {
        HOLDS(world, phone.number[0] == '+' && strstr(phone.number, number) && strlen(phone.masked) == strlen(number));
        for (const char *c = phone.masked; *c; c++)
            shown += *c != '*';
        HOLDS(world, shown == (digits >= 10 ? 7u : 2u));
    } else {
        HOLDS(world, digits < 5 || digits > 12 ||
                         strspn(country + (*country == '+'), "0123456789") != strlen(country + (*country == '+')) ||
                         strlen(country) > 4 || !country[*country == '+']);
    }
    HOLDS(world, *nickname ? name_mask(&world->arena, nickname)[strlen(name_mask(&world->arena, nickname)) - 1] == '*'
                           : strcmp(name_mask(&world->arena, nickname), "邻居") == 0);
}

/* Who has less power gives no more roles. */
void roles_are_given(struct world *world)
{
    static const struct giver operator= { true, false }, admin = { false, true }, nobody = { false, false };
    const char *role = ANY_OF(world, "operator", "leader", "supplier", "customer_service", "finance", "king",
                              "pickup_staff", "content_reviewer"),
               *scope = ANY_OF(world, "", "yard");

    HOLDS(world, role_may_be_given(role, scope, &operator) == role_known(role));
    HOLDS(world, !role_may_be_given(role, scope, &nobody));
    HOLDS(world, !role_may_be_given(role, scope, &admin) || (*scope && role_known(role)));
    HOLDS(world, role_may_be_given("leader", "yard", &admin) && !role_may_be_given("operator", "yard", &admin));
}

void circles_and_posts(struct world *world)
{
    struct circle circle = { .id = "c",
                             .visibility = (enum circle_visibility)(1 + any_below(world, 2)),
                             .members_max = 3,
                             .member_count = any_below(world, 5),
                             .caller_role = (enum circle_role)any_below(world, 4) };
    struct post post = { .id = "p",
                         .author = { "ann", "", "" },
                         .state = (enum post_state)(1 + any_below(world, 3)),
                         .hidden = perhaps(world, 10) };
    struct comment comment = { .id = "k", .author = { "ann", "", "" }, .state = post.state, .hidden = post.hidden };
    const char *caller = ANY_OF(world, "", "ann", "bob"), *by = NULL;
    enum verdict verdict = (enum verdict)any_below(world, 3);
    enum post_state state;
    bool reviewer = perhaps(world, 20), seen = ok(comment_readable(&comment, caller));

    HOLDS(world, ok(circle_admit(&circle)) == (circle.member_count < 3));
    HOLDS(world, ok(circle_release(&circle)) == (circle.caller_role != ROLE_OWNER));
    HOLDS(world, !ok(circle_writable(&circle)) || ok(circle_readable(&circle)));
    HOLDS(world, ok(post_readable(&post, &circle, caller)) == (seen && ok(circle_readable(&circle))));
    HOLDS(world, !seen || post.state == POST_PUBLISHED || (post.state == POST_HELD && *caller == 'a'));
    HOLDS(world, ok(post_state_for(verdict, &state)) == (verdict != VERDICT_REFUSED));
    if (ok(removal_by("ann", caller, circle.caller_role, reviewer, &by)))
        HOLDS(world, strcmp(by, *caller == 'a' ? "author" : "moderator") == 0);
    else
        HOLDS(world, *caller != 'a' && !reviewer && circle.caller_role <= ROLE_MEMBER);
}

/* What has been judged stays judged, and pictures belong to one thing. */
void pictures_are_judged(struct world *world)
{
    const int64_t now_us = INT64_C(1000000) * US_PER_S;
    struct media media = { .id = "0123ab",
                           .owner_id = "ann",
                           .state = (enum media_state)(1 + any_below(world, 5)),
                           .subject_type = "",
                           .subject_id = "",
                           .created_us = now_us - any_between(world, 0, 30) * 3600 * US_PER_S,
                           .gone = perhaps(world, 10) };
    const struct review review = { .state = (enum review_state)(1 + any_below(world, 3)), .created_us = now_us };
    enum verdict verdict = (enum verdict)any_below(world, 3);
    enum media_state judged = media_judge(media.state, verdict), decided;

    HOLDS(world, media_judge(judged, verdict) == judged || judged == MEDIA_CHECKING);
    HOLDS(world, (judged == media.state) == (media.state != MEDIA_CHECKING));
    HOLDS(world, ok(media_decide(&media, perhaps(world, 50), &decided)) == (media.state == MEDIA_HELD && !media.gone));
    HOLDS(world, !ok(media_usable(&media, "bob", "post", "p", now_us)));
    if (ok(media_usable(&media, "ann", "post", "p", now_us))) {
        media.subject_type = "post";
        media.subject_id = "p";
        HOLDS(world, ok(media_usable(&media, "ann", "post", "p", now_us + US_PER_S * MEDIA_LOOSE_S)));
        HOLDS(world, !ok(media_usable(&media, "ann", "post", "q", now_us)));
    }
    HOLDS(world, ok(media_type_check("image/png")) && ok(media_type_check("image/webp")) &&
                     failed_with(media_type_check("text/html"), MEDIA_TYPE_REFUSED));
    HOLDS(world, ok(media_quota_check(MEDIA_A_DAY_MAX - 1)) && !ok(media_quota_check(MEDIA_A_DAY_MAX)));
    HOLDS(world, strncmp(media_key(&world->arena, media.id, "small"), "media/ab/0123ab", 15) == 0);
    HOLDS(world, review_is_open(&review, now_us) == (review.state != REVIEW_STATE_HIDDEN) &&
                     !review_is_open(&review, now_us + REVIEW_EDIT_S * US_PER_S));
}

/* Whoever may not buy hears why, each in his own words. */
void audiences(struct world *world)
{
    HOLDS(world, audience_of("yard", "circle") == AUDIENCE_CIRCLE && audience_of("yard", "") == AUDIENCE_COMMUNITY &&
                     audience_of("", "") == AUDIENCE_EVERYBODY);
    HOLDS(world, ok(audience_admit(STANDING_MEMBER, "c", "gold")));
    for (enum standing a = STANDING_STRANGER; a <= STANDING_LEVEL_LOW; a++)
        for (enum standing b = a; b <= STANDING_LEVEL_LOW; b++) {
            struct status first = audience_admit(a, "c", "gold"), second = audience_admit(b, "c", "gold");

            HOLDS(world, !ok(first) && (strcmp(first.reason, second.reason) == 0) == (a == b));
        }
}
