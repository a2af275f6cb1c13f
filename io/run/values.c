#include "io/run/values.h"

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "io/run/json_writer.h"

static inline bool
is_csv(const struct values *values)
{
	return values->form <= VALUES_CSV_PEOPLE;
}

/* Files for programs have commas and points. */
static void
begin_csv(struct values *values)
{
	if (values->form != VALUES_CSV_PEOPLE)
		values->shape = (struct csv_shape){ ',', '.' };
	else if (!values->unmarked)
		output_text(values->output, "\xef\xbb\xbf");
	values->rules =
	    csv_rules(values->shape.delimiter, values->form != VALUES_CSV);
}

static inline void
begin_cell(const struct values *values)
{
	if (values->column)
		output_byte(values->output, values->shape.delimiter);
}

/* ---- JSON ---- */

/* What stands in front of a cell: a row is one line. */
static void
lead_json(const struct values *values)
{
	struct text name = text_of(values->names[values->column]);
	if (values->column)
		output_text(values->output, ", ");
	else
		output_text(values->output, values->rows ? ",\n  {" : "\n  {");
	json_quote(values->output, &name, 1);
	output_text(values->output, ": ");
}

static void
put_json(const struct values *values, const struct datum *datum)
{
	char buffer[DATUM_TEXT_SIZE];
	struct text text = datum_print(buffer, datum);
	lead_json(values);
	if (datum->kind == DATUM_NONE)
		output_text(values->output, "null");
	else if (datum_is_number(datum))
		output_write(values->output, text.data, text.length);
	else
		json_quote(values->output, &text, 1);
}

/* ---- kept rows ---- */

static void
keep_names(struct values *values)
{
	const char **names =
	    arena_allocate(values->arena, values->columns, sizeof *names);
	if (names)
		memcpy(names, values->names, values->columns * sizeof *names);
	values->out_of_memory = !names;
	values->names = names;
}

static void
keep(struct values *values, struct datum datum)
{
	struct datum *cells = arena_grown(values->arena, values->cells,
	    values->cell_count, &values->cell_capacity, sizeof *cells);
	if (datum.kind == DATUM_TEXT || datum.kind == DATUM_NUMBER)
		datum.as.text.data = arena_copy(
		    values->arena, datum.as.text.data, datum.as.text.length);
	if (cells)
		values->cells = cells;
	if (!cells ||
	    ((datum.kind == DATUM_TEXT || datum.kind == DATUM_NUMBER) &&
		!datum.as.text.data))
		values->out_of_memory = true;
	else
		cells[values->cell_count++] = datum;
}

/* The parts as one text of that length, in the arena; blank without memory. */
static struct datum
join(struct values *values, const struct text *parts, size_t length)
{
	char *data = arena_allocate(values->arena, length + 1, 1);
	values->out_of_memory |= !data;
	for (size_t at = 0; data && at < length; parts++) {
		memcpy(data + at, parts->data, parts->length);
		at += parts->length;
	}
	return datum_text((struct text){ data, data ? length : 0 });
}

/* ---- all of them ---- */

void
values_begin(struct values *values, const char *const *names, size_t count)
{
	values->names = names;
	values->columns = count;
	if (values->form == VALUES_KEPT)
		keep_names(values);
	if (values->form == VALUES_JSON)
		output_byte(values->output, '[');
	if (!is_csv(values))
		return;
	begin_csv(values);
	for (size_t i = 0; i < count; i++) {
		if (i)
			output_byte(values->output, values->shape.delimiter);
		csv_text(values->output, text_of(names[i]), values->rules);
	}
	output_byte(values->output, '\n');
}

static inline void
end_cell(struct values *values)
{
	if (++values->column < values->columns)
		return;
	if (is_csv(values))
		output_byte(values->output, '\n');
	else if (values->form == VALUES_JSON)
		output_byte(values->output, '}');
	values->column = 0;
	values->rows++;
}

static void
put_elsewhere(struct values *values, struct datum datum)
{
	if (values->form == VALUES_JSON)
		put_json(values, &datum);
	else
		keep(values, datum);
	end_cell(values);
}

/* ---- CSV, and the cells of all forms ---- */

void
values_blank(struct values *values)
{
	if (!is_csv(values)) {
		put_elsewhere(values, datum_nothing());
		return;
	}
	begin_cell(values);
	end_cell(values);
}

void
values_text(struct values *values, struct text text)
{
	if (!is_csv(values)) {
		put_elsewhere(values, datum_text(text));
		return;
	}
	begin_cell(values);
	csv_text(values->output, text, values->rules);
	end_cell(values);
}

void
values_parts(struct values *values, const struct text *parts, size_t count)
{
	size_t length = 0;
	if (is_csv(values)) {
		begin_cell(values);
		csv_parts(values->output, parts, count, values->rules);
		end_cell(values);
		return;
	}
	for (size_t i = 0; i < count; i++)
		length += parts[i].length;
	if (length == 0) {
		values_blank(values);
	} else if (values->form == VALUES_JSON) {
		lead_json(values);
		json_quote(values->output, parts, count);
		end_cell(values);
	} else {
		put_elsewhere(values, join(values, parts, length));
	}
}

/* Room for a number or day of a CSV, up to `most` bytes; and what was printed
 * there counts, with the decimal mark of the shape. All of them go this way. */
static inline char *
begin_number(const struct values *values, size_t most)
{
	begin_cell(values);
	return output_room(values->output, most);
}

static inline void
end_number(struct values *values, size_t length)
{
	struct output *output = values->output;
	char *point = values->shape.decimal == '.'
			  ? NULL
			  : memchr(output->buffer + output->used, '.', length);
	if (point)
		*point = values->shape.decimal;
	output->used += length;
	end_cell(values);
}

void
values_exact(struct values *values, wide value, int places)
{
	if (!is_csv(values)) {
		put_elsewhere(values, datum_amount(value, places));
		return;
	}
	char *room = begin_number(values, WIDE_TEXT_SIZE);
	end_number(values, wide_print_places(room, value, places));
}

void
values_real(struct values *values, double value)
{
	if (!is_csv(values)) {
		put_elsewhere(values, datum_real(value));
		return;
	}
	char *room = begin_number(values, DOUBLE_TEXT_SIZE);
	end_number(values, double_print(room, value));
}

/* A number that has been printed, of any length. */
static void
put_printed(struct values *values, struct text number)
{
	begin_cell(values);
	for (size_t i = 0; i < number.length; i++)
		output_byte(values->output, number.data[i] == '.'
						? values->shape.decimal
						: number.data[i]);
	end_cell(values);
}

void
values_put(struct values *values, struct datum datum)
{
	if (!is_csv(values)) {
		put_elsewhere(values, datum);
	} else if (datum.kind == DATUM_TEXT) {
		values_text(values, datum.as.text);
	} else if (datum.kind == DATUM_NUMBER) {
		put_printed(values, datum.as.text);
	} else {
		char *room = begin_number(values, DATUM_TEXT_SIZE);
		end_number(values, datum_print(room, &datum).length);
	}
}

void
values_integer(struct values *values, int64_t value)
{
	values_put(values, datum_integer(value));
}

void
values_date(struct values *values, date day)
{
	if (!is_csv(values) || day == DATE_NONE) {
		values_put(values, datum_date(day));
		return;
	}
	char *room = begin_number(values, DATE_TEXT_SIZE);
	date_print(room, day);
	end_number(values, sizeof "YYYY-MM-DD" - 1);
}

void
values_source(
    struct values *values, const struct dataset *data, struct source source)
{
	struct place place;
	place_of(&place, data, source);
	values_parts(values, place.parts, 3);
}

enum status
values_end(struct values *values)
{
	if (values->form == VALUES_JSON)
		output_text(values->output, values->rows ? "\n]\n" : "]\n");
	return values->out_of_memory ? STATUS_MEMORY : STATUS_OK;
}

enum status
values_open_file(struct values *values, struct outputs *outputs,
    const char *name, const struct csv_shape *shape)
{
	*values =
	    (struct values){ .form = shape ? VALUES_CSV_PEOPLE : VALUES_CSV,
		    .output = output_create(outputs, name) };
	if (shape)
		values->shape = *shape;
	return values->output ? STATUS_OK : STATUS_OUTPUT;
}

enum status
values_close_file(struct values *values)
{
	enum status status = values_end(values);
	return status ? status : output_finish(values->output);
}
