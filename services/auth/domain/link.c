#include "auth/domain/link.h"

static const char *const names[] = {
    [LINK_COMMUNITY] = "community", [LINK_CIRCLE] = "circle", [LINK_POST] = "post",
    [LINK_CAMPAIGN] = "campaign",   [LINK_TEAM] = "team",     [LINK_ROUND] = "round",
};

const char *link_target_name(enum link_target target)
{
    return target >= LINK_COMMUNITY && target <= LINK_ROUND ? names[target] : "";
}

char *link_page(struct arena *arena, enum link_target target)
{
    const char *name = link_target_name(target);

    return arena_printf(arena, "pages/%s/%s", name, name);
}

char *link_path(struct arena *arena, const struct link *link)
{
    return arena_printf(arena, "%s?id=%s&link=%s", link_page(arena, link->target), link->target_id, link->key);
}

bool link_expired(const struct link *link, int64_t now_us)
{
    return link->expires_us != 0 && now_us >= link->expires_us;
}
