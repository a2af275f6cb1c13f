/* What libxlsxwriter does for each part of a workbook, done by us: what a
 * program exports goes before what a shared library exports, so the library
 * calls these functions instead of its own and minizip's. */
#define _GNU_SOURCE /* memfd_create, RTLD_NEXT */

#include <dlfcn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <minizip/zip.h>

#include "io/export/workbook/writer.h"

static size_t begun;

size_t
writer_parts(void)
{
	return begun;
}

/* A part is written to a temporary file first. The library's own function
 * looks for a folder, and sets errno to 0 each time: nobody could tell then
 * whether anything has failed before. (A stream without a descriptor would be
 * faster, but a sanitizer asks for it at the end, and that sets errno.) */
__attribute__((visibility("default"))) FILE *
lxw_tmpfile(char *folder)
{
	int descriptor = memfd_create("part", MFD_CLOEXEC);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w+b");
	(void)folder;
	begun++;
	if (!file && descriptor >= 0)
		close(descriptor);
	return file;
}

/* The library gives no say in the level of compression: the usual one takes
 * half of all its time, for a file smaller by a seventh. */
__attribute__((visibility("default"))) int
zipOpenNewFileInZip4_64(zipFile file, const char *name,
    const zip_fileinfo *information, const void *local, uInt local_size,
    const void *global, uInt global_size, const char *comment, int method,
    int level, int raw, int window, int memory, int strategy,
    const char *password, uLong crc, uLong version, uLong flags, int zip64)
{
	static __typeof__(zipOpenNewFileInZip4_64) *next;
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, __func__);
	(void)level;
	return next ? next(file, name, information, local, local_size, global,
			  global_size, comment, method, Z_BEST_SPEED, raw,
			  window, memory, strategy, password, crc, version,
			  flags, zip64)
		    : ZIP_INTERNALERROR;
}
