/* Tells what a process opens, whom it calls and what it starts, below Python too: preloaded before one that reads files.
 *
 * trust_watch(handle) has a line written to `handle` for each call from then on: "open PATH", "connect ADDRESS",
 * "lookup NAME", "exec PATH". trust_watch(-1) ends it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int told = -1;

void trust_watch(int handle) { told = handle; }

static void tell(const char *what, const char *name) {
    if (told < 0 || !name) return;
    char line[PATH_MAX + 64];
    int before = errno;
    int size = snprintf(line, sizeof line, "%s %s\n", what, name);
    if (size > 0) syscall(SYS_write, told, line, size < (int)sizeof line ? size : (int)sizeof line);
    errno = before;
}

/* Under the folder that a handle stands for, where the path begins there. */
static void tell_at(int at, const char *path) {
    if (told < 0 || !path) return;
    char link[64], folder[PATH_MAX], whole[2 * PATH_MAX];
    if (path[0] == '/' || at == AT_FDCWD) {
        tell("open", path);
        return;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    int before = errno;
    ssize_t size = readlink(link, folder, sizeof folder - 1);
    errno = before;
    if (size < 0) size = 0;
    folder[size] = 0;
    snprintf(whole, sizeof whole, "%s/%s", folder, path);
    tell("open", whole);
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

#define OPENER(name)                                                                                            \
    int name(const char *path, int flags, ...) {                                                                \
        REAL(int, #name, const char *, int, ...);                                                               \
        va_list rest; va_start(rest, flags);                                                                    \
        mode_t rights = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; va_end(rest);               \
        tell("open", path);                                                                                     \
        return real(path, flags, rights);                                                                       \
    }
OPENER(open)
OPENER(open64)

#define OPENER_AT(name)                                                                                         \
    int name(int at, const char *path, int flags, ...) {                                                        \
        REAL(int, #name, int, const char *, int, ...);                                                          \
        va_list rest; va_start(rest, flags);                                                                    \
        mode_t rights = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; va_end(rest);               \
        tell_at(at, path);                                                                                      \
        return real(at, path, flags, rights);                                                                   \
    }
OPENER_AT(openat)
OPENER_AT(openat64)

FILE *fopen(const char *path, const char *mode) {
    REAL(FILE *, "fopen", const char *, const char *);
    tell("open", path);
    return real(path, mode);
}

FILE *fopen64(const char *path, const char *mode) {
    REAL(FILE *, "fopen64", const char *, const char *);
    tell("open", path);
    return real(path, mode);
}

int connect(int handle, const struct sockaddr *to, socklen_t size) {
    REAL(int, "connect", int, const struct sockaddr *, socklen_t);
    char name[INET6_ADDRSTRLEN] = "?";
    if (to && to->sa_family == AF_INET) inet_ntop(AF_INET, &((const struct sockaddr_in *)to)->sin_addr, name, sizeof name);
    if (to && to->sa_family == AF_INET6) inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)to)->sin6_addr, name, sizeof name);
    if (to && (to->sa_family == AF_INET || to->sa_family == AF_INET6)) tell("connect", name);
    return real(handle, to, size);
}

ssize_t sendto(int handle, const void *body, size_t size, int flags, const struct sockaddr *to, socklen_t length) {
    REAL(ssize_t, "sendto", int, const void *, size_t, int, const struct sockaddr *, socklen_t);
    if (to && (to->sa_family == AF_INET || to->sa_family == AF_INET6)) tell("connect", "a datagram");
    return real(handle, body, size, flags, to, length);
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    REAL(int, "getaddrinfo", const char *, const char *, const struct addrinfo *, struct addrinfo **);
    tell("lookup", node ? node : "?");
    return real(node, service, hints, found);
}

int execve(const char *path, char *const arguments[], char *const surroundings[]) {
    REAL(int, "execve", const char *, char *const[], char *const[]);
    tell("exec", path);
    return real(path, arguments, surroundings);
}

int posix_spawn(pid_t *child, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *how,
                char *const arguments[], char *const surroundings[]) {
    REAL(int, "posix_spawn", pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,
         char *const[], char *const[]);
    tell("exec", path);
    return real(child, path, actions, how, arguments, surroundings);
}
