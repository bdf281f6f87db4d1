/* Floor `pg-batch-rules`: 64 orders of 64 buyers a transaction, with a limit a buyer, a unique key and an outbox row
 * each. */
#include "floor.h"
#include "pg_rules.h"

static void order(struct racer *racer)
{
    PGconn *connection = floor_rules_open(racer->context);

    for (unsigned round = (unsigned)racer->index; !atomic_load(racer->over); round += FLOOR_STRIDE) {
        floor_rules_place(connection, round, FLOOR_BATCH);
        racer->done += FLOOR_BATCH;
    }
    PQfinish(connection);
}

int main(int argc, char **argv)
{
    const char *url = floor_word(argc, argv, "postgres");

    floor_rules_tables(url);
    floor_race((int)floor_number(argc, argv, "threads", 2), floor_number(argc, argv, "seconds", 3), order, (void *)url);
    return 0;
}
