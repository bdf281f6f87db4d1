/* The few cryptographic things we need, over OpenSSL. Nothing here keeps a key beyond the call; buffers are the caller's.
 * Functions return false when OpenSSL refuses or an input is malformed; hashes, which cannot be refused, abort instead. */
#ifndef LINLI_BASE_CRYPTO_H
#define LINLI_BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define SHA256_BYTES 32
#define SHA1_BYTES 20
#define ED25519_KEY_BYTES 32
#define ED25519_SIGNATURE_BYTES 64
#define AES256_KEY_BYTES 32
#define GCM_NONCE_BYTES 12
#define GCM_NONCE_BYTES_MAX 64
#define GCM_TAG_BYTES 16

void random_bytes(void *out, size_t bytes); /* aborts if the system has none */
void sha256(const void *data, size_t bytes, uint8_t out[SHA256_BYTES]);
/* The same of what comes in pieces. sha256_end may be called once; sha256_drop frees it. */
struct sha256_run;
struct sha256_run *sha256_begin(void);
void sha256_add(struct sha256_run *run, const void *data, size_t bytes);
void sha256_end(struct sha256_run *run, uint8_t out[SHA256_BYTES]);
void sha256_drop(struct sha256_run *run);
void sha1(const void *data, size_t bytes, uint8_t out[SHA1_BYTES]);
void hmac_sha256(const void *key, size_t key_bytes, const void *data, size_t bytes, uint8_t out[SHA256_BYTES]);
bool equal_constant_time(const void *a, const void *b, size_t bytes);

/* Lower-case hexadecimal; out has 2 × bytes + 1. */
void hex_encode(const void *data, size_t bytes, char *out);
bool hex_decode(const char *text, size_t chars, uint8_t *out);
char *base64_encode(struct arena *arena, const void *data, size_t bytes);
char *base64url_encode(struct arena *arena, const void *data, size_t bytes); /* no padding */
/* Strict: no white space, no spare bits; base64 needs its padding, base64url must not have it. False, too, when the
 * arena is full. A NUL that is not counted follows the data. */
bool base64_decode(struct arena *arena, const char *text, size_t chars, uint8_t **ret_data, size_t *ret_bytes);
bool base64url_decode(struct arena *arena, const char *text, size_t chars, uint8_t **ret_data, size_t *ret_bytes);

bool ed25519_generate(uint8_t ret_private[ED25519_KEY_BYTES], uint8_t ret_public[ED25519_KEY_BYTES]);
bool ed25519_sign(const uint8_t private_key[ED25519_KEY_BYTES], const void *data, size_t bytes, uint8_t ret_signature[ED25519_SIGNATURE_BYTES]);
bool ed25519_verify(const uint8_t public_key[ED25519_KEY_BYTES], const void *data, size_t bytes, const uint8_t signature[ED25519_SIGNATURE_BYTES]);

/* AES-256-GCM; the sealed form is ciphertext followed by the 16-byte tag. `out` has room for bytes + GCM_TAG_BYTES
 * (seal) or bytes - GCM_TAG_BYTES (open). */
bool aes256_gcm_seal(const uint8_t key[AES256_KEY_BYTES], const uint8_t *nonce, size_t nonce_bytes, const void *aad,
                     size_t aad_bytes, const void *plain, size_t bytes, uint8_t *out);
bool aes256_gcm_open(const uint8_t key[AES256_KEY_BYTES], const uint8_t *nonce, size_t nonce_bytes, const void *aad,
                     size_t aad_bytes, const void *sealed, size_t bytes, uint8_t *out);

#endif
