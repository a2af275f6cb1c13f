#include "io/package/source.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static voidpf
open_source(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return opaque;
}

/* Fills the buffer from the position on; false at the end, or if the file
 * cannot be read. */
static int
fill(struct source_file *source)
{
	ssize_t got;
	do
		got = pread(source->descriptor, source->bytes, SOURCE_BYTES,
		    (off_t)source->position);
	while (got < 0 && errno == EINTR);
	source->begin = source->position;
	source->length = got > 0 ? (size_t)got : 0;
	return got > 0;
}

static uLong
read_source(voidpf opaque, voidpf stream, void *bytes, uLong size)
{
	struct source_file *source = stream;
	uLong have = 0;
	(void)opaque;
	while (have < size) {
		uint64_t at = source->position - source->begin;
		if (source->position < source->begin || at >= source->length) {
			if (!fill(source))
				break;
			at = 0;
		}
		size_t left = source->length - (size_t)at;
		if (left > size - have)
			left = size - have;
		memcpy((char *)bytes + have, source->bytes + at, left);
		source->position += left;
		have += left;
	}
	return have;
}

static uLong
write_source(voidpf opaque, voidpf stream, const void *bytes, uLong size)
{
	(void)opaque;
	(void)stream;
	(void)bytes;
	(void)size;
	return 0;
}

static ZPOS64_T
tell_source(voidpf opaque, voidpf stream)
{
	(void)opaque;
	return ((struct source_file *)stream)->position;
}

static long
seek_source(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
	struct source_file *source = stream;
	(void)opaque;
	uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? source->position
			: origin == ZLIB_FILEFUNC_SEEK_END ? source->size
							   : 0;
	if (offset > source->size || base > source->size - offset)
		return -1;
	source->position = base + offset;
	return 0;
}

static int
close_source(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

static int
no_error(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

unzFile
source_unzip(struct source_file *source, int descriptor)
{
	struct stat status;
	if (fstat(descriptor, &status) != 0)
		return NULL;
	source->descriptor = descriptor;
	source->size = (uint64_t)status.st_size;
	source->position = source->begin = 0;
	source->length = 0;
	zlib_filefunc64_def functions = { .zopen64_file = open_source,
		.zread_file = read_source,
		.zwrite_file = write_source,
		.ztell64_file = tell_source,
		.zseek64_file = seek_source,
		.zclose_file = close_source,
		.zerror_file = no_error,
		.opaque = source };
	return unzOpen2_64("", &functions);
}
