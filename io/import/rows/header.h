/* The plan of a file: which of its columns feed which fields, and how. */
#ifndef IO_IMPORT_ROWS_HEADER_H
#define IO_IMPORT_ROWS_HEADER_H

#include "io/import/config/source.h"
#include "io/import/csv/reader.h"
#include "io/import/forms/cell.h"

#define NO_COLUMN SIZE_MAX

/* Who said what fills a field. */
enum feed_way {
	FED_BY_NAME,     /* the column has the field's own name */
	FED_BY_SETTINGS, /* kpi.yaml */
	FED_BY_FORMAT,
	FED_INSTEAD,  /* a header that a map takes for want of the right one */
	FED_BY_HEADER /* what a header says beside: a currency, a scale */
};

/* What fills a field: columns of the file, or a constant, or nothing. */
struct feed {
	enum column_shape shape;
	const size_t *columns;
	size_t count;
	bool last_first;
	enum feed_way way;
	struct text constant; /* data is NULL: there is none */
};

static inline bool
is_fed(const struct feed *feed)
{
	return feed->count || feed->constant.data;
}

/* A skip rule with the column that it looks at. */
struct skip_check {
	const struct skip_rule *rule;
	size_t column;
	const struct text *words; /* folded */
};

struct header {
	size_t columns;
	/* By column: keep its cells? May it hold line feeds? Does it feed a
	 * field of the schema? Its name, as written and folded. */
	bool *wanted, *free_text, *listed;
	/* By column: a message proposes it for a field. By field: a message
	 * says what is wrong with what feeds it. */
	bool *proposed, blamed[FIELD_COUNT];
	const char **names;
	struct text *folded;
	struct zone *zones; /* that the names state (clock_zone_of_name) */
	struct feed feeds[FIELD_COUNT];
	bool scale_of_question; /* a survey's scale stands in the question */
	struct skip_check *skips;
	size_t skip_count;
};

/* Which columns a run needs beyond those of the metrics. */
struct header_wishes {
	bool people_at_work; /* employee and department of timesheets */
	bool entry_ids;      /* to tell entries that are twice there */
	bool whole_rows;     /* every cell, to tell rows that are */
};

/* What is needed to make a plan, and to say what is wrong with a file. */
struct header_planning {
	struct header *header;
	const struct source_configuration *source; /* merged with its format */
	struct header_wishes wishes;
	const char *path;
	uint64_t line;
	struct arena *arena;
	struct diagnostics *diagnostics;
};

/* Reads the names of the columns from the header record; STATUS_INPUT if it is
 * no header. The format is then recognised by header->folded. */
enum status header_read_names(
    const struct header_planning *planning, const struct csv_record *record);

/* Is the name of a column one that a map of the source names, or the table's
 * own? The names have been read. */
bool header_expects(const struct header_planning *planning, size_t column);

/* Makes the plan. All that is wrong with the header is said; the status is that
 * of the first, and the plan is made as far as it can be. STATUS_INPUT: a
 * required column is missing or stands twice; STATUS_USAGE: kpi.yaml maps to a
 * header that is not there, or a column is nearly one of the table's
 * (near_miss.h). */
enum status header_plan(const struct header_planning *planning);

/* Proposes, with what was said last, that a column be mapped to a field. */
void header_propose(const struct header_planning *planning, const char *field,
    const char *column);

/* The file's name for a field, for messages. */
const char *header_feed_name(const struct header *header, size_t field);

/* Which fields of the table something fills: bits, in the table's order. */
uint64_t header_fed(const struct header *header, enum table table);

#endif
