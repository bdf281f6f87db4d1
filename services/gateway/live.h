/* News for long polls: what services say on core subjects live.user.<id> and live.obj.<type>.<id>, kept for those who
 * watch.
 *
 * A topic is what stands behind `live.`: "user.<id>", "obj.<type>.<id>". It is watched from the first poll that names
 * it until LIVE_KEEP_MS after the last. Of a watched topic LIVE_NEWS_MAX news of the last LIVE_KEEP_MS are kept, the
 * newest of each thing. A poll carries the cursor of the answer before; one that this gateway cannot follow from there
 * (another gateway's, too old, or the bus was away) gets `resync`. Safe from any thread; waits hold the caller's.
 */
#ifndef LINLI_GATEWAY_LIVE_H
#define LINLI_GATEWAY_LIVE_H

#include "base/arena.h"
#include "base/status.h"
#include "rpc/bus.h"

#define LIVE_NEWS_MAX          64
#define LIVE_KEEP_MS           INT64_C(120000)
#define LIVE_TOPICS_MAX        16384 /* watched; a poll for more is OVERLOADED */
#define LIVE_TOPICS_A_POLL_MAX 21
#define LIVE_TOPIC_BYTES       96
#define LIVE_CURSOR_BYTES      40
#define LIVE_TYPE_BYTES        32
#define LIVE_ID_BYTES          40

struct live;

struct live_news {
    char type[LIVE_TYPE_BYTES];
    char id[LIVE_ID_BYTES];
    int64_t version;
};

struct live_answer {
    char cursor[LIVE_CURSOR_BYTES];
    bool resync;
    struct live_news *news; /* on the arena */
    size_t news_count;
};

struct live *live_create(int waiters_max);
/* Nobody waits any more. */
void live_destroy(struct live *live);
/* From now on, what comes over the bus. */
struct status live_listen(struct live *live, struct bus *bus);
/* The bus was away: nobody can know what was missed. */
void live_missed(struct live *live);
/* Ends all waits, now and later. */
void live_end(struct live *live);

/* One message: as if it had come over the bus. */
void live_tell(struct live *live, const char *topic, const struct live_news *news);

/* Answers at once when there is news after `cursor`, when the cursor is "" or unknown; else waits until `wait_ms` are
 * over. OVERLOADED when too many wait already or too many topics are watched. */
struct status live_poll(struct live *live, struct arena *arena, const char *const *topics, size_t topics_count,
                        const char *cursor, int64_t wait_ms, struct live_answer *ret_answer);

struct live_counts {
    int waiters;
    size_t topics;
    uint64_t told;
};
struct live_counts live_counts(struct live *live);

#endif
