/* Access tokens. The first byte chooses: the rest is a token as it came, or header and payload (split at the first line
 * feed) of one that is properly signed, so that what lies behind the signature is reached, too.
 *
 * Nobody can make a good token without the key; claims of a good one are whole, and signed again they are the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/token.h"

#define NOW_MS INT64_C(1700000000000)
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "does not hold: %s\n", #condition);                                                        \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

static uint8_t private_key[ED25519_KEY_BYTES];
static struct token_key key = { .kid = "k1" };

static void make_key(void)
{
    static bool made;

    if (!made)
        MUST(ed25519_generate(private_key, key.public_key));
    made = true;
}

static const char *sign(struct arena *arena, const uint8_t *data, size_t size)
{
    const uint8_t *feed = memchr(data, '\n', size);
    size_t header = feed ? (size_t)(feed - data) : 0;
    const uint8_t *payload = feed ? feed + 1 : data;
    const char *head = "{\"alg\":\"EdDSA\",\"kid\":\"k1\"}";
    const char *first = header ? base64url_encode(arena, data, header) : base64url_encode(arena, head, strlen(head));
    char *text = arena_printf(arena, "%s.%s", first, base64url_encode(arena, payload, size - (size_t)(payload - data)));
    uint8_t signature[ED25519_SIGNATURE_BYTES];

    MUST(ed25519_sign(private_key, text, strlen(text), signature));
    return arena_printf(arena, "%s.%s", text, base64url_encode(arena, signature, sizeof(signature)));
}

static void check_claims(const struct token_claims *claims)
{
    MUST(claims->user_id && *claims->user_id && claims->session_id && claims->app_id);
    MUST(claims->expires_ms > NOW_MS && claims->roles_count <= TOKEN_ROLES_MAX);
    for (size_t i = 0; i < claims->roles_count; i++)
        MUST(*claims->roles[i].role && strlen(claims->roles[i].scope_id) < TOKEN_BYTES_MAX);
}

static void sign_again(struct arena *arena, const struct token_claims *claims)
{
    const char *token = token_sign(arena, "k1", private_key, claims);
    struct token_claims again;

    if (!token)
        return; /* longer than a token may be */
    MUST(ok(token_verify(arena, &key, 1, token, strlen(token), NOW_MS, &again)));
    MUST(strcmp(again.user_id, claims->user_id) == 0 && strcmp(again.session_id, claims->session_id) == 0);
    MUST(again.roles_count == claims->roles_count);
    for (size_t i = 0; i < again.roles_count; i++)
        MUST(strcmp(again.roles[i].role, claims->roles[i].role) == 0 &&
             strcmp(again.roles[i].scope_id, claims->roles[i].scope_id) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct token_claims claims;
    struct arena arena;
    const char *token;
    bool is_signed;

    if (size == 0)
        return 0;
    make_key();
    arena_init(&arena, ARENA_BYTES_MAX);
    is_signed = data[0] & 1;
    token = is_signed ? sign(&arena, data + 1, size - 1) : arena_memdup(&arena, data + 1, size - 1);
    if (ok(token_verify(&arena, &key, 1, token, is_signed ? strlen(token) : size - 1, NOW_MS, &claims))) {
        MUST(is_signed);
        check_claims(&claims);
        sign_again(&arena, &claims);
    }
    arena_finish(&arena);
    return 0;
}
