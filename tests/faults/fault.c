/* A library to be preloaded: makes the n-th allocation, or the n-th write, of
 * a program and its children fail.
 *
 *   FAULT=malloc:N   the N-th allocation of each process gives NULL
 *   FAULT=write:N    the N-th write fails, once in all processes together
 *   FAULT=full:N     from the N-th on every write of every process fails
 *   FAULT_FIRED=F    the file that is made when a fault strikes
 *   FAULT_COUNT=F    the file to which each process adds its counts
 * Children go on counting where their parent was when they were made. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long allocations, writes, fail_allocation = -1, fail_write = -1;
static int forever;

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static void start(void) __attribute__((constructor));

static void
start(void)
{
	const char *fault = getenv("FAULT");
	if (!fault)
		return;
	if (strncmp(fault, "malloc:", 7) == 0)
		fail_allocation = atol(fault + 7);
	if (strncmp(fault, "write:", 6) == 0)
		fail_write = atol(fault + 6);
	if (strncmp(fault, "full:", 5) == 0) {
		fail_write = atol(fault + 5);
		forever = 1;
	}
}

/* True for the first process that comes here. */
static int
fired(void)
{
	const char *path = getenv("FAULT_FIRED");
	int file = path ? open(path, O_CREAT | O_EXCL | O_WRONLY, 0600) : -1;
	if (file >= 0)
		close(file);
	return file >= 0;
}

static int
fail_this_allocation(void)
{
	if (__atomic_add_fetch(&allocations, 1, __ATOMIC_RELAXED) !=
	    fail_allocation)
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

/* The same function of the next library. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

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
	return fail_this_write() ? -1 : NEXT(write)(file, data, size);
}

int
fsync(int file)
{
	return fail_this_write() ? -1 : NEXT(fsync)(file);
}

int
rename(const char *from, const char *to)
{
	return fail_this_write() ? -1 : NEXT(rename)(from, to);
}

static void report(void) __attribute__((destructor));

static void
report(void)
{
	char line[64];
	const char *path = getenv("FAULT_COUNT");
	int file = path ? open(path, O_CREAT | O_APPEND | O_WRONLY, 0600) : -1;
	if (file < 0)
		return;
	int length =
	    snprintf(line, sizeof line, "%ld %ld\n", allocations, writes);
	syscall(SYS_write, file, line, (size_t)length);
	close(file);
}

void
_exit(int code)
{
	report();
	syscall(SYS_exit_group, code);
	__builtin_unreachable();
}
