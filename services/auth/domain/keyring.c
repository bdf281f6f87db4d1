#include "auth/domain/keyring.h"

size_t keyring_signer(const struct key_times *keys, size_t count, int64_t now_us)
{
    size_t signer = count;

    for (size_t i = 0; i < count && keys[i].signs_from_us <= now_us; i++)
        signer = i;
    return signer;
}

bool keyring_due(const struct key_times *keys, size_t count, int64_t now_us, int64_t *ret_signs_from_us)
{
    if (count == 0) {
        *ret_signs_from_us = now_us;
        return true;
    }
    if (count >= KEYS_MAX || now_us < keys[count - 1].signs_from_us + KEY_LIFE_US - KEY_ANNOUNCE_US)
        return false;
    *ret_signs_from_us = now_us + KEY_ANNOUNCE_US;
    return true;
}

size_t keyring_retired(const struct key_times *keys, size_t count, int64_t now_us)
{
    size_t retired = 0;

    while (retired + 1 < count && keys[retired + 1].signs_from_us + KEY_RETIRE_US <= now_us)
        retired++;
    return retired;
}
