#include "groupbuy/flow/sources.h"

#include "rpc/timestamp.h"

struct source source_of(const Gb__SourceClaim *claim, int64_t now_us)
{
    struct source source = { .link_key = "",
                             .broadcast_id = "",
                             .first_link_key = "",
                             .first_broadcast_id = "",
                             .channel = "",
                             .circle_id = "",
                             .post_id = "" };

    if (!claim)
        return source;
    source.link_key = claim->link_key;
    source.broadcast_id = claim->broadcast_id;
    source.touched_us = timestamp_us(claim->touched_at);
    source.first_link_key = claim->first_link_key;
    source.first_broadcast_id = claim->first_broadcast_id;
    source.first_touched_us = timestamp_us(claim->first_touched_at);
    source.channel = claim->channel;
    source.circle_id = claim->circle_id;
    source.post_id = claim->post_id;
    source_keep(&source, now_us);
    return source;
}
