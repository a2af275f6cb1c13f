/* Part of the library that fault.c is: every allocation or every call of one
 * run of a program fails, each in a copy of the program of its own, which is
 * made by fork at that very place. The copy goes on to its end with words of
 * its own, which are judged here; the program itself never notices. That is
 * possible as long as nothing is written but words, so from the first file that
 * is opened to be written (or child, or folder) on, what could fail is only
 * listed, and so is what makes a copy want to write: those need a program each
 * (FAULT=KIND:N:E).
 *
 *   SWEEP_REPORT=F  gets a line for each that is to be tried elsewhere,
 *                   `list KIND:N:E PLACE`, for each finding, `bad KIND:N:E
 * PLACE HOW`, and in the end `sum NUMBER PLACES TRIED` SWEEP_KIND=K    malloc;
 * or call, which are the short ones, too SWEEP_GOOD=C    the exit code that an
 * undisturbed program has; F.good.out and F.good.err are what it says
 *   SWEEP_EACH=M    what a place is asked for more than M times is left out; 0:
 *                   nothing is
 *
 * The program's standard output is to be F.out and its errors F.err. A place is
 * the hash of the innermost calls that led there. Threads cannot be copied: let
 * there be none (FAULT_THREADLESS). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sweep.h"

enum { DEPTH = 12, PLACES = 1 << 18, FILES = 64, SECONDS = 60, WRITES = 97 };

static long asked, tried;
static int ready, busy, writing, in_copy, each, good_code, calls, held;
static char report_path[4096];
static struct {
	uint64_t hash;
	int count;
} seen[PLACES];

static void start(void) __attribute__((constructor));

static void
start(void)
{
	void *frames[DEPTH];
	const char *path = getenv("SWEEP_REPORT");
	if (!path)
		return;
	snprintf(report_path, sizeof report_path, "%s", path);
	each = atoi(getenv("SWEEP_EACH"));
	good_code = atoi(getenv("SWEEP_GOOD"));
	calls = strcmp(getenv("SWEEP_KIND"), "call") == 0;
	busy = 1;
	(void)backtrace(frames, DEPTH); /* which allocates the first time */
	busy = 0;
	ready = 1;
}

static void
tell(const char *format, ...)
{
	char line[256];
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	long file =
	    syscall(SYS_open, report_path, O_CREAT | O_APPEND | O_WRONLY, 0600);
	syscall(SYS_write, file, line, (size_t)length);
	syscall(SYS_close, file);
}

/* Where we are, wherever the libraries lie this time. */
static uint64_t
place(const char *kind, int error)
{
	void *frames[DEPTH];
	uint64_t hash =
	    14695981039346656037u + (uint64_t)error * 1000 + (uint64_t)*kind;
	int count = backtrace(frames, DEPTH);
	for (int i = 1; i < count; i++) {
		struct dl_find_object object;
		uintptr_t at = (uintptr_t)frames[i];
		if (_dl_find_object(frames[i], &object) == 0)
			at -= (uintptr_t)object.dlfo_map_start;
		hash = (hash ^ at) * 1099511628211u;
	}
	return hash;
}

/* Was the place seen often enough? */
static int
is_known(uint64_t hash)
{
	size_t at = hash % PLACES;
	while (seen[at].count && seen[at].hash != hash)
		at = (at + 1) % PLACES;
	seen[at].hash = hash;
	return seen[at].count++ >= each && each > 0;
}

static long
places(void)
{
	long count = 0;
	for (size_t i = 0; i < PLACES; i++)
		count += seen[i].count > 0;
	return count;
}

/* ---- a copy ---- */

/* The copy says what the program has said, and then goes on by itself. */
static void
own_words(int file, const char *end)
{
	static char bytes[1 << 16];
	char from[4200], to[4200];
	ssize_t length;
	snprintf(from, sizeof from, "%s%s", report_path, end);
	snprintf(to, sizeof to, "%s.copy%s", report_path, end);
	int in = (int)syscall(SYS_open, from, O_RDONLY);
	int out = (int)syscall(
	    SYS_open, to, O_CREAT | O_TRUNC | O_APPEND | O_RDWR, 0600);
	while ((length = syscall(SYS_read, in, bytes, sizeof bytes)) > 0)
		syscall(SYS_write, out, bytes, (size_t)length);
	syscall(SYS_close, in);
	syscall(SYS_dup2, out, file);
	syscall(SYS_close, out);
}

/* The beginning of a file; its length. */
static size_t
words(const char *kind, const char *end, char *to, size_t size)
{
	char path[4200];
	size_t length = 0;
	ssize_t got;
	snprintf(path, sizeof path, "%s.%s%s", report_path, kind, end);
	int file = (int)syscall(SYS_open, path, O_RDONLY);
	while (
	    (got = syscall(SYS_read, file, to + length, size - 1 - length)) > 0)
		length += (size_t)got;
	syscall(SYS_close, file);
	to[length] = '\0';
	return length;
}

static int
same_words(const char *end)
{
	static char one[1 << 20], two[1 << 20];
	size_t length = words("good", end, one, sizeof one);
	return words("copy", end, two, sizeof two) == length &&
	       memcmp(one, two, length) == 0;
}

static void
keep_words(const char *what)
{
	char from[4200], to[4300];
	static const char *const ends[] = { ".out", ".err" };
	for (int i = 0; i < 2; i++) {
		snprintf(from, sizeof from, "%s.copy%s", report_path, ends[i]);
		snprintf(to, sizeof to, "%s.%s%s", report_path, what, ends[i]);
		syscall(SYS_rename, from, to);
	}
}

static void
judge(int end, const char *what, uint64_t hash)
{
	static char error[1 << 20];
	const char *how = NULL;
	int code = WIFEXITED(end) ? WEXITSTATUS(end) : -WTERMSIG(end);
	if (code == WRITES) {
		tell("list %s %016llx\n", what, (unsigned long long)hash);
		return;
	}
	if (code < 0) {
		how = "a signal";
	} else if (code == good_code) {
		how = same_words(".out") && same_words(".err") ? NULL
							       : "other words";
	} else {
		words("copy", ".err", error, sizeof error);
		how = code != 3 && code != 4 ? "exit code"
		      : !strstr(error, "error") && !strstr(error, "lỗi")
			  ? "not a word"
			  : NULL;
	}
	if (!how)
		return;
	tell("bad %s %016llx %s %d\n", what, (unsigned long long)hash, how,
	    code);
	keep_words(what);
}

/* Lets a copy go to its end; true in the copy. */
static int
copy_goes(const char *what, uint64_t hash)
{
	off_t at[FILES];
	int end = 0;
	busy = 1;
	for (int i = 3; i < FILES; i++)
		at[i] = syscall(SYS_lseek, i, 0, SEEK_CUR);
	pid_t copy = ((pid_t(*)(void))dlsym(RTLD_NEXT, "fork"))();
	if (copy == 0) {
		in_copy = 1;
		own_words(1, ".out");
		own_words(2, ".err");
		alarm(SECONDS);
		busy = 0;
		return 1;
	}
	while (syscall(SYS_wait4, copy, &end, 0, NULL) < 0 && errno == EINTR)
		;
	for (int i = 3; i < FILES; i++)
		if (at[i] >= 0)
			syscall(SYS_lseek, i, at[i], SEEK_SET);
	tried++;
	judge(end, what, hash);
	busy = 0;
	return 0;
}

int
sweep_is_on(void)
{
	return ready && !busy && !in_copy;
}

int
sweep_strikes(const char *kind, long n, int error)
{
	char what[64];
	int before = errno, strikes = 0;
	if (!sweep_is_on() || calls == (strcmp(kind, "malloc") == 0))
		return 0;
	asked++;
	busy = 1;
	uint64_t hash = place(kind, error);
	busy = 0;
	snprintf(what, sizeof what, "%s:%ld:%d", kind, n, error);
	if (!is_known(hash)) {
		if (writing || held > 0)
			tell("list %s %016llx\n", what,
			    (unsigned long long)hash);
		else
			strikes = copy_goes(what, hash);
	}
	errno = strikes ? error : before;
	return strikes;
}

void
sweep_writes(void)
{
	if (in_copy)
		syscall(SYS_exit_group, WRITES);
	if (ready)
		writing = 1;
}

void
sweep_hold(int more)
{
	held += more;
}

void
sweep_sum(void)
{
	if (ready && !in_copy)
		tell("sum %ld %ld %ld\n", asked, places(), tried);
}
