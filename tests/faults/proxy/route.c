#include "route.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connection.h"

struct route routes[ROUTES_MAX];
int routes_count;

static const struct fault no_fault = { .cut_bytes = -1 };

static void let_in(struct watch *watch, uint32_t events)
{
    struct route *route = (struct route *)watch; /* the listener is its first member */

    (void)events;
    for (;;) {
        int fd = watch->fd < 0 ? -1 : accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

        if (fd >= 0)
            connection_open(route, fd);
        else if (watch->fd < 0 || errno == EAGAIN)
            return;
        else if (errno != ECONNABORTED && errno != EINTR)
            give_up("accept");
    }
}

static bool open_listener(struct route *route)
{
    if (route->listener.fd >= 0)
        return true;
    route->listener.fd = listen_on(route->port, &route->port);
    if (route->listener.fd < 0)
        return false;
    loop_watch(&route->listener);
    return true;
}

static void add(const char *name, int port, int to_port)
{
    struct route *route = &routes[routes_count++];

    *route = (struct route){
        .listener = { .fd = -1, .ready = let_in }, .port = port, .to_port = to_port, .faults = { no_fault, no_fault }
    };
    snprintf(route->name, sizeof route->name, "%s", name);
    LIST_INIT(&route->connections);
    if (!open_listener(route))
        give_up(name);
}

void routes_load(const char *path)
{
    FILE *file = fopen(path, "re");
    char name[ROUTE_NAME_CHARS_MAX + 1];
    int port, to_port, got = EOF;

    if (!file)
        give_up(path);
    while (routes_count < ROUTES_MAX && (got = fscanf(file, "%63s %d %d", name, &port, &to_port)) == 3)
        add(name, port, to_port);
    fclose(file);
    if (got != EOF || routes_count == 0) {
        errno = EINVAL;
        give_up(path);
    }
}

void route_stir(struct route *route)
{
    struct connection *connection = LIST_FIRST(&route->connections), *next;

    for (; connection; connection = next) {
        next = LIST_NEXT(connection, on_route);
        connection_pump(connection);
    }
}

static void reset_stranded(struct route *route)
{
    struct connection *connection = LIST_FIRST(&route->connections), *next;

    for (; connection; connection = next) {
        next = LIST_NEXT(connection, on_route);
        if (connection->stranded)
            connection_reset(connection);
    }
}

void route_strand(struct route *route)
{
    struct connection *connection;

    LIST_FOREACH(connection, &route->connections, on_route)
    connection->stranded = true;
}

bool route_heal(struct route *route)
{
    reset_stranded(route);
    route->faults[UP] = route->faults[DOWN] = no_fault;
    route_stir(route);
    return open_listener(route);
}

void route_reset(struct route *route)
{
    while (!LIST_EMPTY(&route->connections))
        connection_reset(LIST_FIRST(&route->connections));
}

void route_refuse(struct route *route)
{
    if (route->listener.fd >= 0)
        close(route->listener.fd);
    route->listener.fd = -1;
    route_reset(route);
}
