#include "groupbuy/stock.h"
#include "groupbuy/store/wish_store.h"
#include "linli/groupbuy/v1/events.pb-c.h"

#define ALARMS_MAX 100 /* a run: more come with the next */
#define PEOPLE_MAX 200 /* an event; a run tells of so many SKUs at most: */
#define BACK_MAX   20

static struct status tell_low(struct call *call, const struct stock_level *level)
{
    Gb__StockLow event = GB__STOCK_LOW__INIT;

    event.sku_id = level->sku_id;
    event.product_id = level->product_id;
    event.product_title = level->product_title;
    event.sku_title = level->sku_title;
    event.stock = level->stock;
    event.low_at = level->low_at;
    return emit(call, level->sku_id, &event.base);
}

static struct status look_for_low(struct call *call)
{
    struct stock_level *levels;
    size_t count;

    TRY(alarms_due(call->tx, ALARMS_MAX, &levels, &count));
    for (size_t i = 0; i < count; i++)
        if (levels[i].low)
            TRY(tell_low(call, &levels[i]));
    return OK;
}

static struct status tell_back(struct call *call, const struct stock_level *level)
{
    Gb__StockBack event = GB__STOCK_BACK__INIT;
    const char *const *user_ids;

    TRY(wishes_take(call->tx, level->sku_id, PEOPLE_MAX, &user_ids, &event.n_user_ids));
    if (event.n_user_ids == 0)
        return OK;
    event.sku_id = level->sku_id;
    event.product_id = level->product_id;
    event.product_title = level->product_title;
    event.sku_title = level->sku_title;
    event.user_ids = (const char **)user_ids;
    return emit(call, level->sku_id, &event.base);
}

static struct status look_for_back(struct call *call)
{
    for (int i = 0; i < BACK_MAX; i++) {
        struct stock_level level;
        bool found;

        TRY(wished_back(call->tx, &level, &found));
        if (!found)
            return OK;
        TRY(tell_back(call, &level));
    }
    return OK;
}

/* Looks at the shelf now and then: whoever takes or brings units need not know who wants to hear of it. */
struct status groupbuy_watch_stock(struct call *call, const struct job *job)
{
    (void)job;
    TRY(call_begin(call));
    TRY(look_for_low(call));
    TRY(look_for_back(call));
    return call_commit(call);
}
