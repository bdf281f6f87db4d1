/* Coming into a circle and going out of it: the row, the count and the event, together. */
#ifndef LINLI_CONTENT_RPC_MEMBERSHIP_H
#define LINLI_CONTENT_RPC_MEMBERSHIP_H

#include "content/content.h"
#include "content/domain/circle.h"

/* Both expect the circle's row to be held, or to be new; both bring *circle up to date. */
struct status circle_enter(struct call *call, struct circle *circle, enum circle_role role);
struct status circle_quit(struct call *call, struct circle *circle);

#endif
