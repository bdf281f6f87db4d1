#include "groupbuy/store/share_store.h"

#include "base/id.h"

/* A neighbour without a phone whose relative pays by link has bought by that relative.
 *
 * One hop: of a round who has helped to sell it, if she still leads, without one the leader whose round it is; of other
 * orders who shared the link, being a leader. */
#define SELLER                                                                                                         \
    " case when e.help_seller_id is not null then (select h.helper_id from round_helpers h join leaders l"             \
    "   on l.user_id = h.helper_id and l.community_id = h.community_id and l.status <> 'DISABLED'"                     \
    "   where h.round_id = e.round_id and h.helper_id = e.help_seller_id)"                                             \
    "  when g.id is not null then g.leader_id else (select l.user_id from leaders l where l.user_id = o.sharer_id"     \
    "   and l.status <> 'DISABLED' limit 1) end "

/* Of a campaign that nobody else has sold: the leader who has opened it, if she still leads there. */
#define OPENER                                                                                                         \
    " (select l.user_id from campaigns c join leaders l on l.user_id = c.created_by"                                   \
    "   and l.community_id = c.community_id and l.status <> 'DISABLED' where c.id = o.campaign_id) "

#define RULE_NOW                                                                                                       \
    " (select version, pick_up_bp, selling_bp, partner_bp, own_purchases from share_rules order by version desc"       \
    " limit 1) r "

static struct share_rule rule_read(const struct rows *rows, int row)
{
    struct share_rule rule = { .version = rows_int(rows, row, 0), .own_purchases = rows_bool(rows, row, 4) };

    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++)
        rule.basis_points[role] = (int32_t)rows_int(rows, row, role);
    return rule;
}

struct status share_rule_now(struct tx *tx, struct share_rule *ret_rule)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select r.* from" RULE_NOW));
    *ret_rule = rows_count(rows) ? rule_read(rows, 0) : (struct share_rule){ 0 };
    return OK;
}

struct status share_parties_of(struct tx *tx, const char *order_id, struct share_rule *ret_rule,
                               struct share_parties *ret_parties, fen *ret_base)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "select coalesce(r.version, 0), coalesce(r.pick_up_bp, 0), coalesce(r.selling_bp, 0),"
        " coalesce(r.partner_bp, 0), coalesce(r.own_purchases, false),"
        " case when e.pays = 'BY_LINK' then y.user_id else o.user_id end, p.leader_id," SELLER ", q.user_id,"
        " (select coalesce(sum(payable_fen - delivery_fen), 0) from order_lines i where i.order_id = o.id)::bigint,"
        " coalesce(" SELLER ", " OPENER ")"
        " from orders o left join" RULE_NOW "on true"
        " left join order_deliveries d on d.order_id = o.id left join pick_up_points p on p.id = d.point_id"
        " left join rounds g on g.id = o.round_id left join links f on f.link_key = o.first_link_key"
        " left join partners q on q.active and q.channel = f.channel and q.user_id = f.sharer_id"
        " left join round_entries e on e.order_id = o.id left join payments y on y.order_id = o.id where o.id = $1",
        db_id(order_id)));
    *ret_rule = rule_read(rows, 0);
    *ret_parties = (struct share_parties){ .buyer = rows_id(rows, 0, 5), .hall_earner = rows_id(rows, 0, 10) };
    for (int role = SHARE_PICK_UP; role < SHARE_ROLES; role++)
        ret_parties->earners[role] = rows_id(rows, 0, 5 + role);
    *ret_base = rows_int(rows, 0, 9);
    return OK;
}

struct status share_rule_insert(struct tx *tx, struct share_rule *rule, const char *created_by)
{
    struct rows *rows;

    TRY(db_exec(tx, "select pg_advisory_xact_lock(hashtextextended('share rules', 0))"));
    TRY(db_query(tx, &rows,
                 "insert into share_rules (version, pick_up_bp, selling_bp, partner_bp, own_purchases, created_by)"
                 " select coalesce(max(version), 0) + 1, $1, $2, $3, $4, $5 from share_rules returning version",
                 db_int(rule->basis_points[SHARE_PICK_UP]), db_int(rule->basis_points[SHARE_SELLING]),
                 db_int(rule->basis_points[SHARE_PARTNER]), db_bool(rule->own_purchases), db_id(created_by)));
    rule->version = rows_int(rows, 0, 0);
    return OK;
}

struct status partner_set(struct tx *tx, const char *channel, const char *user_id, bool active, const char **ret_before)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select user_id from partners where channel = $1 and active for update", db_text(channel)));
    *ret_before = rows_count(rows) ? rows_id(rows, 0, 0) : "";
    return db_exec(tx,
                   "insert into partners (channel, user_id, active) values ($1, $2, $3) on conflict (channel) do update"
                   " set user_id = $2, active = $3, version = partners.version + 1",
                   db_text(channel), db_id(user_id), db_bool(active));
}

struct status share_insert(struct tx *tx, struct share *share)
{
    share->id = id_make(tx_arena(tx));
    return db_exec(
        tx,
        "insert into shares (id, order_id, role, earner_id, rule_version, base_fen, basis_points, accrued_fen,"
        " hall_goods_id) values ($1, $2, $3, $4, nullif($5, 0), $6, $7, $8, $9)",
        db_id(share->id), db_id(share->order_id), db_text(share_role_name(share->role)), db_id(share->earner_id),
        db_int(share->rule_version), db_int(share->base), db_int(share->basis_points), db_int(share->accrued),
        db_id(share->hall_goods_id));
}

#define SHARE_COLUMNS                                                                                                  \
    " s.id, s.order_id, s.role, s.earner_id, s.rule_version, s.base_fen, s.basis_points, s.accrued_fen,"               \
    " s.reversed_fen, s.accrued_at, s.vested_at, s.hall_goods_id"

static struct share share_read(const struct rows *rows, int row)
{
    return (struct share){
        .id = rows_id(rows, row, 0),
        .order_id = rows_id(rows, row, 1),
        .role = share_role_of(rows_text(rows, row, 2)),
        .earner_id = rows_id(rows, row, 3),
        .rule_version = rows_int(rows, row, 4),
        .base = rows_int(rows, row, 5),
        .basis_points = (int32_t)rows_int(rows, row, 6),
        .accrued = rows_int(rows, row, 7),
        .reversed = rows_int(rows, row, 8),
        .accrued_us = rows_time_us(rows, row, 9),
        .vested_us = rows_time_us(rows, row, 10),
        .hall_goods_id = rows_id(rows, row, 11),
    };
}

static void read_shares(struct tx *tx, const struct rows *rows, struct share **ret_shares, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_shares = arena_array(tx_arena(tx), struct share, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_shares)[row] = share_read(rows, row);
}

/* A share for selling is of the lines of no hall, one of the hall of those of its line; any other of all. */
#define KEPT                                                                                                           \
    " s.base_fen - (select coalesce(sum(b.goods_fen), 0)::bigint from refunds r"                                       \
    "  join refund_lines b on b.refund_id = r.id join order_lines l on l.order_id = r.order_id"                        \
    "   and l.position = b.position left join lateral hall_of_line(l.pool, l.pool_id, o.campaign_id) h on true"        \
    "  where r.order_id = o.id and (s.role in ('PICK_UP', 'PARTNER')"                                                  \
    "   or s.hall_goods_id is not distinct from h.hall_goods_id)) "

struct status share_lock_of(struct tx *tx, const char *order_id, struct share **ret_shares, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_exec(tx, "select from shares where order_id = $1 order by role, id for update", db_id(order_id)));
    TRY(db_query(tx, &rows,
                 "select" SHARE_COLUMNS "," KEPT "from shares s join orders o on o.id = s.order_id"
                 " where s.order_id = $1 order by s.role, s.id",
                 db_id(order_id)));
    read_shares(tx, rows, ret_shares, ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_shares)[row].kept = rows_int(rows, row, 12);
    return OK;
}

struct status share_set_reversed(struct tx *tx, const char *share_id, fen reversed)
{
    return db_exec(tx, "update shares set reversed_fen = $2 where id = $1", db_id(share_id), db_int(reversed));
}

struct status share_set_vested(struct tx *tx, const char *share_id)
{
    return db_exec(tx, "update shares set vested_at = now() where id = $1", db_id(share_id));
}

struct status share_list(struct tx *tx, const char *earner_id, const char *after, int limit, struct share **ret_shares,
                         size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select" SHARE_COLUMNS ", o.complete_by, l.product_title from shares s join orders o on"
                 " o.id = s.order_id left join order_lines l on l.order_id = o.id and l.position = 0"
                 " where s.earner_id = $1 and s.id < " DB_BEFORE("$2") " order by s.id desc limit $3",
                 db_id(earner_id), db_id(after), db_int(limit)));
    read_shares(tx, rows, ret_shares, ret_count);
    for (int row = 0; row < rows_count(rows); row++) {
        (*ret_shares)[row].complete_by_us = rows_time_us(rows, row, 12);
        (*ret_shares)[row].title = rows_text(rows, row, 13);
    }
    return OK;
}

struct status share_whys_of_round(struct tx *tx, const char *round_id, const char *earner_id,
                                  struct share_why **ret_whys, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select s.role, s.basis_points, count(distinct o.id), sum(s.base_fen)::bigint,"
                 " sum(s.accrued_fen)::bigint, sum(s.reversed_fen)::bigint,"
                 " coalesce(sum(s.accrued_fen - s.reversed_fen) filter (where s.vested_at is not null), 0)::bigint,"
                 " case when bool_and(o.complete_by is not null) then max(o.complete_by) end from orders o"
                 " join shares s on s.order_id = o.id where o.round_id = $1 and s.earner_id = $2"
                 " group by s.role, s.basis_points order by s.role, s.basis_points",
                 db_id(round_id), db_id(earner_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_whys = arena_array(tx_arena(tx), struct share_why, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_whys)[row] = (struct share_why){
            .role = share_role_of(rows_text(rows, row, 0)),
            .basis_points = (int32_t)rows_int(rows, row, 1),
            .orders = rows_int(rows, row, 2),
            .base = rows_int(rows, row, 3),
            .accrued = rows_int(rows, row, 4),
            .reversed = rows_int(rows, row, 5),
            .vested = rows_int(rows, row, 6),
            .complete_by_us = rows_time_us(rows, row, 7),
        };
    return OK;
}

struct status share_sums_of(struct tx *tx, const char *earner_id, struct share_sums *ret_sums)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select coalesce(sum(accrued_fen), 0)::bigint, coalesce(sum(reversed_fen), 0)::bigint,"
                 " coalesce(sum(accrued_fen - reversed_fen) filter (where vested_at is not null), 0)::bigint"
                 " from shares where earner_id = $1",
                 db_id(earner_id)));
    *ret_sums = (struct share_sums){ rows_int(rows, 0, 0), rows_int(rows, 0, 1), rows_int(rows, 0, 2) };
    return OK;
}
