#include "io/import/importing.h"

#include "engine/base/arena.h"
#include "io/locale/locale.h"

enum status
importing_take_asked_format(struct importing *importing)
{
	const struct file_request *request = importing->request;
	const struct source_configuration *source = request->source;
	const struct source_configuration *format = NULL;
	const char *nearest = NULL;
	if (source->format.length) {
		format = formats_find(
		    request->formats, source->table, source->format, &nearest);
		if (!format)
			return diagnostics_fail(importing->taker.diagnostics,
			    STATUS_USAGE,
			    "%s: no format of %s is called %s%s%s%s; see kpi "
			    "list formats",
			    source->format_from, table_name(source->table),
			    source->format.data,
			    nearest ? _(" (did you mean ") : "",
			    nearest ? nearest : "", nearest ? "?)" : "");
		importing->why = arena_format(importing->taker.loading->arena,
		    _("asked for by %s"), source->format_from);
		if (!importing->why)
			return diagnostics_no_memory(
			    importing->taker.diagnostics);
	}
	importing->source = source_merged(source, format);
	return STATUS_OK;
}

/* The headers that a format is recognised by, for `kpi check`. */
static const char *
recognized_by(const struct source_configuration *format, struct arena *arena)
{
	const char *text = "by";
	for (size_t i = 0; format && text && i < format->recognize_count; i++)
		text = arena_format(arena, "%s%s %s", text, i ? "," : "",
		    format->recognize[i].data);
	return text ? text : _("by its header");
}

enum status
importing_recognize_format(struct importing *importing)
{
	const struct file_request *request = importing->request;
	const struct header *header = &importing->header;
	const struct source_configuration *source = request->source, *other;
	if (source->format.length)
		return STATUS_OK;
	const struct source_configuration *format =
	    formats_recognize(request->formats, source->table, header->folded,
		header->columns, &other);
	if (other) {
		struct diagnostics *diagnostics = importing->taker.diagnostics;
		diagnostics_fail(diagnostics, STATUS_USAGE,
		    "%s: the header fits the formats %s and %s; say which in "
		    "kpi.yaml, as one of",
		    importing->file.path, format->name, other->name);
		for (int i = 0; i < 2; i++)
			diagnostics_propose(diagnostics, source->line,
			    "%s: {format: %s}", table_name(source->table),
			    i ? other->name : format->name);
		return STATUS_USAGE;
	}
	importing->why = recognized_by(format, importing->taker.loading->arena);
	importing->source = source_merged(source, format);
	return STATUS_OK;
}

const char *
importing_describe(const struct importing *importing)
{
	struct arena *arena = importing->taker.loading->arena;
	const struct dialect *dialect = &importing->dialect;
	const char *format = importing->source.name;
	const char *columns = importing->request->source->columns
				  ? (format ? _(" and columns of kpi.yaml")
					    : _("columns of kpi.yaml"))
				  : (format ? "" : _("canonical columns"));
	const char *name = format ? arena_format(arena, _("format %s (%s)"),
					format, importing->why)
				  : "";
	if (name && importing->sheet.name)
		return arena_format(arena, _("%s%s, sheet \"%s\"%s%s"), name,
		    columns, importing->sheet.name,
		    importing->sheet.others
			? _(" (there are others: sheet: NAME reads one)")
			: "",
		    file_forms_describe(
			&importing->forms, &importing->source, arena));
	return !name ? NULL
		     : arena_format(arena, "%s%s, %s%s, %s%s%s%s%s", name,
			   columns, dialect->encoding,
			   dialect->encoding_guessed ? " (a guess)" : "",
			   dialect_delimiter_name(dialect->delimiter),
			   *dialect->delimiter_source ? " (" : "",
			   dialect->delimiter_source,
			   *dialect->delimiter_source ? ")" : "",
			   file_forms_describe(
			       &importing->forms, &importing->source, arena));
}

static void
take_dialect(struct file_reading *reading, const struct importing *importing)
{
	const struct dialect *dialect = &importing->dialect;
	bool declared = importing->source.encoding;
	reading->encoding = dialect->encoding;
	reading->encoding_why = dialect->encoding_guessed ? _("a guess")
				: declared                ? "declared"
							  : _("found out");
	reading->delimiter = dialect->delimiter;
	reading->delimiter_why =
	    dialect->delimiter_source && *dialect->delimiter_source
		? dialect->delimiter_source
		: "found out";
}

void
importing_take_reading(const struct importing *importing, enum status status)
{
	struct file_reading *reading = importing->taker.reading;
	const struct dialect *dialect = &importing->dialect;
	if (!reading)
		return;
	reading->refused = status != STATUS_OK;
	if (!dialect->delimiter_source && !importing->sheet.name)
		return;
	reading->sheet = importing->sheet.name;
	reading->summary = importing_describe(importing);
	reading->format = importing->source.name;
	reading->format_why = reading->format ? importing->why : NULL;
	if (!reading->sheet)
		take_dialect(reading, importing);
	reading->counts = importing->taker.counts;
	file_reading_take_forms(reading, &importing->forms);
}
