#include "io/export/workbook/title.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/package/package.h"

enum { TITLE_BYTES = 400, PART_BYTES = 1 << 20 };

/* The text of the first element `title`. */
struct title {
	bool inside;
	size_t length;
	char text[TITLE_BYTES];
};

static void
on_start(void *context, const char *name, const char *const *attributes)
{
	struct title *title = context;
	(void)attributes;
	title->inside = strcmp(name, "title") == 0 && title->length == 0;
}

static void
on_end(void *context, const char *name)
{
	struct title *title = context;
	(void)name;
	title->inside = false;
}

static void
on_text(void *context, const char *text, size_t length)
{
	struct title *title = context;
	if (title->inside && length < TITLE_BYTES - title->length) {
		memcpy(title->text + title->length, text, length);
		title->length += length;
	}
}

enum status
xlsx_title(const char *path, const char **title, struct arena *arena)
{
	struct title read = { .inside = false };
	const struct package_reader reader = { .context = &read,
		.start = on_start,
		.end = on_end,
		.text = on_text,
		.most = PART_BYTES };
	struct package *package = NULL;
	/* A FIFO is not waited for. */
	int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	enum status status = descriptor < 0
				 ? STATUS_INPUT
				 : package_open(&package, descriptor, arena);
	if (!status)
		status = package_read(package, "docProps/core.xml", &reader);
	*title = status ? "" : arena_copy(arena, read.text, read.length);
	package_close(package);
	if (descriptor >= 0)
		close(descriptor);
	return status == STATUS_MEMORY || !*title ? STATUS_MEMORY : STATUS_OK;
}
