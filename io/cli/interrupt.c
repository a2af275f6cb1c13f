#include "io/cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t seen;
static struct sigaction before;

/* The second time nobody has looked since the first: what runs cannot be
 * stopped by itself, and the program ends as it would have. */
static void
remember(int number)
{
	if (seen) {
		sigaction(number, &before, NULL);
		raise(number);
	}
	seen = 1;
}

void
interrupt_watch(void)
{
	/* No SA_RESTART: whoever waits for a key is to notice. */
	struct sigaction action = { .sa_handler = remember };
	sigemptyset(&action.sa_mask);
	seen = 0;
	sigaction(SIGINT, &action, &before);
	if (before.sa_handler == SIG_IGN) /* of a job in the background */
		sigaction(SIGINT, &before, NULL);
}

void
interrupt_unwatch(void)
{
	sigaction(SIGINT, &before, NULL);
}

bool
interrupt_seen(void)
{
	return seen;
}

void
interrupt_forget(void)
{
	seen = 0;
}

void
interrupt_obey(void)
{
	if (seen)
		raise(SIGINT);
}
