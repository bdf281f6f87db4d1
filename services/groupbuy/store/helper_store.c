#include "groupbuy/store/helper_store.h"

#include "groupbuy/domain/names.h"

static const char *const statuses[] = { "", "OFFERED", "HELPING", "STOPPED", "WITHDRAWN" };

#define ENTRIES_OF " from round_entries e where e.round_id = h.round_id and e.help_seller_id = h.helper_id "
#define HELP_COLUMNS                                                                                                   \
    " h.round_id, h.helper_id, coalesce(p.nickname, ''), h.status, h.community_id, h.circle_id, h.offered_at,"         \
    " h.helping_since, (select count(*)" ENTRIES_OF "and e.counts),"                                                   \
    " (select coalesce(sum((select sum(c.paid_fen) from round_counted c where c.order_id = e.order_id)), 0)::bigint"   \
    " " ENTRIES_OF "and e.counts),"                                                                                    \
    " (select coalesce(sum((select sum(s.accrued_fen - s.reversed_fen) from shares s where s.order_id = e.order_id"    \
    "  and s.role in ('SELLING', 'HALL') and s.earner_id = h.helper_id)), 0)::bigint" ENTRIES_OF ") "
#define HELPS " round_helpers h left join people p on p.user_id = h.helper_id "

static struct help help_read(const struct rows *rows, int row)
{
    return (struct help){
        .round_id = rows_id(rows, row, 0),
        .helper_id = rows_id(rows, row, 1),
        .nickname = rows_text(rows, row, 2),
        .status = (enum help_status)NUMBER_OF(statuses, rows_text(rows, row, 3)),
        .community_id = rows_id(rows, row, 4),
        .circle_id = rows_id(rows, row, 5),
        .offered_us = rows_time_us(rows, row, 6),
        .since_us = rows_time_us(rows, row, 7),
        .orders = rows_int(rows, row, 8),
        .paid = rows_int(rows, row, 9),
        .earned = rows_int(rows, row, 10),
    };
}

static struct help nothing_between(const char *round_id, const char *helper_id)
{
    return (struct help){
        .round_id = round_id, .helper_id = helper_id, .nickname = "", .community_id = "", .circle_id = ""
    };
}

struct status help_get(struct tx *tx, const char *round_id, const char *helper_id, struct help *ret_help)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" HELP_COLUMNS "from" HELPS "where h.round_id = $1 and h.helper_id = $2",
                 db_id(round_id), db_id(helper_id)));
    *ret_help = rows_count(rows) ? help_read(rows, 0) : nothing_between(round_id, helper_id);
    return OK;
}

struct status help_set(struct tx *tx, const struct help *help)
{
    return db_exec(tx,
                   "insert into round_helpers as h (round_id, helper_id, status, community_id, circle_id,"
                   " helping_since) values ($1, $2, $3, $4, $5, case when $3 = 'HELPING' then now() end)"
                   " on conflict (round_id, helper_id) do update set status = $3, community_id = $4, circle_id = $5,"
                   " helping_since = case when $3 = 'HELPING' and h.status <> 'HELPING' then now()"
                   "  else h.helping_since end",
                   db_id(help->round_id), db_id(help->helper_id), db_text(NAME_OF(statuses, help->status)),
                   db_id(help->community_id), db_id(help->circle_id));
}

struct status help_circle_is_taken(struct tx *tx, const struct help *help, bool *ret_taken)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select from rounds r where r.id = $1 and (r.circle_id = $3 or exists (select from round_helpers h"
                 " where h.round_id = r.id and h.circle_id = $3 and h.status = 'HELPING' and h.helper_id <> $2))",
                 db_id(help->round_id), db_id(help->helper_id), db_id(help->circle_id)));
    *ret_taken = rows_count(rows) > 0;
    return OK;
}

struct status help_list(struct tx *tx, const char *round_id, const char *after, int limit, struct help **ret_helps,
                        size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" HELP_COLUMNS "from" HELPS
                 "where h.round_id = $1 and h.helper_id < " DB_BEFORE("$2") " order by h.helper_id desc limit $3",
                 db_id(round_id), db_id(after), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_helps = arena_array(tx_arena(tx), struct help, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_helps)[row] = help_read(rows, row);
    return OK;
}

struct status help_list_of(struct tx *tx, const char *helper_id, const char *const *round_ids, size_t count,
                           struct help **ret_helps)
{
    struct rows *rows;

    *ret_helps = arena_array(tx_arena(tx), struct help, count);
    for (size_t i = 0; i < count; i++)
        (*ret_helps)[i] = nothing_between(round_ids[i], helper_id);
    TRY(db_query(tx, &rows,
                 "select" HELP_COLUMNS ", g.n from unnest($2::uuid[]) with ordinality as g (id, n) join (" HELPS
                 ") on h.round_id = g.id where h.helper_id = $1",
                 db_id(helper_id), db_texts(round_ids, count)));
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_helps)[rows_int(rows, row, 11) - 1] = help_read(rows, row);
    return OK;
}
