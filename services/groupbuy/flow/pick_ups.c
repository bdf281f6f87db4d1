#include "groupbuy/flow/pick_ups.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "groupbuy/domain/name.h"
#include "groupbuy/flow/pick_up_code.h"
#include "groupbuy/service.h"
#include "groupbuy/store/neighbour_store.h"
#include "rpc/timestamp.h"

#define CODE_TRIES_MAX 8 /* codes that meet another's: each is one in a million */

/* ---- codes ---- */

static struct status code_insert(struct call *call, const char *point_id, int64_t expires_us,
                                 struct pick_up_code *ret_code, bool *ret_inserted)
{
    char code[PICK_UP_CODE_DIGITS + 1];

    pick_up_code_make(code);
    *ret_code = (struct pick_up_code){
        .id = id_make(call->arena),
        .point_id = point_id,
        .user_id = call->caller->user_id,
        .code = arena_strdup(call->arena, code),
        .expires_us = expires_us,
        .open = true,
    };
    return pick_up_code_insert(call->tx, ret_code, ret_inserted);
}

struct status pick_up_code_get(struct call *call, const char *point_id, struct pick_up_code *ret_code)
{
    bool done = false;

    for (int i = 0; i < CODE_TRIES_MAX && !done; i++) {
        TRY(pick_up_code_of(call->tx, point_id, call->caller->user_id, ret_code, &done));
        if (!done)
            TRY(code_insert(call, point_id, 0, ret_code, &done));
    }
    return done ? OK : fail(CONFLICT, "no code was free at point %s", point_id);
}

struct status pick_up_code_share(struct call *call, const char *point_id, int64_t expires_us,
                                 struct pick_up_code *ret_code)
{
    bool done = false;

    for (int i = 0; i < CODE_TRIES_MAX && !done; i++) {
        TRY(pick_up_code_end_shared(call->tx, point_id, call->caller->user_id));
        TRY(code_insert(call, point_id, expires_us, ret_code, &done));
    }
    return done ? OK : fail(CONFLICT, "no code was free at point %s", point_id);
}

/* What is sealed: whose code it is by the row's id, and until when. */
#define SIGNED_PURPOSE "pick-up"
#define SIGNED_PREFIX  "P1"

const char *pick_up_code_sign(struct call *call, const struct pick_up_code *code, int64_t *ret_until_us)
{
    const struct groupbuy *house = groupbuy_of(call);
    int64_t until_us = call->now_us + house->signed_code_s * US_PER_S;
    const char *plain = arena_printf(call->arena, "%s %ld", code->id, (long)(until_us / US_PER_S));
    const struct vault *vault = groupbuy_vault(call);
    size_t bytes;
    const uint8_t *sealed = vault_seal(vault, call->arena, SIGNED_PURPOSE, plain, strlen(plain), &bytes);

    *ret_until_us = until_us / US_PER_S * US_PER_S;
    return arena_printf(call->arena, SIGNED_PREFIX ".%s.%s", vault_key_id(vault),
                        base64url_encode(call->arena, sealed, bytes));
}

/* P1.<key id>.<sealed>; what is sealed: <id of the code> <seconds since 1970> */
bool pick_up_code_unsign(struct call *call, const char *text, const char **ret_code_id, int64_t *ret_until_us)
{
    const size_t head = strlen(SIGNED_PREFIX ".") + VAULT_KEY_ID_CHARS + 1;
    const char *key_id;
    uint8_t *sealed, *plain;
    size_t bytes;

    if (strlen(text) <= head || strncmp(text, SIGNED_PREFIX ".", strlen(SIGNED_PREFIX ".")) != 0 ||
        text[head - 1] != '.')
        return false;
    key_id = arena_strndup(call->arena, text + strlen(SIGNED_PREFIX "."), VAULT_KEY_ID_CHARS);
    if (!base64url_decode(call->arena, text + head, strlen(text + head), &sealed, &bytes) ||
        !vault_open(groupbuy_vault(call), call->arena, SIGNED_PURPOSE, key_id, sealed, bytes, &plain, &bytes))
        return false;
    *ret_code_id = arena_strndup(call->arena, (const char *)plain, ID_CHARS);
    *ret_until_us = strtoll((const char *)plain + ID_CHARS, NULL, 10) * US_PER_S;
    return true;
}

/* ---- parcels ---- */

int32_t parcel_units(const struct order_line *line)
{
    int32_t left = line->quantity - line->refunded_units - line->fulfilled;

    return left > 0 ? left : 0;
}

static const char *name_of(const struct person *people, size_t count, const char *user_id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(people[i].user_id, user_id) == 0)
            return people[i].nickname;
    return "";
}

struct status names_get(struct call *call, const char *const *user_ids, size_t count, const char ***ret_names)
{
    const char **names = arena_array(call->arena, const char *, count);
    struct person *people;
    size_t people_count;

    TRY(people_get(call->tx, user_ids, count, &people, &people_count));
    for (size_t i = 0; i < count; i++)
        names[i] = name_of(people, people_count, user_ids[i]);
    *ret_names = names;
    return OK;
}

static void line_view(const struct order_line *line, Gb__ParcelLine *out)
{
    out->position = line->position;
    out->product_title = line->product_title;
    out->sku_title = line->sku_title;
    out->image_url = line->image_url;
    out->units = parcel_units(line);
    out->picked_up = line->fulfilled;
}

static void parcel_view(struct call *call, const struct parcel *parcel, const char *owner, Gb__Parcel *out)
{
    out->order_id = parcel->order_id;
    out->kind = (Gb__CampaignKind)parcel->kind;
    out->round_id = parcel->round_id;
    out->number = parcel->number;
    out->shelf = parcel->shelf;
    out->owner_name = name_mask(call->arena, owner);
    out->ready_at = timestamp_new(call->arena, parcel->ready_us);
    out->mine = strcmp(parcel->user_id, call->caller->user_id) == 0;
    out->n_lines = parcel->lines_count;
    out->lines = MESSAGES(call, Gb__ParcelLine, gb__parcel_line, parcel->lines_count);
    for (size_t i = 0; i < parcel->lines_count; i++)
        line_view(&parcel->lines[i], out->lines[i]);
}

struct status parcels_show(struct call *call, const struct parcels *parcels, Gb__Parcel *const *outs)
{
    const char **owners = arena_array(call->arena, const char *, parcels->count), **names;

    for (size_t i = 0; i < parcels->count; i++)
        owners[i] = parcels->list[i].user_id;
    TRY(names_get(call, owners, parcels->count, &names));
    for (size_t i = 0; i < parcels->count; i++)
        parcel_view(call, &parcels->list[i], names[i], outs[i]);
    return OK;
}
