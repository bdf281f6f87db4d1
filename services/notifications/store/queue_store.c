#include "notifications/store/queue_store.h"

#include <string.h>

#include "base/id.h"

/* Who told of it may have gone without a word of its end; else he tells twice a minute. */
#define LASTS "q.ended_at is null and q.seen_at > now() - interval '5 minutes'"

struct status queue_is_long(struct tx *tx, const struct long_queue *queue, const char **ret_episode)
{
    const char *episode_id = id_make(tx_arena(tx));
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "insert into long_queues as q (service, queue, episode_id, items, stands_s) values ($1, $2, $3, $4, $5)"
        " on conflict (service, queue) do update set items = $4, stands_s = $5, seen_at = now(),"
        " episode_id = case when " LASTS " then q.episode_id else $3 end,"
        " begun_at = case when " LASTS " then q.begun_at else now() end, ended_at = null"
        " returning episode_id",
        db_text(queue->service), db_text(queue->name), db_id(episode_id), db_int(queue->items),
        db_int(queue->stands_s)));
    *ret_episode = strcmp(rows_id(rows, 0, 0), episode_id) == 0 ? episode_id : "";
    return OK;
}

struct status queues_are_short(struct tx *tx, const char *service, const char *const *but, size_t count)
{
    return db_exec(tx,
                   "update long_queues set ended_at = now() where service = $1 and ended_at is null"
                   " and not queue = any ($2::text[])",
                   db_text(service), db_texts(but, count));
}
