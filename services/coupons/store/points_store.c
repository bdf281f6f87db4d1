#include "coupons/store/points_store.h"

static void account_read(const struct rows *rows, const char *user_id, struct points_account *account)
{
    *account = (struct points_account){ .user_id = user_id };
    if (rows_count(rows) == 0)
        return;
    account->available = rows_int(rows, 0, 0);
    account->held = rows_int(rows, 0, 1);
    account->pending = rows_int(rows, 0, 2);
    account->debt = rows_int(rows, 0, 3);
}

struct status points_account_get(struct tx *tx, const char *user_id, struct points_account *ret_account)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select available, held, pending, debt from points_accounts where user_id = $1",
                 db_id(user_id)));
    account_read(rows, user_id, ret_account);
    return OK;
}

struct status points_account_lock(struct tx *tx, const char *user_id, struct points_account *ret_account)
{
    TRY(db_exec(tx, "insert into points_accounts (user_id) values ($1) on conflict do nothing", db_id(user_id)));
    /* Held first, read after: what the statement that waited has read may be old. */
    TRY(db_exec(tx, "select from points_accounts where user_id = $1 for no key update", db_id(user_id)));
    return points_account_get(tx, user_id, ret_account);
}

struct status points_account_save(struct tx *tx, const struct points_account *account)
{
    return db_exec(tx,
                   "update points_accounts set available = $2, held = $3, pending = $4, debt = $5 where user_id = $1",
                   db_id(account->user_id), db_int(account->available), db_int(account->held), db_int(account->pending),
                   db_int(account->debt));
}

/* ---- postings ---- */

static struct status entries_insert(struct tx *tx, struct arena *arena, const struct posting *posting)
{
    const char **accounts = arena_array(arena, const char *, POINTS_ACCOUNTS);
    int64_t *points = arena_array(arena, int64_t, POINTS_ACCOUNTS);
    size_t count = 0;

    for (int i = 0; i < POINTS_ACCOUNTS; i++) {
        if (posting->entries.of[i] == 0)
            continue;
        accounts[count] = points_account_name((enum points_account_kind)i);
        points[count++] = posting->entries.of[i];
    }
    return db_exec(tx,
                   "insert into points_entries (posting_id, account, points) select $1, a, p from unnest($2::text[], "
                   "$3::bigint[]) n (a, p)",
                   db_id(posting->id), db_texts(accounts, count), db_ints(points, count));
}

struct status posting_insert(struct tx *tx, struct arena *arena, const struct posting *posting)
{
    TRY(db_exec(tx,
                "insert into points_postings (id, user_id, kind, key, order_id, title, posted_at) values ($1, $2, $3, "
                "$4, $5, $6, $7)",
                db_id(posting->id), db_id(posting->user_id), db_int(posting->kind), db_text(posting->key),
                db_id(posting->order_id), db_text(posting->title), db_time(posting->posted_us)));
    return entries_insert(tx, arena, posting);
}

#define OF_ACCOUNT(name)                                                                                               \
    "coalesce((select points from points_entries e where e.posting_id = p.id and e.account = '" name "'), 0)"

struct status posting_list(struct tx *tx, struct arena *arena, const char *user_id, const char *before_id, int limit,
                           struct posting **ret_postings, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select p.id, p.kind, p.order_id, p.title, p.posted_at, " OF_ACCOUNT("AVAILABLE") ", " OF_ACCOUNT(
            "HELD") ", " OF_ACCOUNT("PENDING") ", " OF_ACCOUNT("DEBT") " from points_postings p"
                                                                       " where p.user_id = $1 and p.id < " DB_BEFORE(
                                                                           "$2") " order by p.id desc limit $3",
        db_id(user_id), db_id(before_id), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct posting *postings = arena_array(arena, struct posting, count);
    for (size_t i = 0; i < count; i++) {
        int row = (int)i;
        postings[i] = (struct posting){
            .id = rows_id(rows, row, 0),
            .user_id = user_id,
            .kind = (enum posting_kind)rows_int(rows, row, 1),
            .order_id = rows_id(rows, row, 2),
            .title = rows_text(rows, row, 3),
            .posted_us = rows_time_us(rows, row, 4),
        };
        for (int account = ACCOUNT_AVAILABLE; account <= ACCOUNT_DEBT; account++)
            postings[i].entries.of[account] = rows_int(rows, row, 5 + account);
    }
    *ret_postings = postings;
    *ret_count = count;
    return OK;
}

/* ---- lots ---- */

struct status lot_insert(struct tx *tx, const struct lot *lot)
{
    return db_exec(tx,
                   "insert into points_lots (id, user_id, points, points_left, vests_at, pending, expires_at)"
                   " values ($1, $2, $3::bigint, $3::bigint, $4::timestamptz, $4::timestamptz is not null, $5)",
                   db_id(lot->id), db_id(lot->user_id), db_int(lot->points), db_time(lot->vests_us),
                   db_time(lot->expires_us));
}

struct status lots_draw(struct tx *tx, struct arena *arena, const char *user_id, int64_t points,
                        const char *first_lot_id, struct lot_part **ret_parts, size_t *ret_count)
{
    struct rows *rows;
    int64_t drawn = 0;

    TRY(db_query(tx, &rows,
                 "update points_lots l set points_left = l.points_left - d.take from"
                 " (select id, least(points_left, greatest($2::bigint - before, 0))::bigint as take from"
                 "  (select id, points_left, sum(points_left) over"
                 "     (order by id is distinct from $3::uuid, expires_at, id) - points_left as before"
                 "   from points_lots where user_id = $1 and points_left > 0 and not pending) lots) d"
                 " where l.id = d.id and d.take > 0 returning l.id, d.take",
                 db_id(user_id), db_int(points), db_id(first_lot_id)));
    size_t count = (size_t)rows_count(rows);
    struct lot_part *parts = arena_array(arena, struct lot_part, count);
    for (size_t i = 0; i < count; i++) {
        parts[i] = (struct lot_part){ rows_id(rows, (int)i, 0), rows_int(rows, (int)i, 1) };
        drawn += parts[i].points;
    }
    if (drawn != points)
        return fail(INTERNAL, "the lots of %s hold %ld of %ld points", user_id, (long)drawn, (long)points);
    *ret_parts = parts;
    *ret_count = count;
    return OK;
}

struct status lots_give_back(struct tx *tx, struct arena *arena, const struct lot_part *parts, size_t count,
                             int64_t now_us, int64_t grace_us)
{
    const char **ids = arena_array(arena, const char *, count);
    int64_t *points = arena_array(arena, int64_t, count);

    for (size_t i = 0; i < count; i++) {
        ids[i] = parts[i].lot_id;
        points[i] = parts[i].points;
    }
    return db_exec(tx,
                   "update points_lots l set points_left = l.points_left + n.points,"
                   " reminded = l.reminded and l.expires_at > $3,"
                   " expires_at = case when l.expires_at <= $3 then $4 else l.expires_at end"
                   " from unnest($1::uuid[], $2::bigint[]) n (id, points) where l.id = n.id",
                   db_texts(ids, count), db_ints(points, count), db_time(now_us), db_time(grace_us));
}

struct status lots_expire(struct tx *tx, const char *user_id, int64_t now_us, int64_t *ret_points)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with due as (select id, points_left from points_lots where user_id = $1 and points_left > 0 and not pending"
        "  and expires_at <= $2), gone as (update points_lots l set points_left = 0 from due where l.id = due.id)"
        " select coalesce(sum(points_left), 0)::bigint from due",
        db_id(user_id), db_time(now_us)));
    *ret_points = rows_int(rows, 0, 0);
    return OK;
}

struct status lots_vest(struct tx *tx, const char *user_id, int64_t now_us, int64_t *ret_points)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "with due as (update points_lots set pending = false where user_id = $1 and pending and vests_at <= $2"
                 "  returning points_left) select coalesce(sum(points_left), 0)::bigint from due",
                 db_id(user_id), db_time(now_us)));
    *ret_points = rows_int(rows, 0, 0);
    return OK;
}

struct status lot_take_pending(struct tx *tx, const char *lot_id, int64_t points, int64_t *ret_taken)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with old as (select id, least(points_left, $2::bigint) as take from points_lots where id = $1 and pending)"
        " update points_lots l set points_left = l.points_left - old.take from old where l.id = old.id returning "
        "old.take",
        db_id(lot_id), db_int(points)));
    *ret_taken = rows_count(rows) ? rows_int(rows, 0, 0) : 0;
    return OK;
}

struct status lots_ending(struct tx *tx, const char *user_id, int64_t now_us, int64_t until_us, int64_t *ret_gone,
                          int64_t *ret_ending, int64_t *ret_first_us)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(points_left) filter (where expires_at <= $2), 0)::bigint,"
                 " coalesce(sum(points_left) filter (where expires_at > $2), 0)::bigint,"
                 " min(expires_at) filter (where expires_at > $2)"
                 " from points_lots where user_id = $1 and points_left > 0 and not pending and expires_at <= $3",
                 db_id(user_id), db_time(now_us), db_time(until_us)));
    *ret_gone = rows_int(rows, 0, 0);
    *ret_ending = rows_int(rows, 0, 1);
    *ret_first_us = rows_null(rows, 0, 2) ? 0 : rows_time_us(rows, 0, 2);
    return OK;
}

struct status lots_due_users(struct tx *tx, int64_t now_us, int limit, const char *const **ret_users, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select user_id from (select user_id from points_lots where points_left > 0 and not pending and "
                 "expires_at <= $1"
                 " union select user_id from points_lots where pending and vests_at <= $1) due limit $2",
                 db_time(now_us), db_int(limit)));
    *ret_users = rows_ids(rows, 0);
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status lots_remind(struct tx *tx, struct arena *arena, int64_t now_us, int64_t until_us, int limit,
                          struct ending **ret_endings, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with people as (select distinct user_id from points_lots where points_left > 0 and not pending and not "
        "reminded"
        "  and expires_at > $1 and expires_at <= $2 limit $3),"
        " told as (update points_lots l set reminded = true from people p where l.user_id = p.user_id"
        "  and points_left > 0 and not pending and not reminded and expires_at > $1 and expires_at <= $2"
        "  returning l.user_id, points_left, expires_at)"
        " select user_id, sum(points_left)::bigint, min(expires_at) from told group by user_id order by user_id",
        db_time(now_us), db_time(until_us), db_int(limit)));
    size_t count = (size_t)rows_count(rows);
    struct ending *endings = arena_array(arena, struct ending, count);
    for (size_t i = 0; i < count; i++)
        endings[i] =
            (struct ending){ rows_id(rows, (int)i, 0), rows_int(rows, (int)i, 1), rows_time_us(rows, (int)i, 2) };
    *ret_endings = endings;
    *ret_count = count;
    return OK;
}
