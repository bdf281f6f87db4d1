#include "loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS_PER_TURN_MAX 256
#define BACKLOG_CONNECTIONS 256

static int epoll_fd = -1;

void give_up(const char *what)
{
    fprintf(stderr, "linli-fault-proxy: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

void loop_init(void)
{
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_fd < 0)
        give_up("epoll");
}

static void watch_for(struct watch *watch, uint32_t events)
{
    struct epoll_event event = { .events = events, .data.ptr = watch };

    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, watch->fd, &event) != 0)
        give_up("epoll_ctl");
}

void loop_watch(struct watch *watch)
{
    watch_for(watch, EPOLLIN);
}

void loop_watch_changes(struct watch *watch)
{
    watch_for(watch, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

void loop_turn(int wait_ms)
{
    struct epoll_event events[EVENTS_PER_TURN_MAX];
    int count = epoll_wait(epoll_fd, events, EVENTS_PER_TURN_MAX, wait_ms);

    if (count < 0 && errno != EINTR)
        give_up("epoll_wait");
    for (int i = 0; i < count; i++) {
        struct watch *watch = events[i].data.ptr;

        watch->ready(watch, events[i].events);
    }
}

int listen_on(int port, int *ret_port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t bytes = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG_CONNECTIONS) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &bytes) != 0) {
        int error = errno;

        close(fd);
        errno = error;
        return -1;
    }
    *ret_port = ntohs(address.sin_port);
    return fd;
}

void send_at_once(int fd)
{
    int on = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}
