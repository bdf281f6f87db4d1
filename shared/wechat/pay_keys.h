/* WeChat Pay's public keys by serial. Within shared/wechat only. Any thread may look up while another adds. */
#ifndef LINLI_WECHAT_PAY_KEYS_H
#define LINLI_WECHAT_PAY_KEYS_H

#include <openssl/evp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define PAY_KEYS_MAX         16
#define PAY_SERIAL_BYTES_MAX 80 /* WXPAY_SERIAL_BYTES_MAX */

struct pay_key {
    char serial[PAY_SERIAL_BYTES_MAX];
    EVP_PKEY *key;
    int64_t until_s; /* INT64_MAX: for ever */
};

struct pay_keys {
    pthread_rwlock_t lock;
    struct pay_key list[PAY_KEYS_MAX];
    size_t count;
};

void pay_keys_init(struct pay_keys *keys);
void pay_keys_finish(struct pay_keys *keys);

/* False when the text is no RSA key of at least 2,048 bits (a certificate: whose serial is not `serial`). When all
 * places are taken the key that ends first goes. */
bool pay_keys_add_public(struct pay_keys *keys, const char *serial, const char *pem);
bool pay_keys_add_certificate(struct pay_keys *keys, const char *serial, const char *pem, size_t pem_bytes);

/* A reference, for EVP_PKEY_free(); NULL when there is none that is good at `now_s`. */
EVP_PKEY *pay_keys_find(struct pay_keys *keys, const char *serial, int64_t now_s);

/* When a certificate of this serial ends; false when the text is none. */
bool pay_certificate_end(const char *serial, const char *pem, int64_t *ret_until_s);

/* The certificate that ends last, also one that has ended; false when there are public keys alone. */
bool pay_keys_last_certificate(struct pay_keys *keys, char serial[PAY_SERIAL_BYTES_MAX], int64_t *ret_until_s);

/* The key to seal with, as above: the one that `serial` names, or when that is "" the one that ends last, whose serial
 * is then written there. */
EVP_PKEY *pay_keys_sealing(struct pay_keys *keys, char serial[PAY_SERIAL_BYTES_MAX], int64_t now_s);

/* RSA with PKCS#1 v1.5 and SHA-256. */
bool pay_key_verify(EVP_PKEY *key, const void *data, size_t bytes, const uint8_t *signature, size_t signature_bytes);
const char *pay_key_sign(EVP_PKEY *key, struct arena *arena, const void *data, size_t bytes); /* base64; NULL */

/* RSA-OAEP with SHA-1, in base64. NULL when the text is too long, or cannot be opened. */
const char *pay_key_encrypt(EVP_PKEY *key, struct arena *arena, const void *data, size_t bytes);
const char *pay_key_decrypt(EVP_PKEY *key, struct arena *arena, const char *sealed);

/* The merchant's private key; NULL when the text is none. */
EVP_PKEY *pay_key_read_private(const char *pem);

#endif
