#include "groupbuy/store/complaint_store.h"

#include "base/id.h"
#include "groupbuy/store/images.h"

/* With what is shown of its order: the newest after-sale, what was bought, our latest word. */
#define COMPLAINT_COLUMNS                                                                                              \
    " c.id, c.wechat_id, c.state, c.told, c.seen, c.complained_at, c.detail, c.problem, c.problem_type,"               \
    " c.phone_masked, c.refund_wanted_fen, c.times, c.times_told, c.fully_refunded, c.user_waits, c.platform_helps,"   \
    " array_to_string(c.images, E'\\n'), c.out_trade_no, c.order_id, c.user_id, c.leader_id, c.community_id,"          \
    " c.waits_since, c.overdue_at, c.read_at, s.id, s.status,"                                                         \
    " (select product_title from order_lines where order_id = c.order_id order by position limit 1),"                  \
    " (select details from complaint_entries where complaint_id = c.id and type = 'MERCHANT_RESPONSE'"                 \
    "  order by number desc limit 1), c.merchant_id "

#define FROM_COMPLAINTS                                                                                                \
    "from complaints c left join lateral (select id, status from after_sales where order_id = c.order_id"              \
    " order by id desc limit 1) s on true"

static struct complaint complaint_read(struct tx *tx, const struct rows *rows, int row)
{
    struct complaint complaint = {
        .id = rows_id(rows, row, 0),
        .wechat_id = rows_text(rows, row, 1),
        .state = complaint_state_of(rows_text(rows, row, 2)),
        .told = rows_int(rows, row, 3),
        .seen = rows_int(rows, row, 4),
        .complained_us = rows_time_us(rows, row, 5),
        .detail = rows_text(rows, row, 6),
        .problem = rows_text(rows, row, 7),
        .problem_type = rows_text(rows, row, 8),
        .phone_masked = rows_text(rows, row, 9),
        .refund_wanted = rows_int(rows, row, 10),
        .times = rows_int(rows, row, 11),
        .times_told = rows_int(rows, row, 12),
        .fully_refunded = rows_bool(rows, row, 13),
        .user_waits = rows_bool(rows, row, 14),
        .platform_helps = rows_bool(rows, row, 15),
        .out_trade_no = rows_text(rows, row, 17),
        .order_id = rows_id(rows, row, 18),
        .user_id = rows_id(rows, row, 19),
        .leader_id = rows_id(rows, row, 20),
        .community_id = rows_id(rows, row, 21),
        .waits_us = rows_time_us(rows, row, 22),
        .overdue_us = rows_time_us(rows, row, 23),
        .read_us = rows_time_us(rows, row, 24),
        .after_sale_id = rows_id(rows, row, 25),
        .after_sale_status = rows_text(rows, row, 26),
        .product_title = rows_text(rows, row, 27),
        .answer = rows_text(rows, row, 28),
        .merchant_id = rows_text(rows, row, 29),
    };

    complaint.images = images_split(tx_arena(tx), rows_text(rows, row, 16), &complaint.images_count);
    return complaint;
}

static void read_all(struct tx *tx, const struct rows *rows, struct complaint **ret_complaints, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_complaints = arena_array(tx_arena(tx), struct complaint, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_complaints)[row] = complaint_read(tx, rows, row);
}

/* ---- what WeChat tells ---- */

struct status complaint_told(struct tx *tx, const char *merchant_id, const char *wechat_id, const char **ret_id)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "insert into complaints as c (id, wechat_id, merchant_id) values ($1, $2, $3)"
                 " on conflict (wechat_id) do update set told = c.told + 1 where c.merchant_id = $3 returning id",
                 db_id(id_make(tx_arena(tx))), db_text(wechat_id), db_text(merchant_id)));
    *ret_id = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    return OK;
}

struct status complaint_listed(struct tx *tx, const char *merchant_id, const char *wechat_id,
                               enum complaint_state state, bool user_waits, int64_t times)
{
    return db_exec(tx,
                   "insert into complaints as c (id, wechat_id, merchant_id) values ($1, $2, $6)"
                   " on conflict (wechat_id) do update set told = c.told + 1 where c.told = c.seen and c.merchant_id = $6"
                   " and (c.state, c.user_waits, c.times) is distinct from ($3, $4, $5)",
                   db_id(id_make(tx_arena(tx))), db_text(wechat_id), db_text(complaint_state_name(state)),
                   db_bool(user_waits), db_int(times), db_text(merchant_id));
}

struct status complaint_refresh(struct tx *tx, int limit)
{
    return db_exec(tx,
                   "update complaints set told = told + 1 where id in (select id from complaints"
                   " where state in ('PENDING', 'PROCESSING') and read_at < now() - interval '1 h' and told = seen"
                   " order by read_at limit $1)",
                   db_int(limit));
}

struct status complaint_add_jobs(struct tx *tx, int limit)
{
    return db_exec(tx,
                   "insert into jobs (id, kind, key, run_at, payload)"
                   " select gen_random_uuid(), 'read_complaint', replace(id::text, '-', ''), now(), ''"
                   " from complaints where told > seen order by heard_at limit $1 on conflict (kind, key) do nothing",
                   db_int(limit));
}

/* ---- one ---- */

static struct status only(struct tx *tx, const struct rows *rows, const char *id, bool unread,
                          struct complaint *ret_complaint)
{
    struct complaint complaint;

    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "complaint %s", id);
    complaint = complaint_read(tx, rows, 0);
    if (complaint.state == COMPLAINT_TOLD && !unread)
        return fail(NOT_HERE, "complaint %s was not read yet", id);
    *ret_complaint = complaint;
    return OK;
}

struct status complaint_get(struct tx *tx, const char *id, bool unread, struct complaint *ret_complaint)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" COMPLAINT_COLUMNS FROM_COMPLAINTS " where c.id = $1", db_id(id)));
    return only(tx, rows, id, unread, ret_complaint);
}

struct status complaint_lock(struct tx *tx, const char *id, bool unread, struct complaint *ret_complaint)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" COMPLAINT_COLUMNS FROM_COMPLAINTS " where c.id = $1 for update of c", db_id(id)));
    return only(tx, rows, id, unread, ret_complaint);
}

struct status complaint_save(struct tx *tx, const struct complaint *complaint)
{
    return db_exec(tx,
                   "update complaints set state = $2, seen = $3, complained_at = $4, detail = $5, problem = $6,"
                   " problem_type = $7, phone_sealed = $8, phone_key = $9, phone_masked = $10, refund_wanted_fen = $11,"
                   " times = $12, times_told = $13, fully_refunded = $14, user_waits = $15, platform_helps = $16,"
                   " images = $17, out_trade_no = $18, order_id = $19, user_id = $20, leader_id = $21,"
                   " community_id = $22, read_at = now() where id = $1",
                   db_id(complaint->id), db_text(complaint_state_name(complaint->state)), db_int(complaint->seen),
                   db_time(complaint->complained_us), db_text(complaint->detail), db_text(complaint->problem),
                   db_text(complaint->problem_type),
                   complaint->phone_sealed_bytes ? db_bytes(complaint->phone_sealed, complaint->phone_sealed_bytes)
                                                 : db_null(),
                   db_text(complaint->phone_key), db_text(complaint->phone_masked), db_int(complaint->refund_wanted),
                   db_int(complaint->times), db_int(complaint->times_told), db_bool(complaint->fully_refunded),
                   db_bool(complaint->user_waits), db_bool(complaint->platform_helps),
                   db_texts(complaint->images, complaint->images_count), db_text(complaint->out_trade_no),
                   db_id(complaint->order_id), db_id(complaint->user_id), db_id(complaint->leader_id),
                   db_id(complaint->community_id));
}

static struct status add_entry(struct tx *tx, const char *id, const struct complaint_entry *entry)
{
    return db_ask(tx, NULL,
                  "insert into complaint_entries (complaint_id, log_id, at, who, type, details, images)"
                  " values ($1, $2, $3, $4, $5, $6, $7) on conflict (complaint_id, log_id) do nothing",
                  db_id(id), db_text(entry->log_id), db_time(entry->at_us), db_text(entry->who), db_text(entry->type),
                  db_text(entry->details), db_texts(entry->images, entry->images_count));
}

struct status complaint_add_entries(struct tx *tx, const char *id, const struct complaint_entry *entries, size_t count)
{
    for (size_t i = count; i > 0; i--)
        TRY(add_entry(tx, id, &entries[i - 1]));
    return db_collect(tx);
}

struct status complaint_follow_wait(struct tx *tx, const char *id)
{
    return db_exec(tx,
                   "with said as (select c.id, case when c.state = 'PENDING' or c.user_waits and c.state = 'PROCESSING'"
                   "  then coalesce((select min(at) from complaint_entries where complaint_id = c.id"
                   "   and type like 'USER\\_%' and number > coalesce((select max(number) from complaint_entries"
                   "    where complaint_id = c.id and type = 'MERCHANT_RESPONSE'), 0)), c.complained_at) end"
                   "  as since from complaints c where c.id = $1)"
                   " update complaints c set waits_since = said.since,"
                   " overdue_at = case when c.waits_since = said.since then c.overdue_at end"
                   " from said where c.id = said.id",
                   db_id(id));
}

struct status complaint_take_overdue(struct tx *tx, int64_t after_s, int limit, struct complaint **ret_complaints,
                                     size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "with late as (select id from complaints where waits_since <= now() - $1 * interval '1 s'"
                 "  and overdue_at is null order by waits_since limit $2 for update skip locked),"
                 " marked as (update complaints set overdue_at = now() where id in (select id from late) returning id)"
                 " select" COMPLAINT_COLUMNS FROM_COMPLAINTS " where c.id in (select id from marked)",
                 db_int(after_s), db_int(limit)));
    read_all(tx, rows, ret_complaints, ret_count);
    return OK;
}

/* ---- steps ---- */

#define STEP_COLUMNS                                                                                                   \
    " id, complaint_id, kind, content, days, asked_by, asked_at, state, tried_at, done_at, refused_why "

static struct complaint_step step_read(const struct rows *rows, int row)
{
    return (struct complaint_step){
        .id = rows_id(rows, row, 0),
        .complaint_id = rows_id(rows, row, 1),
        .kind = complaint_step_kind_of(rows_text(rows, row, 2)),
        .content = rows_text(rows, row, 3),
        .days = (int)rows_int(rows, row, 4),
        .asked_by = rows_id(rows, row, 5),
        .asked_us = rows_time_us(rows, row, 6),
        .state = complaint_step_state_of(rows_text(rows, row, 7)),
        .tried_us = rows_time_us(rows, row, 8),
        .done_us = rows_time_us(rows, row, 9),
        .refused_why = rows_text(rows, row, 10),
    };
}

struct status complaint_step_insert(struct tx *tx, const struct complaint_step *step)
{
    return db_exec(tx,
                   "insert into complaint_steps (id, complaint_id, kind, content, days, asked_by)"
                   " values ($1, $2, $3, $4, $5, $6)",
                   db_id(step->id), db_id(step->complaint_id), db_text(complaint_step_kind_name(step->kind)),
                   db_text(step->content), db_int(step->days), db_id(step->asked_by));
}

struct status complaint_step_lock(struct tx *tx, const char *id, struct complaint_step *ret_step)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" STEP_COLUMNS "from complaint_steps where id = $1 for update", db_id(id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "step %s of a complaint", id);
    *ret_step = step_read(rows, 0);
    return OK;
}

struct status complaint_step_tried(struct tx *tx, const char *id)
{
    return db_exec(tx, "update complaint_steps set tried_at = now() where id = $1", db_id(id));
}

struct status complaint_step_end(struct tx *tx, const char *id, enum complaint_step_state state, const char *why)
{
    return db_exec(tx, "update complaint_steps set state = $2, done_at = now(), refused_why = $3 where id = $1",
                   db_id(id), db_text(complaint_step_state_name(state)), db_text(why));
}

/* ---- lists ---- */

#define NEWEST " and c.id < " DB_BEFORE("$1") " order by c.id desc limit $2"

struct status complaint_list(struct tx *tx, enum complaint_state state, const char *after, int limit,
                             struct complaint **ret_complaints, size_t *ret_count)
{
    struct rows *rows;

    if (state)
        TRY(db_query(tx, &rows, "select" COMPLAINT_COLUMNS FROM_COMPLAINTS " where c.state = $3" NEWEST, db_id(after),
                     db_int(limit), db_text(complaint_state_name(state))));
    else
        TRY(db_query(tx, &rows, "select" COMPLAINT_COLUMNS FROM_COMPLAINTS " where c.state <> 'TOLD'" NEWEST,
                     db_id(after), db_int(limit)));
    read_all(tx, rows, ret_complaints, ret_count);
    return OK;
}

struct status complaint_list_of(struct tx *tx, const char *user_id, const char *order_id, const char *after, int limit,
                                struct complaint **ret_complaints, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" COMPLAINT_COLUMNS FROM_COMPLAINTS
                 " where c.user_id = $3 and ($4::uuid is null or c.order_id = $4) and c.state <> 'TOLD'" NEWEST,
                 db_id(after), db_int(limit), db_id(user_id), db_id(order_id)));
    read_all(tx, rows, ret_complaints, ret_count);
    return OK;
}

struct status complaint_list_led(struct tx *tx, const char *leader_id, const char *after, int limit,
                                 struct complaint **ret_complaints, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" COMPLAINT_COLUMNS FROM_COMPLAINTS " where c.leader_id = $3 and c.state <> 'TOLD'" NEWEST,
                 db_id(after), db_int(limit), db_id(leader_id)));
    read_all(tx, rows, ret_complaints, ret_count);
    return OK;
}

struct status complaint_entries(struct tx *tx, const char *id, struct complaint_entry **ret_entries, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select log_id, who, type, details, at, array_to_string(images, E'\\n') from complaint_entries"
                 " where complaint_id = $1 order by number limit 1000",
                 db_id(id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_entries = arena_array(tx_arena(tx), struct complaint_entry, *ret_count);
    for (int row = 0; row < rows_count(rows); row++) {
        struct complaint_entry *entry = &(*ret_entries)[row];

        *entry = (struct complaint_entry){ .log_id = rows_text(rows, row, 0),
                                           .who = rows_text(rows, row, 1),
                                           .type = rows_text(rows, row, 2),
                                           .details = rows_text(rows, row, 3),
                                           .at_us = rows_time_us(rows, row, 4) };
        entry->images = images_split(tx_arena(tx), rows_text(rows, row, 5), &entry->images_count);
    }
    return OK;
}

struct status complaint_steps(struct tx *tx, const char *id, struct complaint_step **ret_steps, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" STEP_COLUMNS "from complaint_steps where complaint_id = $1 order by id limit 1000",
                 db_id(id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_steps = arena_array(tx_arena(tx), struct complaint_step, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_steps)[row] = step_read(rows, row);
    return OK;
}

/* ---- watching ---- */

struct status complaint_watch_days(struct tx *tx, const char *merchant_id, const char **ret_first,
                                   const char **ret_last)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "with today as (select (now() at time zone 'Asia/Shanghai')::date as day)"
                 " select greatest(coalesce((select (listed_at at time zone 'Asia/Shanghai')::date - 1 from"
                 "  (select listed_at from complaint_watch where $1 = '' union all"
                 "   select listed_at from merchant_complaint_watch where merchant_id = $1) listed),"
                 "  day - 29), day - 29)::text, day::text from today",
                 db_text(merchant_id)));
    *ret_first = rows_text(rows, 0, 0);
    *ret_last = rows_text(rows, 0, 1);
    return OK;
}

struct status complaint_watched(struct tx *tx, const char *merchant_id, int64_t now_us)
{
    if (*merchant_id)
        return db_exec(tx,
                       "insert into merchant_complaint_watch (merchant_id, listed_at) values ($1, $2)"
                       " on conflict (merchant_id) do update set listed_at = excluded.listed_at",
                       db_text(merchant_id), db_time(now_us));
    return db_exec(tx,
                   "insert into complaint_watch (listed_at) values ($1)"
                   " on conflict (only_one) do update set listed_at = excluded.listed_at",
                   db_time(now_us));
}

struct status complaint_count(struct tx *tx, struct complaint_counts *ret_counts)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select (select count(*) from complaints where state in ('PENDING', 'PROCESSING')),"
                 " (select count(*) from complaints where waits_since is not null and overdue_at is not null),"
                 " (select count(*) from complaints where told > seen and heard_at < now() - interval '10 min')"));
    *ret_counts = (struct complaint_counts){ rows_int(rows, 0, 0), rows_int(rows, 0, 1), rows_int(rows, 0, 2) };
    return OK;
}
