#include "auth/rpc/views.h"

/* Whoever opens it learns where it leads, guest or not; that it was opened counts. */
struct status auth_open_link(struct call *call, const Au__OpenLinkRequest *in, Au__Link *out)
{
    struct link link;

    TRY(link_get(call->tx, in->key, &link));
    if (link_expired(&link, call->now_us))
        return fail(LINK_EXPIRED, "link %s has run out", in->key);
    TRY(link_count_open(call->tx, in->key));
    link.open_count++;

    link_view(call, &link, out);
    return OK;
}
