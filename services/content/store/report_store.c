#include "content/store/report_store.h"

#define REPORT_COLUMNS " id, target, target_id, reporter_id, body, state, created_at, community_id"

static void report_read(const struct rows *rows, int row, struct report *report)
{
    *report = (struct report){
        .id = rows_id(rows, row, 0),
        .target = (enum report_target)rows_int(rows, row, 1),
        .target_id = rows_id(rows, row, 2),
        .reporter_id = rows_id(rows, row, 3),
        .body = rows_text(rows, row, 4),
        .state = (enum report_state)rows_int(rows, row, 5),
        .created_us = rows_time_us(rows, row, 6),
        .community_id = rows_id(rows, row, 7),
    };
}

struct status report_insert(struct tx *tx, const struct report *report, struct report *ret_report, bool *ret_new)
{
    struct rows *rows;
    int64_t affected;

    TRY(db_exec_count(tx, &affected,
                      "insert into reports (id, target, target_id, reporter_id, body, state, created_at, community_id)"
                      " values ($1, $2, $3, $4, $5, 1, $6, $7) on conflict (target, target_id, reporter_id) do nothing",
                      db_id(report->id), db_int(report->target), db_id(report->target_id), db_id(report->reporter_id),
                      db_text(report->body), db_time(report->created_us), db_id(report->community_id)));
    TRY(db_query(tx, &rows,
                 "select" REPORT_COLUMNS " from reports where target = $1 and target_id = $2 and reporter_id = $3",
                 db_int(report->target), db_id(report->target_id), db_id(report->reporter_id)));
    report_read(rows, 0, ret_report);
    *ret_new = affected == 1;
    return OK;
}

struct status report_lock(struct tx *tx, const char *report_id, struct report *ret_report)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" REPORT_COLUMNS " from reports where id = $1 for update", db_id(report_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "report %s", report_id);
    report_read(rows, 0, ret_report);
    return OK;
}

struct status report_list_open(struct tx *tx, struct arena *arena, const char *const *communities, size_t communities_count,
                               const char *after_id, int limit, struct report **ret_reports, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" REPORT_COLUMNS " from reports where state = 1 and id > " DB_AFTER("$1")
                 " and ($3 or community_id = any ($4::uuid[])) order by id limit $2",
                 db_id(after_id), db_int(limit), db_bool(!communities), db_texts(communities, communities_count)));
    size_t count = (size_t)rows_count(rows);
    struct report *reports = arena_array(arena, struct report, count);
    for (size_t i = 0; i < count; i++)
        report_read(rows, (int)i, &reports[i]);
    *ret_reports = reports;
    *ret_count = count;
    return OK;
}

struct status report_decide(struct tx *tx, const struct report *report, enum report_state decision, const char *by,
                            const char *why, int64_t now_us)
{
    return db_exec(tx,
                   "update reports set state = $3, decided_by = $4, decided_why = $5, decided_at = $6"
                   " where target = $1 and target_id = $2 and state = 1",
                   db_int(report->target), db_id(report->target_id), db_int(decision), db_id(by), db_text(why),
                   db_time(now_us));
}

struct status report_fill_community(struct tx *tx, int limit, int64_t *ret_filled)
{
    return db_exec_count(tx, ret_filled,
                         "update reports r set community_id = p.community_id from posts p"
                         " where p.id = coalesce((select c.post_id from comments c where r.target = 2 and c.id = r.target_id),"
                         " r.target_id) and r.community_id is null and r.id in (select id from reports"
                         " where community_id is null order by id limit $1)",
                         db_int(limit));
}
