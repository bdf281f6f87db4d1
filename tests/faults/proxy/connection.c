#include "connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static struct connections dead = LIST_HEAD_INITIALIZER(dead);
static int connections_count;

int connection_source(const struct connection *connection, enum way way)
{
    return way == UP ? connection->ours.watch.fd : connection->store.watch.fd;
}

int connection_target(const struct connection *connection, enum way way)
{
    return connection_source(connection, way == UP ? DOWN : UP);
}

static void close_side(struct side *side, bool reset)
{
    struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

    if (side->watch.fd < 0)
        return;
    if (reset)
        setsockopt(side->watch.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(side->watch.fd);
    side->watch.fd = -1;
}

static void finish(struct connection *connection, bool reset)
{
    if (connection->over)
        return;
    connection->over = true;
    close_side(&connection->ours, reset);
    close_side(&connection->store, reset);
    pipe_finish(&connection->pipes[UP]);
    pipe_finish(&connection->pipes[DOWN]);
    LIST_REMOVE(connection, on_route);
    LIST_INSERT_HEAD(&dead, connection, on_route);
    connection->route->open--;
    connections_count--;
}

void connection_reset(struct connection *connection)
{
    finish(connection, true);
}

void connection_end(struct connection *connection)
{
    finish(connection, false);
}

void connections_bury(void)
{
    while (!LIST_EMPTY(&dead)) {
        struct connection *connection = LIST_FIRST(&dead);

        LIST_REMOVE(connection, on_route);
        free(connection);
    }
}

/* A network that lost its first packet has never heard of who has gone meanwhile. */
static bool gone_before(const struct connection *connection)
{
    struct pollfd ours = { .fd = connection->ours.watch.fd, .events = POLLRDHUP };

    return connection->late && poll(&ours, 1, 0) == 1 && (ours.revents & (POLLRDHUP | POLLHUP | POLLERR));
}

static bool connect_store(struct connection *connection)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)connection->route->to_port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd < 0)
        give_up("socket");
    connection->store.watch.fd = fd;
    send_at_once(fd);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS)
        return false;
    loop_watch_changes(&connection->store.watch);
    return true;
}

bool connection_reach(struct connection *connection)
{
    if (connection->store.watch.fd >= 0)
        return true;
    if (!gone_before(connection) && connect_store(connection))
        return true;
    connection_reset(connection);
    return false;
}

void connection_pump(struct connection *connection)
{
    pipe_pump(&connection->pipes[UP]);
    pipe_pump(&connection->pipes[DOWN]);
}

/* What a side can be read for goes one way, what it can be written for came the other. */
static void changed(struct connection *connection, enum way from_here, uint32_t events)
{
    struct pipe *to_here = &connection->pipes[from_here == UP ? DOWN : UP];

    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
        pipe_pump(&connection->pipes[from_here]);
    if ((events & EPOLLOUT) && pipe_waits_to_write(to_here))
        pipe_pump(to_here);
}

static void ours_changed(struct watch *watch, uint32_t events)
{
    struct connection *connection = ((struct side *)watch)->connection; /* the watch is its first member */

    if (!connection->over && connection->store.watch.fd < 0 && gone_before(connection))
        connection_reset(connection);
    else
        changed(connection, UP, events);
}

static void store_changed(struct watch *watch, uint32_t events)
{
    changed(((struct side *)watch)->connection, DOWN, events);
}

static struct connection *connection_new(struct route *route, int fd)
{
    struct connection *connection = calloc(1, sizeof *connection);

    if (!connection)
        give_up("memory");
    connection->route = route;
    connection->number = ++route->opened;
    connection->ours = (struct side){ { .fd = fd, .ready = ours_changed }, connection };
    connection->store = (struct side){ { .fd = -1, .ready = store_changed }, connection };
    connection->late = route->faults[UP].held;
    pipe_init(&connection->pipes[UP], connection, UP);
    pipe_init(&connection->pipes[DOWN], connection, DOWN);
    return connection;
}

void connection_open(struct route *route, int fd)
{
    struct connection *connection = connection_new(route, fd);

    LIST_INSERT_HEAD(&route->connections, connection, on_route);
    route->open++;
    if (++connections_count > CONNECTIONS_MAX) {
        connection_reset(connection);
        return;
    }
    send_at_once(fd);
    loop_watch_changes(&connection->ours.watch);
    connection_pump(connection);
}
