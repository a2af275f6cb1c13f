/* A library to be preloaded: makes the n-th allocation, write, call of the
 * system or step of a program and its children fail, or kills it there.
 *
 *   FAULT=malloc:N    the N-th allocation of each process gives NULL
 *   FAULT=write:N     the N-th write fails, once in all processes together
 *   FAULT=full:N      from the N-th on every write of every process fails
 *   FAULT=call:N:E    the N-th call that the system may refuse (open, read,
 *                     stat, mkdir, rename, fork …) fails with errno E, once
 *   FAULT=short:N     the N-th read or write moves one byte only, once
 *   FAULT=kill:N:S    signal S comes before the N-th step (open, rename,
 *                     unlink, mkdir, rmdir, fsync, fork) of the program
 *   FAULT=child:N:S   the same before the N-th step of a child
 *   FAULT=orphan:N:S  before the N-th step of a child its parent gets it
 *   FAULT_FIRED=F     the file that is made when a fault strikes
 *   FAULT_THREADLESS  if set, no thread can be made
 *   FAULT_COUNT=F     the file to which each process adds its counts:
 *                     allocations, writes, calls, moves, steps, and 1 of a
 * child Children go on counting where their parent was when they were made, but
 * for steps, which they count from 1. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sweep.h"

/* Not macros. */
#undef dcgettext
#undef dcngettext

static long allocations, writes, calls, moves, steps;
static long fail_allocation = -1, fail_write = -1, fail_call = -1,
	    short_move = -1, kill_step = -1;
static int forever, call_error, kill_signal, in_child, quiet;
static enum { NOBODY, PROGRAM, CHILD, PARENT } victim;

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static void start(void) __attribute__((constructor));

/* KIND:N:MORE; true if the fault is of that kind. */
static int
is_kind(const char *fault, const char *kind, long *n, int *more)
{
	size_t length = strlen(kind);
	char *end;
	if (strncmp(fault, kind, length) != 0 || fault[length] != ':')
		return 0;
	*n = strtol(fault + length + 1, &end, 10);
	*more = *end == ':' ? atoi(end + 1) : 0;
	return 1;
}

static void
start(void)
{
	const char *fault = getenv("FAULT");
	int ignored;
	if (!fault)
		return;
	is_kind(fault, "malloc", &fail_allocation, &ignored);
	is_kind(fault, "write", &fail_write, &ignored);
	forever = is_kind(fault, "full", &fail_write, &ignored);
	is_kind(fault, "call", &fail_call, &call_error);
	is_kind(fault, "short", &short_move, &ignored);
	victim = is_kind(fault, "kill", &kill_step, &kill_signal)     ? PROGRAM
		 : is_kind(fault, "child", &kill_step, &kill_signal)  ? CHILD
		 : is_kind(fault, "orphan", &kill_step, &kill_signal) ? PARENT
								      : NOBODY;
}

/* True for the first process that comes here. Without the C library's calls,
 * which count. */
static int
fired(void)
{
	const char *path = getenv("FAULT_FIRED");
	long file =
	    path ? syscall(SYS_open, path, O_CREAT | O_EXCL | O_WRONLY, 0600)
		 : -1;
	if (file >= 0)
		syscall(SYS_close, file);
	return file >= 0;
}

static int
fail_this_allocation(void)
{
	long now = __atomic_add_fetch(&allocations, 1, __ATOMIC_RELAXED);
	if (sweep_is_on())
		return sweep_strikes("malloc", now, ENOMEM);
	if (now != fail_allocation)
		return 0;
	fired();
	errno = ENOMEM;
	return 1;
}

static int
fail_this_write(void)
{
	long now = __atomic_add_fetch(&writes, 1, __ATOMIC_RELAXED);
	int strikes = forever ? fail_write >= 0 && now >= fail_write
			      : now == fail_write && fired();
	if (!strikes)
		return 0;
	if (forever)
		fired();
	errno = ENOSPC;
	return 1;
}

static int
fail_this_call(void)
{
	static const int errors[] = { ENOSPC, EIO, EACCES, EMFILE, EINTR };
	if (quiet)
		return 0;
	long now = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
	for (int i = 0; sweep_is_on() && i < 5; i++)
		if (sweep_strikes("call", now, errors[i]))
			return 1;
	if (now != fail_call || !fired())
		return 0;
	errno = call_error;
	return 1;
}

static size_t
moved(size_t size)
{
	long now = __atomic_add_fetch(&moves, 1, __ATOMIC_RELAXED);
	if (size <= 1)
		return size;
	if (sweep_is_on())
		return sweep_strikes("short", now, 0) ? 1 : size;
	return now == short_move && fired() ? 1 : size;
}

static void
step(void)
{
	long now = __atomic_add_fetch(&steps, 1, __ATOMIC_RELAXED);
	if (now != kill_step || in_child == (victim == PROGRAM) || !fired())
		return;
	kill(victim == PARENT ? getppid() : getpid(), kill_signal);
	if (victim == PARENT)
		usleep(200000); /* our end, if it comes, comes soon */
}

void *
malloc(size_t size)
{
	return fail_this_allocation() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return fail_this_allocation() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return fail_this_allocation() ? NULL : __libc_realloc(old, size);
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	return fail_this_allocation() ? NULL : __libc_memalign(alignment, size);
}

/* The same function of the next library. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* ---- writes ---- */

size_t
fwrite(const void *data, size_t size, size_t count, FILE *file)
{
	return fail_this_write() ? 0 : NEXT(fwrite)(data, size, count, file);
}

int
fputs(const char *text, FILE *file)
{
	return fail_this_write() ? EOF : NEXT(fputs)(text, file);
}

int
fputc(int byte, FILE *file)
{
	return fail_this_write() ? EOF : NEXT(fputc)(byte, file);
}

int
fprintf(FILE *file, const char *format, ...)
{
	va_list arguments;
	if (fail_this_write())
		return -1;
	va_start(arguments, format);
	int result = vfprintf(file, format, arguments);
	va_end(arguments);
	return result;
}

int
__fprintf_chk(FILE *file, int flag, const char *format, ...)
{
	va_list arguments;
	(void)flag;
	if (fail_this_write())
		return -1;
	va_start(arguments, format);
	int result = vfprintf(file, format, arguments);
	va_end(arguments);
	return result;
}

int
fflush(FILE *file)
{
	return fail_this_write() ? EOF : NEXT(fflush)(file);
}

ssize_t
write(int file, const void *data, size_t size)
{
	return fail_this_write() || fail_this_call()
		   ? -1
		   : NEXT(write)(file, data, moved(size));
}

/* ---- steps, which are calls too; some count as writes ---- */

int
fsync(int file)
{
	sweep_writes();
	step();
	return fail_this_write() || fail_this_call() ? -1 : NEXT(fsync)(file);
}

int
rename(const char *from, const char *to)
{
	sweep_writes();
	step();
	return fail_this_write() || fail_this_call() ? -1
						     : NEXT(rename)(from, to);
}

int
renameat(int old, const char *from, int new, const char *to)
{
	sweep_writes();
	step();
	return fail_this_write() || fail_this_call()
		   ? -1
		   : NEXT(renameat)(old, from, new, to);
}

#define CALL(failure, name, ...)                                               \
	return fail_this_call() ? (failure) : NEXT(name)(__VA_ARGS__)

/* The mode, which only O_CREAT has, is passed on whether or not it is there. */
#define OPEN(name, declared, ...)                                              \
	int name declared                                                      \
	{                                                                      \
		va_list arguments;                                             \
		va_start(arguments, flags);                                    \
		int mode = flags & O_CREAT ? va_arg(arguments, int) : 0;       \
		va_end(arguments);                                             \
		if (flags & (O_WRONLY | O_RDWR | O_CREAT))                     \
			sweep_writes();                                        \
		step();                                                        \
		CALL(-1, name, __VA_ARGS__, flags, mode);                      \
	}
OPEN(open, (const char *path, int flags, ...), path)
OPEN(open64, (const char *path, int flags, ...), path)
OPEN(openat, (int folder, const char *path, int flags, ...), folder, path)
OPEN(openat64, (int folder, const char *path, int flags, ...), folder, path)

#define STEP(type, failure, name, declared, ...)                               \
	type name declared                                                     \
	{                                                                      \
		sweep_writes();                                                \
		step();                                                        \
		CALL(failure, name, __VA_ARGS__);                              \
	}
#define FOPEN(name)                                                            \
	FILE *name(const char *path, const char *mode)                         \
	{                                                                      \
		if (strpbrk(mode, "wa+"))                                      \
			sweep_writes();                                        \
		step();                                                        \
		CALL(NULL, name, path, mode);                                  \
	}
FOPEN(fopen)
FOPEN(fopen64)
STEP(int, -1, unlink, (const char *path), path)
STEP(int, -1, unlinkat, (int folder, const char *path, int flags), folder, path,
    flags)
STEP(int, -1, rmdir, (const char *path), path)
STEP(int, -1, mkdir, (const char *path, mode_t mode), path, mode)
STEP(char *, NULL, mkdtemp, (char *path), path)
STEP(int, -1, memfd_create, (const char *name, unsigned flags), name, flags)

pid_t
fork(void)
{
	sweep_writes();
	step();
	if (fail_this_call())
		return -1;
	pid_t child = NEXT(fork)();
	if (child == 0) {
		in_child = 1;
		steps = 0;
	}
	return child;
}

/* ---- other calls ---- */

/* Without threads the n-th allocation is the same one every time. */
int
pthread_create(pthread_t *thread, const pthread_attr_t *how,
    void *(*task)(void *), void *argument)
{
	return getenv("FAULT_THREADLESS")
		   ? EAGAIN
		   : NEXT(pthread_create)(thread, how, task, argument);
}

#define OTHER(type, failure, name, declared, ...)                              \
	type name declared                                                     \
	{                                                                      \
		CALL(failure, name, __VA_ARGS__);                              \
	}
OTHER(
    ssize_t, -1, read, (int file, void *to, size_t size), file, to, moved(size))
OTHER(ssize_t, -1, pread, (int file, void *to, size_t size, off_t at), file, to,
    moved(size), at)
OTHER(ssize_t, -1, pread64, (int file, void *to, size_t size, off64_t at), file,
    to, moved(size), at)
OTHER(int, -1, stat, (const char *path, struct stat *to), path, to)
OTHER(int, -1, stat64, (const char *path, struct stat64 *to), path, to)
OTHER(int, -1, lstat, (const char *path, struct stat *to), path, to)
OTHER(int, -1, lstat64, (const char *path, struct stat64 *to), path, to)
OTHER(int, -1, fstat, (int file, struct stat *to), file, to)
OTHER(int, -1, fstat64, (int file, struct stat64 *to), file, to)
OTHER(int, -1, fstatat,
    (int folder, const char *path, struct stat *to, int flags), folder, path,
    to, flags)
OTHER(int, -1, access, (const char *path, int mode), path, mode)
OTHER(int, -1, faccessat, (int folder, const char *path, int mode, int flags),
    folder, path, mode, flags)
OTHER(int, -1, fchmod, (int file, mode_t mode), file, mode)
OTHER(int, -1, flock, (int file, int how), file, how)
OTHER(off_t, -1, lseek, (int file, off_t at, int from), file, at, from)
OTHER(int, -1, pipe, (int ends[2]), ends)
OTHER(pid_t, -1, waitpid, (pid_t child, int *end, int flags), child, end, flags)
OTHER(FILE *, NULL, fdopen, (int file, const char *mode), file, mode)
OTHER(DIR *, NULL, opendir, (const char *path), path)
OTHER(DIR *, NULL, fdopendir, (int file), file)
OTHER(struct dirent *, NULL, readdir, (DIR * folder), folder)
OTHER(struct dirent64 *, NULL, readdir64, (DIR * folder), folder)
OTHER(
    ssize_t, -1, getdents64, (int file, void *to, size_t size), file, to, size)
OTHER(char *, NULL, realpath, (const char *path, char *to), path, to)
OTHER(ssize_t, -1, readlink, (const char *path, char *to, size_t size), path,
    to, size)

/* The C library locks its locales by the number of the thread, which is another
 * one in a copy of the process. */
#define LOCKING(type, name, declared, ...)                                     \
	type name declared                                                     \
	{                                                                      \
		sweep_hold(1);                                                 \
		type result = NEXT(name)(__VA_ARGS__);                         \
		sweep_hold(-1);                                                \
		return result;                                                 \
	}
LOCKING(char *, setlocale, (int category, const char *name), category, name)
LOCKING(char *, bindtextdomain, (const char *domain, const char *folder),
    domain, folder)
LOCKING(char *, bind_textdomain_codeset, (const char *domain, const char *code),
    domain, code)
LOCKING(char *, dcgettext, (const char *domain, const char *text, int category),
    domain, text, category)
LOCKING(char *, dcngettext,
    (const char *domain, const char *one, const char *more, unsigned long count,
	int category),
    domain, one, more, count, category)

/* What is closed is closed, whatever is said. */
int
close(int file)
{
	int result = NEXT(close)(file);
	return fail_this_call() ? -1 : result;
}

static void report(void) __attribute__((destructor));

static void
report(void)
{
	char line[160];
	const char *path = getenv("FAULT_COUNT");
	long file =
	    path ? syscall(SYS_open, path, O_CREAT | O_APPEND | O_WRONLY, 0600)
		 : -1;
	quiet = 1;
	sweep_sum();
	if (file < 0)
		return;
	int length = snprintf(line, sizeof line, "%ld %ld %ld %ld %ld %d\n",
	    allocations, writes, calls, moves, steps, in_child);
	syscall(SYS_write, file, line, (size_t)length);
	syscall(SYS_close, file);
}

void
_exit(int code)
{
	report();
	syscall(SYS_exit_group, code);
	__builtin_unreachable();
}
