#include "gateway/refusals.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/key.h"

#define WAYS         4
#define SETS         (REFUSALS_ENTRIES / WAYS)
#define SHARDS       16
#define DETAIL_BYTES 128

struct entry {
    struct key key;
    int64_t until_ms;
    enum code code;
    const char *reason; /* of the method's options, which live as long as the contract */
    char detail[DETAIL_BYTES];
};

struct refusals {
    pthread_mutex_t locks[SHARDS];
    struct entry sets[SETS][WAYS];
};

struct refusals *refusals_create(void)
{
    struct refusals *refusals = calloc(1, sizeof(*refusals));

    if (!refusals)
        abort();
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&refusals->locks[i], NULL);
    return refusals;
}

void refusals_destroy(struct refusals *refusals)
{
    if (!refusals)
        return;
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_destroy(&refusals->locks[i]);
    free(refusals);
}

/* False when the method remembers nothing. */
static bool key_of_match(const struct route_match *match, struct key *ret_key)
{
    const Api__Refusal *refusal = match->method->rpc->refusal;

    if (!refusal)
        return false;
    for (size_t i = 0; i < match->variables_count; i++) {
        if (strcmp(match->variables[i].field->name, refusal->key) == 0) {
            *ret_key = key_of_texts(match->method->full_name, match->variables[i].value, NULL);
            return true;
        }
    }
    return false;
}

bool refusals_find(struct refusals *refusals, const struct route_match *match, int64_t now_ms,
                   struct status *ret_status)
{
    struct key key;
    struct entry found = { .until_ms = 0 };
    size_t set;

    if (!key_of_match(match, &key))
        return false;
    set = key_place(&key, SETS);
    pthread_mutex_lock(&refusals->locks[set % SHARDS]);
    for (size_t way = 0; way < WAYS; way++)
        if (refusals->sets[set][way].until_ms > now_ms && key_equal(&refusals->sets[set][way].key, &key))
            found = refusals->sets[set][way];
    pthread_mutex_unlock(&refusals->locks[set % SHARDS]);
    if (found.until_ms == 0)
        return false;
    *ret_status = fail(found.code, found.reason, "%s", found.detail);
    return true;
}

static const char *declared(const Api__Refusal *refusal, const char *reason)
{
    for (size_t i = 0; i < refusal->n_reasons; i++)
        if (strcmp(refusal->reasons[i], reason) == 0)
            return refusal->reasons[i];
    return NULL;
}

/* The same key's place, else that of the one which ends first. */
static struct entry *place(struct entry *set, const struct key *key)
{
    struct entry *first = &set[0];

    for (size_t way = 0; way < WAYS; way++) {
        if (key_equal(&set[way].key, key))
            return &set[way];
        if (set[way].until_ms < first->until_ms)
            first = &set[way];
    }
    return first;
}

void refusals_note(struct refusals *refusals, const struct route_match *match, struct status status, int64_t now_ms)
{
    struct key key;
    const char *reason;
    struct entry *entry;
    size_t set;

    if (!key_of_match(match, &key) || !status.reason)
        return;
    reason = declared(match->method->rpc->refusal, status.reason);
    if (!reason)
        return;
    set = key_place(&key, SETS);
    pthread_mutex_lock(&refusals->locks[set % SHARDS]);
    entry = place(refusals->sets[set], &key);
    *entry = (struct entry){
        .key = key, .until_ms = now_ms + match->method->rpc->refusal->ttl_ms, .code = status.code, .reason = reason
    };
    snprintf(entry->detail, DETAIL_BYTES, "%s", status.text ? status.text : "");
    pthread_mutex_unlock(&refusals->locks[set % SHARDS]);
}
