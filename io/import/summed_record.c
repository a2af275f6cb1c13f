#include "io/import/summed_record.h"

#include <string.h>

#include "engine/model/day_sums.h"

/* ---- members ---- */

const struct yaml_node *
record_member(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *node =
	    mapping && mapping->shape == YAML_MAPPING ? mapping->first : NULL;
	while (node && !text_is(node->key->text, name))
		node = node->next;
	return node;
}

const struct yaml_node *
record_first(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *list = record_member(mapping, name);
	return list && list->shape == YAML_LIST ? list->first : NULL;
}

struct text
record_text(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *node = record_member(mapping, name);
	return node && node->shape == YAML_SCALAR ? node->text : text_of("");
}

/* ---- numbers ---- */

/* Sums of millions of such numbers fit into 64 and 128 bits. */
enum { WHOLE_DIGITS = 12, EXACT_DIGITS = 16, PLACES = 16 };

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static size_t
digits_at(struct text text, size_t at)
{
	size_t count = 0;
	while (at + count < text.length && is_digit(text.data[at + count]))
		count++;
	return count;
}

static bool
is_whole(struct text text)
{
	return text.length >= 1 && text.length <= WHOLE_DIGITS &&
	       digits_at(text, 0) == text.length;
}

/* As wide_print writes it: `-12.5`. */
static bool
is_exact(struct text text)
{
	size_t sign = text.length && text.data[0] == '-';
	size_t whole = digits_at(text, sign), at = sign + whole;
	if (whole < 1 || whole > EXACT_DIGITS)
		return false;
	if (at == text.length)
		return true;
	size_t places = digits_at(text, at + 1);
	return text.data[at] == '.' && places >= 1 && places <= PLACES &&
	       at + 1 + places == text.length;
}

uint64_t
record_whole(const struct yaml_node *mapping, const char *name)
{
	struct text text = record_text(mapping, name);
	uint64_t number = 0;
	if (!is_whole(text))
		return 0;
	for (size_t i = 0; i < text.length; i++)
		number = number * 10 + (uint64_t)(text.data[i] - '0');
	return number;
}

wide
record_exact(const struct yaml_node *mapping, const char *name)
{
	struct text text = record_text(mapping, name);
	wide number = 0;
	int places = -1;
	if (!is_exact(text))
		return 0;
	for (size_t i = 0; i < text.length; i++) {
		if (is_digit(text.data[i])) {
			number = number * 10 + (text.data[i] - '0');
			places += places >= 0;
		} else if (text.data[i] == '.') {
			places = 0;
		}
	}
	for (places = places < 0 ? 0 : places; places < PLACES; places++)
		number *= 10;
	return text.data[0] == '-' ? -number : number;
}

/* ---- shapes ---- */

enum member_kind {
	TEXT,
	NAME,
	NAMES,
	DIGEST,
	WHOLE,
	LINE,
	EXACT,
	OBJECT,
	ROWS
};

/* Members of a mapping, up to one without a name. */
struct member_rule {
	const char *name;
	enum member_kind kind;
	bool optional;
	const struct member_rule *members; /* of an object, or of each row */
};

static const struct member_rule reconciliation_rules[] = {
	{ .name = "lines", .kind = WHOLE },
	{ .name = "header", .kind = WHOLE },
	{ .name = "accepted", .kind = WHOLE },
	{ .name = "rejected", .kind = WHOLE },
	{ .name = "blank", .kind = WHOLE },
	{ .name = "skipped", .kind = WHOLE },
	{ .name = "continuation", .kind = WHOLE },
	{ 0 },
};

static const struct member_rule input_rules[] = {
	{ .name = "path", .kind = NAME },
	{ .name = "bytes", .kind = WHOLE },
	{ .name = "sha256", .kind = DIGEST },
	{ .name = "sha256_of", .kind = TEXT },
	{ .name = "reading", .kind = TEXT },
	{ .name = "format", .kind = TEXT },
	{ .name = "header_line", .kind = WHOLE },
	{ .name = "reconciliation",
	    .kind = OBJECT,
	    .members = reconciliation_rules },
	{ 0 },
};

static const struct member_rule left_out_rules[] = {
	{ .name = "file", .kind = NAME },
	{ .name = "line", .kind = LINE },
	{ .name = "column", .kind = TEXT },
	{ .name = "reason", .kind = TEXT },
	{ .name = "value", .kind = TEXT, .optional = true },
	{ .name = "raw", .kind = TEXT, .optional = true },
	{ .name = "record", .kind = TEXT, .optional = true },
	{ .name = "project", .kind = TEXT, .optional = true },
	{ .name = "hours", .kind = EXACT },
	{ 0 },
};

static const struct member_rule unknown_rules[] = {
	{ .name = "project", .kind = TEXT },
	{ .name = "rows", .kind = WHOLE },
	{ .name = "lines", .kind = WHOLE },
	{ 0 },
};

static const struct member_rule assumption_rules[] = {
	{ .name = "en", .kind = TEXT },
	{ .name = "vi", .kind = TEXT },
	{ .name = "rows", .kind = WHOLE },
	{ .name = "line", .kind = TEXT },
	{ 0 },
};

static const struct member_rule record_rules[] = {
	{ .name = PART_MARK, .kind = WHOLE },
	{ .name = "csv_sha256", .kind = DIGEST },
	{ .name = "currency", .kind = NAME },
	{ .name = "configuration_sha256", .kind = TEXT },
	{ .name = "rows", .kind = WHOLE },
	{ .name = "lines", .kind = WHOLE },
	{ .name = "no_cost_rows", .kind = WHOLE },
	{ .name = "no_cost_lines", .kind = WHOLE },
	{ .name = "files", .kind = NAMES },
	{ .name = "inputs", .kind = ROWS, .members = input_rules },
	{ .name = "rejects", .kind = ROWS, .members = left_out_rules },
	{ .name = "skips", .kind = ROWS, .members = left_out_rules },
	{ .name = "unknown_projects", .kind = ROWS, .members = unknown_rules },
	{ .name = "assumptions", .kind = ROWS, .members = assumption_rules },
	{ 0 },
};

static const char *judge_members(
    const struct yaml_node *node, const struct member_rule *rules);

/* The name of a file or currency: no control bytes, which no message needs. */
static bool
is_name(const struct yaml_node *node)
{
	enum { LONGEST = 4096 };
	struct text text = node->text;
	bool good = node->shape == YAML_SCALAR && text.length > 0 &&
		    text.length <= LONGEST;
	for (size_t i = 0; i < text.length && good; i++)
		good = (unsigned char)text.data[i] >= ' ' &&
		       text.data[i] != '\x7f';
	return good;
}

static bool
is_digest(struct text text)
{
	return text.length == 64 &&
	       strspn(text.data, "0123456789abcdef") == text.length;
}

static bool
are_names(const struct yaml_node *list)
{
	const struct yaml_node *node =
	    list->shape == YAML_LIST ? list->first : NULL;
	bool good = node != NULL;
	for (; node && good; node = node->next)
		good = is_name(node);
	return good;
}

static const char *
judge_rows(const struct yaml_node *list, const struct member_rule *rule)
{
	const char *wrong = list->shape == YAML_LIST ? NULL : rule->name;
	const struct yaml_node *node = wrong ? NULL : list->first;
	for (; node && !wrong; node = node->next)
		wrong = node->shape == YAML_MAPPING
			    ? judge_members(node, rule->members)
			    : rule->name;
	return wrong;
}

static const char *
judge_member(const struct yaml_node *node, const struct member_rule *rule)
{
	bool scalar = node->shape == YAML_SCALAR;
	bool good = scalar;
	switch (rule->kind) {
	case TEXT:
		break;
	case NAME:
		good = is_name(node);
		break;
	case NAMES:
		good = are_names(node);
		break;
	case DIGEST:
		good = scalar && is_digest(node->text);
		break;
	case LINE: /* fits into 32 bits */
		good = scalar && is_whole(node->text) && node->text.length < 10;
		break;
	case WHOLE:
		good = scalar && is_whole(node->text);
		break;
	case EXACT:
		good = scalar && is_exact(node->text);
		break;
	case OBJECT:
		return node->shape == YAML_MAPPING
			   ? judge_members(node, rule->members)
			   : rule->name;
	case ROWS:
		return judge_rows(node, rule);
	}
	return good ? NULL : rule->name;
}

static const char *
judge_members(const struct yaml_node *node, const struct member_rule *rules)
{
	const char *wrong = NULL;
	for (; rules->name && !wrong; rules++) {
		const struct yaml_node *child =
		    record_member(node, rules->name);
		if (child)
			wrong = judge_member(child, rules);
		else if (!rules->optional)
			wrong = rules->name;
	}
	return wrong;
}

/* ---- what is said twice ---- */

static const struct yaml_node *
find_input(const struct yaml_node *record, struct text file)
{
	const struct yaml_node *node = record_first(record, "inputs");
	while (node && !text_equal(record_text(node, "path"), file))
		node = node->next;
	return node;
}

static bool
lists_file(const struct yaml_node *record, struct text file)
{
	const struct yaml_node *node = record_first(record, "files");
	while (node && !text_equal(node->text, file))
		node = node->next;
	return node != NULL;
}

/* Its lines add up. */
static bool
is_reconciled(const struct yaml_node *input)
{
	const struct yaml_node *lines = record_member(input, "reconciliation");
	uint64_t sum = 0;
	for (const struct member_rule *rule = reconciliation_rules + 1;
	     rule->name; rule++)
		sum += record_whole(lines, rule->name);
	return sum == record_whole(lines, "lines");
}

/* Rows left out are of its files, and as many as those say. */
static const char *
judge_left_out(const struct yaml_node *record, const char *name)
{
	const struct yaml_node *node = record_first(record, name),
			       *input = NULL;
	for (; node; node = node->next) {
		struct text file = record_text(node, "file");
		/* They come file by file. */
		if (!input || !text_equal(record_text(input, "path"), file))
			input = find_input(record, file);
		if (!input ||
		    record_whole(node, "line") >
			record_whole(
			    record_member(input, "reconciliation"), "lines"))
			return name;
	}
	return NULL;
}

static uint64_t
count(const struct yaml_node *record, const char *list)
{
	uint64_t items = 0;
	for (const struct yaml_node *node = record_first(record, list); node;
	     node = node->next)
		items++;
	return items;
}

const char *
record_judge(const struct yaml_node *record)
{
	const char *wrong = judge_members(record, record_rules);
	uint64_t accepted = 0, rejected = 0, unknown = 0;
	const struct yaml_node *node =
	    wrong ? NULL : record_first(record, "inputs");
	for (; node && !wrong; node = node->next) {
		const struct yaml_node *lines =
		    record_member(node, "reconciliation");
		accepted += record_whole(lines, "accepted");
		rejected += record_whole(lines, "rejected");
		if (!lists_file(record, record_text(node, "path")) ||
		    !is_reconciled(node))
			wrong = "inputs";
	}
	node = wrong ? NULL : record_first(record, "unknown_projects");
	for (; node; node = node->next)
		unknown += record_whole(node, "rows");
	if (!wrong)
		wrong = judge_left_out(record, "rejects");
	if (!wrong)
		wrong = judge_left_out(record, "skips");
	if (wrong)
		return wrong;
	uint64_t rows = record_whole(record, "rows");
	return accepted != rows                              ? "rows"
	       : rejected != count(record, "rejects")        ? "rejects"
	       : record_whole(record, "no_cost_rows") > rows ? "no_cost_rows"
	       : unknown > rows ? "unknown_projects"
				: NULL;
}
