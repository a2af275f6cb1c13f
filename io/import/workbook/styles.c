#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/workbook/parts.h"

/* ---- format codes ---- */

/* What stands in a format code, but for texts. */
struct symbols {
	bool day, month, hour, minute, elapsed, digits, other;
	int zeros;
};

/* `[h]` counts on beyond a day; all else in brackets is a colour, a condition
 * or a language. The place behind it. */
static const char *
take_brackets(const char *at, struct symbols *symbols)
{
	const char *inside = at + 1;
	const char *end = strchr(at, ']');
	if (!end)
		return at + strlen(at);
	size_t length = (size_t)(end - inside);
	if (length &&
	    (strspn(inside, "hH") == length || strspn(inside, "mM") == length ||
		strspn(inside, "sS") == length))
		symbols->elapsed = true;
	return end + 1;
}

static const char *
take_quoted(const char *at)
{
	const char *end = strchr(at + 1, '"');
	return end ? end + 1 : at + strlen(at);
}

/* A single symbol; `seconds`: an s stands before it. */
static void
take_symbol(char symbol, bool seconds, struct symbols *symbols)
{
	switch (symbol) {
	case 'd':
	case 'D':
	case 'y':
	case 'Y':
		symbols->day = true;
		break;
	case 'm':
	case 'M':
		symbols->month = true;
		break;
	case 'h':
	case 'H':
	case 's':
	case 'S':
		symbols->hour = true;
		break;
	case '0':
		symbols->zeros++;
		symbols->digits |= !seconds;
		break;
	case '#':
	case '?':
		symbols->digits = symbols->other = true;
		break;
	default:
		symbols->other = true;
	}
}

/* The symbols of the section for positive numbers, which is the first. */
static struct symbols
symbols_of(const char *code)
{
	struct symbols symbols = { 0 };
	bool seconds = false;
	while (*code && *code != ';') {
		if (*code == '"') {
			code = take_quoted(code);
			symbols.other = true;
		} else if (*code == '[') {
			code = take_brackets(code, &symbols);
		} else if (*code == '\\' || *code == '_' || *code == '*') {
			code += code[1] ? 2 : 1;
			symbols.other = true;
		} else if (strncmp(code, "AM/PM", 5) == 0 ||
			   strncmp(code, "am/pm", 5) == 0) {
			code += 5;
		} else if (strncmp(code, "General", 7) == 0) {
			symbols.digits = symbols.other = true;
			code += 7;
		} else {
			take_symbol(*code, seconds, &symbols);
			seconds = strchr("sS", *code) ||
				  (seconds && strchr(".,0", *code));
			code++;
		}
	}
	return symbols;
}

/* How a format code shows numbers. */
static struct style
style_of_code(const char *code)
{
	struct symbols symbols = symbols_of(code);
	bool day = symbols.day || (symbols.month && !symbols.hour);
	if (symbols.digits)
		return (struct style){ LOOK_NUMBER,
			symbols.other ? 0 : symbols.zeros };
	return (struct style){ symbols.elapsed       ? LOOK_ELAPSED
			       : day && symbols.hour ? LOOK_DATE_TIME
			       : day                 ? LOOK_DATE
			       : symbols.hour        ? LOOK_TIME
						     : LOOK_NUMBER,
		0 };
}

/* A format that has a number instead of a code (ECMA-376, 18.8.30); those of
 * East Asia among them. */
static struct style
style_of_number(unsigned long number)
{
	enum number_look look = LOOK_NUMBER;
	if ((number >= 14 && number <= 17) || (number >= 27 && number <= 31) ||
	    number == 36 || (number >= 50 && number <= 58))
		look = LOOK_DATE;
	else if (number == 22)
		look = LOOK_DATE_TIME;
	else if ((number >= 18 && number <= 21) ||
		 (number >= 32 && number <= 35) || number == 45 || number == 47)
		look = LOOK_TIME;
	else if (number == 46)
		look = LOOK_ELAPSED;
	return (struct style){ look, 0 };
}

/* ---- the part ---- */

/* More than any program writes. */
enum { MOST_CODES = 2000, MOST_STYLES = 1000000 };

struct custom {
	unsigned long number;
	struct style style;
	struct custom *next;
};

struct reading {
	struct styles *styles;
	struct package *package;
	struct arena *arena;
	struct custom *customs;
	size_t custom_count, capacity;
	bool in_cells; /* within cellXfs */
};

static void
add_custom(struct reading *reading, const char *const *attributes)
{
	const char *number = package_attribute(attributes, "numFmtId");
	const char *code = package_attribute(attributes, "formatCode");
	struct custom *custom =
	    arena_allocate(reading->arena, 1, sizeof *custom);
	if (!custom) {
		package_no_memory(reading->package);
		return;
	}
	if (!number || !code)
		return;
	if (++reading->custom_count > MOST_CODES)
		package_refuse(reading->package,
		    "it has more than %d number formats", MOST_CODES);
	*custom = (struct custom){ strtoul(number, NULL, 10),
		style_of_code(code), reading->customs };
	reading->customs = custom;
}

static void
add_style(struct reading *reading, const char *const *attributes)
{
	struct styles *styles = reading->styles;
	const char *text = package_attribute(attributes, "numFmtId");
	unsigned long number = text ? strtoul(text, NULL, 10) : 0;
	struct style *rows = arena_grown(reading->arena, styles->rows,
	    styles->count, &reading->capacity, sizeof *rows);
	if (!rows) {
		package_no_memory(reading->package);
		return;
	}
	styles->rows = rows;
	struct style style = style_of_number(number);
	/* A code of the file goes before what is built in. */
	for (const struct custom *custom = reading->customs; custom;
	     custom = custom->next)
		if (custom->number == number) {
			style = custom->style;
			break;
		}
	rows[styles->count++] = style;
	if (styles->count > MOST_STYLES)
		package_refuse(reading->package,
		    "it has more than %d styles of cells", MOST_STYLES);
}

static void
on_start(void *context, const char *name, const char *const *attributes)
{
	struct reading *reading = context;
	if (strcmp(name, "numFmt") == 0)
		add_custom(reading, attributes);
	else if (strcmp(name, "cellXfs") == 0)
		reading->in_cells = true;
	else if (reading->in_cells && strcmp(name, "xf") == 0)
		add_style(reading, attributes);
}

static void
on_end(void *context, const char *name)
{
	struct reading *reading = context;
	if (strcmp(name, "cellXfs") == 0)
		reading->in_cells = false;
}

static void
on_text(void *context, const char *text, size_t length)
{
	(void)context;
	(void)text;
	(void)length;
}

enum status
styles_read(struct styles *styles, struct package *package, const char *part,
    struct arena *arena)
{
	struct reading reading = {
		.styles = styles, .package = package, .arena = arena
	};
	const struct package_reader reader = {
		.context = &reading,
		.start = on_start,
		.end = on_end,
		.text = on_text,
		.most = OTHER_PART_BYTES,
	};
	return part ? package_read(package, part, &reader) : STATUS_OK;
}
