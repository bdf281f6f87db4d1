#include "wechat/pay_bills.h"

#include <openssl/evp.h>
#include <string.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/pay_internal.h"

#define DATE_CHARS   10
#define GZIP_WINDOW  (16 + MAX_WBITS) /* gzip, nothing else */
#define CHUNK_BYTES  ((size_t)16 << 10)
#define DUE_AFTER_US ((24 + 10) * INT64_C(3600) * US_PER_S)

/* ---- the day
 * --------------------------------------------------------------------------------------------------------------- */

static bool midnight(const char *date, int64_t *ret_us)
{
    char text[TIME_RFC3339_BYTES];

    if (!date || strlen(date) != DATE_CHARS)
        return false;
    snprintf(text, sizeof(text), "%sT00:00:00+08:00", date);
    return time_parse_rfc3339(text, strlen(text), ret_us) == 0;
}

int64_t wxpay_bill_due_us(const char *date)
{
    int64_t day_us;

    return midnight(date, &day_us) ? day_us + DUE_AFTER_US : 0;
}

/* ---- unzipping
 * ------------------------------------------------------------------------------------------------------------- */

struct unzip {
    z_stream stream;
    EVP_MD_CTX *digest;
    FILE *file;
    int64_t bytes; /* written */
    bool ended;    /* at the end of a member; a file may have several */
    const char *problem;
};

static bool unzip_start(struct unzip *unzip, FILE *file)
{
    *unzip = (struct unzip){ .file = file, .digest = EVP_MD_CTX_new() };
    return unzip->digest && EVP_DigestInit_ex(unzip->digest, EVP_sha1(), NULL) == 1 &&
           inflateInit2(&unzip->stream, GZIP_WINDOW) == Z_OK;
}

static void unzip_stop(struct unzip *unzip)
{
    inflateEnd(&unzip->stream);
    EVP_MD_CTX_free(unzip->digest);
}

static bool write_out(struct unzip *unzip, const uint8_t *data, size_t bytes)
{
    unzip->bytes += (int64_t)bytes;
    if (unzip->bytes > WXPAY_BILL_BYTES_MAX)
        unzip->problem = "it is too long";
    else if (fwrite(data, 1, bytes, unzip->file) != bytes)
        unzip->problem = "it cannot be written";
    else
        EVP_DigestUpdate(unzip->digest, data, bytes);
    return !unzip->problem;
}

/* All of what is in `stream`, up to the end of the member. */
static bool inflate_member(struct unzip *unzip)
{
    uint8_t out[CHUNK_BYTES];
    int result;

    do {
        unzip->stream.next_out = out;
        unzip->stream.avail_out = sizeof(out);
        result = inflate(&unzip->stream, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
            unzip->problem = "it is not zipped as it should be";
            return false;
        }
        if (!write_out(unzip, out, sizeof(out) - unzip->stream.avail_out))
            return false;
    } while (result == Z_OK && unzip->stream.avail_out == 0);
    unzip->ended = result == Z_STREAM_END;
    return true;
}

static bool unzip_take(void *data, const void *bytes, size_t count)
{
    struct unzip *unzip = data;

    unzip->stream.next_in = (Bytef *)(uintptr_t)bytes;
    unzip->stream.avail_in = (uInt)count;
    while (unzip->stream.avail_in > 0) {
        if (unzip->ended)
            inflateReset(&unzip->stream);
        if (!inflate_member(unzip))
            return false;
    }
    return true;
}

/* ---- fetching
 * -------------------------------------------------------------------------------------------------------------- */

struct place {
    const char *url, *sha1;
};

static struct status apply(struct wxpay *pay, struct arena *arena, enum wxpay_bill bill, const char *date,
                           struct place *ret_place, struct wechat_failure *failure)
{
    static const struct {
        const char *path, *filter;
    } bills[] = {
        [WXPAY_BILL_TRADE] = { "/v3/bill/tradebill", "bill_type=ALL" },
        [WXPAY_BILL_FLOW] = { "/v3/bill/fundflowbill", "account_type=BASIC" },
        [WXPAY_BILL_OPERATION_FLOW] = { "/v3/bill/fundflowbill", "account_type=OPERATION" },
    };
    const char *path =
        arena_printf(arena, "%s?bill_date=%s&%s&tar_type=GZIP", bills[bill].path, date, bills[bill].filter);
    const json_t *answer;

    TRY(wxpay_call(pay, arena, path, NULL, &answer, failure));
    *ret_place = (struct place){ .url = wechat_text(arena, answer, "download_url", ""),
                                 .sha1 = wechat_text(arena, answer, "hash_value", "") };
    if (!ret_place->url[0] || strlen(ret_place->sha1) != 2 * SHA1_BYTES ||
        strcmp(wechat_text(arena, answer, "hash_type", ""), "SHA1") != 0)
        return wxpay_answer_incomplete(failure);
    return OK;
}

/* Whatever went wrong, nothing was done: once more, later. */
static struct status again(struct wechat_failure *failure, struct status status)
{
    wechat_failure_set(failure, WECHAT_RETRY, 0);
    return status;
}

static struct status judge(struct unzip *unzip, struct status downloaded, const char *sha1,
                           struct wechat_failure *failure)
{
    uint8_t digest[SHA1_BYTES];
    char hex[2 * SHA1_BYTES + 1];

    if (unzip->problem)
        return again(failure, fail(NOT_AVAILABLE, "a bill was not taken: %s", unzip->problem));
    TRY(downloaded);
    if (!unzip->ended)
        return again(failure, fail(NOT_AVAILABLE, "a bill came in part only"));
    if (fflush(unzip->file) != 0)
        return again(failure, fail(NOT_AVAILABLE, "a bill was not taken: it cannot be written"));
    EVP_DigestFinal_ex(unzip->digest, digest, NULL);
    hex_encode(digest, sizeof(digest), hex);
    if (strcasecmp(hex, sha1) != 0)
        return again(failure, fail(WXPAY_UNTRUSTED, "a bill is not the one that WeChat Pay has named"));
    rewind(unzip->file);
    return OK;
}

struct status wxpay_bill_download(struct wxpay *pay, struct arena *arena, enum wxpay_bill bill, const char *date,
                                  FILE *file, struct wechat_failure *failure)
{
    struct unzip unzip;
    struct place place;
    struct status status;
    int64_t day_us;

    if (!midnight(date, &day_us))
        return wechat_permanent(failure, fail(WECHAT_CONTENT_INVALID, "a bill is of a day such as 2026-11-21"));
    TRY(apply(pay, arena, bill, date, &place, failure));
    rewind(file);
    if (!unzip_start(&unzip, file))
        abort();
    status = wxpay_download(pay, arena, place.url, WXPAY_BILL_ZIPPED_BYTES_MAX, unzip_take, &unzip, failure);
    status = judge(&unzip, status, place.sha1, failure);
    unzip_stop(&unzip);
    return status;
}
