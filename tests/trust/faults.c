/* Makes one call of the system fail, be short or be slow: preloaded before a program that saves, below SQLite too.
 *
 * trust_arm(kind, at, mode, error, folder) chooses: the calls of a kind (one of the bits below) on files in a folder are
 * counted, and the one with the number `at` fails with `error`; with the mode STICKY every one from there on. SHORT
 * writes half of what was given, SLOW waits a moment. trust_count() tells how many calls there were.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { OPEN = 1, WRITE = 2, FSYNC = 4, RENAME = 8, UNLINK = 16, CREATE = 32 };
enum { FAIL = 0, STICKY = 1, SHORT = 2, SLOW = 3 };

static int kinds, wanted, mode, failure, counted;
static char folder[PATH_MAX];

void trust_arm(int kind, int at, int how, int error, const char *under) {
    kinds = kind, wanted = at, mode = how, failure = error, counted = 0;
    snprintf(folder, sizeof folder, "%s", under);
}

int trust_count(void) { return counted; }

static int inside(const char *path) { return path && folder[0] && strncmp(path, folder, strlen(folder)) == 0; }

static int of_handle(int handle, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return 1;
}

/* Whether this call is the one that goes wrong. */
static int hit(int kind, const char *path) {
    if (!(kinds & kind) || !inside(path)) return 0;
    counted++;
    return mode == STICKY ? counted >= wanted : counted == wanted;
}

static int hit_handle(int kind, int handle) {
    char path[PATH_MAX];
    int before = errno;
    int found = (kinds & kind) && of_handle(handle, path) && hit(kind, path);
    errno = before;
    return found;
}

static int spared(void) {
    if (mode != SLOW) return 0;
    struct timespec moment = {0, 30000000};
    nanosleep(&moment, NULL);
    return 1;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

#define OPENER(name)                                                                                  \
    int name(const char *path, int flags, ...) {                                                      \
        REAL(int, #name, const char *, int, ...);                                                     \
        va_list rest; va_start(rest, flags); mode_t rights = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0; va_end(rest); \
        int kind = OPEN | ((flags & O_CREAT) ? CREATE : 0);                                           \
        if (hit(kind, path) && !spared()) { errno = failure; return -1; }                             \
        return real(path, flags, rights);                                                             \
    }
OPENER(open)
OPENER(open64)

#define OPENER_AT(name)                                                                               \
    int name(int at, const char *path, int flags, ...) {                                              \
        REAL(int, #name, int, const char *, int, ...);                                                \
        va_list rest; va_start(rest, flags); mode_t rights = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0; va_end(rest); \
        int kind = OPEN | ((flags & O_CREAT) ? CREATE : 0);                                           \
        if (hit(kind, path) && !spared()) { errno = failure; return -1; }                             \
        return real(at, path, flags, rights);                                                         \
    }
OPENER_AT(openat)
OPENER_AT(openat64)

ssize_t write(int handle, const void *body, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (hit_handle(WRITE, handle) && !spared()) {
        if (mode == SHORT && size > 1) return real(handle, body, size / 2);
        errno = failure;
        return -1;
    }
    return real(handle, body, size);
}

#define WRITER(name, offset)                                                                          \
    ssize_t name(int handle, const void *body, size_t size, offset place) {                           \
        REAL(ssize_t, #name, int, const void *, size_t, offset);                                      \
        if (hit_handle(WRITE, handle) && !spared()) {                                                 \
            if (mode == SHORT && size > 1) return real(handle, body, size / 2, place);                \
            errno = failure;                                                                          \
            return -1;                                                                                \
        }                                                                                             \
        return real(handle, body, size, place);                                                       \
    }
WRITER(pwrite, off_t)
WRITER(pwrite64, off64_t)

#define SYNCER(name)                                                                                  \
    int name(int handle) {                                                                            \
        REAL(int, #name, int);                                                                        \
        if (hit_handle(FSYNC, handle) && !spared()) { errno = failure; return -1; }                   \
        return real(handle);                                                                          \
    }
SYNCER(fsync)
SYNCER(fdatasync)

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    if (hit(RENAME, to) && !spared()) { errno = failure; return -1; }
    return real(from, to);
}

int renameat(int a, const char *from, int b, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    if (hit(RENAME, to) && !spared()) { errno = failure; return -1; }
    return real(a, from, b, to);
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    if (hit(UNLINK, path) && !spared()) { errno = failure; return -1; }
    return real(path);
}

int unlinkat(int at, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    if (hit(UNLINK, path) && !spared()) { errno = failure; return -1; }
    return real(at, path, flags);
}
