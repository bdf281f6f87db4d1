/* The rules of circles: who may come, go, read and remove. Pure. */
#ifndef LINLI_CONTENT_DOMAIN_CIRCLE_H
#define LINLI_CONTENT_DOMAIN_CIRCLE_H

#include <stdint.h>

#include "base/status.h"

#define CIRCLE_MEMBERS_MAX 100000

/* The numbers of linli.content.v1.Visibility and Membership. */
enum circle_visibility { VISIBLE_TO_ALL = 1, VISIBLE_TO_MEMBERS = 2 };
enum circle_role { NOT_IN = 0, ROLE_MEMBER = 1, ROLE_MODERATOR = 2, ROLE_OWNER = 3 };

struct circle {
    const char *id;
    const char *community_id;
    const char *name;
    const char *notice;
    const char *rules;
    const char *welcome;
    enum circle_visibility visibility;
    int members_max;
    int64_t member_count;
    int64_t created_us;
    enum circle_role caller_role; /* what the caller is in it */
};

/* CIRCLE_FULL */
struct status circle_admit(const struct circle *circle);
/* OWNER_CANNOT_LEAVE */
struct status circle_release(const struct circle *circle);
/* NOT_HERE to whoever may not read what is written in it. */
struct status circle_readable(const struct circle *circle);
/* NOT_A_MEMBER */
struct status circle_writable(const struct circle *circle);

#endif
