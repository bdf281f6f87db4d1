/* Floor `pg-batch-rules`: 64 orders of 64 buyers a transaction, with a limit a buyer, a unique key and an outbox row each. */
#include <stdio.h>

#include "floor.h"
#include "pg.h"

#define BATCH   64
#define STRIDE  157 /* 64 different buyers out of 10,000, others each time */
#define BUYERS  10000

static void order(struct racer *racer)
{
    PGconn *connection = floor_pg_open(
        racer->context,
        "with asked as (select ($1::int + i * 157) % 10000 as buyer_id from generate_series(0, 63) as i order by 1),"
        " held as (insert into buyers as b select buyer_id, 1 from asked order by 1"
        "  on conflict (id) do update set held = b.held + 1 where b.held < 1000000 returning id),"
        " taken as (update stock set unsold = unsold - (select count(*) from held) where id = 1),"
        " placed as (insert into orders (id, buyer_id, key, amount_fen) select gen_random_uuid(), id, gen_random_uuid()::text, 990"
        "  from held returning id, buyer_id)"
        " insert into outbox (order_id, type, payload) select id, 'OrderPlaced', convert_to(repeat('x', 200) || buyer_id, 'UTF8') from placed");

    for (int round = racer->index; !atomic_load(racer->over); round += STRIDE) {
        char first[16];
        const char *values[] = { first };

        snprintf(first, sizeof first, "%d", round % BUYERS);
        floor_pg_work(connection, 1, values, "64");
        racer->done += BATCH;
    }
    PQfinish(connection);
}

int main(int argc, char **argv)
{
    const char *url = floor_word(argc, argv, "postgres");

    floor_pg_tables(url, "create table stock (id int primary key, unsold bigint not null) with (fillfactor = 50);"
                         "create table buyers (id int primary key, held bigint not null) with (fillfactor = 80);"
                         "create table orders (id uuid primary key, buyer_id int not null, key text not null,"
                         " amount_fen bigint not null, created_at timestamptz not null default now(), unique (buyer_id, key));"
                         "create table outbox (id bigint generated always as identity primary key, order_id uuid not null,"
                         " type text not null, payload bytea not null);"
                         "insert into stock values (1, 1000000000)");
    floor_race((int)floor_number(argc, argv, "threads", 2), floor_number(argc, argv, "seconds", 3), order, (void *)url);
    return 0;
}
