/* What people are told. */
#include <string.h>

#include "base/clock.h"
#include "notifications/domain/forms.h"
#include "notifications/domain/moments.h"
#include "simulation/properties/any.h"

void messages_are_filled(struct world *world);
void subscriptions_are_chosen(struct world *world);

/* Every kind that has words has them in both languages, with nothing left to be filled in. */
void messages_are_filled(struct world *world)
{
    static const char *const args[] = { "ONE", "TWO", "THREE", "FOUR" };
    size_t count = (size_t)any_below(world, TEXT_ARGS_MAX + 1);
    int kind = any_below(world, 200);
    struct text zh = text_render(any_arena(world), (enum message_kind)kind, "zh-CN", args, count);
    struct text en = text_render(any_arena(world), (enum message_kind)kind, "en", args, count);
    const struct form *form = form_of((enum message_kind)kind);
    fen amount = any_between(world, 0, 1000000);
    const char *money = text_money(any_arena(world), amount);

    HOLDS(world, (*zh.title == 0) == (*en.title == 0));
    HOLDS(world, !strchr(zh.body, '{') && !strchr(en.body, '{') && !strchr(zh.title, '{'));
    HOLDS(world, count > 0 || (!strstr(en.body, "ONE") && !strstr(zh.body, "ONE")));
    HOLDS(world, form->fields_count >= 2 && form->fields_count <= FORM_FIELDS_MAX);
    HOLDS(world, form->kind == (enum message_kind)kind || form->kind == NOTICE);
    HOLDS(world, !form_is_sent(COUPON_ISSUED) && form_is_sent(ORDER_READY) &&
                     (form->kind == NOTICE || form_is_sent(form->kind)));
    HOLDS(world, strncmp(money, "¥", 2) == 0 && money[strlen(money) - 3] == '.');
    HOLDS(world,
          *text_account(any_arena(world), "") == 0 && strcmp(text_account(any_arena(world), "m1"), " (m1)") == 0);
    HOLDS(world, strcmp(text_time(any_arena(world), INT64_C(1795305900) * US_PER_S),
                        text_time(any_arena(world), INT64_C(1795305959) * US_PER_S)) == 0);
}

/* As many as WeChat takes, each once, nobody is asked for what he has enough of. */
void subscriptions_are_chosen(struct world *world)
{
    static const char *const ids[] = { "a", "b", "c", "d", "e" };
    struct ask_offer offers[8];
    size_t count, kept, kinds;

    for (int moment = ASK_NEVER; moment <= ASK_AFTER_PUBLISHING + 2; moment++) {
        const enum message_kind *list = moment_kinds((enum ask_moment)moment, &kinds);

        HOLDS(world, kinds <= ASK_KINDS_MAX && (kinds > 0) == (moment > ASK_NEVER && moment <= ASK_AFTER_PUBLISHING));
        for (size_t i = 0; i < kinds; i++)
            HOLDS(world, form_is_sent(list[i]));
    }
    count = (size_t)any_below(world, 9);
    for (size_t i = 0; i < count; i++)
        offers[i] = (struct ask_offer){ ids[any_below(world, 5)], NOTICE, any_below(world, 4) };
    kept = moment_choose(offers, count);
    HOLDS(world, kept <= ASK_TEMPLATES_MAX && kept <= count);
    for (size_t i = 0; i < kept; i++) {
        HOLDS(world, offers[i].credits < ASK_CREDITS_BELOW && (i == 0 || offers[i].credits >= offers[i - 1].credits));
        for (size_t k = 0; k < i; k++)
            HOLDS(world, strcmp(offers[i].template_id, offers[k].template_id) != 0);
    }
}
