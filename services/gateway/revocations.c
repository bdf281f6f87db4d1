#include "gateway/revocations.h"

#include <pthread.h>
#include <stdlib.h>

#include "gateway/key.h"

#define WAYS 8
#define SETS (REVOCATIONS_ENTRIES / WAYS)

struct entry {
    struct key key;
    int64_t not_before_ms; /* 0: free */
};

struct revocations {
    pthread_rwlock_t lock;
    int64_t floor_ms;
    struct entry sets[SETS][WAYS];
};

struct revocations *revocations_create(void)
{
    struct revocations *revocations = calloc(1, sizeof(*revocations));

    if (!revocations)
        abort();
    pthread_rwlock_init(&revocations->lock, NULL);
    return revocations;
}

void revocations_destroy(struct revocations *revocations)
{
    if (!revocations)
        return;
    pthread_rwlock_destroy(&revocations->lock);
    free(revocations);
}

static struct entry *find(struct revocations *revocations, const struct key *key)
{
    struct entry *set = revocations->sets[key_place(key, SETS)];

    for (size_t way = 0; way < WAYS; way++)
        if (set[way].not_before_ms && key_equal(&set[way].key, key))
            return &set[way];
    return NULL;
}

/* The place of the oldest; a free one counts as oldest of all. */
static struct entry *oldest(struct revocations *revocations, const struct key *key)
{
    struct entry *set = revocations->sets[key_place(key, SETS)], *first = &set[0];

    for (size_t way = 1; way < WAYS; way++)
        if (set[way].not_before_ms < first->not_before_ms)
            first = &set[way];
    return first;
}

static void add_key(struct revocations *revocations, const struct key *key, int64_t not_before_ms, int64_t now_ms)
{
    struct entry *entry = find(revocations, key);

    if (entry) {
        if (entry->not_before_ms < not_before_ms)
            entry->not_before_ms = not_before_ms;
        return;
    }
    entry = oldest(revocations, key);
    if (entry->not_before_ms > now_ms - REVOCATION_KEEP_MS && entry->not_before_ms > revocations->floor_ms)
        revocations->floor_ms = entry->not_before_ms;
    *entry = (struct entry){ .key = *key, .not_before_ms = not_before_ms };
}

static struct key key_of_user(const char *user_id)
{
    return key_of_texts("user", user_id, NULL);
}

static struct key key_of_session(const char *session_id)
{
    return key_of_texts("session", session_id, NULL);
}

void revocations_add(struct revocations *revocations, const char *user_id, const char *session_id,
                     int64_t not_before_ms, int64_t now_ms)
{
    struct key user = key_of_user(user_id), session = key_of_session(session_id);

    pthread_rwlock_wrlock(&revocations->lock);
    if (user_id && *user_id)
        add_key(revocations, &user, not_before_ms, now_ms);
    if (session_id && *session_id)
        add_key(revocations, &session, not_before_ms, now_ms);
    pthread_rwlock_unlock(&revocations->lock);
}

void revocations_raise(struct revocations *revocations, int64_t floor_ms)
{
    pthread_rwlock_wrlock(&revocations->lock);
    if (floor_ms > revocations->floor_ms)
        revocations->floor_ms = floor_ms;
    pthread_rwlock_unlock(&revocations->lock);
}

static bool stale(struct revocations *revocations, const struct key *key, int64_t issued_ms)
{
    const struct entry *entry = find(revocations, key);

    return entry && issued_ms < entry->not_before_ms;
}

bool revocations_hit(struct revocations *revocations, const char *user_id, const char *session_id, int64_t issued_ms)
{
    struct key user = key_of_user(user_id), session = key_of_session(session_id);
    bool hit;

    pthread_rwlock_rdlock(&revocations->lock);
    hit = issued_ms < revocations->floor_ms || stale(revocations, &user, issued_ms) ||
          stale(revocations, &session, issued_ms);
    pthread_rwlock_unlock(&revocations->lock);
    return hit;
}
