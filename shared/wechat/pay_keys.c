#include "wechat/pay_keys.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/crypto.h"

#define RSA_BITS_MIN 2048

void pay_keys_init(struct pay_keys *keys)
{
    memset(keys, 0, sizeof(*keys));
    pthread_rwlock_init(&keys->lock, NULL);
}

void pay_keys_finish(struct pay_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++)
        EVP_PKEY_free(keys->list[i].key);
    pthread_rwlock_destroy(&keys->lock);
}

/* ---- reading
 * ---------------------------------------------------------------------------------------------------------- */

static bool good_rsa(EVP_PKEY *key)
{
    return key && EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) >= RSA_BITS_MIN;
}

/* OpenSSL would ask the terminal for a password. */
static int no_password(char *buffer, int size, int writing, void *user)
{
    (void)buffer;
    (void)size;
    (void)writing;
    (void)user;
    return -1;
}

static EVP_PKEY *keep_good(EVP_PKEY *key)
{
    if (good_rsa(key))
        return key;
    EVP_PKEY_free(key);
    return NULL;
}

EVP_PKEY *pay_key_read_private(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);

    BIO_free(bio);
    return keep_good(key);
}

static EVP_PKEY *read_public(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *key = PEM_read_bio_PUBKEY(bio, NULL, no_password, NULL);

    BIO_free(bio);
    return keep_good(key);
}

static bool serial_is(const X509 *certificate, const char *serial)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), NULL);
    char *hex = number ? BN_bn2hex(number) : NULL;
    bool same = hex && strcasecmp(hex, serial) == 0;

    OPENSSL_free(hex);
    BN_free(number);
    return same;
}

static bool ends_at(const X509 *certificate, int64_t *ret_until_s)
{
    struct tm tm;

    if (!ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &tm))
        return false;
    *ret_until_s = timegm(&tm);
    return true;
}

bool pay_certificate_end(const char *serial, const char *pem, int64_t *ret_until_s)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    X509 *certificate = PEM_read_bio_X509(bio, NULL, no_password, NULL);
    bool read = certificate && serial_is(certificate, serial) && ends_at(certificate, ret_until_s);

    X509_free(certificate);
    BIO_free(bio);
    return read;
}

/* ---- the list
 * ---------------------------------------------------------------------------------------------------------- */

static struct pay_key *place_for(struct pay_keys *keys, const char *serial)
{
    struct pay_key *first_to_end = &keys->list[0];

    for (size_t i = 0; i < keys->count; i++)
        if (strcasecmp(keys->list[i].serial, serial) == 0)
            return &keys->list[i];
    if (keys->count < PAY_KEYS_MAX)
        return &keys->list[keys->count++];
    for (size_t i = 1; i < keys->count; i++)
        if (keys->list[i].until_s < first_to_end->until_s)
            first_to_end = &keys->list[i];
    return first_to_end;
}

/* Takes over `key`. */
static bool add(struct pay_keys *keys, const char *serial, EVP_PKEY *key, int64_t until_s)
{
    struct pay_key *place;

    if (!key || strlen(serial) >= PAY_SERIAL_BYTES_MAX) {
        EVP_PKEY_free(key);
        return false;
    }
    pthread_rwlock_wrlock(&keys->lock);
    place = place_for(keys, serial);
    EVP_PKEY_free(place->key);
    snprintf(place->serial, sizeof(place->serial), "%s", serial);
    place->key = key;
    place->until_s = until_s;
    pthread_rwlock_unlock(&keys->lock);
    return true;
}

bool pay_keys_add_public(struct pay_keys *keys, const char *serial, const char *pem)
{
    return add(keys, serial, read_public(pem), INT64_MAX);
}

bool pay_keys_add_certificate(struct pay_keys *keys, const char *serial, const char *pem, size_t pem_bytes)
{
    BIO *bio = BIO_new_mem_buf(pem, (int)pem_bytes);
    X509 *certificate = PEM_read_bio_X509(bio, NULL, no_password, NULL);
    int64_t until_s;
    bool added = certificate && serial_is(certificate, serial) && ends_at(certificate, &until_s) &&
                 add(keys, serial, keep_good(X509_get_pubkey(certificate)), until_s);

    X509_free(certificate);
    BIO_free(bio);
    return added;
}

EVP_PKEY *pay_keys_find(struct pay_keys *keys, const char *serial, int64_t now_s)
{
    EVP_PKEY *key = NULL;

    pthread_rwlock_rdlock(&keys->lock);
    for (size_t i = 0; i < keys->count && !key; i++)
        if (keys->list[i].until_s > now_s && strcasecmp(keys->list[i].serial, serial) == 0)
            key = keys->list[i].key;
    if (key)
        EVP_PKEY_up_ref(key);
    pthread_rwlock_unlock(&keys->lock);
    return key;
}

bool pay_keys_last_certificate(struct pay_keys *keys, char serial[PAY_SERIAL_BYTES_MAX], int64_t *ret_until_s)
{
    const struct pay_key *last = NULL;

    pthread_rwlock_rdlock(&keys->lock);
    for (size_t i = 0; i < keys->count; i++)
        if (keys->list[i].until_s != INT64_MAX && (!last || keys->list[i].until_s > last->until_s))
            last = &keys->list[i];
    if (last) {
        snprintf(serial, PAY_SERIAL_BYTES_MAX, "%s", last->serial);
        *ret_until_s = last->until_s;
    }
    pthread_rwlock_unlock(&keys->lock);
    return last != NULL;
}

/* ---- signatures
 * -------------------------------------------------------------------------------------------------------- */

bool pay_key_verify(EVP_PKEY *key, const void *data, size_t bytes, const uint8_t *signature, size_t signature_bytes)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool holds = context && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                 EVP_DigestVerify(context, signature, signature_bytes, data, bytes) == 1;

    EVP_MD_CTX_free(context);
    return holds;
}

const char *pay_key_sign(EVP_PKEY *key, struct arena *arena, const void *data, size_t bytes)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t signature_bytes = (size_t)EVP_PKEY_get_size(key);
    uint8_t *signature = arena_alloc(arena, signature_bytes);
    bool done = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestSign(context, signature, &signature_bytes, data, bytes) == 1;

    EVP_MD_CTX_free(context);
    return done ? base64_encode(arena, signature, signature_bytes) : NULL;
}

/* ---- secrets
 * ---------------------------------------------------------------------------------------------------------- */

EVP_PKEY *pay_keys_sealing(struct pay_keys *keys, char serial[PAY_SERIAL_BYTES_MAX], int64_t now_s)
{
    const struct pay_key *last = NULL;
    EVP_PKEY *key = NULL;

    if (serial[0])
        return pay_keys_find(keys, serial, now_s);
    pthread_rwlock_rdlock(&keys->lock);
    for (size_t i = 0; i < keys->count; i++)
        if (keys->list[i].until_s > now_s && (!last || keys->list[i].until_s > last->until_s))
            last = &keys->list[i];
    if (last) {
        key = last->key;
        EVP_PKEY_up_ref(key);
        snprintf(serial, PAY_SERIAL_BYTES_MAX, "%s", last->serial);
    }
    pthread_rwlock_unlock(&keys->lock);
    return key;
}

typedef int (*start_fn)(EVP_PKEY_CTX *context);
typedef int (*run_fn)(EVP_PKEY_CTX *context, unsigned char *out, size_t *out_bytes, const unsigned char *in,
                      size_t bytes);

/* OAEP's digest is SHA-1 unless told otherwise. `*bytes` is the room of `out`, then what was written. */
static bool oaep(EVP_PKEY *key, start_fn start, run_fn run, const void *data, size_t count, uint8_t *out, size_t *bytes)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    bool done = context && start(context) == 1 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
                run(context, out, bytes, data, count) == 1;

    EVP_PKEY_CTX_free(context);
    return done;
}

const char *pay_key_encrypt(EVP_PKEY *key, struct arena *arena, const void *data, size_t bytes)
{
    size_t room = (size_t)EVP_PKEY_get_size(key);
    uint8_t *out = arena_alloc(arena, room);

    return oaep(key, EVP_PKEY_encrypt_init, EVP_PKEY_encrypt, data, bytes, out, &room) ? base64_encode(arena, out, room)
                                                                                       : NULL;
}

const char *pay_key_decrypt(EVP_PKEY *key, struct arena *arena, const char *sealed)
{
    size_t room = (size_t)EVP_PKEY_get_size(key), bytes;
    uint8_t *data, *out = arena_alloc(arena, room + 1);

    if (!base64_decode(arena, sealed, strlen(sealed), &data, &bytes) ||
        !oaep(key, EVP_PKEY_decrypt_init, EVP_PKEY_decrypt, data, bytes, out, &room))
        return NULL;
    out[room] = '\0';
    return (const char *)out;
}
