#include "groupbuy/store/team_store.h"

#include "groupbuy/domain/reasons.h"

struct status team_insert(struct tx *tx, const struct team *team)
{
    return db_exec(
        tx,
        "insert into teams (id, campaign_id, starter_id, status, size, held, paid, price_fen, deadline, version,"
        " sponsored_max, sponsor_from, founder_id)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        db_id(team->id), db_id(team->campaign_id), db_id(team->starter_id), db_text(team_status_name(team->status)),
        db_int(team->size), db_int(team->held), db_int(team->paid), db_int(team->price), db_time(team->deadline_us),
        db_int(team->version), db_int(team->sponsored_max), db_time(team->sponsor_from_us), db_id(team->founder_id));
}

#define TEAM_COLUMNS                                                                                                   \
    " id, campaign_id, starter_id, status, size, held, paid, price_fen, started_at, deadline, version, sponsored,"     \
    " sponsored_max, sponsor_from, coalesce(founder_id, starter_id) "

static struct team team_read(const struct rows *rows, int row)
{
    return (struct team){
        .id = rows_id(rows, row, 0),
        .campaign_id = rows_id(rows, row, 1),
        .starter_id = rows_id(rows, row, 2),
        .status = team_status_of(rows_text(rows, row, 3)),
        .size = (int32_t)rows_int(rows, row, 4),
        .held = (int32_t)rows_int(rows, row, 5),
        .paid = (int32_t)rows_int(rows, row, 6),
        .price = rows_int(rows, row, 7),
        .started_us = rows_time_us(rows, row, 8),
        .deadline_us = rows_time_us(rows, row, 9),
        .version = rows_int(rows, row, 10),
        .sponsored = (int32_t)rows_int(rows, row, 11),
        .sponsored_max = (int32_t)rows_int(rows, row, 12),
        .sponsor_from_us = rows_time_us(rows, row, 13),
        .founder_id = rows_id(rows, row, 14),
    };
}

static struct status only_team(const struct rows *rows, const char *team_id, struct team *ret_team)
{
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "team %s", team_id);
    *ret_team = team_read(rows, 0);
    return OK;
}

struct status team_get(struct tx *tx, const char *team_id, struct team *ret_team)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" TEAM_COLUMNS "from teams where id = $1", db_id(team_id)));
    return only_team(rows, team_id, ret_team);
}

struct status team_lock(struct tx *tx, const char *team_id, struct team *ret_team)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select" TEAM_COLUMNS "from teams where id = $1 for update", db_id(team_id)));
    return only_team(rows, team_id, ret_team);
}

struct status team_save(struct tx *tx, const struct team *team)
{
    return db_exec(tx,
                   "update teams set starter_id = $2, status = $3, held = $4, paid = $5, version = $6, sponsored = $7,"
                   " ended_at = case when $3 = 'OPEN' then null else coalesce(ended_at, now()) end where id = $1",
                   db_id(team->id), db_id(team->starter_id), db_text(team_status_name(team->status)),
                   db_int(team->held), db_int(team->paid), db_int(team->version), db_int(team->sponsored));
}

struct status team_note_sponsor(struct tx *tx, const struct team *team, int32_t seats, const char *by, const char *why)
{
    return db_exec(tx,
                   "insert into team_sponsorships (team_id, version, seats, sponsored_by, why)"
                   " values ($1, $2, $3, $4, $5)",
                   db_id(team->id), db_int(team->version), db_int(seats), db_text(by), db_text(why));
}

struct status team_list_open(struct tx *tx, const char *campaign_id, int64_t after_us, const char *after_id, int limit,
                             struct team **ret_teams, size_t *ret_count)
{
    struct rows *rows;
    struct team *teams;

    TRY(db_query(tx, &rows,
                 "select" TEAM_COLUMNS "from teams where campaign_id = $1 and status = 'OPEN' and paid > 0"
                 " and held + paid + sponsored < size and deadline > now()"
                 " and (deadline, id) > (coalesce($2::timestamptz, '-infinity'), " DB_AFTER(
                     "$3") ")"
                           " order by deadline, id limit $4",
                 db_id(campaign_id), db_time(after_us), db_id(after_id), db_int(limit)));
    teams = arena_array(tx_arena(tx), struct team, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        teams[row] = team_read(rows, row);
    *ret_teams = teams;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status team_find_nearest(struct tx *tx, const char *campaign_id, const char *user_id, const char **ret_team_id,
                                bool *ret_found)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select t.id from teams t where t.campaign_id = $1 and t.status = 'OPEN' and t.paid > 0"
                 " and t.held + t.paid + t.sponsored < t.size and t.deadline > now()"
                 " and not exists (select from team_members m where m.team_id = t.id and m.user_id = $2"
                 "  and m.state <> 'LEFT')"
                 " order by t.size - t.paid - t.held - t.sponsored, t.deadline, t.id limit 1",
                 db_id(campaign_id), db_id(user_id)));
    *ret_found = rows_count(rows) == 1;
    if (*ret_found)
        *ret_team_id = rows_id(rows, 0, 0);
    return OK;
}

struct status team_list_open_ids(struct tx *tx, const char *campaign_id, bool paid, int limit,
                                 const char *const **ret_ids, size_t *ret_count)
{
    const char **ids;
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select id from teams where campaign_id = $1 and status = 'OPEN' and (not $2 or paid > 0)"
                 " order by id limit $3",
                 db_id(campaign_id), db_bool(paid), db_int(limit)));
    ids = arena_array(tx_arena(tx), const char *, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        ids[row] = rows_id(rows, row, 0);
    *ret_ids = ids;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status member_insert(struct tx *tx, const char *team_id, const char *user_id, const char *order_id)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into team_members (order_id, team_id, user_id, state) values ($1, $2, $3, 'HELD')"
                      " on conflict (team_id, user_id) where state <> 'LEFT' do nothing",
                      db_id(order_id), db_id(team_id), db_id(user_id)));
    return inserted ? OK : fail(ALREADY_IN_TEAM, "the caller is in team %s", team_id);
}

struct status member_set_state(struct tx *tx, const char *order_id, enum member_state state, int64_t paid_us)
{
    return db_exec(tx, "update team_members set state = $2, paid_at = coalesce($3, paid_at) where order_id = $1",
                   db_id(order_id), db_text(member_state_name(state)), db_time(paid_us));
}

struct status members_let_held_go(struct tx *tx, const char *team_id)
{
    return db_exec(tx, "update team_members set state = 'LEFT' where team_id = $1 and state = 'HELD'", db_id(team_id));
}

struct status member_change_team(struct tx *tx, const char *order_id, const char *team_id)
{
    int64_t moved;

    TRY(db_exec_count(tx, &moved,
                      "update team_members m set team_id = $2, state = 'HELD', joined_at = now() where order_id = $1"
                      " and not exists (select from team_members o where o.team_id = $2 and o.user_id = m.user_id"
                      "  and o.state <> 'LEFT')",
                      db_id(order_id), db_id(team_id)));
    return moved == 1 ? OK : fail(CONFLICT, "the buyer of order %s is in team %s", order_id, team_id);
}

struct status member_list(struct tx *tx, const char *team_id, struct team_member **ret_members, size_t *ret_count)
{
    struct rows *rows;
    struct team_member *members;

    TRY(db_query(tx, &rows,
                 "select m.user_id, m.order_id, m.state, m.paid_at,"
                 " (select amount_fen from orders o where o.id = m.order_id)"
                 " from team_members m where m.team_id = $1 and m.state <> 'LEFT'"
                 " order by m.paid_at nulls last, m.order_id",
                 db_id(team_id)));
    members = arena_array(tx_arena(tx), struct team_member, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        members[row] = (struct team_member){
            .user_id = rows_id(rows, row, 0),
            .order_id = rows_id(rows, row, 1),
            .state = member_state_of(rows_text(rows, row, 2)),
            .paid_us = rows_time_us(rows, row, 3),
            .amount = rows_int(rows, row, 4),
        };
    *ret_members = members;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}

struct status member_faces(struct tx *tx, const char *const *team_ids, size_t teams_count, struct team_face **ret_faces,
                           size_t *ret_count)
{
    struct rows *rows;
    struct team_face *faces;

    TRY(db_query(tx, &rows,
                 "select m.team_id, m.user_id, p.nickname, p.avatar_url from team_members m"
                 " left join lateral (select * from people where user_id = m.user_id limit 1) as p on true"
                 " where m.team_id = any ($1::uuid[]) and m.state = 'PAID' order by m.paid_at, m.order_id",
                 db_texts(team_ids, teams_count)));
    faces = arena_array(tx_arena(tx), struct team_face, (size_t)rows_count(rows));
    for (int row = 0; row < rows_count(rows); row++)
        faces[row] = (struct team_face){
            .team_id = rows_id(rows, row, 0),
            .user_id = rows_id(rows, row, 1),
            .nickname = rows_text(rows, row, 2),
            .avatar_url = rows_text(rows, row, 3),
        };
    *ret_faces = faces;
    *ret_count = (size_t)rows_count(rows);
    return OK;
}
