#include "base/token.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/planted.h"

#define ISSUER         "linli"
#define AUDIENCE       "linli"
#define DEPTH_MAX      4
#define IAT_LEEWAY_MS  60000
#define SECONDS_MAX    INT64_C(253402300800) /* year 10000: beyond it, milliseconds could overflow */
#define REFUSE(reason) fail(TOKEN_INVALID, "the token " reason)

/* ---- signing -------------------------------------------------------------------------------------------------------
 */

static void add_member(struct buf *json, const char *name, const char *value)
{
    buf_add_char(json, json->len > 1 ? ',' : '{');
    buf_json_string(json, name);
    buf_add_char(json, ':');
    buf_json_string(json, value);
}

static void add_number(struct buf *json, const char *name, int64_t value)
{
    buf_printf(json, ",\"%s\":", name);
    buf_json_int(json, value);
}

static void add_roles(struct buf *json, const struct token_claims *claims)
{
    buf_add_str(json, ",\"roles\":[");
    for (size_t i = 0; i < claims->roles_count; i++) {
        const struct token_role *role = &claims->roles[i];
        bool everywhere = !role->scope_id || role->scope_id[0] == '\0';

        if (i)
            buf_add_char(json, ',');
        buf_json_string(json, everywhere ? role->role : arena_printf(json->arena, "%s:%s", role->role, role->scope_id));
    }
    buf_add_char(json, ']');
}

static const char *claims_json(struct arena *arena, const struct token_claims *claims)
{
    struct buf json;

    buf_init(&json, arena, 512);
    add_member(&json, "iss", ISSUER);
    add_member(&json, "aud", AUDIENCE);
    add_member(&json, "sub", claims->user_id);
    add_member(&json, "sid", claims->session_id);
    add_member(&json, "app", claims->app_id ? claims->app_id : "");
    add_number(&json, "iat", claims->issued_ms / 1000);
    add_number(&json, "exp", claims->expires_ms / 1000);
    add_number(&json, "ims", claims->issued_ms);
    add_roles(&json, claims);
    buf_add_char(&json, '}');
    return json.data;
}

static const char *header_json(struct arena *arena, const char *kid)
{
    struct buf json;

    buf_init(&json, arena, 128);
    add_member(&json, "alg", "EdDSA");
    add_member(&json, "typ", "JWT");
    add_member(&json, "kid", kid);
    buf_add_char(&json, '}');
    return json.data;
}

char *token_sign(struct arena *arena, const char *kid, const uint8_t private_key[ED25519_KEY_BYTES],
                 const struct token_claims *claims)
{
    const char *header = header_json(arena, kid), *payload;
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    char *signed_part, *token;

    if (claims->roles_count > TOKEN_ROLES_MAX)
        return NULL;
    payload = claims_json(arena, claims);
    signed_part = arena_printf(arena, "%s.%s", base64url_encode(arena, header, strlen(header)),
                               base64url_encode(arena, payload, strlen(payload)));
    if (!ed25519_sign(private_key, signed_part, strlen(signed_part), signature))
        return NULL;
    token = arena_printf(arena, "%s.%s", signed_part, base64url_encode(arena, signature, sizeof(signature)));
    return strlen(token) <= TOKEN_BYTES_MAX ? token : NULL;
}

/* ---- verifying -----------------------------------------------------------------------------------------------------
 */

struct segment {
    const char *text;
    size_t chars;
};

/* Exactly three segments. */
static bool split(const char *token, size_t bytes, struct segment segments[3])
{
    const char *end = token + bytes;

    for (int i = 0; i < 3; i++) {
        const char *dot = memchr(token, '.', (size_t)(end - token));

        if ((i < 2) != (dot != NULL))
            return false;
        segments[i] = (struct segment){ token, (size_t)((dot ? dot : end) - token) };
        token = dot ? dot + 1 : end;
    }
    return true;
}

static void json_release(void *data)
{
    json_decref(data);
}

/* The object in a segment, freed with the arena; NULL when it is none. */
static json_t *parse_segment(struct arena *arena, struct segment segment)
{
    uint8_t *text;
    size_t bytes;
    json_t *object;

    if (!base64url_decode(arena, segment.text, segment.chars, &text, &bytes) ||
        json_depth((const char *)text, bytes) > DEPTH_MAX)
        return NULL;
    object = json_loadb((const char *)text, bytes, JSON_REJECT_DUPLICATES, NULL);
    if (object)
        arena_defer(arena, json_release, object);
    return json_is_object(object) ? object : NULL;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static bool text_is(const json_t *object, const char *name, const char *expected)
{
    const char *text = text_of(object, name);

    return text && strcmp(text, expected) == 0;
}

static const struct token_key *find_key(const struct token_key *keys, size_t keys_count, const char *kid)
{
    for (size_t i = 0; kid && i < keys_count; i++)
        if (strcmp(keys[i].kid, kid) == 0)
            return &keys[i];
    return NULL;
}

/* What the header says only chooses among our keys; the algorithm is not its to choose. */
static struct status check_signature(struct arena *arena, const struct token_key *keys, size_t keys_count,
                                     const char *token, const struct segment segments[3])
{
    json_t *header = parse_segment(arena, segments[0]);
    size_t signed_bytes = (size_t)(segments[1].text + segments[1].chars - token);
    const struct token_key *key;
    uint8_t *signature;
    size_t signature_bytes;

    if (!header)
        return REFUSE("has no readable header");
    if (!text_is(header, "alg", "EdDSA"))
        return REFUSE("is not signed with EdDSA");
    if (json_object_get(header, "crit"))
        return REFUSE("asks for extensions");
    if (json_object_get(header, "typ") && !text_is(header, "typ", "JWT"))
        return REFUSE("is of another type");
    if (!text_of(header, "kid"))
        return REFUSE("names no key");
    key = find_key(keys, keys_count, text_of(header, "kid"));
    if (!key)
        return fail(TOKEN_STALE, "the token names a key that is not ours, or not any more");
    if (!base64url_decode(arena, segments[2].text, segments[2].chars, &signature, &signature_bytes) ||
        signature_bytes != ED25519_SIGNATURE_BYTES || !ed25519_verify(key->public_key, token, signed_bytes, signature))
        return REFUSE("has a wrong signature");
    return OK;
}

static bool read_roles(struct arena *arena, const json_t *claims, struct token_claims *ret_claims)
{
    const json_t *roles = json_object_get(claims, "roles");
    size_t count = json_array_size(roles);

    if (!json_is_array(roles) || count > TOKEN_ROLES_MAX + PLANTED_FAULT)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(roles, i));
        const char *colon = text ? strchr(text, ':') : NULL;

        if (!text || text[0] == '\0' || colon == text)
            return false;
        ret_claims->roles[i].role = colon ? arena_strndup(arena, text, (size_t)(colon - text)) : text;
        ret_claims->roles[i].scope_id = colon ? colon + 1 : "";
    }
    ret_claims->roles_count = count;
    return true;
}

static bool read_seconds(const json_t *claims, const char *name, int64_t *ret_ms)
{
    const json_t *value = json_object_get(claims, name);

    if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > SECONDS_MAX)
        return false;
    *ret_ms = json_integer_value(value) * 1000;
    return true;
}

/* Texts point into the parsed object, which lives as long as the arena. */
static struct status read_claims(struct arena *arena, const json_t *json, int64_t now_ms, struct token_claims *claims)
{
    const json_t *ims = json_object_get(json, "ims");
    int64_t iat_ms;

    if (!text_is(json, "iss", ISSUER) || !text_is(json, "aud", AUDIENCE))
        return REFUSE("is meant for somebody else");
    claims->user_id = text_of(json, "sub");
    claims->session_id = text_of(json, "sid");
    claims->app_id = text_of(json, "app");
    if (!claims->user_id || !claims->user_id[0] || !claims->session_id || !claims->session_id[0] || !claims->app_id)
        return REFUSE("does not say whose it is");
    if (!read_seconds(json, "iat", &iat_ms) || !read_seconds(json, "exp", &claims->expires_ms) ||
        !json_is_integer(ims) || json_integer_value(ims) / 1000 != iat_ms / 1000)
        return REFUSE("does not say when it was issued and ends");
    claims->issued_ms = json_integer_value(ims);
    if (!read_roles(arena, json, claims))
        return REFUSE("has roles that cannot be read");
    if (iat_ms > now_ms + IAT_LEEWAY_MS)
        return REFUSE("comes from the future");
    if (claims->expires_ms <= now_ms)
        return fail(TOKEN_EXPIRED, "the token has expired");
    return OK;
}

struct status token_verify(struct arena *arena, const struct token_key *keys, size_t keys_count, const char *token,
                           size_t bytes, int64_t now_ms, struct token_claims *ret_claims)
{
    struct segment segments[3];
    json_t *json;
    struct token_claims *claims;

    if (bytes > TOKEN_BYTES_MAX)
        return REFUSE("is too long");
    if (!split(token, bytes, segments))
        return REFUSE("does not have three parts");
    TRY(check_signature(arena, keys, keys_count, token, segments));
    json = parse_segment(arena, segments[1]);
    if (!json)
        return REFUSE("has no readable claims");
    claims = arena_new(arena, struct token_claims);
    TRY(read_claims(arena, json, now_ms, claims));
    *ret_claims = *claims;
    return OK;
}
