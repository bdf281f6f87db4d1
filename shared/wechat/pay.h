/* WeChat Pay, API v3: one client per merchant, shared by all threads.
 *
 * Every request is signed with the merchant's key. Every answer is believed only when WeChat's signature over its exact
 * bytes holds: with WeChat's public key (fixed), or with a platform certificate (these rotate: the client fetches what it
 * does not know; a job calls wxpay_keys_refresh() every few hours). While WeChat moves a merchant from one to the other
 * both arrive, so keys are kept by serial.
 *
 * A call waits for at most timeout_ms. Never call from inside a transaction. What creates or moves something is repeated
 * under the same number (out_trade_no, out_refund_no): never under a new one after WECHAT_UNCLEAR or NOT_AVAILABLE.
 * Results are on the caller's arena; `failure` may be NULL everywhere.
 */
#ifndef LINLI_WECHAT_PAY_H
#define LINLI_WECHAT_PAY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "wechat/failure.h"

#define WXPAY_API_KEY_BYTES 32
#define WXPAY_CLOCK_SKEW_S  300

struct wxpay_options {
    const char *base_url; /* https://api.mch.weixin.qq.com; http:// only for a stand-in */
    const char *merchant_id;
    const char *merchant_serial; /* of the merchant's certificate, 40 hexadecimal digits */
    const char *private_key_pem;
    const char *merchant_certificate_pem; /* tells when it ends; NULL: unknown */
    const char *api_key;        /* the APIv3 key: exactly 32 bytes */
    const char *public_key_id;  /* PUB_KEY_ID_…; NULL: platform certificates */
    const char *public_key_pem; /* NULL: platform certificates */
    int64_t connect_timeout_ms; /* 0: 5,000 */
    int64_t timeout_ms;         /* 0: 10,000 */
    const char *proxy_url;      /* NULL: none */
};

struct wxpay;

/* SETTING_INVALID. Everything is copied. */
struct status wxpay_create(const struct wxpay_options *options, struct wxpay **ret_pay);
void wxpay_destroy(struct wxpay *pay);
const char *wxpay_merchant_id(const struct wxpay *pay);

/* ---- keys --------------------------------------------------------------------------------------------------------- */

/* Fetches the platform certificates and adds those that are new. */
struct status wxpay_keys_refresh(struct wxpay *pay, struct arena *arena, struct wechat_failure *failure);

/* The certificates that we need and whose end is known: our own, if it was given, and unless WeChat's public key serves the
 * platform certificate that ends last of those that have come. Returns how many. */
#define WXPAY_SERIAL_BYTES_MAX 80
#define WXPAY_CERTIFICATES_MAX 2
struct wxpay_certificate {
    char serial[WXPAY_SERIAL_BYTES_MAX];
    bool merchants;
    int64_t until_us;
};
size_t wxpay_certificates(struct wxpay *pay, struct wxpay_certificate list[WXPAY_CERTIFICATES_MAX]);

/* The headers Wechatpay-Timestamp, -Nonce, -Serial and -Signature; NULL or "" when one is missing. */
struct wxpay_signature {
    const char *timestamp, *nonce, *serial, *signature;
};

/* WXPAY_UNTRUSTED, or WXPAY_KEY_UNKNOWN for a serial that a refresh may bring. Does not go out to the network. WeChat now
 * and then sends a wrong signature on purpose (WECHATPAY/SIGNTEST/…): refused like any other. */
struct status wxpay_verify(struct wxpay *pay, struct arena *arena, const struct wxpay_signature *signature,
                           const char *body, size_t bytes, int64_t now_s);

/* ---- for the topics' files, and for endpoints that have none yet ---------------------------------------------------- */

/* Sends `json` (NULL: GET) to `path_and_query`, percent-encoded as it goes over the wire. `*ret_answer` is NULL when
 * there is no body (204). */
struct status wxpay_call(struct wxpay *pay, struct arena *arena, const char *path_and_query, const char *json,
                         const json_t **ret_answer, struct wechat_failure *failure);

/* The same for what is no plain GET or POST. */
struct wxpay_request {
    const char *method;         /* NULL: GET, or with `json` POST */
    const char *path_and_query; /* percent-encoded */
    const char *json;           /* what is signed; also the body, unless there is a form. NULL: none */
    const char *serial;         /* of the key that `json` has sealed texts by; NULL: our own choice */
    const char *form_type;      /* multipart/form-data; boundary=…; NULL: no form */
    const char *form;
    size_t form_bytes;
    /* as http_request has them */
    size_t bytes_max;
    bool (*take)(void *data, const void *bytes, size_t count);
    void *take_data;
};

struct status wxpay_exchange(struct wxpay *pay, struct arena *arena, const struct wxpay_request *request,
                             const json_t **ret_answer, struct wechat_failure *failure);

/* GETs a file that an answer of WeChat's has pointed to, whole, within WXPAY_DOWNLOAD_TIMEOUT_MS: each piece goes to
 * `take` (false: stop). Of `url` only path and query count: a signed request goes to our own base address and nowhere
 * else. The file is not signed: the caller has a hash to hold against it, and believes nothing before. */
#define WXPAY_DOWNLOAD_TIMEOUT_MS INT64_C(120000)
struct status wxpay_download(struct wxpay *pay, struct arena *arena, const char *url, size_t bytes_max,
                             bool (*take)(void *data, const void *bytes, size_t count), void *take_data,
                             struct wechat_failure *failure);

/* Signs `text` with the merchant's key (RSA, PKCS#1 v1.5, SHA-256), in base64. */
const char *wxpay_sign(const struct wxpay *pay, struct arena *arena, const char *text);

/* Names, telephone and card numbers go sealed to WeChat's key (RSA-OAEP with SHA-1, base64): the public key, or the
 * platform certificate that ends last, fetched when there is none. All of one request are sealed by one key, whose
 * serial the request names (wxpay_request.serial): `sealer` starts zeroed and keeps it. Fails with
 * WECHAT_CONTENT_INVALID for what is too long (214 bytes), WECHAT_MISCONFIGURED, and as wxpay_keys_refresh() does. */
struct wxpay_sealer {
    char serial[WXPAY_SERIAL_BYTES_MAX];
};
struct status wxpay_seal(struct wxpay *pay, struct arena *arena, const char *text, struct wxpay_sealer *sealer,
                         const char **ret_sealed, struct wechat_failure *failure);
/* What WeChat has sealed to the merchant's certificate (a complainant's telephone number); NULL when it is not ours. */
const char *wxpay_unseal(const struct wxpay *pay, struct arena *arena, const char *sealed);

/* A sealed resource {algorithm, nonce, associated_data, ciphertext}; false when it cannot be opened. */
bool wxpay_open_resource(const struct wxpay *pay, struct arena *arena, const json_t *resource, const char **ret_text,
                         size_t *ret_bytes);

#endif
