#include "groupbuy/store/receiving_store.h"

#include <string.h>

#include "base/id.h"
#include "groupbuy/domain/names.h"
#include "groupbuy/domain/reasons.h"
#include "groupbuy/store/images.h"

static const char *const statuses[] = { "", "WAITING", "COUNTING", "CONFIRMED", "SETTLED" };

const char *place_status_name(enum place_status status)
{
    return NAME_OF(statuses, status);
}

/* ---- places ---- */

#define PLACES                                                                                                         \
    "select p.round_id, p.place_id, p.name, p.address, p.hours, p.status, p.deliveries,"                               \
    " (select count(*) from round_parcels k where k.round_id = p.round_id and k.place_id = p.place_id),"               \
    " (select coalesce(sum(l.units - l.refunded), 0)::bigint from round_lists l where l.round_id = p.round_id"         \
    "  and l.place_id = p.place_id) + (select coalesce(sum(j.units), 0)::bigint from round_adjustments j"              \
    "  where j.round_id = p.round_id and j.place_id = p.place_id),"                                                    \
    " (select coalesce(sum(a.arrived - a.damaged), 0)::bigint from round_arrivals a where a.round_id = p.round_id"     \
    "  and a.place_id = p.place_id) from round_places p where p.round_id = $1"

static struct place_row place_read(const struct rows *rows, int row)
{
    return (struct place_row){
        .round_id = rows_id(rows, row, 0),
        .place_id = rows_id(rows, row, 1),
        .name = rows_text(rows, row, 2),
        .address = rows_text(rows, row, 3),
        .hours = rows_text(rows, row, 4),
        .status = (enum place_status)NUMBER_OF(statuses, rows_text(rows, row, 5)),
        .deliveries = (int32_t)rows_int(rows, row, 6),
        .orders = rows_int(rows, row, 7),
        .expected = rows_int(rows, row, 8),
        .usable = rows_int(rows, row, 9),
    };
}

struct status place_get(struct tx *tx, const char *round_id, const char *place_id, struct place_row *ret_place)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, PLACES " and p.place_id = $2", db_id(round_id), db_id(place_id)));
    if (rows_count(rows) == 0)
        return fail(NOT_HERE, "place %s of round %s", place_id, round_id);
    *ret_place = place_read(rows, 0);
    return OK;
}

struct status place_list(struct tx *tx, const char *round_id, struct place_row **ret_places, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, PLACES " order by p.name, p.place_id", db_id(round_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_places = arena_array(tx_arena(tx), struct place_row, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_places)[row] = place_read(rows, row);
    return OK;
}

struct status place_move(struct tx *tx, struct place_row *place, enum place_status to, const char *actor)
{
    int64_t moved;

    TRY(db_exec_count(tx, &moved,
                      "update round_places set status = $4,"
                      " confirmed_by = case when $4 = 'CONFIRMED' then $5::uuid else confirmed_by end,"
                      " confirmed_at = case when $4 = 'CONFIRMED' then now() else confirmed_at end,"
                      " settled_at = case when $4 = 'SETTLED' then now() end"
                      " where round_id = $1 and place_id = $2 and status = $3",
                      db_id(place->round_id), db_id(place->place_id), db_text(place_status_name(place->status)),
                      db_text(place_status_name(to)), db_id(actor)));
    if (moved != 1)
        return fail(CONFLICT, "place %s of round %s moved meanwhile", place->place_id, place->round_id);
    place->status = to;
    return OK;
}

/* ---- what comes ---- */

/* Units of a line that its buyer still waits for. */
#define LEFT " (l.quantity - l.refunded_units - l.fulfilled) "
/* Lines with their parcels, at one place. */
#define PICKS                                                                                                          \
    " round_parcels p join round_picks k on k.order_id = p.order_id"                                                   \
    " join order_lines l on l.order_id = k.order_id and l.position = k.position"                                       \
    " join orders o on o.id = p.order_id "
#define HERE " p.round_id = $1 and p.place_id = $2 "

struct status place_items(struct tx *tx, const char *round_id, const char *place_id, struct place_item **ret_items,
                          size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select s.item_id, i.product_title, i.sku_title, s.units - s.refunded + (select "
                 "coalesce(sum(j.units), 0)::bigint"
                 "  from round_adjustments j where j.round_id = s.round_id and j.place_id = s.place_id and j.item_id = "
                 "s.item_id),"
                 " coalesce(a.arrived, 0)::bigint,"
                 " coalesce(a.damaged, 0)::bigint, coalesce(w.wanted, 0)::bigint, coalesce(w.served, 0)::bigint,"
                 " a.arrived is not null, coalesce((select string_agg(u, E'\\n') from (select u from round_arrivals x,"
                 "  unnest(x.image_urls) u where x.round_id = $1 and x.place_id = $2 and x.item_id = s.item_id"
                 "  order by x.delivery desc limit 9) y), '')"
                 " from round_lists s join round_items i on i.id = s.item_id"
                 " left join (select item_id, sum(arrived) as arrived, sum(damaged) as damaged from round_arrivals"
                 "  where round_id = $1 and place_id = $2 group by item_id) a on a.item_id = s.item_id"
                 " left join (select k.item_id, sum(" LEFT ") filter (where o.status = 'WAITING_CUTOFF') as wanted,"
                 "  sum(k.served) as served from" PICKS "where" HERE "group by k.item_id) w on w.item_id = s.item_id"
                 " where s.round_id = $1 and s.place_id = $2 order by i.position",
                 db_id(round_id), db_id(place_id)));
    *ret_count = (size_t)rows_count(rows);
    *ret_items = arena_array(tx_arena(tx), struct place_item, *ret_count);
    for (int row = 0; row < rows_count(rows); row++) {
        struct place_item *item = &(*ret_items)[row];

        *item = (struct place_item){
            .item_id = rows_id(rows, row, 0),
            .product_title = rows_text(rows, row, 1),
            .sku_title = rows_text(rows, row, 2),
            .expected = rows_int(rows, row, 3),
            .arrived = rows_int(rows, row, 4),
            .damaged = rows_int(rows, row, 5),
            .wanted = rows_int(rows, row, 6),
            .served = rows_int(rows, row, 7),
            .counted = rows_bool(rows, row, 8),
        };
        item->image_urls = images_split(tx_arena(tx), rows_text(rows, row, 9), &item->image_urls_count);
    }
    return OK;
}

static struct status arrival_insert(struct tx *tx, const struct place_row *place, const struct arrival *arrival,
                                    const char *note, const char *recorded_by)
{
    int64_t inserted;

    TRY(db_exec_count(tx, &inserted,
                      "insert into round_arrivals (id, round_id, place_id, delivery, item_id, arrived, damaged,"
                      " image_urls, note, recorded_by) select $1, round_id, place_id, $5, item_id, $6, $7, $8::text[],"
                      " $9, $10 from round_lists where round_id = $2 and place_id = $3 and item_id = $4",
                      db_id(id_make(tx_arena(tx))), db_id(place->round_id), db_id(place->place_id),
                      db_id(arrival->item_id), db_int(place->deliveries), db_int(arrival->arrived),
                      db_int(arrival->damaged), db_texts(arrival->image_urls, arrival->image_urls_count), db_text(note),
                      db_id(recorded_by)));
    return inserted == 1 ? OK
                         : fail(NOT_HERE, "item %s is not on the list of place %s", arrival->item_id, place->place_id);
}

struct status arrivals_insert(struct tx *tx, struct place_row *place, const struct arrival *arrivals, size_t count,
                              const char *note, const char *recorded_by)
{
    TRY(db_exec(tx,
                "update round_places set status = 'COUNTING', deliveries = deliveries + 1"
                " where round_id = $1 and place_id = $2",
                db_id(place->round_id), db_id(place->place_id)));
    place->status = PLACE_COUNTING;
    place->deliveries++;
    for (size_t i = 0; i < count; i++)
        TRY(arrival_insert(tx, place, &arrivals[i], note, recorded_by));
    return OK;
}

/* ---- who gets what ---- */

#define PICK_COLUMNS                                                                                                   \
    "select k.order_id, k.position, p.number, coalesce(u.nickname, ''), k.item_id, l.product_title, l.sku_title,"      \
    " coalesce(k.wanted," LEFT "), coalesce(k.served, 0), (select coalesce(e.holder, o.user_id) from round_entries e"  \
    " where e.order_id = o.id), o.user_id from" PICKS " left join people u on u.user_id = o.user_id where" HERE

static struct status picks_read(struct tx *tx, const struct rows *rows, struct pick **ret_picks, size_t *ret_count)
{
    *ret_count = (size_t)rows_count(rows);
    *ret_picks = arena_array(tx_arena(tx), struct pick, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_picks)[row] = (struct pick){
            .order_id = rows_id(rows, row, 0),
            .position = (int)rows_int(rows, row, 1),
            .number = rows_int(rows, row, 2),
            .name = rows_text(rows, row, 3),
            .item_id = rows_id(rows, row, 4),
            .product_title = rows_text(rows, row, 5),
            .sku_title = rows_text(rows, row, 6),
            .wanted = rows_int(rows, row, 7),
            .served = rows_int(rows, row, 8),
            .person = rows_id(rows, row, 9),
            .user_id = rows_id(rows, row, 10),
        };
    return OK;
}

struct status picks_waiting(struct tx *tx, const char *round_id, const char *place_id, const char *const *item_ids,
                            size_t items_count, struct pick **ret_picks, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 PICK_COLUMNS "and k.item_id = any ($3::uuid[]) and o.status = 'WAITING_CUTOFF' and" LEFT "> 0"
                              " order by k.item_id, p.number, k.position",
                 db_id(round_id), db_id(place_id), db_texts(item_ids, items_count)));
    return picks_read(tx, rows, ret_picks, ret_count);
}

struct status picks_short(struct tx *tx, const char *round_id, const char *place_id, int64_t number, int position,
                          int limit, struct pick **ret_picks, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 PICK_COLUMNS "and k.served < k.wanted and (p.number, k.position) > ($3::bigint, $4::bigint)"
                              " order by p.number, k.position limit $5",
                 db_id(round_id), db_id(place_id), db_int(number), db_int(position), db_int(limit)));
    return picks_read(tx, rows, ret_picks, ret_count);
}

struct status picks_serve(struct tx *tx, const char *round_id, const char *place_id, const struct pick *less,
                          size_t count)
{
    const char **orders = arena_array(tx_arena(tx), const char *, count);
    int64_t *positions = arena_array(tx_arena(tx), int64_t, count), *served = arena_array(tx_arena(tx), int64_t, count);

    for (size_t i = 0; i < count; i++) {
        orders[i] = less[i].order_id;
        positions[i] = less[i].position;
        served[i] = less[i].served;
    }
    TRY(db_exec(tx,
                "update round_picks k set wanted = w.units, served = w.units from (select k.order_id, k.position,"
                " case when o.status = 'WAITING_CUTOFF' then" LEFT "else 0 end as units from" PICKS "where" HERE
                " and k.served is null) w where k.order_id = w.order_id and k.position = w.position",
                db_id(round_id), db_id(place_id)));
    return db_exec(tx,
                   "update round_picks k set served = g.served"
                   " from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as g (order_id, position, served)"
                   " where k.order_id = g.order_id and k.position = g.position",
                   db_texts(orders, count), db_ints(positions, count), db_ints(served, count));
}

/* ---- portions ---- */

struct status portions_unsettled(struct tx *tx, const char *round_id, const char *place_id, int limit,
                                 struct portion **ret_portions, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows,
                 "select order_id, number, shelf from round_parcels where round_id = $1 and place_id = $2"
                 " and settled_at is null order by order_id limit $3",
                 db_id(round_id), db_id(place_id), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_portions = arena_array(tx_arena(tx), struct portion, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_portions)[row] =
            (struct portion){ rows_id(rows, row, 0), rows_int(rows, row, 1), rows_text(rows, row, 2) };
    return OK;
}

struct status portion_settled(struct tx *tx, const char *order_id)
{
    return db_exec(tx, "update round_parcels set settled_at = now() where order_id = $1 and settled_at is null",
                   db_id(order_id));
}

struct status portion_served(struct tx *tx, const char *order_id, int64_t *served, size_t lines_count)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select position, served from round_picks where order_id = $1 and served is not null",
                 db_id(order_id)));
    for (size_t i = 0; i < lines_count; i++)
        served[i] = -1;
    for (int row = 0; row < rows_count(rows); row++)
        if ((size_t)rows_int(rows, row, 0) < lines_count)
            served[rows_int(rows, row, 0)] = rows_int(rows, row, 1);
    return OK;
}

/* ---- doors ---- */

struct status doors_take_waiting(struct tx *tx, int64_t remind_s, int64_t overdue_s, int limit,
                                 struct waiting_doors **ret_doors, size_t *ret_count)
{
    struct rows *rows;

    TRY(db_query(
        tx, &rows,
        "with due as (select round_id, case when settled_at <= now() - $2 * interval '1 s' then 2 else 1 end as"
        "  step from round_places where place_id = round_id and status = 'SETTLED' and doors_told < 2"
        "  and settled_at <= now() - case doors_told when 0 then $1 else $2 end * interval '1 s'"
        "  order by settled_at limit $3 for update skip locked),"
        " told as (update round_places p set doors_told = d.step from due d where p.round_id = d.round_id"
        "  and p.place_id = d.round_id returning p.round_id, p.settled_at, d.step)"
        " select r.id, r.leader_id, r.community_id, r.title, t.settled_at, w.orders, t.step = 2 from told t"
        " join rounds r on r.id = t.round_id, lateral (select count(*) as orders from round_entries e"
        "  join orders o on o.id = e.order_id where e.round_id = r.id and e.point_id is null and e.counts"
        "  and o.status = 'READY' and exists (select from order_lines l where l.order_id = o.id"
        "   and l.quantity > l.refunded_units)) w where w.orders > 0",
        db_int(remind_s), db_int(overdue_s), db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    *ret_doors = arena_array(tx_arena(tx), struct waiting_doors, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        (*ret_doors)[row] = (struct waiting_doors){
            .round_id = rows_id(rows, row, 0),
            .leader_id = rows_id(rows, row, 1),
            .community_id = rows_id(rows, row, 2),
            .title = rows_text(rows, row, 3),
            .ready_us = rows_time_us(rows, row, 4),
            .orders = rows_int(rows, row, 5),
            .overdue = rows_bool(rows, row, 6),
        };
    return OK;
}

/* ---- rounds ---- */

struct status round_is_settled(struct tx *tx, const char *round_id, bool *ret_settled)
{
    struct rows *rows;

    TRY(db_query(tx, &rows, "select count(*) from round_places where round_id = $1 and status <> 'SETTLED'",
                 db_id(round_id)));
    *ret_settled = rows_int(rows, 0, 0) == 0;
    return OK;
}

struct status rounds_at_their_end(struct tx *tx, int limit, const char *const **ret_ids, size_t *ret_count)
{
    struct rows *rows;
    const char **ids;

    TRY(db_query(tx, &rows,
                 "select r.id from rounds r where r.status = 'READY' and not exists (select from orders o"
                 " where o.round_id = r.id and o.status not in ('FULFILLED', 'COMPLETED', 'REFUNDED', 'CANCELLED'))"
                 " order by r.id limit $1",
                 db_int(limit)));
    *ret_count = (size_t)rows_count(rows);
    ids = arena_array(tx_arena(tx), const char *, *ret_count);
    for (int row = 0; row < rows_count(rows); row++)
        ids[row] = rows_id(rows, row, 0);
    *ret_ids = ids;
    return OK;
}
