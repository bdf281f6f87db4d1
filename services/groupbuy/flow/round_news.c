#include "groupbuy/flow/round_news.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "linli/groupbuy/v1/events.pb-c.h"

static const char *const kinds[] = {
    [NEWS_OPENED] = "OPENED", [NEWS_STEP] = "STEP",         [NEWS_MINIMUM] = "MINIMUM",     [NEWS_ENDING] = "ENDING",
    [NEWS_UNPAID] = "UNPAID", [NEWS_EXTENDED] = "EXTENDED", [NEWS_CANCELLED] = "CANCELLED",
};
#define KINDS (sizeof kinds / sizeof *kinds)

/* ---- added: <round>:<kind>, with what tells it from others of its kind ---- */

static struct status add(struct call *call, const char *key, int64_t at_us)
{
    return job_add(call->tx, JOB_TELL_ROUND, key, at_us, NULL, 0);
}

struct status round_news_opened(struct call *call, const struct round *round)
{
    return add(call, arena_printf(call->arena, "%s:OPENED", round->id), 0);
}

/* Whether the minimum is reached shows when all who pay at this moment have: the job looks. */
struct status round_news_paid(struct call *call, const struct order *order)
{
    struct step_reached *steps;
    size_t count;
    bool awaited;

    TRY(steps_reached_by(call->tx, order->id, &steps, &count));
    for (size_t i = 0; i < count; i++)
        TRY(add(
            call,
            arena_printf(call->arena, "%s:STEP:%s:%" PRId64, order->round_id, steps[i].item_id, steps[i].from_units),
            0));
    TRY(minimum_is_awaited(call->tx, order->id, &awaited));
    return awaited ? add(call, arena_printf(call->arena, "%s:MINIMUM:%s", order->round_id, order->id), 0) : OK;
}

struct status round_news_lowered(struct call *call, const struct round *round)
{
    if (round->status != ROUND_OPEN)
        return OK;
    return add(call, arena_printf(call->arena, "%s:MINIMUM:%" PRId64, round->id, round->minimum), 0);
}

struct status round_news_ending(struct call *call, const struct round *round)
{
    int64_t quarter = (round->ends_at_us - round->starts_at_us) / 4, most = ENDING_BEFORE_S_MAX * US_PER_S;
    int64_t at_us = round->ends_at_us - (quarter < most ? quarter : most);

    for (enum news_kind kind = NEWS_ENDING; kind <= NEWS_UNPAID; kind++)
        TRY(add(call, arena_printf(call->arena, "%s:%s:%" PRId64, round->id, kinds[kind], round->ends_at_us), at_us));
    return OK;
}

struct status round_news_extended(struct call *call, const struct round *round)
{
    if (round->status != ROUND_OPEN)
        return OK;
    return add(call, arena_printf(call->arena, "%s:EXTENDED:%" PRId64, round->id, round->ends_at_us), 0);
}

/* ---- read ---- */

struct status round_news_of(struct call *call, const char *job_key, struct round_news *ret_news)
{
    const char *rest = strchr(job_key, ':'), *last = strrchr(job_key, ':');
    size_t kind = 0;

    if (!rest++)
        return fail(INTERNAL, "news %s", job_key);
    while (kind < KINDS && strncmp(rest, kinds[kind], strlen(kinds[kind])) != 0)
        kind++;
    if (kind == KINDS)
        return fail(INTERNAL, "news %s", job_key);
    *ret_news = (struct round_news){
        .round_id = arena_strndup(call->arena, job_key, ID_CHARS),
        .kind = (enum news_kind)kind,
        .told = kind == NEWS_MINIMUM ? kinds[kind] : rest,
        .item_id = kind == NEWS_STEP ? arena_strndup(call->arena, rest + strlen("STEP:"), ID_CHARS) : "",
        .number = kind == NEWS_MINIMUM ? 0 : strtoll(last + 1, NULL, 10),
    };
    return OK;
}

struct round_news round_news_cancelled(const char *round_id)
{
    return (struct round_news){
        .round_id = round_id, .kind = NEWS_CANCELLED, .told = kinds[NEWS_CANCELLED], .item_id = ""
    };
}

/* ---- told ---- */

/* Who hears it; of that and of the round every event says the same. */
struct people {
    const char *const *ids;
    size_t count;
};

#define ABOUT(event, round, people)                                                                                    \
    do {                                                                                                               \
        (event)->round_id = (round)->id;                                                                               \
        (event)->title = (round)->title;                                                                               \
        (event)->user_ids = (const char **)(people)->ids;                                                              \
        (event)->n_user_ids = (people)->count;                                                                         \
    } while (0)

static struct status tell_opened(struct call *call, const struct round *round, const struct people *people)
{
    Gb__RoundOpened event = GB__ROUND_OPENED__INIT;

    ABOUT(&event, round, people);
    event.leader_name = round->leader_name;
    event.ends_at_us = round->ends_at_us;
    return emit(call, round->id, &event.base);
}

static struct status tell_step(struct call *call, const struct round *round, const struct people *people,
                               const struct round_item *item, int64_t units)
{
    Gb__StepReached event = GB__STEP_REACHED__INIT;

    ABOUT(&event, round, people);
    event.product_title = item->product_title;
    event.price_fen = round_price_at(item->price, item->steps, item->steps_count, units);
    return emit(call, round->id, &event.base);
}

static struct status tell_minimum(struct call *call, const struct round *round, const struct people *people)
{
    Gb__MinimumReached event = GB__MINIMUM_REACHED__INIT;

    ABOUT(&event, round, people);
    return emit(call, round->id, &event.base);
}

static struct status tell_ending(struct call *call, const struct round *round, const struct people *people, bool unpaid)
{
    Gb__RoundEnding event = GB__ROUND_ENDING__INIT;

    ABOUT(&event, round, people);
    event.ends_at_us = round->ends_at_us;
    event.unpaid = unpaid;
    return emit(call, round->id, &event.base);
}

static struct status tell_extended(struct call *call, const struct round *round, const struct people *people)
{
    Gb__RoundExtended event = GB__ROUND_EXTENDED__INIT;

    ABOUT(&event, round, people);
    event.ends_at_us = round->ends_at_us;
    event.ready_at_us = round->ready_at_us;
    return emit(call, round->id, &event.base);
}

static struct status tell_cancelled(struct call *call, const struct round *round, const struct people *people)
{
    Gb__RoundCancelled event = GB__ROUND_CANCELLED__INIT;

    ABOUT(&event, round, people);
    event.leader_id = round->leader_id;
    event.reason = round->cancel_reason;
    return emit(call, round->id, &event.base);
}

static const struct round_item *item_of(const struct round_parts *parts, const char *item_id)
{
    for (size_t i = 0; i < parts->items_count; i++)
        if (strcmp(parts->items[i].id, item_id) == 0)
            return &parts->items[i];
    return NULL;
}

/* The item when its step is still reached, NULL otherwise. */
static struct status read_step(struct call *call, const struct round_news *news, const struct round_item **ret_item)
{
    struct round_parts parts;

    *ret_item = NULL;
    if (news->kind != NEWS_STEP)
        return OK;
    TRY(round_parts_get(call->tx, &news->round_id, 1, &parts));
    *ret_item = item_of(&parts, news->item_id);
    if (*ret_item && (*ret_item)->paid_units < news->number)
        *ret_item = NULL;
    return OK;
}

/* Of an end that the round has no more: its new one has news of its own. */
static bool was_put_off(const struct round_news *news, const struct round *round)
{
    bool of_an_end = news->kind == NEWS_ENDING || news->kind == NEWS_UNPAID || news->kind == NEWS_EXTENDED;

    return of_an_end && news->number != round->ends_at_us;
}

static bool holds(const struct round_news *news, const struct round *round, const struct round_item *item,
                  int64_t now_us)
{
    if (news->kind == NEWS_CANCELLED)
        return round->status == ROUND_CANCELLED;
    if (round->status != ROUND_OPEN || now_us >= round->ends_at_us)
        return false;
    switch (news->kind) {
    case NEWS_STEP:
        return item != NULL;
    case NEWS_MINIMUM:
        return round->minimum > 0 && round->paid >= round->minimum;
    case NEWS_OPENED:
    case NEWS_ENDING:
    case NEWS_UNPAID:
    case NEWS_EXTENDED:
    case NEWS_CANCELLED:
        break;
    }
    return true;
}

static struct status tell(struct call *call, const struct round_news *news, const struct round *round,
                          const struct round_item *item, const struct people *people)
{
    switch (news->kind) {
    case NEWS_OPENED:
        return tell_opened(call, round, people);
    case NEWS_STEP:
        return tell_step(call, round, people, item, news->number);
    case NEWS_MINIMUM:
        return tell_minimum(call, round, people);
    case NEWS_ENDING:
    case NEWS_UNPAID:
        return tell_ending(call, round, people, news->kind == NEWS_UNPAID);
    case NEWS_EXTENDED:
        return tell_extended(call, round, people);
    case NEWS_CANCELLED:
        return tell_cancelled(call, round, people);
    }
    return fail(INTERNAL, "news of kind %d", (int)news->kind);
}

struct status round_news_tell(struct call *call, const struct round_news *news, int limit, size_t *ret_count)
{
    const struct round_item *item;
    struct people people;
    struct round round;

    *ret_count = 0;
    TRY(round_lock(call->tx, news->round_id, &round));
    if (was_put_off(news, &round))
        return OK;
    if (round.status == ROUND_SCHEDULED)
        return fail(NOT_AVAILABLE, "round %s has not opened yet", round.id);
    TRY(read_step(call, news, &item));
    if (!holds(news, &round, item, call->now_us))
        return OK;
    TRY(news_take(call->tx, &round, news->kind, news->told, limit, &people.ids, &people.count));
    *ret_count = people.count;
    return people.count ? tell(call, news, &round, item, &people) : OK;
}
