/* What content holds while it runs: its WeChat client, the word list, read again when its version moves, the object store. */
#ifndef LINLI_CONTENT_SERVICE_H
#define LINLI_CONTENT_SERVICE_H

#include <semaphore.h>
#include <stdatomic.h>

#include "base/settings.h"
#include "content/domain/words.h"
#include "db/migrate.h"
#include "objects/objects.h"
#include "rpc/call.h"

#define WORDS_FRESH_MS 2000 /* a change of the word list is in force everywhere after this */

struct wechat;

/* Processes that decode: each may take a core and a few hundred MB for a moment. One more call may
 * wait for them; others are asked to come again, so that texts and likes always find a worker of their lane. */
#define PICTURES_AT_ONCE 2
#define PICTURES_WAITING 1
#define PICTURE_WAIT_S   5

struct content {
    struct wechat *wechat;
    struct word_cache *words;
    struct objects *objects; /* NULL: there is no store, and no pictures */
    sem_t pictures_at_once;
    atomic_int pictures; /* under way or waiting */
    const char *public_url;
    const char *const *link_secrets; /* as secret_now() gives them */
};

extern const struct migration content_migrations[];
extern const size_t content_migrations_count;
extern const struct setting content_settings[];
extern const size_t content_settings_count;

struct status content_start(void **ret_service);
void content_stop(void *service);

/* The list in force. words_in: the sternest action of the list's words in `text`, 0 for none. No transaction may be open: it may read the list. */
struct word_cache *word_cache_create(void);
void word_cache_destroy(struct word_cache *cache);
struct status words_in(struct call *call, const char *text, int *ret_action);

#endif
