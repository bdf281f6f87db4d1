/* Floor `pg-batch`: 64 orders a transaction that touches the stock row once, durable. */
#include "floor.h"
#include "pg.h"

#define BATCH 64

static void order(struct racer *racer)
{
    PGconn *connection = floor_pg_open(racer->context,
                                       "with taken as (update stock set unsold = unsold - 64 where id = 1 and unsold >= 64 returning id)"
                                       " insert into orders (stock_id, amount_fen) select id, 990 from taken, generate_series(1, 64)");

    while (!atomic_load(racer->over)) {
        floor_pg_work(connection, 0, NULL, "64");
        racer->done += BATCH;
    }
    PQfinish(connection);
}

int main(int argc, char **argv)
{
    const char *url = floor_word(argc, argv, "postgres");

    floor_pg_tables(url, "create table stock (id int primary key, unsold bigint not null) with (fillfactor = 50);"
                         "create table orders (id bigint generated always as identity primary key, stock_id int not null,"
                         " amount_fen bigint not null, created_at timestamptz not null default now());"
                         "insert into stock values (1, 1000000000)");
    floor_race((int)floor_number(argc, argv, "threads", 4), floor_number(argc, argv, "seconds", 3), order, (void *)url);
    return 0;
}
