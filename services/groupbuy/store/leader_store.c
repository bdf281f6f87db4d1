#include "groupbuy/store/leader_store.h"

#include "groupbuy/domain/names.h"
#include "groupbuy/leaders.h"

static const char *const statuses[] = { "", "ACTIVE", "RESTING", "DISABLED" };
static const char *const reviews[] = { "", "PENDING", "APPROVED", "DECLINED" };

/* ---- leaders ---- */

#define LEADER_COLUMNS                                                                                                 \
    " l.user_id, l.community_id, coalesce(p.nickname, ''), coalesce(p.avatar_url, ''), l.status, l.disabled_reason,"   \
    " l.followers, l.since_at "
#define LEADERS " leaders l left join people p on p.user_id = l.user_id "

static struct leader leader_read(const struct rows *rows, int row)
{
    return (struct leader){
        .user_id = rows_id(rows, row, 0),
        .community_id = rows_id(rows, row, 1),
        .nickname = rows_text(rows, row, 2),
        .avatar_url = rows_text(rows, row, 3),
        .status = (enum leader_status)NUMBER_OF(statuses, rows_text(rows, row, 4)),
        .disabled_reason = rows_text(rows, row, 5),
        .followers = rows_int(rows, row, 6),
        .since_us = rows_time_us(rows, row, 7),
    };
}

static struct status leader_only(const struct rows *rows, const char *user_id, struct leader *ret_leader)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "user %s leads nothing there", user_id);
    *ret_leader = leader_read(rows, 0);
    return OK;
}

static struct status leaders_all(struct tx *tx, const struct rows *rows, struct leader **ret_leaders, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_leaders = arena_array(tx_arena(tx), struct leader, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_leaders)[row] = leader_read(rows, row);
    return OK;
}

struct status leader_get(struct tx *tx, const char *user_id, const char *community_id, struct leader *ret_leader)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" LEADER_COLUMNS "from" LEADERS "where l.user_id = $1 and l.community_id = $2",
                 db_id(user_id), db_id(community_id)));
    return leader_only(rows, user_id, ret_leader);
}

struct status leader_lock(struct tx *tx, const char *user_id, const char *community_id, struct leader *ret_leader)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LEADER_COLUMNS "from" LEADERS
                 "where l.user_id = $1 and l.community_id = $2 for no key update of l",
                 db_id(user_id), db_id(community_id)));
    return leader_only(rows, user_id, ret_leader);
}

struct status leader_insert(struct tx *tx, const char *user_id, const char *community_id)
{
    return db_exec(
        tx, "insert into leaders (user_id, community_id, status) values ($1, $2, 'ACTIVE') on conflict do nothing",
        db_id(user_id), db_id(community_id));
}

struct status leader_set_status(struct tx *tx, const struct leader *leader, enum leader_status status,
                                const char *reason)
{
    return db_exec(tx,
                   "update leaders set status = $3, disabled_reason = $4, version = version + 1"
                   " where user_id = $1 and community_id = $2",
                   db_id(leader->user_id), db_id(leader->community_id), db_text(NAME_OF(statuses, status)),
                   db_text(reason));
}

struct status leader_list_of(struct tx *tx, const char *user_id, struct leader **ret_leaders, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LEADER_COLUMNS "from" LEADERS "where l.user_id = $1 order by l.community_id desc limit 100",
                 db_id(user_id)));
    return leaders_all(tx, rows, ret_leaders, ret_count);
}

struct status leader_list_here(struct tx *tx, const char *community_id, const char *after, int limit,
                               struct leader **ret_leaders, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LEADER_COLUMNS "from" LEADERS "where l.community_id = $1 and l.status <> 'DISABLED'"
                 " and l.user_id < " DB_BEFORE("$2") " order by l.user_id desc limit $3",
                 db_id(community_id), db_id(after), db_int(limit)));
    return leaders_all(tx, rows, ret_leaders, ret_count);
}

/* ---- applications ---- */

#define APPLICATION_COLUMNS                                                                                            \
    " id, user_id, community_id, statement, agreement_version, status, reason, created_at, decided_at "

static struct leader_application application_read(const struct rows *rows, int row)
{
    return (struct leader_application){
        .id = rows_id(rows, row, 0),
        .user_id = rows_id(rows, row, 1),
        .community_id = rows_id(rows, row, 2),
        .statement = rows_text(rows, row, 3),
        .agreement_version = (int32_t)rows_int(rows, row, 4),
        .status = (enum review)NUMBER_OF(reviews, rows_text(rows, row, 5)),
        .reason = rows_text(rows, row, 6),
        .created_us = rows_time_us(rows, row, 7),
        .decided_us = rows_time_us(rows, row, 8),
    };
}

static struct status applications_all(struct tx *tx, const struct rows *rows,
                                      struct leader_application **ret_applications, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_applications = arena_array(tx_arena(tx), struct leader_application, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_applications)[row] = application_read(rows, row);
    return OK;
}

struct status application_insert(struct tx *tx, const struct leader_application *application)
{
    int64_t inserted;

    TRY(db_exec_count(
        tx, &inserted,
        "insert into leader_applications (id, user_id, community_id, statement, agreement_version)"
        " values ($1, $2, $3, $4, $5) on conflict (user_id, community_id) where status = 'PENDING' do nothing",
        db_id(application->id), db_id(application->user_id), db_id(application->community_id),
        db_text(application->statement), db_int(application->agreement_version)));
    return inserted ? OK : fail(ALREADY_APPLIED, "user %s has applied", application->user_id);
}

struct status application_lock(struct tx *tx, const char *application_id, struct leader_application *ret_application)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" APPLICATION_COLUMNS "from leader_applications where id = $1 for no key update",
                 db_id(application_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "application %s", application_id);
    *ret_application = application_read(rows, 0);
    return OK;
}

struct status application_decide(struct tx *tx, const char *application_id, enum review status, const char *reason,
                                 const char *decided_by)
{
    return db_exec(tx,
                   "update leader_applications set status = $2, reason = $3, decided_by = $4, decided_at = now()"
                   " where id = $1",
                   db_id(application_id), db_text(NAME_OF(reviews, status)), db_text(reason), db_id(decided_by));
}

#define WAITING " from leader_applications where status = 'PENDING' and id > " DB_AFTER("$1")

struct status application_list_waiting(struct tx *tx, const char *community_id, const char *after, int limit,
                                       struct leader_application **ret_applications, size_t *ret_count)
{
    struct rows *rows;

    if (*community_id)
        TRY(db_query(tx, &rows, "select" APPLICATION_COLUMNS WAITING " and community_id = $3 order by id limit $2",
                     db_id(after), db_int(limit), db_id(community_id)));
    else
        TRY(db_query(tx, &rows, "select" APPLICATION_COLUMNS WAITING " order by id limit $2", db_id(after),
                     db_int(limit)));
    return applications_all(tx, rows, ret_applications, ret_count);
}

struct status application_list_of(struct tx *tx, const char *user_id, int limit,
                                  struct leader_application **ret_applications, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" APPLICATION_COLUMNS "from leader_applications where user_id = $1 order by id desc limit $2",
                 db_id(user_id), db_int(limit)));
    return applications_all(tx, rows, ret_applications, ret_count);
}

/* ---- followers ---- */

struct status leader_follow(struct tx *tx, const char *leader_id, const char *user_id, bool *ret_changed)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into leader_followers (leader_id, user_id) values ($1, $2) on conflict do nothing",
                      db_id(leader_id), db_id(user_id)));
    *ret_changed = inserted == 1;
    if (!inserted)
        return OK;
    return db_exec(tx, "update leaders set followers = followers + 1 where user_id = $1", db_id(leader_id));
}

struct status leader_unfollow(struct tx *tx, const char *leader_id, const char *user_id)
{
    int64_t deleted;

    TRY(db_exec_count(tx, &deleted, "delete from leader_followers where leader_id = $1 and user_id = $2",
                      db_id(leader_id), db_id(user_id)));
    if (!deleted)
        return OK;
    return db_exec(tx, "update leaders set followers = followers - 1 where user_id = $1", db_id(leader_id));
}

struct status leader_followed_count(struct tx *tx, const char *user_id, int64_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from leader_followers where user_id = $1", db_id(user_id)));
    *ret_count = rows_int(rows, 0, 0);
    return OK;
}

struct status leader_list_followed(struct tx *tx, const char *user_id, const char *after, int limit,
                                   struct leader **ret_leaders, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" LEADER_COLUMNS "from (select leader_id from leader_followers where user_id = $1"
                 " and leader_id < " DB_BEFORE(
                     "$2") " order by leader_id desc limit $3) f join leaders l"
                           " on l.user_id = f.leader_id left join people p on p.user_id = l.user_id"
                           " where l.status <> 'DISABLED' order by l.user_id desc, l.community_id desc",
                 db_id(user_id), db_id(after), db_int(limit)));
    return leaders_all(tx, rows, ret_leaders, ret_count);
}

/* ---- whom a leader refuses ---- */

struct status buyer_refuse(struct tx *tx, const char *leader_id, const struct refused_buyer *buyer)
{
    return db_exec(tx,
                   "insert into refused_buyers (leader_id, user_id, reason) values ($1, $2, $3)"
                   " on conflict (leader_id, user_id) do update set reason = excluded.reason",
                   db_id(leader_id), db_id(buyer->user_id), db_text(buyer->reason));
}

struct status buyer_accept(struct tx *tx, const char *leader_id, const char *user_id)
{
    return db_exec(tx, "delete from refused_buyers where leader_id = $1 and user_id = $2", db_id(leader_id),
                   db_id(user_id));
}

struct status buyer_is_refused(struct tx *tx, const char *leader_id, const char *user_id, bool *ret_refused)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select exists (select from refused_buyers where leader_id = $1 and user_id = $2)",
                 db_id(leader_id), db_id(user_id)));
    *ret_refused = rows_bool(rows, 0, 0);
    return OK;
}

struct status buyer_list_refused(struct tx *tx, const char *leader_id, const char *after, int limit,
                                 struct refused_buyer **ret_buyers, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select r.user_id, coalesce(p.nickname, ''), r.reason, r.since_at from refused_buyers r"
                 " left join people p on p.user_id = r.user_id where r.leader_id = $1 and r.user_id < " DB_BEFORE(
                     "$2") " order by r.user_id desc limit $3",
                 db_id(leader_id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_buyers = arena_array(tx_arena(tx), struct refused_buyer, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_buyers)[row] = (struct refused_buyer){
            .user_id = rows_id(rows, row, 0),
            .nickname = rows_text(rows, row, 1),
            .reason = rows_text(rows, row, 2),
            .since_us = rows_time_us(rows, row, 3),
        };
    return OK;
}
