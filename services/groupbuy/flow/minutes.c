#include "groupbuy/flow/minutes.h"

#include <inttypes.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "groupbuy/domain/minute.h"
#include "groupbuy/flow/entry_views.h"
#include "groupbuy/store/news_store.h"
#include "groupbuy/store/share_store.h"
#include "rpc/timestamp.h"

#define CHINA_OFFSET_S 28800 /* no summer time since 1991 */

/* ---- what to do ---- */

static void tasks_view(struct call *call, const struct round *round, Gb__LeaderMinute *out)
{
    const struct minute_facts facts = { round->status,      call->now_us,   round->ends_at_us,
                                        out->unpaid_orders, round->minimum, round->paid };
    enum minute_task tasks[MINUTE_TASKS_MAX];

    out->n_tasks = minute_tasks(&facts, tasks);
    out->tasks = MESSAGES(call, Gb__MinuteTask, gb__minute_task, out->n_tasks);
    for (size_t i = 0; i < out->n_tasks; i++) {
        const struct minute_words words = minute_words_of(tasks[i]);

        out->tasks[i]->code = (Gb__MinuteCode)tasks[i];
        out->tasks[i]->zh = words.zh;
        out->tasks[i]->en = words.en;
    }
}

/* ---- how far to the next step ---- */

static const struct round_step *next_step(const struct round_item *item)
{
    for (size_t i = 0; i < item->steps_count; i++)
        if (item->steps[i].from_units > item->paid_units)
            return &item->steps[i];
    return NULL;
}

static void steps_view(struct call *call, const struct round_parts *parts, Gb__LeaderMinute *out)
{
    out->next_steps = MESSAGES(call, Gb__MinuteStep, gb__minute_step, parts->items_count);
    for (size_t i = 0; i < parts->items_count; i++) {
        const struct round_item *item = &parts->items[i];
        const struct round_step *step = item->frozen ? NULL : next_step(item);
        Gb__MinuteStep *shown;

        if (!step)
            continue;
        shown = out->next_steps[out->n_next_steps++];
        shown->item_id = item->id;
        shown->product_title = item->product_title;
        shown->sku_title = item->sku_title;
        shown->units_to_go = step->from_units - item->paid_units;
        shown->price_fen = step->price;
    }
}

/* ---- the text to paste ---- */

static void put_money(struct buf *text, fen amount)
{
    buf_printf(text, "¥%" PRId64 ".%02" PRId64, amount / 100, amount % 100);
}

static void put_time(struct buf *text, int64_t unix_us)
{
    time_t at = (time_t)(unix_us / US_PER_S) + CHINA_OFFSET_S;
    struct tm tm;

    gmtime_r(&at, &tm);
    buf_printf(text, "%d月%d日 %02d:%02d", tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min);
}

static void put_item(struct buf *text, const struct round_item *item)
{
    const struct round_step *step = next_step(item);

    buf_printf(text, "%s %s ", item->product_title, item->sku_title);
    put_money(text, round_price_at(item->price, item->steps, item->steps_count, item->paid_units));
    if (step) {
        buf_printf(text, "（再 %" PRId64 " 件 ", step->from_units - item->paid_units);
        put_money(text, step->price);
        buf_add_str(text, "）");
    }
    buf_add_char(text, '\n');
}

static const char *text_of(struct call *call, const struct round *round, const struct round_parts *parts,
                           Gb__RoundEntry *const *entries, size_t count)
{
    struct buf text;

    buf_init(&text, call->arena, 1024);
    buf_printf(&text, "【%s】截单 ", round->title);
    put_time(&text, round->ends_at_us);
    buf_add_char(&text, '\n');
    for (size_t i = 0; i < parts->items_count; i++)
        put_item(&text, &parts->items[i]);
    if (count > 0)
        buf_add_str(&text, "#接龙\n");
    for (size_t i = count; i-- > 0;)
        buf_printf(&text, "%" PRId64 ". %s %s\n", entries[i]->number, entries[i]->masked_name, entries[i]->goods);
    return text.data;
}

static struct status list_view(struct call *call, const struct round *round, const struct round_parts *parts,
                               Gb__LeaderMinute *out)
{
    struct entry *entries;
    size_t count;
    Gb__RoundEntry **shown;

    TRY(entry_list(call->tx, round->id, true, 0, MINUTE_ENTRIES_MAX, &entries, &count));
    shown = MESSAGES(call, Gb__RoundEntry, gb__round_entry, count);
    if (count > 0)
        TRY(entries_show(call, entries, count, shown));
    out->text = text_of(call, round, parts, shown, count);
    return OK;
}

/* ---- earned, and why ---- */

static struct status earned_view(struct call *call, const struct round *round, Gb__LeaderMinute *out)
{
    struct share_why *whys;

    TRY(share_whys_of_round(call->tx, round->id, call->caller->user_id, &whys, &out->n_earned));
    out->earned = MESSAGES(call, Gb__MinuteShare, gb__minute_share, out->n_earned);
    for (size_t i = 0; i < out->n_earned; i++) {
        out->earned[i]->role = (Gb__ShareRole)whys[i].role;
        out->earned[i]->basis_points = whys[i].basis_points;
        out->earned[i]->orders = whys[i].orders;
        out->earned[i]->base_fen = whys[i].base;
        out->earned[i]->accrued_fen = whys[i].accrued;
        out->earned[i]->reversed_fen = whys[i].reversed;
        out->earned[i]->vested_fen = whys[i].vested;
        out->earned[i]->complete_by = timestamp_new(call->arena, whys[i].complete_by_us);
        out->earned_fen += whys[i].accrued - whys[i].reversed;
    }
    return OK;
}

struct status minute_show(struct call *call, const struct round *round, Gb__LeaderMinute *out)
{
    struct round_parts parts;

    TRY(round_parts_get(call->tx, &round->id, 1, &parts));
    TRY(entry_unpaid_count(call->tx, round->id, &out->unpaid_orders));
    TRY(lookers_count(call->tx, round->id, &out->lookers));
    out->round_id = round->id;
    out->status = (Gb__RoundStatus)round->status;
    out->paid_orders = round->paid_orders;
    out->paid_fen = round->paid;
    out->minimum_left_fen = round->paid < round->minimum ? round->minimum - round->paid : 0;
    out->server_time = timestamp_new(call->arena, call->now_us);
    tasks_view(call, round, out);
    steps_view(call, &parts, out);
    TRY(list_view(call, round, &parts, out));
    return earned_view(call, round, out);
}
