#include "groupbuy/domain/shipping.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "groupbuy/domain/names.h"

static const char *const kinds[] = {
    [SHIPPING_NONE] = "",           [SHIPPING_EXPRESS] = "EXPRESS", [SHIPPING_SAME_CITY] = "SAME_CITY",
    [SHIPPING_VIRTUAL] = "VIRTUAL", [SHIPPING_PICK_UP] = "PICK_UP",
};

static const char *const states[SHIPPING_STATES] = {
    [SHIPPING_STATE_NONE] = "", [SHIPPING_UNSHIPPED] = "UNSHIPPED", [SHIPPING_WAITING] = "WAITING",
    [SHIPPING_TOLD] = "TOLD",   [SHIPPING_REFUSED] = "REFUSED",
};

const char *shipping_kind_name(enum shipping_kind kind)
{
    return NAME_OF(kinds, kind);
}

enum shipping_kind shipping_kind_of(const char *name)
{
    return (enum shipping_kind)NUMBER_OF(kinds, name);
}

const char *shipping_state_name(enum shipping_state state)
{
    return NAME_OF(states, state);
}

enum shipping_state shipping_state_of(const char *name)
{
    return (enum shipping_state)NUMBER_OF(states, name);
}

const char *shipping_item(struct arena *arena, const struct shipping_goods *goods, size_t count)
{
    struct buf item;

    buf_init(&item, arena, 256);
    for (size_t i = 0; i < count; i++)
        if (goods[i].units > 0)
            buf_printf(&item, "%s%s%s%s ×%" PRId64, item.len ? "、" : "", goods[i].product, *goods[i].sku ? " " : "",
                       goods[i].sku, goods[i].units);
    if (utf8_length(item.data, item.len) <= SHIPPING_ITEM_CHARS_MAX)
        return item.data;
    return arena_printf(arena, "%.*s…", (int)utf8_prefix(item.data, item.len, SHIPPING_ITEM_CHARS_MAX - 1), item.data);
}
