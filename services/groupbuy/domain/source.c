#include "groupbuy/domain/source.h"

#include <stdbool.h>

#include "base/clock.h"

static bool counts(const char *link_key, const char *broadcast_id, int64_t touched_us, int64_t now_us)
{
    return (*link_key || *broadcast_id) && touched_us > now_us - TOUCH_LIFE_S * US_PER_S &&
           touched_us <= now_us + TOUCH_SKEW_S * US_PER_S;
}

void source_keep(struct source *source, int64_t now_us)
{
    if (!counts(source->link_key, source->broadcast_id, source->touched_us, now_us)) {
        source->link_key = source->broadcast_id = "";
        source->touched_us = 0;
    }
    if (!counts(source->first_link_key, source->first_broadcast_id, source->first_touched_us, now_us) ||
        (source->touched_us && source->first_touched_us > source->touched_us)) {
        source->first_link_key = source->link_key;
        source->first_broadcast_id = source->broadcast_id;
        source->first_touched_us = source->touched_us;
    }
}
