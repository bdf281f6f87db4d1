#include "wechat/push_cipher.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define AES_BLOCK_BYTES ((size_t)16)
#define PAD_BLOCK_BYTES ((size_t)32)
#define RANDOM_BYTES    ((size_t)16)
#define HEAD_BYTES      (RANDOM_BYTES + 4)

/* Whole blocks in, as many bytes out. */
static bool cbc(int encrypt, const uint8_t *key, const uint8_t *in, size_t bytes, uint8_t *out)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int length = 0, last = 0;
    bool done = context && EVP_CipherInit_ex(context, EVP_aes_256_cbc(), NULL, key, key, encrypt) &&
                EVP_CIPHER_CTX_set_padding(context, 0) && EVP_CipherUpdate(context, out, &length, in, (int)bytes) &&
                EVP_CipherFinal_ex(context, out + length, &last) && (size_t)(length + last) == bytes;

    EVP_CIPHER_CTX_free(context);
    return done;
}

static bool strip_padding(const uint8_t *plain, size_t *bytes)
{
    size_t padding = plain[*bytes - 1];

    if (padding == 0 || padding > PAD_BLOCK_BYTES || padding > *bytes)
        return false;
    for (size_t i = 1; i <= padding; i++)
        if (plain[*bytes - i] != padding)
            return false;
    *bytes -= padding;
    return true;
}

bool push_cipher_open(struct arena *arena, const uint8_t key[AES256_KEY_BYTES], const uint8_t *cipher, size_t bytes,
                      const char *app_id, const char **ret_text, size_t *ret_bytes)
{
    uint8_t *plain;
    size_t length, app_id_bytes = strlen(app_id);

    if (bytes == 0 || bytes % AES_BLOCK_BYTES || bytes > (size_t)1 << 24)
        return false;
    plain = arena_try(arena, bytes + AES_BLOCK_BYTES);
    if (!plain || !cbc(0, key, cipher, bytes, plain) || !strip_padding(plain, &bytes) || bytes < HEAD_BYTES)
        return false;
    length = (size_t)plain[16] << 24 | (size_t)plain[17] << 16 | (size_t)plain[18] << 8 | plain[19];
    if (length > bytes - HEAD_BYTES || bytes - HEAD_BYTES - length != app_id_bytes ||
        memcmp(plain + HEAD_BYTES + length, app_id, app_id_bytes) != 0)
        return false;
    *ret_text = (const char *)plain + HEAD_BYTES;
    *ret_bytes = length;
    return true;
}

char *push_cipher_seal(struct arena *arena, const uint8_t key[AES256_KEY_BYTES], const uint8_t random[16],
                       const char *text, size_t bytes, const char *app_id)
{
    const uint8_t length[4] = { (uint8_t)(bytes >> 24), (uint8_t)(bytes >> 16), (uint8_t)(bytes >> 8), (uint8_t)bytes };
    struct buf plain;
    uint8_t *cipher;
    size_t padding;

    buf_init(&plain, arena, bytes + 128);
    buf_add(&plain, random, RANDOM_BYTES);
    buf_add(&plain, length, sizeof(length));
    buf_add(&plain, text, bytes);
    buf_add_str(&plain, app_id);
    padding = PAD_BLOCK_BYTES - plain.len % PAD_BLOCK_BYTES;
    for (size_t i = 0; i < padding; i++)
        buf_add_char(&plain, (char)padding);
    cipher = arena_alloc(arena, plain.len + AES_BLOCK_BYTES);
    if (!cbc(1, key, (const uint8_t *)plain.data, plain.len, cipher))
        abort();
    return base64_encode(arena, cipher, plain.len);
}
