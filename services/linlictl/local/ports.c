#include "linlictl/local/ports.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/crypto.h"
#include "linlictl/linlictl.h"
#include "linlictl/local/files.h"

#define CHOSEN_FIRST 20000
#define CHOSEN_LAST  31999
#define CHOOSE_TRIES 1000

bool port_free(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    bool is_free;

    if (fd < 0)
        return false;
    /* As servers do it: connections that linger do not count. */
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    is_free = bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 1) == 0;
    close(fd);
    return is_free;
}

/* From now until we end it is ours, also while nobody listens there: what is to listen has not started yet, or has
 * died. Houses see it by a name in the kernel's keeping, which is gone when we are. */
static bool reserve(int port)
{
    static bool ours[65536];
    struct sockaddr_un name = { .sun_family = AF_UNIX };
    int chars = snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1, "linli-port-%d", port), fd;

    if (ours[port])
        return true;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    ours[port] = bind(fd, (struct sockaddr *)&name,
                      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1) + (socklen_t)chars) == 0;
    if (!ours[port])
        close(fd);
    return ours[port];
}

static bool get(int port)
{
    return port_free(port) && reserve(port);
}

static bool parse_port(const char *text, int *ret_port)
{
    char *end;
    long number = strtol(text, &end, 10);

    if (end == text || *end || number < 1 || number > 65535)
        return false;
    *ret_port = (int)number;
    return true;
}

static struct port *find(struct ports *ports, const char *name)
{
    for (int i = 0; i < ports->count; i++)
        if (strcmp(ports->list[i].name, name) == 0)
            return &ports->list[i];
    return NULL;
}

static struct port *add(struct ports *ports, const char *name)
{
    struct port *port;

    if (ports->count == PORTS_MAX || strlen(name) > PORT_NAME_CHARS_MAX)
        return NULL;
    port = &ports->list[ports->count++];
    *port = (struct port){ 0 };
    memcpy(port->name, name, strlen(name) + 1);
    return port;
}

struct status ports_load(const char *path, struct arena *arena, struct ports *ret_ports)
{
    struct line_reader line;
    char *text;

    ret_ports->count = 0;
    if (!file_exists(path))
        return OK;
    TRY(file_read(arena, path, &text));
    line = line_reader(text);
    while (line_next(&line)) {
        struct port *port;
        int number;

        if (line.words_count != 2 || !parse_port(line.words[1], &number))
            return fail(USAGE, "%s line %d: a name and a port are wanted", path, line.number);
        port = add(ret_ports, line.words[0]);
        if (!port)
            return fail(USAGE, "%s line %d: too many or too long", path, line.number);
        port->number = number;
    }
    return OK;
}

struct status ports_save(const struct ports *ports, struct arena *arena, const char *path)
{
    struct buf text;

    buf_init(&text, arena, 4096);
    for (int i = 0; i < ports->count; i++)
        buf_printf(&text, "%s %d\n", ports->list[i].name, ports->list[i].number);
    return file_write(path, text.data, 0644);
}

/* LINLI_PORT_OPS_CONTENT_2 for ops.content-2. */
static const char *from_environment(const char *name)
{
    char variable[sizeof("LINLI_PORT_") + PORT_NAME_CHARS_MAX];
    int length = snprintf(variable, sizeof(variable), "LINLI_PORT_%s", name);

    for (int i = 0; i < length; i++)
        variable[i] = isalnum((unsigned char)variable[i]) ? (char)toupper((unsigned char)variable[i]) : '_';
    return getenv(variable);
}

static bool taken_by_another(const struct ports *ports, const struct port *me, int number)
{
    for (int i = 0; i < ports->count; i++)
        if (&ports->list[i] != me && ports->list[i].number == number)
            return true;
    return false;
}

/* LINLI_PORTS=FIRST-LAST: who starts houses side by side keeps them from each other's ports. */
static struct status range(int *ret_first, int *ret_last)
{
    const char *wanted = getenv("LINLI_PORTS");
    char last[6];

    *ret_first = CHOSEN_FIRST;
    *ret_last = CHOSEN_LAST;
    if (wanted && (sscanf(wanted, "%d-%5[0-9]", ret_first, last) != 2 || *ret_first < 1 ||
                   !parse_port(last, ret_last) || *ret_first > *ret_last))
        return fail(USAGE, "LINLI_PORTS must be a range of ports, FIRST-LAST, not %s", wanted);
    return OK;
}

static struct status choose(const struct ports *ports, const struct port *me, int *ret_number)
{
    int first, last;

    TRY(range(&first, &last));
    for (int tries = 0; tries < CHOOSE_TRIES; tries++) {
        uint16_t random;
        int number;

        random_bytes(&random, sizeof(random));
        number = first + random % (last - first + 1);
        if (!taken_by_another(ports, me, number) && get(number)) {
            *ret_number = number;
            return OK;
        }
    }
    return fail(SYSTEM_FAILED, "no free port for %s", me->name);
}

static struct status pick(struct ports *ports, struct port *port, int preferred)
{
    const char *wanted = from_environment(port->name);

    if (wanted && !parse_port(wanted, &port->number))
        return fail(USAGE, "the port of %s must be from 1 to 65535, not %s", port->name, wanted);
    if (wanted && !get(port->number))
        return fail(USAGE, "port %d, wanted for %s, is taken", port->number, port->name);
    if (wanted || (port->number && get(port->number)))
        return OK;
    if (preferred && !taken_by_another(ports, port, preferred) && get(preferred)) {
        port->number = preferred;
        return OK;
    }
    return choose(ports, port, &port->number);
}

struct status ports_take(struct ports *ports, const char *name, int preferred, int *ret_port)
{
    struct port *port = find(ports, name);

    if (!port)
        port = add(ports, name);
    if (!port)
        return fail(SYSTEM_FAILED, "too many ports");
    if (!port->taken)
        TRY(pick(ports, port, preferred));
    port->taken = true;
    *ret_port = port->number;
    return OK;
}
