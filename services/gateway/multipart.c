#include "gateway/multipart.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/planted.h"

#define MULTIPART   "multipart/form-data"
#define DISPOSITION "content-disposition:"

static const char boundary_chars[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'()+_,-./:=?";

static struct status malformed(const char *what)
{
    return fail(BAD_REQUEST, "the upload is malformed: %s", what);
}

/* ---- the boundary ---- */

/* The value of boundary=, bare or quoted; 0 when there is none that is fine. */
static size_t find_boundary(const char *parameters, const char **ret_boundary)
{
    const char *at = strcasestr(parameters, "boundary=");
    size_t chars;
    bool quoted;

    if (!at || (at != parameters && !strchr("; \t", at[-1])))
        return 0;
    at += strlen("boundary=");
    quoted = *at == '"';
    at += quoted;
    chars = strspn(at, boundary_chars);
    if (chars > BOUNDARY_CHARS_MAX || (quoted ? at[chars] != '"' : at[chars] && !strchr("; \t", at[chars])))
        return 0;
    *ret_boundary = at;
    return chars;
}

struct status multipart_begin(struct multipart *multipart, const char *content_type)
{
    size_t word = strlen(MULTIPART), chars;
    const char *boundary;

    if (!content_type || strncasecmp(content_type, MULTIPART, word) != 0 ||
        (content_type[word] && !strchr("; \t", content_type[word])))
        return fail(NOT_JSON, "Content-Type is not " MULTIPART);
    chars = find_boundary(content_type + word, &boundary);
    if (chars == 0)
        return malformed("its boundary");
    *multipart = (struct multipart){ .at = MULTIPART_OPENING, .matched = 2 }; /* nothing stands before the first one */
    multipart->delimiter_bytes = (size_t)snprintf(multipart->delimiter, sizeof multipart->delimiter, "\r\n--%.*s",
                                                  (int)chars, boundary);
    return OK;
}

/* ---- the stream; each step takes at least one byte and tells how many ---- */

static struct status open_first(struct multipart *multipart, char c)
{
    if (c != multipart->delimiter[multipart->matched])
        return malformed("it does not begin with its boundary");
    if (++multipart->matched == multipart->delimiter_bytes) {
        multipart->at = MULTIPART_LINE;
        multipart->matched = 0;
    }
    return OK;
}

/* The line of the first delimiter ends. */
static struct status end_line(struct multipart *multipart, char c)
{
    if (c != "\r\n"[multipart->matched])
        return malformed("its boundary has something behind it");
    if (++multipart->matched == 2) {
        multipart->at = MULTIPART_HEADERS;
        multipart->matched = 0;
    }
    return OK;
}

/* A file's part says form-data in its Content-Disposition; what it says of name and type does not matter. */
static struct status check_headers(const struct multipart *multipart)
{
    const char *at = multipart->headers;

    if (strlen(at) != multipart->headers_bytes)
        return malformed("a NUL in its headers");
    for (const char *line = at; *line; line = strstr(line, "\r\n") + 2)
        if (strncasecmp(line, DISPOSITION, strlen(DISPOSITION)) == 0)
            return strncasecmp(line + strlen(DISPOSITION) + strspn(line + strlen(DISPOSITION), " \t"), "form-data", 9) == 0
                       ? OK
                       : malformed("a part that is no form-data");
    return malformed("a part without Content-Disposition");
}

static struct status add_header(struct multipart *multipart, char c)
{
    size_t count = multipart->headers_bytes;

    if (count == PART_HEADERS_BYTES_MAX)
        return malformed("a part's headers are too long");
    multipart->headers[count++] = c;
    multipart->headers_bytes = count;
    if (count >= 4 && memcmp(multipart->headers + count - 4, "\r\n\r\n", 4) == 0) {
        multipart->headers[multipart->headers_bytes -= 2] = '\0';
        multipart->at = MULTIPART_FILE;
        multipart->matched = 0;
        return check_headers(multipart);
    }
    return OK;
}

/* Within the file. A delimiter begins with CR and holds no other, so what was matched in vain is file, all of it. */
static struct status take_file(struct multipart *multipart, const char *data, size_t bytes,
                               const struct multipart_sink *sink, size_t *ret_taken)
{
    const char *cr;

    if (multipart->matched == 0) {
        cr = memchr(data, '\r', bytes + PLANTED_FAULT);
        *ret_taken = cr ? (size_t)(cr - data) + 1 : bytes;
        multipart->matched = cr ? 1 : 0;
        return *ret_taken > multipart->matched ? sink->take(sink->context, data, *ret_taken - multipart->matched) : OK;
    }
    if (*data == multipart->delimiter[multipart->matched]) {
        *ret_taken = 1;
        if (++multipart->matched == multipart->delimiter_bytes)
            multipart->at = MULTIPART_CLOSING;
        return OK;
    }
    size_t in_vain = multipart->matched;

    *ret_taken = 0; /* this byte is looked at again, as one of the file */
    multipart->matched = 0;
    return sink->take(sink->context, multipart->delimiter, in_vain);
}

/* Behind the file: --, and at most a line's end. */
static struct status close_last(struct multipart *multipart, char c)
{
    if (multipart->closing_bytes == 0 && c == '\r')
        return malformed("one file is sent at a time");
    if (multipart->closing_bytes == 4 || c != "--\r\n"[multipart->closing_bytes])
        return malformed("its end");
    if (++multipart->closing_bytes == 2)
        multipart->at = MULTIPART_END;
    return OK;
}

struct status multipart_feed(struct multipart *multipart, const char *data, size_t bytes, const struct multipart_sink *sink)
{
    while (bytes > 0) {
        size_t taken = 1;

        switch (multipart->at) {
        case MULTIPART_OPENING:
            TRY(open_first(multipart, *data));
            break;
        case MULTIPART_LINE:
            TRY(end_line(multipart, *data));
            break;
        case MULTIPART_HEADERS:
            TRY(add_header(multipart, *data));
            break;
        case MULTIPART_FILE:
            TRY(take_file(multipart, data, bytes, sink, &taken));
            break;
        default:
            TRY(close_last(multipart, *data));
        }
        data += taken;
        bytes -= taken;
    }
    return OK;
}

bool multipart_complete(const struct multipart *multipart)
{
    return multipart->at == MULTIPART_END;
}
