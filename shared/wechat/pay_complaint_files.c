/* Of complaints: pictures, and the address that is told. */
#include <string.h>

#include "base/buf.h"
#include "base/crypto.h"
#include "base/id.h"
#include "wechat/client.h"
#include "wechat/failure_internal.h"
#include "wechat/pay_complaints.h"
#include "wechat/pay_internal.h"

#define IMAGES_PATH    "/v3/merchant-service/images"
#define NOTIFY_PATH    "/v3/merchant-service/complaint-notifications"
#define BOUNDARY_CHARS 32

/* ---- pictures
 * -------------------------------------------------------------------------------------------------------------- */

struct image_kind {
    const char *magic;
    size_t magic_bytes;
    const char *ending, *type;
};

static const struct image_kind *kind_of(const void *bytes, size_t count)
{
    static const struct image_kind kinds[] = { { "\xFF\xD8\xFF", 3, "jpg", "image/jpeg" },
                                               { "\x89PNG\r\n\x1A\n", 8, "png", "image/png" },
                                               { "BM", 2, "bmp", "image/bmp" } };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (count > kinds[i].magic_bytes && memcmp(bytes, kinds[i].magic, kinds[i].magic_bytes) == 0)
            return &kinds[i];
    return NULL;
}

/* The picture's name is its hash: nothing of the uploader's machine goes out. */
static const char *meta_json(struct arena *arena, const struct image_kind *kind, const void *bytes, size_t count)
{
    uint8_t digest[SHA256_BYTES];
    char hex[2 * SHA256_BYTES + 1];

    sha256(bytes, count, digest);
    hex_encode(digest, sizeof(digest), hex);
    return arena_printf(arena, "{\"filename\":\"%.16s.%s\",\"sha256\":\"%s\"}", hex, kind->ending, hex);
}

static void write_form(struct buf *form, const char *boundary, const char *meta, const struct image_kind *kind,
                       const void *bytes, size_t count)
{
    buf_printf(form,
               "--%s\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n%s\r\n",
               boundary, meta);
    buf_printf(form,
               "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"picture.%s\"\r\nContent-Type: "
               "%s\r\n\r\n",
               boundary, kind->ending, kind->type);
    buf_add(form, bytes, count);
    buf_printf(form, "\r\n--%s--\r\n", boundary);
}

struct status wxpay_image_upload(struct wxpay *pay, struct arena *arena, const void *bytes, size_t count,
                                 const char **ret_media_id, struct wechat_failure *failure)
{
    const struct image_kind *kind = count <= WXPAY_IMAGE_BYTES_MAX ? kind_of(bytes, count) : NULL;
    struct wxpay_request exchange = { .path_and_query = IMAGES_PATH "/upload" };
    char boundary[BOUNDARY_CHARS + 1];
    const json_t *answer;
    const char *media_id;
    struct buf form;

    if (!kind)
        return wechat_permanent(failure,
                                fail(WECHAT_CONTENT_INVALID, "a picture is a JPEG, PNG or BMP of at most 2 MiB"));
    key_new(boundary, BOUNDARY_CHARS);
    exchange.json = meta_json(arena, kind, bytes, count);
    buf_init(&form, arena, count + 1024);
    write_form(&form, boundary, exchange.json, kind, bytes, count);
    exchange.form_type = arena_printf(arena, "multipart/form-data; boundary=%s", boundary);
    exchange.form = form.data;
    exchange.form_bytes = form.len;
    TRY(wxpay_exchange(pay, arena, &exchange, &answer, failure));
    media_id = wechat_text(arena, answer, "media_id", "");
    if (!media_id[0])
        return wxpay_answer_incomplete(failure);
    *ret_media_id = media_id;
    return OK;
}

static bool keep(void *data, const void *bytes, size_t count)
{
    buf_add(data, bytes, count);
    return true;
}

struct status wxpay_complaint_image(struct wxpay *pay, struct arena *arena, const char *url, const void **ret_bytes,
                                    size_t *ret_count, struct wechat_failure *failure)
{
    struct buf image;

    buf_init(&image, arena, (size_t)64 << 10);
    TRY(wxpay_download(pay, arena, url, WXPAY_IMAGE_BYTES_MAX, keep, &image, failure));
    *ret_bytes = image.data;
    *ret_count = image.len;
    return OK;
}

/* ---- the address that is told
 * -------------------------------------------------------------------------------------------- */

struct status wxpay_complaint_notify_url(struct wxpay *pay, struct arena *arena, const char **ret_url,
                                         struct wechat_failure *failure)
{
    const json_t *answer = NULL;
    struct status status = wxpay_call(pay, arena, NOTIFY_PATH, NULL, &answer, failure);

    if (failed_with(status, WXPAY_NOT_FOUND)) {
        *ret_url = "";
        return OK;
    }
    TRY(status);
    *ret_url = wechat_text(arena, answer, "url", "");
    return OK;
}

struct status wxpay_complaint_notify(struct wxpay *pay, struct arena *arena, const char *url,
                                     struct wechat_failure *failure)
{
    struct wxpay_request exchange = { .path_and_query = NOTIFY_PATH };
    const json_t *answer;
    const char *before;
    struct buf body;

    if (url && !wxpay_notify_url_valid(url))
        return wechat_permanent(failure,
                                fail(WECHAT_CONTENT_INVALID, "a notification address is https, without a query"));
    TRY(wxpay_complaint_notify_url(pay, arena, &before, failure));
    if (strcmp(before, url ? url : "") == 0)
        return OK;
    exchange.method = !url ? "DELETE" : before[0] ? "PUT" : "POST";
    if (url) {
        buf_init(&body, arena, 320);
        buf_add_char(&body, '{');
        wxpay_add_member(&body, "url", url);
        buf_add_char(&body, '}');
        exchange.json = body.data;
    }
    return wxpay_exchange(pay, arena, &exchange, &answer, failure);
}
