#include "base/crypto.h"

#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void random_bytes(void *out, size_t bytes)
{
    uint8_t *at = out;

    while (bytes) {
        ssize_t got = getrandom(at, bytes, 0);

        if (got < 0 && errno != EINTR)
            abort();
        if (got > 0) {
            at += got;
            bytes -= (size_t)got;
        }
    }
}

/* Fetched once: in OpenSSL 3 looking an algorithm up costs more than hashing a token. */
static pthread_once_t fetch_once = PTHREAD_ONCE_INIT;
static EVP_MD *md_sha256, *md_sha1;
static EVP_CIPHER *cipher_gcm;

static void fetch_algorithms(void)
{
    md_sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    md_sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
    cipher_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    if (!md_sha256 || !md_sha1 || !cipher_gcm)
        abort();
}

void sha256(const void *data, size_t bytes, uint8_t out[SHA256_BYTES])
{
    pthread_once(&fetch_once, fetch_algorithms);
    if (!EVP_Digest(data, bytes, out, NULL, md_sha256, NULL))
        abort();
}

/* OpenSSL's context under a name of ours. */
struct sha256_run *sha256_begin(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    pthread_once(&fetch_once, fetch_algorithms);
    if (!context || !EVP_DigestInit_ex(context, md_sha256, NULL))
        abort();
    return (struct sha256_run *)context;
}

void sha256_add(struct sha256_run *run, const void *data, size_t bytes)
{
    if (!EVP_DigestUpdate((EVP_MD_CTX *)run, data, bytes))
        abort();
}

void sha256_end(struct sha256_run *run, uint8_t out[SHA256_BYTES])
{
    if (!EVP_DigestFinal_ex((EVP_MD_CTX *)run, out, NULL))
        abort();
}

void sha256_drop(struct sha256_run *run)
{
    EVP_MD_CTX_free((EVP_MD_CTX *)run);
}

void sha1(const void *data, size_t bytes, uint8_t out[SHA1_BYTES])
{
    pthread_once(&fetch_once, fetch_algorithms);
    if (!EVP_Digest(data, bytes, out, NULL, md_sha1, NULL))
        abort();
}

void hmac_sha256(const void *key, size_t key_bytes, const void *data, size_t bytes, uint8_t out[SHA256_BYTES])
{
    pthread_once(&fetch_once, fetch_algorithms);
    if (key_bytes > INT_MAX || !HMAC(md_sha256, key_bytes ? key : "", (int)key_bytes, data, bytes, out, NULL))
        abort();
}

bool equal_constant_time(const void *a, const void *b, size_t bytes)
{
    return CRYPTO_memcmp(a, b, bytes) == 0;
}

/* ---- Ed25519 -------------------------------------------------------------------------------------------------------
 */

bool ed25519_generate(uint8_t ret_private[ED25519_KEY_BYTES], uint8_t ret_public[ED25519_KEY_BYTES])
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    size_t private_bytes = ED25519_KEY_BYTES, public_bytes = ED25519_KEY_BYTES;
    bool done = key && EVP_PKEY_get_raw_private_key(key, ret_private, &private_bytes) &&
                EVP_PKEY_get_raw_public_key(key, ret_public, &public_bytes);

    EVP_PKEY_free(key);
    return done;
}

bool ed25519_sign(const uint8_t private_key[ED25519_KEY_BYTES], const void *data, size_t bytes,
                  uint8_t ret_signature[ED25519_SIGNATURE_BYTES])
{
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, private_key, ED25519_KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t signature_bytes = ED25519_SIGNATURE_BYTES;
    bool done = key && context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
                EVP_DigestSign(context, ret_signature, &signature_bytes, data, bytes) == 1;

    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return done;
}

bool ed25519_verify(const uint8_t public_key[ED25519_KEY_BYTES], const void *data, size_t bytes,
                    const uint8_t signature[ED25519_SIGNATURE_BYTES])
{
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, ED25519_KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool valid = key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
                 EVP_DigestVerify(context, signature, ED25519_SIGNATURE_BYTES, data, bytes) == 1;

    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return valid;
}

/* ---- AES-256-GCM ---------------------------------------------------------------------------------------------------
 */

/* A context that has key, nonce and additional data; NULL when OpenSSL refuses. */
static EVP_CIPHER_CTX *gcm_begin(int encrypt, const uint8_t *key, const uint8_t *nonce, size_t nonce_bytes,
                                 const void *aad, size_t aad_bytes)
{
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int ignored;

    pthread_once(&fetch_once, fetch_algorithms);
    if (context && nonce_bytes > 0 && nonce_bytes <= GCM_NONCE_BYTES_MAX && aad_bytes <= INT_MAX &&
        EVP_CipherInit_ex2(context, cipher_gcm, NULL, NULL, encrypt, NULL) &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_IVLEN, (int)nonce_bytes, NULL) > 0 &&
        EVP_CipherInit_ex2(context, NULL, key, nonce, encrypt, NULL) &&
        (aad_bytes == 0 || EVP_CipherUpdate(context, NULL, &ignored, aad, (int)aad_bytes)))
        return context;
    EVP_CIPHER_CTX_free(context);
    return NULL;
}

bool aes256_gcm_seal(const uint8_t key[AES256_KEY_BYTES], const uint8_t *nonce, size_t nonce_bytes, const void *aad,
                     size_t aad_bytes, const void *plain, size_t bytes, uint8_t *out)
{
    EVP_CIPHER_CTX *context;
    int length = 0;
    bool done;

    if (bytes > INT_MAX - GCM_TAG_BYTES || !(context = gcm_begin(1, key, nonce, nonce_bytes, aad, aad_bytes)))
        return false;
    done = (bytes == 0 || EVP_CipherUpdate(context, out, &length, plain, (int)bytes)) &&
           EVP_CipherFinal_ex(context, out + length, &length) &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, GCM_TAG_BYTES, out + bytes) > 0;
    EVP_CIPHER_CTX_free(context);
    return done;
}

bool aes256_gcm_open(const uint8_t key[AES256_KEY_BYTES], const uint8_t *nonce, size_t nonce_bytes, const void *aad,
                     size_t aad_bytes, const void *sealed, size_t bytes, uint8_t *out)
{
    EVP_CIPHER_CTX *context;
    uint8_t tag[GCM_TAG_BYTES];
    int length = 0;
    bool done;

    if (bytes < GCM_TAG_BYTES || bytes > INT_MAX || !(context = gcm_begin(0, key, nonce, nonce_bytes, aad, aad_bytes)))
        return false;
    bytes -= GCM_TAG_BYTES;
    memcpy(tag, (const uint8_t *)sealed + bytes, GCM_TAG_BYTES);
    done = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, GCM_TAG_BYTES, tag) > 0 &&
           (bytes == 0 || EVP_CipherUpdate(context, out, &length, sealed, (int)bytes)) &&
           EVP_CipherFinal_ex(context, out + length, &length) > 0;
    EVP_CIPHER_CTX_free(context);
    if (!done && bytes)
        memset(out, 0, bytes); /* what was decrypted before the tag was checked must not be used */
    return done;
}
