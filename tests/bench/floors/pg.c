#include "pg.h"

#include <string.h>

#include "floor.h"

static PGconn *open_connection(const char *url)
{
    PGconn *connection = PQconnectdb(url);

    if (PQstatus(connection) != CONNECTION_OK)
        floor_fail("postgres", PQerrorMessage(connection));
    return connection;
}

static void run(PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        floor_fail("postgres", PQerrorMessage(connection));
    PQclear(result);
}

void floor_pg_tables(const char *url, const char *sql)
{
    PGconn *connection = open_connection(url);

    run(connection, "set client_min_messages = warning; drop schema if exists floor cascade; create schema floor; set search_path = floor");
    run(connection, sql);
    PQfinish(connection);
}

PGconn *floor_pg_open(const char *url, const char *sql)
{
    PGconn *connection = open_connection(url);
    PGresult *result;

    run(connection, "set search_path = floor");
    result = PQprepare(connection, "work", sql, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        floor_fail("postgres", PQerrorMessage(connection));
    PQclear(result);
    return connection;
}

void floor_pg_work(PGconn *connection, int params, const char *const values[], const char *rows)
{
    PGresult *result = PQexecPrepared(connection, "work", params, values, NULL, NULL, 0);

    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        floor_fail("postgres", PQerrorMessage(connection));
    if (strcmp(PQcmdTuples(result), rows) != 0)
        floor_fail("rows affected", PQcmdTuples(result));
    PQclear(result);
}
