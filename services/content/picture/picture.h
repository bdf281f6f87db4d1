/* Pictures as people send them, made into pictures as others see them: decoded, turned upright, scaled down and encoded
 * anew, so that nothing of the file is left but what one sees: no place, no camera, no second file behind the first.
 *
 * Foreign bytes are decoded in a process of its own, without rights, with little memory and time: what goes wrong there is
 * one picture that is refused. */
#ifndef LINLI_CONTENT_PICTURE_PICTURE_H
#define LINLI_CONTENT_PICTURE_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

#define PICTURE_BYTES_MAX     ((size_t)10 << 20) /* of what is sent */
#define PICTURE_OUT_BYTES_MAX ((size_t)8 << 20)  /* of all sizes together */
#define PICTURE_MS_MAX        10000

/* JPEG, none with a side above: */
enum picture_size { PICTURE_LARGE, PICTURE_MEDIUM, PICTURE_SMALL, PICTURE_SIZES };
#define PICTURE_SIDES { 1600, 720, 240 }

struct picture {
    int width, height; /* of the large one */
    struct {
        const uint8_t *data;
        size_t bytes;
    } sizes[PICTURE_SIZES];
};

/* MEDIA_UNREADABLE: it is no picture that we can read. NOT_AVAILABLE: the process could not be started. On the arena. */
struct status picture_make(struct arena *arena, const uint8_t *data, size_t bytes, struct picture *ret_picture);

/* The process: a main() calls it when its first argument is PICTURE_WORD. Returns its exit status. */
#define PICTURE_WORD "--picture"
int picture_process(void);

/* What it does, in this process: false when it is no picture that we can read. The sizes belong to the caller, for free(). */
int picture_convert(const uint8_t *data, size_t bytes, struct picture *ret_picture);

#endif
