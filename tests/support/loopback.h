/* A small HTTP server on 127.0.0.1 for tests of our clients: each request goes to the test's own function, which writes
 * the whole answer. One thread per connection, keep-alive, everything bounded. Header only, so that unit tests need no
 * library for it. */
#ifndef LINLI_TESTS_LOOPBACK_H
#define LINLI_TESTS_LOOPBACK_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOPBACK_BYTES_MAX       ((size_t)64 << 10)
#define LOOPBACK_CONNECTIONS_MAX 64

struct loopback_request {
    char method[8];
    char target[2048]; /* path and query */
    const char *head;  /* request line and headers */
    const char *body;
    size_t body_bytes;
};

struct loopback {
    /* Writes an answer of at most `size` bytes and returns its length; 0 closes the connection without one. */
    size_t (*answer)(void *data, const struct loopback_request *request, char *out, size_t size);
    void *data;
    int listener;
    char url[64];
    pthread_t acceptor;
    pthread_mutex_t lock;
    int sockets[LOOPBACK_CONNECTIONS_MAX];
    pthread_t threads[LOOPBACK_CONNECTIONS_MAX];
    int connections; /* made so far */
};

/* The value of a header in `head`, copied to `value`; "" when it is not there. */
static inline const char *loopback_header(const char *head, const char *name, char *value, size_t size)
{
    size_t length = strlen(name);

    value[0] = '\0';
    for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
        if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') {
            const char *from = line + 3 + length + strspn(line + 3 + length, " ");

            snprintf(value, size, "%.*s", (int)strcspn(from, "\r\n"), from);
            return value;
        }
    return value;
}

/* An answer with a body of text. `headers` has lines that end in \r\n, or is "". */
static inline size_t loopback_text(char *out, size_t size, int status, const char *headers, const char *body)
{
    return (size_t)snprintf(out, size, "HTTP/1.1 %d X\r\nContent-Length: %zu\r\n%s\r\n%s", status, strlen(body),
                            headers, body);
}

/* Reads until the whole request is in `data`; its length, or 0 at the end of the connection. */
static inline size_t loopback_read(int fd, char *data, size_t size, size_t *head_bytes, size_t *body_bytes)
{
    size_t have = 0;
    char length[32];

    *head_bytes = *body_bytes = 0;
    while (have + 1 < size) {
        ssize_t got = recv(fd, data + have, size - 1 - have, 0);
        char *end;

        if (got <= 0)
            return 0;
        have += (size_t)got;
        data[have] = '\0';
        end = *head_bytes ? data + *head_bytes : strstr(data, "\r\n\r\n");
        if (!end)
            continue;
        if (!*head_bytes) {
            *head_bytes = (size_t)(end - data) + 4;
            *body_bytes = (size_t)strtoul(loopback_header(data, "Content-Length", length, sizeof(length)), NULL, 10);
        }
        if (have >= *head_bytes + *body_bytes)
            return have;
    }
    return 0;
}

static inline bool loopback_serve(struct loopback *loopback, int fd, char *in, char *out)
{
    struct loopback_request request = { .head = in };
    size_t head_bytes, body_bytes, bytes = loopback_read(fd, in, LOOPBACK_BYTES_MAX, &head_bytes, &body_bytes);
    char connection[16];

    if (bytes == 0 || sscanf(in, "%7s %2047s", request.method, request.target) != 2)
        return false;
    request.body = in + head_bytes;
    request.body_bytes = body_bytes;
    bytes = loopback->answer(loopback->data, &request, out, LOOPBACK_BYTES_MAX);
    if (bytes == 0 || send(fd, out, bytes, MSG_NOSIGNAL) != (ssize_t)bytes)
        return false;
    return strncasecmp(loopback_header(out, "Connection", connection, sizeof(connection)), "close", 5) != 0;
}

struct loopback_connection {
    struct loopback *loopback;
    int fd;
};

static inline void *loopback_connection_run(void *argument)
{
    struct loopback_connection connection = *(struct loopback_connection *)argument;
    char *in = malloc(LOOPBACK_BYTES_MAX), *out = malloc(LOOPBACK_BYTES_MAX);

    free(argument);
    while (loopback_serve(connection.loopback, connection.fd, in, out))
        ;
    shutdown(connection.fd, SHUT_RDWR);
    free(in);
    free(out);
    return NULL;
}

static inline void *loopback_accept(void *argument)
{
    struct loopback *loopback = argument;

    for (int fd; (fd = accept(loopback->listener, NULL, NULL)) >= 0;) {
        struct loopback_connection *connection = malloc(sizeof(*connection));

        *connection = (struct loopback_connection){ loopback, fd };
        pthread_mutex_lock(&loopback->lock);
        if (loopback->connections == LOOPBACK_CONNECTIONS_MAX)
            abort();
        loopback->sockets[loopback->connections] = fd;
        pthread_create(&loopback->threads[loopback->connections++], NULL, loopback_connection_run, connection);
        pthread_mutex_unlock(&loopback->lock);
    }
    return NULL;
}

static inline bool loopback_start(struct loopback *loopback,
                                  size_t (*answer)(void *, const struct loopback_request *, char *, size_t), void *data)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof(address);

    *loopback = (struct loopback){ .answer = answer, .data = data };
    pthread_mutex_init(&loopback->lock, NULL);
    loopback->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (loopback->listener < 0 || bind(loopback->listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(loopback->listener, 64) != 0 ||
        getsockname(loopback->listener, (struct sockaddr *)&address, &length) != 0)
        return false;
    snprintf(loopback->url, sizeof(loopback->url), "http://127.0.0.1:%d", ntohs(address.sin_port));
    return pthread_create(&loopback->acceptor, NULL, loopback_accept, loopback) == 0;
}

static inline void loopback_stop(struct loopback *loopback)
{
    shutdown(loopback->listener, SHUT_RDWR);
    pthread_join(loopback->acceptor, NULL);
    close(loopback->listener);
    for (int i = 0; i < loopback->connections; i++) {
        shutdown(loopback->sockets[i], SHUT_RDWR);
        pthread_join(loopback->threads[i], NULL);
        close(loopback->sockets[i]);
    }
    pthread_mutex_destroy(&loopback->lock);
}

#endif
