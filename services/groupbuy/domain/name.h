/* Names as strangers see them: the first character and a star. */
#ifndef GROUPBUY_DOMAIN_NAME_H
#define GROUPBUY_DOMAIN_NAME_H

#include "base/arena.h"

/* 张* of 张三; 邻居 of nothing. */
const char *name_mask(struct arena *arena, const char *nickname);

#endif
