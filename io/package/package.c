#include "io/package/package.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <expat.h>

#include "io/locale/locale.h"
#include "io/package/scanner.h"
#include "io/package/source.h"

/* A part may inflate to so much without a further question; beyond that it may
 * not be more than RATIO times its compressed size. Sheets of a million like
 * rows reach 60 to 1; a bomb 1,000 to 1. */
static const uint64_t free_bytes = 64 * 1024 * 1024;
enum { RATIO = 250 };

enum { CHUNK = 128 * 1024, NAME_BYTES = 256, REASON_BYTES = 300 };

struct part {
	const char *name;
	unz64_file_pos place;
};

struct package {
	unzFile zip;
	XML_Parser parser;
	struct scanner *scanner;
	struct arena *arena;
	struct part *parts; /* sorted */
	size_t part_count, part_capacity;
	char reason[REASON_BYTES];

	/* The part that is being read. */
	const struct package_reader *reader;
	const char *part;
	unsigned depth;
	uint64_t inflated;
	bool stopped, out_of_memory;
	bool parsing; /* by expat */

	struct source_file source;
};

/* ---- names ---- */

static int
by_name(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	return strcasecmp(a->name, b->name);
}

static const char *
without_prefix(const char *name)
{
	const char *colon = strchr(name, ':');
	return colon ? colon + 1 : name;
}

const char *
package_attribute(const char *const *attributes, const char *name)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (strcmp(without_prefix(attributes[i]), name) == 0)
			return attributes[i + 1];
	return NULL;
}

/* ---- why not ---- */

void
package_refuse(struct package *package, const char *format, ...)
{
	va_list arguments;
	if (*package->reason)
		return;
	va_start(arguments, format);
	vsnprintf(
	    package->reason, sizeof package->reason, _(format), arguments);
	va_end(arguments);
	package_stop(package);
}

void
package_stop(struct package *package)
{
	package->stopped = true;
	if (package->parsing)
		XML_StopParser(package->parser, XML_FALSE);
}

void
package_no_memory(struct package *package)
{
	package->out_of_memory = true;
	package_stop(package);
}

const char *
package_reason(const struct package *package)
{
	return package ? package->reason : "";
}

static enum status
refused(const struct package *package)
{
	return package->out_of_memory ? STATUS_MEMORY
	       : *package->reason     ? STATUS_INPUT
				      : STATUS_OK;
}

/* ---- opening ---- */

/* The part at which the zip stands; a name that is too long is nobody's. */
static bool
add_part(struct package *package)
{
	char name[NAME_BYTES] = "";
	unz_file_info64 information;
	struct part *parts = arena_grown(package->arena, package->parts,
	    package->part_count, &package->part_capacity, sizeof *parts);
	if (!parts) {
		package->out_of_memory = true;
		return false;
	}
	package->parts = parts;
	struct part *part = &parts[package->part_count];
	if (unzGetCurrentFileInfo64(package->zip, &information, name,
		sizeof name - 1, NULL, 0, NULL, 0) != UNZ_OK ||
	    unzGetFilePos64(package->zip, &part->place) != UNZ_OK)
		return false;
	if (information.size_filename >= sizeof name)
		return true;
	for (char *at = name; *at; at++)
		if (*at == '\\')
			*at = '/';
	part->name = arena_copy(package->arena, name, strlen(name));
	package->out_of_memory |= !part->name;
	package->part_count++;
	return part->name != NULL;
}

/* Two parts of one name: another program may read the other one. */
static void
refuse_twins(struct package *package)
{
	for (size_t i = 1; i < package->part_count; i++)
		if (by_name(&package->parts[i - 1], &package->parts[i]) == 0) {
			package_refuse(package, "it has two parts called %s",
			    package->parts[i].name);
			return;
		}
}

static enum status
list_parts(struct package *package)
{
	int found = unzGoToFirstFile(package->zip);
	while (found == UNZ_OK && add_part(package))
		found = unzGoToNextFile(package->zip);
	if (found != UNZ_END_OF_LIST_OF_FILE)
		package_refuse(package,
		    "its table of contents is damaged; was it copied whole?");
	else if (package->part_count)
		qsort(package->parts, package->part_count,
		    sizeof *package->parts, by_name);
	refuse_twins(package);
	return refused(package);
}

enum status
package_open(struct package **made, int descriptor, struct arena *arena)
{
	struct package *package = calloc(1, sizeof *package);
	*made = package;
	if (!package)
		return STATUS_MEMORY;
	package->arena = arena;
	package->parser = XML_ParserCreate(NULL);
	package->scanner = scanner_new();
	if (!package->parser || !package->scanner)
		return STATUS_MEMORY;
	errno = 0;
	package->zip = source_unzip(&package->source, descriptor);
	if (package->zip)
		return list_parts(package);
	if (errno == ENOMEM)
		return STATUS_MEMORY;
	package_refuse(package,
	    "it is no whole ZIP file: its end is missing or damaged; was it "
	    "copied whole?");
	return STATUS_INPUT;
}

void
package_close(struct package *package)
{
	if (!package)
		return;
	if (package->zip)
		unzClose(package->zip);
	if (package->parser)
		XML_ParserFree(package->parser);
	scanner_free(package->scanner);
	free(package);
}

static const struct part *
find_part(const struct package *package, const char *name)
{
	const struct part wanted = { .name = name };
	return package->part_count
		   ? bsearch(&wanted, package->parts, package->part_count,
			 sizeof wanted, by_name)
		   : NULL;
}

const char *
package_part(const struct package *package, size_t index)
{
	return index < package->part_count ? package->parts[index].name : NULL;
}

bool
package_has(const struct package *package, const char *part)
{
	return find_part(package, part) != NULL;
}

/* ---- what expat finds ---- */

static const char *
name_of(const struct package *package, const char *name)
{
	return package->reader->prefixed ? name : without_prefix(name);
}

static void XMLCALL
on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct package *package = context;
	if (package->stopped)
		return;
	if (++package->depth > SCANNER_DEPTH)
		package_refuse(package, "%s nests elements deeper than %d",
		    package->part, SCANNER_DEPTH);
	else
		package->reader->start(package->reader->context,
		    name_of(package, name), (const char *const *)attributes);
}

static void XMLCALL
on_end(void *context, const XML_Char *name)
{
	struct package *package = context;
	if (package->stopped)
		return;
	package->depth--;
	package->reader->end(package->reader->context, name_of(package, name));
}

static void XMLCALL
on_text(void *context, const XML_Char *text, int length)
{
	struct package *package = context;
	if (!package->stopped)
		package->reader->text(
		    package->reader->context, text, (size_t)length);
}

/* No program that writes workbooks writes one; entities, which can be made to
 * grow without end, stand nowhere else. */
static void XMLCALL
on_document_type(void *context, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int internal)
{
	struct package *package = context;
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	package_refuse(package,
	    "%s has a document type declaration (DOCTYPE), which has no place "
	    "in a workbook",
	    package->part);
}

static enum status
prepare_parser(struct package *package)
{
	XML_Parser parser = package->parser;
	if (!XML_ParserReset(parser, NULL))
		return STATUS_MEMORY;
	XML_SetUserData(parser, package);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetStartDoctypeDeclHandler(parser, on_document_type);
	return STATUS_OK;
}

/* ---- reading ---- */

static void
say_not_xml(struct package *package)
{
	if (XML_GetErrorCode(package->parser) == XML_ERROR_NO_MEMORY)
		package->out_of_memory = true;
	else
		package_refuse(package, "%s is damaged (%s, line %lu)",
		    package->part,
		    XML_ErrorString(XML_GetErrorCode(package->parser)),
		    (unsigned long)XML_GetCurrentLineNumber(package->parser));
}

/* Is there more of the part than there may be? */
static void
judge_size(
    struct package *package, uint64_t inflated, const unz_file_info64 *part)
{
	if (inflated > package->reader->most)
		package_refuse(package,
		    "%s is larger than %ju MiB when it is unpacked; save the "
		    "sheet as CSV",
		    package->part,
		    (uintmax_t)package->reader->most / 1024 / 1024);
	else if (inflated > free_bytes &&
		 inflated / RATIO > part->compressed_size)
		package_refuse(package,
		    "%s unpacks to more than %d times its size, as only a "
		    "\"ZIP bomb\" does; save the sheet as CSV",
		    package->part, RATIO);
}

/* Inflates the next bytes of the part; how many, 0 at its end and where it is
 * refused. */
static size_t
inflate_next(struct package *package, char *bytes, size_t size,
    const unz_file_info64 *part)
{
	errno = 0;
	int count = unzReadCurrentFile(package->zip, bytes, (unsigned)size);
	if (count < 0 && errno == ENOMEM) {
		package_no_memory(package);
		return 0;
	}
	if (count < 0) {
		package_refuse(package,
		    "%s is damaged; was the file copied "
		    "whole?",
		    package->part);
		return 0;
	}
	package->inflated += (uint64_t)count;
	judge_size(package, package->inflated, part);
	return package->stopped ? 0 : (size_t)count;
}

/* Parses the part, of which the first bytes are there. */
static void
parse(struct package *package, const unz_file_info64 *part, const char *first,
    size_t count)
{
	XML_Parser parser = package->parser;
	bool good = XML_Parse(parser, first, (int)count, 0) == XML_STATUS_OK;
	while (good && count > 0 && !package->stopped) {
		char *bytes = XML_GetBuffer(parser, CHUNK);
		if (!bytes) {
			package_no_memory(package);
			return;
		}
		count = inflate_next(package, bytes, CHUNK, part);
		if (package->stopped)
			return;
		good = XML_ParseBuffer(parser, (int)count, count == 0) ==
		       XML_STATUS_OK;
		XML_Index parsed = XML_GetCurrentByteIndex(parser);
		if (parsed >= 0 &&
		    package->inflated - (uint64_t)parsed > SCANNER_TAG)
			package_refuse(package,
			    "%s has a tag longer than %d bytes", package->part,
			    SCANNER_TAG);
	}
	if (!good && !package->stopped)
		say_not_xml(package);
}

/* Scans the part, of which the first bytes are in the scanner's room. */
static void
scan(struct package *package, const unz_file_info64 *part, size_t count)
{
	struct scanner *scanner = package->scanner;
	size_t size;
	while (!package->stopped) {
		const char *wrong =
		    scanner_take(scanner, count, &package->stopped);
		if (wrong)
			package_refuse(
			    package, "%s %s", package->part, _(wrong));
		if (count == 0 || package->stopped)
			return;
		char *bytes = scanner_room(scanner, &size);
		count = inflate_next(package, bytes, size, part);
	}
}

/* Reads the part that is open, by the scanner where that is asked for and it
 * knows the encoding. */
static void
read_open_part(struct package *package, const unz_file_info64 *part)
{
	size_t size;
	scanner_begin(package->scanner, package->reader);
	char *first = scanner_room(package->scanner, &size);
	size_t count = inflate_next(package, first, size, part);
	if (package->stopped)
		return;
	if (package->reader->large && scanner_knows(first, count)) {
		scan(package, part, count);
		return;
	}
	package->parsing = true;
	parse(package, part, first, count);
	package->parsing = false;
}

/* Opens the part at which the zip stands. */
static bool
open_part(struct package *package, unz_file_info64 *part)
{
	errno = 0;
	int result = unzGetCurrentFileInfo64(
	    package->zip, part, NULL, 0, NULL, 0, NULL, 0);
	if (result == UNZ_OK && part->flag & 1) {
		package_refuse(package,
		    "its parts are protected by a password: save it without");
		return false;
	}
	if (result == UNZ_OK)
		result = unzOpenCurrentFile(package->zip);
	/* Neither minizip nor zlib tells a lack of memory from damage. */
	if (result == UNZ_INTERNALERROR ||
	    (result != UNZ_OK && errno == ENOMEM))
		package_no_memory(package);
	else if (result != UNZ_OK)
		package_refuse(package,
		    "%s is damaged, or compressed in a way that is not known "
		    "here",
		    package->part);
	return result == UNZ_OK;
}

enum status
package_read(struct package *package, const char *name,
    const struct package_reader *reader)
{
	const struct part *part = find_part(package, name);
	unz64_file_pos place;
	unz_file_info64 information;
	package->part = name;
	package->stopped = false;
	package->depth = 0;
	package->inflated = 0;
	if (!part) {
		package_refuse(package, "%s is missing", name);
		return STATUS_INPUT;
	}
	place = part->place;
	if (prepare_parser(package))
		return STATUS_MEMORY;
	if (unzGoToFilePos64(package->zip, &place) != UNZ_OK)
		package_refuse(package, "%s is damaged", name);
	else if (open_part(package, &information)) {
		package->reader = reader;
		read_open_part(package, &information);
		package->reader = NULL;
		bool whole = !package->stopped;
		if (unzCloseCurrentFile(package->zip) == UNZ_CRCERROR && whole)
			package_refuse(package,
			    "%s is damaged (its checksum is wrong); was the "
			    "file copied whole?",
			    name);
	}
	return refused(package);
}
