#define _GNU_SOURCE /* getdents64 */

#include "io/run/unfinished.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

/* Who may touch what is unfinished: nobody does, the main thread does, or a
 * signal ends the program. */
enum { FREE, HELD, ENDING };

static atomic_int state = FREE;
static atomic_int pending; /* the signal that came */
static unsigned depth;     /* of holds */
static struct unfinished *first;
static volatile pid_t writing_child;
static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
	SIGPIPE };

/* ---- removing; all of it may run in a signal handler ---- */

/* Removes the names of one buffer of the folder's entries; false if one cannot
 * be removed. */
static bool
sweep_entries(int folder, const char *prefix, const char *bytes, ssize_t length,
    bool *found)
{
	bool removed = true;
	for (ssize_t at = 0; at < length;) {
		const struct dirent64 *entry = (const void *)(bytes + at);
		const char *name = entry->d_name;
		at += entry->d_reclen;
		if (strncmp(name, prefix, strlen(prefix)) != 0 ||
		    strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			continue;
		*found = true;
		if (unlinkat(folder, name, 0) != 0)
			removed = false;
	}
	return removed;
}

bool
unfinished_sweep(int folder, const char *prefix)
{
	_Alignas(struct dirent64) char bytes[8192];
	bool removed = true, found = true;
	/* Once more as long as there was something: what is removed while a
	 * folder is read may hide the rest. */
	while (removed && found) {
		ssize_t length;
		found = false;
		if (lseek(folder, 0, SEEK_SET) != 0)
			return false;
		while ((length = getdents64(folder, bytes, sizeof bytes)) > 0)
			removed &= sweep_entries(
			    folder, prefix, bytes, length, &found);
		removed &= length == 0;
	}
	return removed;
}

/* Removes the folders of the path that were made for what is gone. */
static void
remove_made(char *path, size_t kept)
{
	for (size_t length = strlen(path); length > kept;) {
		if (rmdir(path) != 0 && errno != ENOENT)
			return;
		while (length > kept && path[length - 1] != '/')
			length--;
		while (length > kept && path[length - 1] == '/')
			length--;
		path[length] = '\0';
	}
}

static void
remove_one(const struct unfinished *unfinished)
{
	unfinished_sweep(unfinished->descriptor, unfinished->prefix);
	if (unfinished->path)
		remove_made(unfinished->path, unfinished->kept);
}

bool
unfinished_remove_all(void)
{
	int expected = FREE;
	if (!atomic_compare_exchange_strong(&state, &expected, ENDING))
		return false;
	if (writing_child > 0) {
		kill(writing_child, SIGKILL);
		while (waitpid(writing_child, NULL, 0) < 0 && errno == EINTR)
			;
	}
	for (const struct unfinished *at = first; at; at = at->next)
		remove_one(at);
	return true;
}

/* Removes all and ends the program by the signal, unless the main thread holds
 * what is unfinished: then unfinished_release does it. */
static void
end_by_signal(void)
{
	int number = atomic_load(&pending);
	sigset_t set;
	if (!unfinished_remove_all())
		return;
	signal(number, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, number);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	raise(number);
	_exit(128 + number);
}

static void
on_signal(int number)
{
	int error = errno;
	atomic_store(&pending, number);
	end_by_signal();
	errno = error;
}

/* A signal that is ignored, or that somebody else waits for, is left alone. */
static void
catch_signals(void)
{
	struct sigaction before,
	    ours = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	sigemptyset(&ours.sa_mask);
	for (size_t i = 0; i < sizeof ending_signals / sizeof *ending_signals;
	     i++)
		sigaddset(&ours.sa_mask, ending_signals[i]);
	for (size_t i = 0; i < sizeof ending_signals / sizeof *ending_signals;
	     i++)
		if (sigaction(ending_signals[i], NULL, &before) == 0 &&
		    before.sa_handler == SIG_DFL)
			sigaction(ending_signals[i], &ours, NULL);
	/* A write beyond the limit of a file's size is an error, no end. */
	signal(SIGXFSZ, SIG_IGN);
}

/* ---- what is known ---- */

void
unfinished_hold(void)
{
	int expected = FREE;
	if (depth == 0)
		catch_signals();
	if (depth++ > 0 ||
	    atomic_compare_exchange_strong(&state, &expected, HELD))
		return;
	for (;;) /* another thread is ending the program */
		pause();
}

void
unfinished_release(void)
{
	if (--depth > 0)
		return;
	atomic_store(&state, FREE);
	if (atomic_load(&pending))
		end_by_signal();
}

void
unfinished_add(struct unfinished *unfinished)
{
	unfinished_hold();
	unfinished->next = first;
	first = unfinished;
	unfinished_release();
}

void
unfinished_forget(struct unfinished *unfinished)
{
	unfinished_hold();
	for (struct unfinished **at = &first; *at; at = &(*at)->next)
		if (*at == unfinished) {
			*at = unfinished->next;
			break;
		}
	unfinished_release();
}

void
unfinished_remove(struct unfinished *unfinished)
{
	unfinished_hold();
	remove_one(unfinished);
	unfinished_forget(unfinished);
	unfinished_release();
}

/* ---- a process that writes for us ---- */

static void
begin_child(pid_t parent)
{
	for (size_t i = 0; i < sizeof ending_signals / sizeof *ending_signals;
	     i++)
		signal(ending_signals[i], SIG_DFL);
	atomic_store(&state, FREE);
	depth = 0;
	first = NULL;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		raise(SIGKILL);
}

pid_t
unfinished_fork(void)
{
	pid_t parent = getpid();
	unfinished_hold();
	pid_t child = fork();
	if (child == 0) {
		begin_child(parent);
		return 0;
	}
	writing_child = child;
	unfinished_release();
	return child;
}

int
unfinished_wait(pid_t child)
{
	int end = 0;
	while (waitpid(child, &end, 0) < 0 && errno == EINTR)
		;
	writing_child = 0;
	return end;
}
