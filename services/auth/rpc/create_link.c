#include "auth/rpc/profile.h"
#include "auth/rpc/text_check.h"
#include "auth/rpc/views.h"

static struct status emit_link_created(struct call *call, const struct link *link)
{
    Au__LinkCreated event = AU__LINK_CREATED__INIT;

    event.link_key = link->key;
    event.sharer_id = link->sharer_id;
    event.target_type = link_target_name(link->target);
    event.target_id = link->target_id;
    event.channel = link->channel;
    event.circle_id = link->circle_id;
    return emit(call, link->sharer_id, &event.base);
}

/* Whoever opens the link reads the title. */
static struct status check_title(struct call *call, const char *title)
{
    struct user user;
    const char *openid;

    if (!*title)
        return OK;
    TRY(caller_read(call, &user, &openid));
    return text_check(call, CT__TEXT_SCENE__REMARK, openid, title);
}

struct status auth_create_link(struct call *call, const Au__CreateLinkRequest *in, Au__Link *out)
{
    char *key = arena_alloc(call->arena, LINK_KEY_CHARS + 1);

    TRY(check_title(call, in->title));
    TRY(call_begin(call));
    const struct link link = {
        .id = id_make(call->arena),
        .key = key,
        .target = (enum link_target)in->target,
        .target_id = in->target_id,
        .sharer_id = call->caller->user_id,
        .channel = in->channel,
        .circle_id = in->circle_id,
        .title = in->title,
        .expires_us = in->days ? call->now_us + in->days * DAY_US : 0,
        .created_us = call->now_us,
    };

    key_new(key, LINK_KEY_CHARS);
    TRY(link_insert(call->tx, &link));
    TRY(emit_link_created(call, &link));

    link_view(call, &link, out);
    return OK;
}
