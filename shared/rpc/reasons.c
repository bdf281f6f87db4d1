#include "rpc/reasons.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS (REASONS_MAX * 2) /* a power of two, never more than half full */

static _Atomic(const char *) slots[SLOTS];
static pthread_mutex_t adding = PTHREAD_MUTEX_INITIALIZER;
static size_t count;

static size_t hash(const char *text)
{
    uint32_t h = 2166136261u;

    for (; *text; text++)
        h = (h ^ (uint8_t)*text) * 16777619u;
    return h;
}

/* The slot where it is, or where it would go. */
static size_t find(const char *text)
{
    size_t i = hash(text) & (SLOTS - 1);
    const char *there;

    while ((there = atomic_load(&slots[i])) && strcmp(there, text) != 0)
        i = (i + 1) & (SLOTS - 1);
    return i;
}

static const char *add(const char *text)
{
    size_t i = find(text);
    const char *there = atomic_load(&slots[i]);
    char *copy;

    if (there)
        return there;
    copy = count < REASONS_MAX ? strdup(text) : NULL;
    if (!copy)
        return "INTERNAL";
    count++;
    atomic_store(&slots[i], copy);
    return copy;
}

const char *reason_intern(const char *text)
{
    const char *known;

    if (!text || !*text || strlen(text) > REASON_CHARS_MAX)
        return "INTERNAL";
    known = atomic_load(&slots[find(text)]);
    if (known)
        return known;
    pthread_mutex_lock(&adding);
    known = add(text);
    pthread_mutex_unlock(&adding);
    return known;
}
