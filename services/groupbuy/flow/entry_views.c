#include "groupbuy/flow/entry_views.h"

#include <string.h>

#include "base/buf.h"
#include "groupbuy/domain/name.h"
#include "groupbuy/flow/round_orders.h"
#include "groupbuy/store/neighbour_store.h"

static const struct person *person_of(const struct person *people, size_t count, const char *user_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(people[i].user_id, user_id) == 0)
            return &people[i];
    return NULL;
}

/* 蓝莓 2 斤 × 2, 车厘子 1 箱 × 1 */
static const char *goods_of(struct call *call, const struct order_line *lines, size_t count, const char *order_id,
                            int64_t *ret_units)
{
    struct buf text;

    buf_init(&text, call->arena, 64);
    for (size_t i = 0; i < count; i++) {
        int32_t left = lines[i].quantity - lines[i].refunded_units;

        if (strcmp(lines[i].order_id, order_id) != 0 || left == 0)
            continue;
        buf_printf(&text, "%s%s %s × %d", text.len ? ", " : "", lines[i].product_title, lines[i].sku_title, left);
        *ret_units += left;
    }
    return text.len ? text.data : "";
}

struct status entries_show(struct call *call, const struct entry *entries, size_t count, Gb__RoundEntry *const *outs)
{
    const char **orders = arena_array(call->arena, const char *, count);
    const char **users = arena_array(call->arena, const char *, count);
    struct order_line *lines;
    struct person *people;
    struct rows *rows;
    size_t lines_count, people_count;

    for (size_t i = 0; i < count; i++) {
        orders[i] = entries[i].order_id;
        users[i] = entries[i].user_id;
    }
    TRY(order_lines_ask(call->tx, orders, count, &rows));
    TRY(people_get(call->tx, users, count, &people, &people_count));
    lines_count = order_lines_read(call->arena, rows, &lines);
    for (size_t i = 0; i < count; i++) {
        const struct person *person = person_of(people, people_count, entries[i].user_id);

        outs[i]->number = entries[i].number;
        bool neighbour = *entries[i].neighbour_name != '\0';

        outs[i]->masked_name = name_mask(call->arena, neighbour ? entries[i].neighbour_name
                                                      : person  ? person->nickname
                                                                : "");
        outs[i]->avatar_url = person && !neighbour ? person->avatar_url : "";
        outs[i]->goods = goods_of(call, lines, lines_count, entries[i].order_id, &outs[i]->units);
    }
    return OK;
}
