#include "objects/link.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/settings.h"

#define EXPIRES_DIGITS_MAX 11

static char *signature_of(struct arena *arena, const char *secret, size_t chars, const char *key, const char *expires)
{
    const char *what = arena_printf(arena, "%s\n%s", expires, key);
    uint8_t digest[SHA256_BYTES];

    hmac_sha256(secret, chars, what, strlen(what), digest);
    return base64url_encode(arena, digest, sizeof digest);
}

char *object_link(struct arena *arena, const char *base_url, const char *secrets, const char *key, int64_t expires_s)
{
    const char *expires = arena_printf(arena, "%" PRId64, expires_s);

    return arena_printf(arena, "%s" OBJECT_LINK_PATH "%s?e=%s&s=%s", base_url, key, expires,
                        signature_of(arena, secrets, strcspn(secrets, ","), key, expires));
}

static bool signed_with(struct arena *arena, const char *secrets, const char *key, const char *expires,
                        const char *signature)
{
    const char *secret;
    size_t chars;

    while ((secret = secret_next(&secrets, &chars))) {
        const char *right = signature_of(arena, secret, chars, key, expires);

        if (strlen(signature) == strlen(right) && equal_constant_time(signature, right, strlen(right)))
            return true;
    }
    return false;
}

bool object_link_signed(struct arena *arena, const char *secrets, const char *key, const char *expires,
                        const char *signature, int64_t *ret_expires_s)
{
    size_t digits = strlen(expires);

    if (digits == 0 || digits > EXPIRES_DIGITS_MAX || strspn(expires, "0123456789") != digits ||
        !signed_with(arena, secrets, key, expires, signature))
        return false;
    *ret_expires_s = strtoll(expires, NULL, 10);
    return true;
}
