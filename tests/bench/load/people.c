#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void give_up(const char *path)
{
    perror(path);
    exit(EXIT_FAILURE);
}

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text;
    long bytes;

    if (!file || fseek(file, 0, SEEK_END) != 0)
        give_up(path);
    bytes = ftell(file);
    if (bytes < 0)
        give_up(path);
    rewind(file);
    text = calloc(1, (size_t)bytes + 1);
    if (!text || fread(text, 1, (size_t)bytes, file) != (size_t)bytes)
        give_up(path);
    fclose(file);
    return text;
}

static void split(char *line, struct person *person)
{
    for (int i = 0; i < COLUMNS_MAX; i++) {
        person->columns[i] = line;
        line += strcspn(line, "\t");
        if (*line)
            *line++ = '\0';
    }
}

void people_load(struct people *people, const char *path)
{
    size_t lines = 0;

    *people =
        (struct people){ .text = read_all(path), .run = (unsigned long long)time(NULL) << 20 | (unsigned)getpid() };
    for (const char *at = people->text; *at; at++)
        lines += *at == '\n';
    people->list = calloc(lines + 1, sizeof *people->list);
    if (!people->list || lines == 0)
        give_up(path);
    for (char *line = people->text; *line;) {
        char *end = line + strcspn(line, "\n");

        if (*end)
            *end++ = '\0';
        split(line, &people->list[people->count++]);
        line = end;
    }
}

static void append(char request[REQUEST_BYTES_MAX], size_t *length, const char *text, size_t bytes)
{
    if (*length + bytes >= REQUEST_BYTES_MAX) {
        fprintf(stderr, "a request of more than %d bytes\n", REQUEST_BYTES_MAX);
        exit(EXIT_FAILURE);
    }
    memcpy(request + *length, text, bytes);
    *length += bytes;
}

static size_t body_bytes(const char *template)
{
    const char *blank = strstr(template, "\r\n\r\n");

    return blank ? strlen(blank + 4) : 0;
}

size_t people_request(struct people *people, const char *template, char request[REQUEST_BYTES_MAX])
{
    const struct person *person = &people->list[people->next++ % people->count];
    size_t length = 0;

    for (const char *at = template; *at;) {
        size_t plain = strcspn(at, "{");
        char text[64];

        append(request, &length, at, plain);
        at += plain;
        if (strncmp(at, "{key}", 5) == 0) {
            append(request, &length, text,
                   (size_t)snprintf(text, sizeof text, "%llx-%llx", people->run, people->keys++));
            at += 5;
        } else if (strncmp(at, "{length}", 8) == 0) {
            append(request, &length, text, (size_t)snprintf(text, sizeof text, "%zu", body_bytes(at)));
            at += 8;
        } else if (*at && at[1] >= '0' && at[1] < '0' + COLUMNS_MAX && at[2] == '}') {
            append(request, &length, person->columns[at[1] - '0'], strlen(person->columns[at[1] - '0']));
            at += 3;
        } else if (*at) {
            append(request, &length, at++, 1);
        }
    }
    return length;
}
