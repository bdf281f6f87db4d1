#define _GNU_SOURCE /* strcasestr */
#include "connection.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
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

static int64_t microseconds(struct timespec time)
{
    return time.tv_sec * INT64_C(1000000) + time.tv_nsec / 1000;
}

static int64_t clock_us(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return microseconds(now);
}

/* When the kernel had what was read last, by the clock that latencies are counted by; without its word, now. Who is
 * interrupted between the two clocks finds it late, never early. */
static int64_t came_us(struct msghdr *message)
{
    int64_t lay_us = 0;
    struct timespec came;

    for (struct cmsghdr *at = CMSG_FIRSTHDR(message); at; at = CMSG_NXTHDR(message, at)) {
        if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_TIMESTAMPNS)
            continue;
        memcpy(&came, CMSG_DATA(at), sizeof came);
        lay_us = clock_us(CLOCK_REALTIME) - microseconds(came);
    }
    return clock_us(CLOCK_MONOTONIC) - lay_us;
}

static ssize_t receive(struct connection *connection, char *data, size_t bytes)
{
    char control[CMSG_SPACE(sizeof(struct timespec))];
    struct iovec piece = { .iov_base = data, .iov_len = bytes };
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control
    };
    ssize_t got = recvmsg(connection->fd, &message, MSG_DONTWAIT);

    if (got > 0)
        connection->came_us = came_us(&message);
    return got;
}

/* Loopback connects at once or not at all, so it is done blocking. */
static bool open_connection(struct connection *connection, int epoll, const struct sockaddr_in *address)
{
    int on = 1;

    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->fd < 0)
        return false;
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(connection->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
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
        ssize_t got = receive(connection, head ? connection->in + connection->in_bytes : scrap,
                              head ? HEAD_BYTES_MAX - connection->in_bytes : sizeof scrap);

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
