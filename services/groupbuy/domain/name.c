#include "groupbuy/domain/name.h"

#include <string.h>

#include "base/utf8.h"

const char *name_mask(struct arena *arena, const char *nickname)
{
    size_t first = utf8_sequence(nickname, strlen(nickname));

    return first ? arena_printf(arena, "%.*s*", (int)first, nickname) : "邻居";
}
