#include "coupons/rpc/issuing.h"

#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "coupons/store/template_store.h"
#include "db/outbox.h"

/* ---- who and what, sorted and each once ---- */

static int by_template_and_user(const void *a, const void *b)
{
    const struct holder *x = a, *y = b;
    int by_template = strcmp(x->template_id, y->template_id);

    return by_template ? by_template : strcmp(x->user_id, y->user_id);
}

static size_t holders_of(struct arena *arena, const struct wish *wishes, size_t count, struct holder **ret_holders)
{
    struct holder *holders = arena_array(arena, struct holder, count);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        holders[i] = (struct holder){ wishes[i].grant.template_id, wishes[i].grant.user_id, 0 };
    qsort(holders, count, sizeof *holders, by_template_and_user);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_template_and_user(&holders[kept - 1], &holders[i]) != 0)
            holders[kept++] = holders[i];
    *ret_holders = holders;
    return kept;
}

/* Of sorted holders: their templates, sorted. */
static size_t templates_of(struct arena *arena, const struct holder *holders, size_t count, const char *const **ret_ids)
{
    const char **ids = arena_array(arena, const char *, count);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(ids[kept - 1], holders[i].template_id) != 0)
            ids[kept++] = holders[i].template_id;
    *ret_ids = ids;
    return kept;
}

static struct template *find_template(struct template *templates, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(templates[i].id, id) == 0)
            return &templates[i];
    return NULL;
}

/* ---- what there is to decide about ---- */

struct issue {
    struct holder *holders;
    size_t holders_count;
    struct template *templates;
    size_t templates_count;
    struct granted *granted;
};

/* A template that is not there has no holders: wishes for it are answered before anything is locked. */
static struct status drop_unknown(struct call *call, struct wish *wishes, size_t count)
{
    struct holder *holders;
    struct template template;
    const char *const *ids;
    size_t holders_count = holders_of(call->arena, wishes, count, &holders);
    size_t ids_count = templates_of(call->arena, holders, holders_count, &ids);

    for (size_t t = 0; t < ids_count; t++) {
        struct status found = template_get(call->tx, call->arena, ids[t], &template);
        if (!ok(found) && !failed_with(found, NOT_HERE))
            return found;
        for (size_t i = 0; !ok(found) && i < count; i++)
            if (strcmp(wishes[i].grant.template_id, ids[t]) == 0)
                wishes[i].outcome = found;
    }
    return OK;
}

static struct status gather(struct call *call, struct wish *wishes, size_t count, struct issue *ret_issue)
{
    struct grant *keys = arena_array(call->arena, struct grant, count);
    const char *const *ids;
    size_t ids_count;

    ret_issue->holders_count = holders_of(call->arena, wishes, count, &ret_issue->holders);
    TRY(holders_lock(call->tx, call->arena, ret_issue->holders, ret_issue->holders_count));
    ids_count = templates_of(call->arena, ret_issue->holders, ret_issue->holders_count, &ids);
    TRY(templates_lock(call->tx, call->arena, ids, ids_count, &ret_issue->templates, &ret_issue->templates_count));
    for (size_t i = 0; i < count; i++)
        keys[i] = wishes[i].grant;
    return coupons_granted(call->tx, call->arena, keys, count, &ret_issue->granted);
}

/* ---- deciding ---- */

static bool same_request(const struct wish *wish, const struct granted *granted)
{
    char hex[2 * SHA256_BYTES + 1];

    if (!wish->grant.request_sha256)
        return true;
    hex_encode(wish->grant.request_sha256, SHA256_BYTES, hex);
    return strcmp(hex, granted->request_sha256_hex) == 0;
}

static void decide(struct call *call, struct issue *issue, struct wish *wish, const struct granted *granted)
{
    struct holder key = { wish->grant.template_id, wish->grant.user_id, 0 };
    struct holder *holder = bsearch(&key, issue->holders, issue->holders_count, sizeof key, by_template_and_user);

    wish->template = find_template(issue->templates, issue->templates_count, wish->grant.template_id);
    if (granted->coupon_id) {
        wish->grant.coupon_id = granted->coupon_id;
        wish->outcome = same_request(wish, granted) ? OK : fail(IDEMPOTENCY_KEY_REUSED, "the key claimed something else");
        return;
    }
    wish->outcome = template_issue(wish->template, wish->grant.channel, holder->issued, call->now_us);
    if (!ok(wish->outcome))
        return;
    holder->issued++;
    wish->is_new = true;
    wish->grant.coupon_id = id_make(call->arena);
    wish->grant.expires_us = template_expiry_us(wish->template, call->now_us);
}

/* ---- writing ---- */

static const char *channel_name(enum channel channel)
{
    static const char *const names[] = { [CHANNEL_CLAIM] = "claim",   [CHANNEL_WELCOME] = "welcome", [CHANNEL_CODE] = "code",
                                         [CHANNEL_POINTS] = "points", [CHANNEL_GRANT] = "grant" };

    return names[channel];
}

static struct status add_events(struct call *call, const struct wish *wishes, size_t count)
{
    struct outbox_event *events = arena_array(call->arena, struct outbox_event, count);
    size_t added = 0;

    for (size_t i = 0; i < count; i++) {
        Cp__CouponIssued issued = CP__COUPON_ISSUED__INIT;
        if (!wishes[i].is_new)
            continue;
        issued.coupon_id = wishes[i].grant.coupon_id;
        issued.user_id = wishes[i].grant.user_id;
        issued.template_id = wishes[i].grant.template_id;
        issued.title = wishes[i].template->title;
        issued.expires_at_us = wishes[i].grant.expires_us;
        issued.channel = channel_name(wishes[i].grant.channel);
        struct outbox_event *event = &events[added++];
        event->type = cp__coupon_issued__descriptor.name;
        event->aggregate_id = issued.coupon_id;
        event->payload = message_pack(call->arena, &issued.base, &event->payload_bytes);
        event->traceparent = wishes[i].traceparent;
    }
    return added ? outbox_add_many(call->tx, events, added) : OK;
}

static struct status write_down(struct call *call, const struct issue *issue, const struct wish *wishes, size_t count)
{
    struct grant *grants = arena_array(call->arena, struct grant, count);
    size_t grants_count = 0;

    for (size_t i = 0; i < count; i++)
        if (wishes[i].is_new)
            grants[grants_count++] = wishes[i].grant;
    if (grants_count == 0)
        return OK;
    TRY(coupons_insert(call->tx, call->arena, grants, grants_count, call->now_us));
    TRY(holders_save(call->tx, call->arena, issue->holders, issue->holders_count));
    TRY(templates_save_counts(call->tx, call->arena, issue->templates, issue->templates_count));
    return add_events(call, wishes, count);
}

struct status coupons_issue(struct call *call, struct wish *wishes, size_t count)
{
    struct wish *known = arena_array(call->arena, struct wish, count);
    size_t *places = arena_array(call->arena, size_t, count);
    struct issue issue;
    size_t known_count = 0;

    TRY(drop_unknown(call, wishes, count));
    for (size_t i = 0; i < count; i++) {
        if (!ok(wishes[i].outcome))
            continue;
        places[known_count] = i;
        known[known_count++] = wishes[i];
    }
    if (known_count == 0)
        return OK;
    TRY(gather(call, known, known_count, &issue));
    for (size_t i = 0; i < known_count; i++)
        decide(call, &issue, &known[i], &issue.granted[i]);
    TRY(write_down(call, &issue, known, known_count));
    for (size_t i = 0; i < known_count; i++)
        wishes[places[i]] = known[i];
    return OK;
}

struct status coupon_issue(struct call *call, const char *template_id, const char *user_id, enum channel channel,
                           const char *grant_key, struct coupon *ret_coupon)
{
    struct wish wish = {
        .grant = { .template_id = template_id, .user_id = user_id, .channel = channel, .grant_key = grant_key },
        .traceparent = call->traceparent,
        .outcome = OK,
    };

    TRY(coupons_issue(call, &wish, 1));
    TRY(wish.outcome);
    return coupon_get(call->tx, call->arena, wish.grant.coupon_id, user_id, ret_coupon);
}
