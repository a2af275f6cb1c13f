#define _GNU_SOURCE /* memfd_create, RTLD_DEFAULT, RTLD_NEXT */

#include "io/export/workbook/parts.h"

#include <dlfcn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <minizip/zip.h>
#include <xlsxwriter.h>

static bool has_begun, has_opened;

bool
parts_were_called(void)
{
	return has_begun && has_opened;
}

/* A file in memory. (A stream without a file, as by open_memstream, would be
 * faster. But sanitizers ask each stream for its descriptor when it is closed,
 * and that sets errno.) */
__attribute__((visibility("default"))) FILE *
lxw_tmpfile(char *folder)
{
	int descriptor = memfd_create("part", MFD_CLOEXEC);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w+b");
	(void)folder;
	has_begun = true;
	if (!file && descriptor >= 0)
		close(descriptor);
	return file;
}

static __typeof__(zipOpenNewFileInZip4_64) *minizips;

/* As minizip does it, but for the level: the fastest, for a file larger by a
 * seventh. */
__attribute__((visibility("default"))) int
zipOpenNewFileInZip4_64(zipFile file, const char *name,
    const zip_fileinfo *information, const void *local, uInt local_size,
    const void *global, uInt global_size, const char *comment, int method,
    int level, int raw, int window, int memory, int strategy,
    const char *password, uLong crc, uLong version, uLong flags, int zip64)
{
	(void)level;
	has_opened = true;
	return minizips ? minizips(file, name, information, local, local_size,
			      global, global_size, comment, method,
			      Z_BEST_SPEED, raw, window, memory, strategy,
			      password, crc, version, flags, zip64)
			: ZIP_INTERNALERROR;
}

/* The function of that name in a library behind the program; NULL if there is
 * none, or if the name does not lead to ours first. */
static void *
behind(const char *name, const void *ours)
{
	return dlsym(RTLD_DEFAULT, name) == ours ? dlsym(RTLD_NEXT, name)
						 : NULL;
}

const char *
parts_not_replaced(void)
{
	*(void **)&minizips =
	    behind("zipOpenNewFileInZip4_64", (void *)zipOpenNewFileInZip4_64);
	if (!minizips)
		return "zipOpenNewFileInZip4_64";
	return behind("lxw_tmpfile", (void *)lxw_tmpfile) ? NULL
							  : "lxw_tmpfile";
}
