/* Objects as files of a folder. Written beside their place, brought to disk, then renamed: whoever opens one sees all of it,
 * also after a power cut. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/id.h"
#include "objects/stores.h"

#define COPY_BYTES     ((size_t)1 << 14)
#define PART           ".part-" /* of a file that is being written */
#define FOLDER_MODE    0700
#define FILE_MODE      0600
#define PATH_BYTES_MAX 4096

static struct status failed(const char *what)
{
    int error = errno;

    if (error == ENOENT)
        return fail(NOT_HERE, "the object is not there");
    return fail(NOT_AVAILABLE, "the object store: %s: %s", what, strerror(error));
}

static struct status path_of(const struct objects *objects, const char *key, char path[PATH_BYTES_MAX])
{
    if (snprintf(path, PATH_BYTES_MAX, "%s/%s", objects->options.url, key) >= PATH_BYTES_MAX)
        return fail(NOT_AVAILABLE, "the object store's folder is too deep");
    return OK;
}

/* The folders above `path`, those that are not there yet. */
static struct status make_above(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int made = mkdir(path, FOLDER_MODE);
        bool wrong = made != 0 && errno != EEXIST;

        *slash = '/';
        if (wrong)
            return fail(NOT_AVAILABLE, "the object store: a folder cannot be made: %s", strerror(errno));
    }
    return OK;
}

struct status object_folder_make(const char *folder)
{
    char path[PATH_BYTES_MAX];

    if (snprintf(path, sizeof path, "%s/", folder) >= PATH_BYTES_MAX)
        return fail(NOT_AVAILABLE, "the object store's folder is too deep");
    TRY(make_above(path));
    return access(folder, W_OK | X_OK) == 0 ? OK : fail(NOT_AVAILABLE, "the object store %s: %s", folder, strerror(errno));
}

/* ---- writing ---- */

static struct status write_all(int to, const uint8_t *data, size_t bytes)
{
    while (bytes > 0) {
        ssize_t wrote = write(to, data, bytes);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return fail(NOT_AVAILABLE, "the object store cannot be written: %s", strerror(errno));
        data += wrote;
        bytes -= (size_t)wrote;
    }
    return OK;
}

static struct status copy_all(int to, const struct object_source *source)
{
    uint8_t chunk[COPY_BYTES];
    size_t done = 0;

    if (source->data)
        return write_all(to, source->data, source->bytes);
    while (done < source->bytes) {
        size_t most = source->bytes - done < sizeof chunk ? source->bytes - done : sizeof chunk;
        ssize_t got = pread(source->fd, chunk, most, (off_t)done);

        if (got <= 0)
            return fail(NOT_AVAILABLE, "the file to be stored is shorter than it was said to be");
        TRY(write_all(to, chunk, (size_t)got));
        done += (size_t)got;
    }
    return OK;
}

static struct status sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int synced = fd < 0 ? -1 : fsync(fd);

    if (fd >= 0)
        close(fd);
    return synced == 0 ? OK : failed("a folder cannot be brought to disk");
}

static struct status write_part(const char *part, const struct object_source *source)
{
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    struct status status;

    if (fd < 0)
        return fail(NOT_AVAILABLE, "the object store cannot be written: %s", strerror(errno));
    status = copy_all(fd, source);
    if (ok(status) && fsync(fd) != 0)
        status = fail(NOT_AVAILABLE, "the object store cannot be written: %s", strerror(errno));
    close(fd);
    return status;
}

static struct status put(struct objects *objects, const char *key, const char *type, const struct object_source *source)
{
    char path[PATH_BYTES_MAX], folder[PATH_BYTES_MAX], part[PATH_BYTES_MAX + 64];
    struct status status;

    (void)type; /* the key's ending says it */
    TRY(path_of(objects, key, path));
    TRY(make_above(path));
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    snprintf(part, sizeof part, "%s/" PART "%s", folder, id_new().text);
    status = write_part(part, source);
    if (ok(status) && rename(part, path) != 0)
        status = fail(NOT_AVAILABLE, "the object store cannot be written: %s", strerror(errno));
    if (ok(status))
        return sync_folder(folder);
    unlink(part);
    return status;
}

/* ---- reading ---- */

static struct status read_all(int fd, uint8_t *data, size_t bytes)
{
    size_t done = 0;

    while (done < bytes) {
        ssize_t got = read(fd, data + done, bytes - done);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(NOT_AVAILABLE, "the object store: an object ends early");
        done += (size_t)got;
    }
    return OK;
}

static struct status read_file(int fd, struct arena *arena, size_t bytes_max, const uint8_t **ret_data, size_t *ret_bytes)
{
    struct stat about;
    uint8_t *data;

    if (fstat(fd, &about) != 0)
        return failed("an object cannot be read");
    if (!S_ISREG(about.st_mode))
        return fail(NOT_HERE, "the object is not there");
    if ((size_t)about.st_size > bytes_max)
        return fail(BODY_TOO_LARGE, "the object has more than %zu bytes", bytes_max);
    data = arena_try(arena, (size_t)about.st_size + 1);
    if (!data)
        return fail(BODY_TOO_LARGE, "the object does not fit into memory");
    TRY(read_all(fd, data, (size_t)about.st_size));
    *ret_data = data;
    *ret_bytes = (size_t)about.st_size;
    return OK;
}

static struct status get(struct objects *objects, struct arena *arena, const char *key, size_t bytes_max,
                         const uint8_t **ret_data, size_t *ret_bytes)
{
    char path[PATH_BYTES_MAX];
    struct status status;
    int fd;

    TRY(path_of(objects, key, path));
    fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOTDIR ? fail(NOT_HERE, "the object is not there") : failed("an object cannot be read");
    status = read_file(fd, arena, bytes_max, ret_data, ret_bytes);
    close(fd);
    return status;
}

static struct status remove_object(struct objects *objects, const char *key)
{
    char path[PATH_BYTES_MAX];

    TRY(path_of(objects, key, path));
    if (unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR)
        return OK;
    return failed("an object cannot be removed");
}

/* ---- listing ---- */

static void add(struct arena *arena, DIR *open_folder, const char *folder, const char *name, struct object_info *list,
                size_t *count)
{
    struct stat about;

    if (fstatat(dirfd(open_folder), name, &about, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(about.st_mode))
        return;
    list[(*count)++] = (struct object_info){
        .key = arena_printf(arena, "%s/%s", folder, name),
        .modified_us = (int64_t)about.st_mtim.tv_sec * US_PER_S + about.st_mtim.tv_nsec / 1000,
    };
}

static struct status list(struct objects *objects, struct arena *arena, const char *folder, struct object_info **ret_list,
                          size_t *ret_count)
{
    struct object_info *found = arena_array(arena, struct object_info, OBJECTS_LIST_MAX);
    char path[PATH_BYTES_MAX];
    struct dirent *entry;
    size_t count = 0;
    DIR *open_folder;

    TRY(path_of(objects, folder, path));
    open_folder = opendir(path);
    if (!open_folder && errno != ENOENT)
        return failed("a folder cannot be read");
    while (open_folder && count < OBJECTS_LIST_MAX && (entry = readdir(open_folder)))
        add(arena, open_folder, folder, entry->d_name, found, &count);
    if (open_folder)
        closedir(open_folder);
    *ret_list = found;
    *ret_count = count;
    return OK;
}

const struct object_kind object_folder = { .put = put, .get = get, .remove = remove_object, .list = list };
