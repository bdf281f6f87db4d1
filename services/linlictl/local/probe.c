#define _GNU_SOURCE /* memmem */
#include "linlictl/local/probe.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int connect_to(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval limit = { .tv_usec = PROBE_MS_MAX * 1000 };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    close(fd);
    return -1;
}

static bool listens(int port)
{
    int fd = connect_to(port);

    if (fd < 0)
        return false;
    close(fd);
    return true;
}

static bool answers_200(int port, const char *path)
{
    char request[512], answer[13] = "";
    int length =
        snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", path);
    int fd = connect_to(port);
    bool fine;

    if (fd < 0)
        return false;
    fine = length > 0 && (size_t)length < sizeof(request) &&
           send(fd, request, (size_t)length, MSG_NOSIGNAL) == length &&
           recv(fd, answer, sizeof(answer) - 1, MSG_WAITALL) == (ssize_t)sizeof(answer) - 1;
    close(fd);
    return fine && strncmp(answer, "HTTP/1.1 200", 12) == 0;
}

/* As libpq's ping does: whoever is asked for a password (R) has come in; so has who is refused for another reason than
 * that the server is starting, ending or recovering (SQLSTATE 57P03). */
static bool takes_connections(int port)
{
    static const char hello[] = "\0\0\0\051" /* so many bytes, of protocol 3.0 */
                                "\0\003\0\0"
                                "user\0postgres\0database\0postgres\0";
    static const char not_now[] = "C57P03";
    char answer[256];
    int fd = connect_to(port);
    ssize_t got = 0;

    if (fd < 0)
        return false;
    if (send(fd, hello, sizeof(hello), MSG_NOSIGNAL) == sizeof(hello))
        got = recv(fd, answer, sizeof(answer), 0);
    close(fd);
    if (got < 1)
        return false;
    return answer[0] == 'R' || (answer[0] == 'E' && !memmem(answer, (size_t)got, not_now, sizeof(not_now) - 1));
}

/* nats-server 2.9 never comes out of a full disk: the lock of a stream that could not be written stays taken, while
 * /healthz goes on saying ok. Where JetStream switched itself off it is the other way round. */
static bool streams_answer(int port)
{
    return answers_200(port, "/healthz") && answers_200(port, "/jsz?accounts=true&streams=true");
}

bool probe_ready(const struct probe *probe)
{
    switch (probe->kind) {
    case PROBE_NONE:
        return true;
    case PROBE_HTTP:
        return answers_200(probe->port, probe->path);
    case PROBE_POSTGRES:
        return takes_connections(probe->port);
    case PROBE_NATS:
        return streams_answer(probe->port);
    case PROBE_TCP:
        break;
    }
    return listens(probe->port);
}
