/* Days as texts: 2026-11-22. Pure. */
#ifndef GROUPBUY_DOMAIN_DAY_H
#define GROUPBUY_DOMAIN_DAY_H

#include <stdbool.h>

/* A day that there is, from 2000 to 2199. */
bool day_valid(const char *text);

#endif
