/* The envelope of message push. Within shared/wechat and its tests only.
 *
 * AES-256-CBC, its IV the key's first 16 bytes, PKCS#7 padding to blocks of 32 (so 1 to 32 bytes, which OpenSSL's own
 * padding would refuse) around: 16 random bytes, the length (32 bits, big-endian), the message, the app id. CBC proves
 * nothing by itself: open only what a signature has covered.
 */
#ifndef LINLI_WECHAT_PUSH_CIPHER_H
#define LINLI_WECHAT_PUSH_CIPHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"

/* False when the cipher text, its padding, the length or the app id is not as it should be. */
bool push_cipher_open(struct arena *arena, const uint8_t key[AES256_KEY_BYTES], const uint8_t *cipher, size_t bytes,
                      const char *app_id, const char **ret_text, size_t *ret_bytes);
/* In base64. */
char *push_cipher_seal(struct arena *arena, const uint8_t key[AES256_KEY_BYTES], const uint8_t random[16],
                       const char *text, size_t bytes, const char *app_id);

#endif
