#include "linlictl/local/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "linlictl/linlictl.h"

struct status file_load(struct arena *arena, const char *path, size_t bytes_max, char **ret_data, size_t *ret_bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    char *data;
    ssize_t bytes;

    if (fd < 0 || fstat(fd, &info) != 0) {
        if (fd >= 0)
            close(fd);
        return fail(SYSTEM_FAILED, "cannot read %s: %s", path, strerror(errno));
    }
    if ((size_t)info.st_size > bytes_max) {
        close(fd);
        return fail(SYSTEM_FAILED, "%s is larger than %zu bytes", path, bytes_max);
    }
    data = arena_alloc(arena, (size_t)info.st_size + 1);
    bytes = read(fd, data, (size_t)info.st_size);
    close(fd);
    if (bytes != info.st_size)
        return fail(SYSTEM_FAILED, "cannot read all of %s", path);
    data[bytes] = '\0';
    *ret_data = data;
    *ret_bytes = (size_t)bytes;
    return OK;
}

struct status file_read(struct arena *arena, const char *path, char **ret_text)
{
    size_t bytes;

    return file_load(arena, path, FILE_BYTES_MAX, ret_text, &bytes);
}

static bool write_all(int fd, const char *text, size_t bytes)
{
    while (bytes) {
        ssize_t written = write(fd, text, bytes);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text += written;
        bytes -= (size_t)written;
    }
    return true;
}

struct status file_write(const char *path, const char *text, mode_t mode)
{
    return file_write_bytes(path, text, strlen(text), mode);
}

struct status file_write_bytes(const char *path, const char *data, size_t bytes, mode_t mode)
{
    char fresh[4096];
    int fd;
    bool written;

    if ((size_t)snprintf(fresh, sizeof(fresh), "%s.new", path) >= sizeof(fresh))
        return fail(SYSTEM_FAILED, "the path is too long: %s", path);
    fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0)
        return fail(SYSTEM_FAILED, "cannot write %s: %s", fresh, strerror(errno));
    written = fchmod(fd, mode) == 0 && write_all(fd, data, bytes);
    close(fd);
    if (!written || rename(fresh, path) != 0)
        return fail(SYSTEM_FAILED, "cannot write %s: %s", path, strerror(errno));
    return OK;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

struct status folder_make(const char *path, mode_t mode)
{
    char part[4096];

    if ((size_t)snprintf(part, sizeof(part), "%s/", path) >= sizeof(part))
        return fail(SYSTEM_FAILED, "the path is too long: %s", path);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, mode) != 0 && errno != EEXIST)
            return fail(SYSTEM_FAILED, "cannot make the folder %s: %s", part, strerror(errno));
        *slash = '/';
    }
    return OK;
}

struct line_reader line_reader(char *text)
{
    return (struct line_reader){ ._rest = text };
}

static void split_words(struct line_reader *reader, char *line)
{
    char *save, *word;

    line[strcspn(line, "#")] = '\0';
    reader->words_count = 0;
    for (word = strtok_r(line, " \t\r", &save); word && reader->words_count < LINE_WORDS_MAX;
         word = strtok_r(NULL, " \t\r", &save))
        reader->words[reader->words_count++] = word;
}

bool line_next(struct line_reader *reader)
{
    while (*reader->_rest) {
        char *line = reader->_rest;
        size_t length = strcspn(line, "\n");

        reader->_rest += length + (line[length] == '\n');
        line[length] = '\0';
        reader->number++;
        split_words(reader, line);
        if (reader->words_count)
            return true;
    }
    return false;
}
