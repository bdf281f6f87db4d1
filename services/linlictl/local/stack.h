/* The whole house on one machine, put together from deploy/services.conf, deploy/local/stack.conf and what was asked
 * for on the command line: units in stages, with their ports and settings. Everything lives on the stack's arena.
 *
 *   stage 0   PostgreSQL, NATS, Redis, and what stack.conf adds
 *   stage 1   the services
 *   stage 2   the gateway
 *
 * With options.through a program stands in stage 0 that every connection of each of our processes goes through, by a
 * route of its own: a port of that program's, so that each can be broken by itself.
 */
#ifndef LINLI_LINLICTL_STACK_H
#define LINLI_LINLICTL_STACK_H

#include "linlictl/local/files.h"
#include "linlictl/local/ports.h"
#include "linlictl/local/supervisor.h"
#include "linlictl/place.h"
#include "linlictl/service_list.h"

#define STAGE_STORES   0
#define STAGE_SERVICES 1
#define STAGE_GATEWAY  2
#define REPLICAS_MAX   8

#define STACK_SETTINGS_MAX 128

struct stack_setting {
    const char *who; /* a service, `gateway`, `services` for all of them, a task, or * for all */
    const char *name;
    const char *value; /* a template */
};

#define STACK_PROCESSES_MAX 8

struct stack_process {
    const char *name;
    const char *path;                  /* 200 there: it is ready */
    const char *words[LINE_WORDS_MAX]; /* templates; ends with NULL */
};

#define STACK_ROUTES_MAX 192

/* A way between two processes that goes through a third: `up --through`. */
struct stack_route {
    const char *name; /* groupbuy-2.postgres */
    int port, to_port;
};

struct stack_options {
    struct {
        const char *service;
        int count;
    } replicas[SERVICES_MAX];
    int replicas_count;
    bool any_ports;      /* no preferred ports: for a house beside another */
    const char *through; /* the program all our connections go through; NULL: they go straight */
};

struct stack {
    struct arena *arena;
    struct place place;
    struct service_list services;
    struct stack_options options;
    struct ports ports;
    struct {
        char name[PORT_NAME_CHARS_MAX + 1];
        int number;
    } preferred[SERVICES_MAX];
    int preferred_count;
    struct stack_setting settings[STACK_SETTINGS_MAX];
    int settings_count;
    struct stack_process processes[STACK_PROCESSES_MAX];
    int processes_count;
    struct stack_route routes[STACK_ROUTES_MAX];
    int routes_count;
    struct unit units[UNITS_MAX];
    int units_count;
};

/* Reads the files; `stack` is large, keep it static. */
struct status stack_load(struct arena *arena, const struct stack_options *options, struct stack *stack);
/* Makes folders and secrets, chooses ports, prepares the stores' files and fills the units. */
struct status stack_prepare(struct stack *stack);
/* The port called `name`, chosen now if it has not been. */
struct status stack_port(struct stack *stack, const char *name, int *ret_port);
/* A unit with its log; NULL when there are too many. */
struct unit *stack_add(struct stack *stack, const char *name, int stage);
/* Adds a word to its command line, or NAME=value to its settings. */
void unit_word(struct unit *unit, const char *word);
void unit_setting(struct stack *stack, struct unit *unit, const char *name, const char *value);

/* ---- routes.c ---- */
/* The port by which the process `from` reaches the one called `to`: that one's own, or its route's. */
struct status stack_way(struct stack *stack, const char *from, const char *to, int *ret_port);
/* The program itself, once all routes are known. */
struct status stack_add_proxy(struct stack *stack);

/* ---- the stores, a file each ---- */
struct status stack_add_postgres(struct stack *stack);
/* The file of the URL by which a process of the service reaches its database; `from` NULL: straight. */
struct status stack_database_url(struct stack *stack, const char *service, const char *from, const char **ret_path);
struct status stack_add_nats(struct stack *stack);
struct status stack_add_redis(struct stack *stack);

/* What a program that is run once (migrate, for content) needs: the settings of the service and those of the task. */
struct status stack_task(struct stack *stack, const char *task, const char *service, struct process_spec *ret_spec);

#endif
