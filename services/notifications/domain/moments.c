#include "notifications/domain/moments.h"

#include <stdbool.h>
#include <string.h>

/* Kinds without a template of their own stand for NOTICE's. */
static const struct {
    enum message_kind kinds[ASK_KINDS_MAX];
    size_t count;
} moments[] = {
    [ASK_AFTER_PAYING] = { { ORDER_READY, ORDER_SHIPPED, REFUND_DONE, LINE_SHORT }, 4 },
    [ASK_AFTER_JOINING] = { { TEAM_COMPLETED, TEAM_FAILED, ORDER_READY, REFUND_DONE }, 4 },
    [ASK_BEFORE_PICK_UP] = { { ORDER_READY, PICK_UP_ENDING, REFUND_DONE }, 3 },
    [ASK_AFTER_CLAIMING] = { { REFUND_DONE, AFTER_SALE_DONE }, 2 },
    [ASK_AFTER_PUBLISHING] = { { ROUND_CLOSED, AFTER_SALE_TO_DECIDE }, 2 },
};

const enum message_kind *moment_kinds(enum ask_moment moment, size_t *ret_count)
{
    if ((size_t)moment >= sizeof moments / sizeof *moments) {
        *ret_count = 0;
        return NULL;
    }
    *ret_count = moments[moment].count;
    return moments[moment].kinds;
}

static bool is_there(const struct ask_offer *offers, size_t count, const char *template_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(offers[i].template_id, template_id) == 0)
            return true;
    return false;
}

/* Before the first that has more left: those that have as few stand by their value. */
static void put(struct ask_offer *offers, size_t count, struct ask_offer offer)
{
    size_t place = count;

    for (; place > 0 && offers[place - 1].credits > offer.credits; place--)
        offers[place] = offers[place - 1];
    offers[place] = offer;
}

size_t moment_choose(struct ask_offer *offers, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        struct ask_offer offer = offers[i];

        if (offer.credits < ASK_CREDITS_BELOW && !is_there(offers, kept, offer.template_id))
            put(offers, kept++, offer);
    }
    return kept < ASK_TEMPLATES_MAX ? kept : ASK_TEMPLATES_MAX;
}
