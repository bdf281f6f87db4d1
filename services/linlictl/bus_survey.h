/* What the contract says about the bus: which proto services a service answers and which events it tells. */
#ifndef LINLI_LINLICTL_BUS_SURVEY_H
#define LINLI_LINLICTL_BUS_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

#define SURVEY_INTERFACES_MAX 256
#define SURVEY_EVENTS_MAX     1024
#define SURVEY_METHODS_MAX    1024

struct bus_interface {
    const char *owner;     /* content */
    const char *full_name; /* linli.content.v1.Content */
    bool internal;         /* for other services, not for the gateway */
};

/* A method of an Internal service. */
struct bus_method {
    const char *owner;
    const char *full_name;
    bool tool_only;  /* for linlictl, not for services */
    bool of_gateway; /* the contract gives it a role in the gateway: for the gateway, not for services */
};

struct bus_event {
    const char *owner;
    const char *name;      /* CircleJoined */
    const char *full_name; /* linli.content.v1.CircleJoined */
};

struct bus_survey {
    struct bus_interface interfaces[SURVEY_INTERFACES_MAX];
    size_t interfaces_count;
    struct bus_event events[SURVEY_EVENTS_MAX];
    size_t events_count;
    struct bus_method internals[SURVEY_METHODS_MAX];
    size_t internals_count;
    /* Owner of the method that lists revocations: the one who may say that sessions ended. NULL: nobody. */
    const char *sessions_owner;
};

/* Reads the descriptor set at `path`. The names live on the arena. */
struct status bus_survey_load(struct arena *arena, const char *path, struct bus_survey *ret_survey);

#endif
