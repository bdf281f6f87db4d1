#include "pg_rules.h"

#include <stdio.h>

#define BUYERS      10000
#define TEXT_OF(n)  #n
#define TEXT(n)     TEXT_OF(n)
#define BUYERS_TEXT TEXT(BUYERS)
#define APART_TEXT  TEXT(FLOOR_APART)

/* Nobody is twice among the buyers of two batches that follow each other: BUYERS has the factors 2 and 5 alone. */
_Static_assert(BUYERS == 10000 && FLOOR_APART % 2 != 0 && FLOOR_APART % 5 != 0 && 2 * FLOOR_BATCH <= BUYERS,
               "some buyer is in both");

void floor_rules_tables(const char *url)
{
    floor_pg_tables(
        url, "create table stock (id int primary key, unsold bigint not null) with (fillfactor = 50);"
             "create table buyers (id int primary key, held bigint not null) with (fillfactor = 80);"
             "create table orders (id uuid primary key, buyer_id int not null, key text not null,"
             " amount_fen bigint not null, created_at timestamptz not null default now(), unique (buyer_id, key));"
             "create table outbox (id bigint generated always as identity primary key, order_id uuid not null,"
             " type text not null, payload bytea not null);"
             "insert into stock values (1, 1000000000)");
}

PGconn *floor_rules_open(const char *url)
{
    return floor_pg_open(url, "with asked as (select ($1::int + i * " APART_TEXT ") % " BUYERS_TEXT
                              " as buyer_id from generate_series(0, $2::int - 1) as i order by 1),"
                              " held as (insert into buyers as b select buyer_id, 1 from asked order by 1"
                              "  on conflict (id) do update set held = b.held + 1 where b.held < 1000000 returning id),"
                              " taken as (update stock set unsold = unsold - (select count(*) from held) where id = 1),"
                              " placed as (insert into orders (id, buyer_id, key, amount_fen) select "
                              "gen_random_uuid(), id, gen_random_uuid()::text, 990"
                              "  from held returning id, buyer_id)"
                              " insert into outbox (order_id, type, payload) select id, 'OrderPlaced', "
                              "convert_to(repeat('x', 200) || buyer_id, 'UTF8') from placed");
}

void floor_rules_place(PGconn *connection, unsigned round, int count)
{
    char first[16], rows[16];
    const char *values[] = { first, rows };

    snprintf(first, sizeof first, "%u", round % BUYERS);
    snprintf(rows, sizeof rows, "%d", count);
    floor_pg_work(connection, 2, values, rows);
}
