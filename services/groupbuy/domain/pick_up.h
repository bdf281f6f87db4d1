/* Pick-up codes, and the times of picking up.
 *
 * A code is worth something at its point only, and there are at least 10^6 of them for every parcel that a point may
 * hold: with five wrong tries in ten minutes a guess is right once in a thousand years. */
#ifndef GROUPBUY_DOMAIN_PICK_UP_H
#define GROUPBUY_DOMAIN_PICK_UP_H

#include <stdint.h>

#define PICK_UP_CODE_DIGITS    12
#define PICK_UP_CODES          INT64_C(1000000000000)
#define PICK_UP_CODES_A_PARCEL INT64_C(1000000)
#define POINT_PARCELS_MAX      (PICK_UP_CODES / PICK_UP_CODES_A_PARCEL) /* open at a point at once: a million */

/* A member of staff who types wrong codes at a point. */
#define WRONG_CODES_MAX 5 /* in … */
#define WRONG_CODES_S   600
#define CODES_CLOSED_S  900 /* and codes are closed for him there for so long */

#define UNDO_S 600 /* a hand-over may be taken back for so long */

#endif
