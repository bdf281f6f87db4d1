/* linli-fault-proxy ROUTES_FILE CONTROL_PORT: stands between our processes and their stores, and does to their
 * connections what it is told to. Loopback only. Prints where it listens, as one line of JSON, when it does. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "connection.h"
#include "control.h"

static void print_ports(int control_port)
{
    printf("{ \"control\": %d, \"routes\": { ", control_port);
    for (int i = 0; i < routes_count; i++)
        printf("%s\"%s\": %d", i ? ", " : "", routes[i].name, routes[i].port);
    printf(" } }\n");
    fflush(stdout);
}

/* Two descriptors a connection. */
static void raise_limit(void)
{
    struct rlimit files;
    rlim_t wanted = ROUTES_MAX + 2 * CONNECTIONS_MAX + CONTROL_SESSIONS_MAX + 64;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        give_up("limit of files");
    if (files.rlim_cur >= wanted)
        return;
    files.rlim_cur = wanted < files.rlim_max ? wanted : files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0)
        give_up("limit of files");
}

int main(int argc, char **argv)
{
    char *end = "";
    long port = argc == 3 ? strtol(argv[2], &end, 10) : -1;
    int control_port;

    if (port < 0 || port > 65535 || end == argv[2] || *end) {
        fprintf(stderr, "usage: linli-fault-proxy ROUTES_FILE CONTROL_PORT\n");
        return EXIT_FAILURE;
    }
    signal(SIGPIPE, SIG_IGN);
    raise_limit();
    loop_init();
    routes_load(argv[1]);
    control_open((int)port, &control_port);
    print_ports(control_port);
    for (;;) {
        loop_turn(pipes_wait_ms());
        pipes_wake();
        connections_bury();
    }
}
