#include "groupbuy/accounts.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/settings.h"

#define FILE_BYTES_MAX 16384

struct account {
    const char *id; /* the client's, or "" */
    struct wxpay *pay;
};

struct accounts {
    size_t count;
    struct account list[];
};

/* ---- one folder ---- */

/* A file's text, without the end of its last line; NULL in *ret_text: there is none. */
static struct status read_file(struct arena *arena, const char *folder, const char *name, const char **ret_text)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    char *text = arena_alloc(arena, FILE_BYTES_MAX + 1);
    FILE *file = fopen(path, "re");
    size_t bytes;

    *ret_text = NULL;
    if (!file)
        return OK;
    bytes = fread(text, 1, FILE_BYTES_MAX, file);
    fclose(file);
    while (bytes > 0 && (text[bytes - 1] == '\n' || text[bytes - 1] == '\r'))
        bytes--;
    if (bytes == 0 || bytes == FILE_BYTES_MAX)
        return fail(SETTING_INVALID, "the file %s is empty or too long", path);
    text[bytes] = 0;
    *ret_text = text;
    return OK;
}

static struct status read_folder(struct arena *arena, const char *folder, struct wxpay_options *options)
{
    TRY(read_file(arena, folder, "serial", &options->merchant_serial));
    TRY(read_file(arena, folder, "apiclient_key.pem", &options->private_key_pem));
    TRY(read_file(arena, folder, "apiclient_cert.pem", &options->merchant_certificate_pem));
    TRY(read_file(arena, folder, "apiv3_key", &options->api_key));
    TRY(read_file(arena, folder, "wxp_pub_id", &options->public_key_id));
    TRY(read_file(arena, folder, "wxp_pub.pem", &options->public_key_pem));
    return OK;
}

static struct status open_one(const struct wxpay_options *own, const char *dir, const char *id, struct wxpay **ret_pay)
{
    struct wxpay_options options = {
        .base_url = own->base_url,
        .merchant_id = id,
        .connect_timeout_ms = own->connect_timeout_ms,
        .timeout_ms = own->timeout_ms,
        .proxy_url = own->proxy_url,
    };
    struct status opened;
    struct arena arena;

    arena_init(&arena, ARENA_BYTES_MAX);
    opened = read_folder(&arena, arena_printf(&arena, "%s/%s", dir, id), &options);
    if (ok(opened))
        opened = wxpay_create(&options, ret_pay);
    if (!ok(opened))
        log_status(LOG_ERROR, arena_printf(&arena, "merchant account %s takes no payments: its folder is wrong", id), opened);
    arena_finish(&arena);
    return opened;
}

/* ---- all of them ---- */

static bool is_merchant_id(const char *name)
{
    size_t digits = strspn(name, "0123456789");

    return digits >= 8 && digits <= MERCHANT_ID_BYTES_MAX && !name[digits];
}

static int only_merchants(const struct dirent *entry)
{
    return is_merchant_id(entry->d_name);
}

static void add(struct accounts *accounts, const char *id, struct wxpay *pay)
{
    accounts->list[accounts->count++] = (struct account){ id, pay };
}

/* The installation's own account is settings, not a folder. */
static void open_folders(struct accounts *accounts, const struct wxpay_options *own, const char *dir,
                         struct dirent *const *names, size_t count)
{
    struct wxpay *pay;

    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i]->d_name, own->merchant_id) != 0 && ok(open_one(own, dir, names[i]->d_name, &pay)))
            add(accounts, wxpay_merchant_id(pay), pay);
}

static struct status open_own(struct accounts *accounts, const struct wxpay_options *own)
{
    struct wxpay *pay;

    TRY(wxpay_create(own, &pay));
    add(accounts, "", pay);
    return OK;
}

struct status accounts_open(const struct wxpay_options *own, const char *dir, int64_t merchants_max,
                            struct accounts **ret_accounts)
{
    struct dirent **names = NULL;
    int found = *dir ? scandir(dir, &names, only_merchants, alphasort) : 0;
    struct accounts *accounts;
    struct status opened;

    if (found < 0)
        return fail(SETTING_INVALID, "the merchants' folder %s cannot be read", dir);
    accounts = calloc(1, sizeof *accounts + ((size_t)found + 1) * sizeof *accounts->list);
    if (!accounts)
        abort();
    opened = found > merchants_max ? fail(SETTING_INVALID, "the merchants' folder %s holds %d accounts, more than %ld",
                                          dir, found, (long)merchants_max)
                                   : open_own(accounts, own);
    if (ok(opened))
        open_folders(accounts, own, dir, names, (size_t)found);
    for (int i = 0; i < found; i++)
        free(names[i]);
    free(names);
    if (ok(opened))
        *ret_accounts = accounts;
    else
        accounts_close(accounts);
    return opened;
}

void accounts_close(struct accounts *accounts)
{
    if (!accounts)
        return;
    for (size_t i = 0; i < accounts->count; i++)
        wxpay_destroy(accounts->list[i].pay);
    free(accounts);
}

struct wxpay *accounts_find(const struct accounts *accounts, const char *merchant_id)
{
    for (size_t i = 0; i < accounts->count; i++)
        if (strcmp(accounts->list[i].id, merchant_id) == 0)
            return accounts->list[i].pay;
    return NULL;
}

const char *accounts_id(const struct accounts *accounts, size_t n)
{
    return n < accounts->count ? accounts->list[n].id : NULL;
}
