#define _GNU_SOURCE /* strcasestr */
#include "connection.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

void connection_close(struct connection *connection)
{
    if (connection->fd >= 0)
        close(connection->fd);
    connection->fd = -1;
    connection->busy = false;
}

static enum progress broken(struct connection *connection)
{
    connection_close(connection);
    return BROKEN;
}

static bool watch(struct connection *connection, int epoll, int how, bool writing)
{
    struct epoll_event event = { .events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = connection };

    connection->writing = writing;
    return epoll_ctl(epoll, how, connection->fd, &event) == 0;
}

/* Loopback connects at once or not at all, so it is done blocking. */
static bool open_connection(struct connection *connection, int epoll, const struct sockaddr_in *address)
{
    int on = 1;

    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->fd < 0)
        return false;
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return connect(connection->fd, (const struct sockaddr *)address, sizeof *address) == 0 &&
           watch(connection, epoll, EPOLL_CTL_ADD, false);
}

static bool push(struct connection *connection, int epoll)
{
    while (connection->sent < connection->out_bytes) {
        ssize_t sent = send(connection->fd, connection->out + connection->sent,
                            connection->out_bytes - connection->sent, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (sent < 0 && errno == EAGAIN)
            return connection->writing || watch(connection, epoll, EPOLL_CTL_MOD, true);
        if (sent <= 0)
            return false;
        connection->sent += (size_t)sent;
    }
    return !connection->writing || watch(connection, epoll, EPOLL_CTL_MOD, false);
}

enum progress connection_send(struct connection *connection, int epoll, const struct sockaddr_in *address)
{
    connection->sent = connection->in_bytes = 0;
    connection->body_left = -1;
    connection->busy = true;
    connection->closes = false;
    if (connection->fd < 0 && !open_connection(connection, epoll, address))
        return broken(connection);
    return push(connection, epoll) ? WORKING : broken(connection);
}

/* True when the answer's head is complete: what it says is taken, what follows it is counted. */
static bool read_head(struct connection *connection)
{
    const char *end, *length;

    connection->in[connection->in_bytes] = '\0';
    end = strstr(connection->in, "\r\n\r\n");
    if (!end)
        return false;
    length = strcasestr(connection->in, "\r\ncontent-length:");
    connection->status = (int)strtol(connection->in + sizeof "HTTP/1.1", NULL, 10);
    connection->body_left = length && length < end ? strtoll(length + sizeof "\r\ncontent-length:" - 1, NULL, 10) : 0;
    connection->body_left -= (int64_t)(connection->in_bytes - (size_t)(end + 4 - connection->in));
    const char *closes = strcasestr(connection->in, "\r\nconnection: close");
    connection->closes = closes && closes < end;
    return true;
}

static enum progress pull(struct connection *connection)
{
    for (;;) {
        bool head = connection->body_left < 0;
        char scrap[HEAD_BYTES_MAX];
        ssize_t got = recv(connection->fd, head ? connection->in + connection->in_bytes : scrap,
                           head ? HEAD_BYTES_MAX - connection->in_bytes : sizeof scrap, MSG_DONTWAIT);

        if (got < 0 && errno == EAGAIN)
            return WORKING;
        if (got <= 0 || !connection->busy)
            return broken(connection);
        if (!head)
            connection->body_left -= got;
        else if (connection->in_bytes += (size_t)got, !read_head(connection)) {
            if (connection->in_bytes == HEAD_BYTES_MAX)
                return broken(connection);
            continue;
        }
        if (connection->body_left == 0)
            return ANSWERED;
    }
}

enum progress connection_news(struct connection *connection, int epoll)
{
    enum progress progress;

    if (connection->writing && !push(connection, epoll))
        return broken(connection);
    progress = pull(connection);
    if (progress != ANSWERED)
        return progress;
    connection->busy = false;
    if (connection->closes)
        connection_close(connection);
    return ANSWERED;
}
