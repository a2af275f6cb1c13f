/* Rows of any table are added and found by the schema alone; what they keep
 * comes back as the cells of their columns. */
#include "engine/model/rows.h"

#include "engine/base/arena.h"
#include "tests/unit/unit.h"

/* An empty data set. */
static struct dataset
no_rows(struct arena *arena)
{
	struct dataset data = { .arena = arena };
	dictionary_init(&data.managers, arena);
	dictionary_init(&data.client_ids, arena);
	dictionary_init(&data.contract_ids, arena);
	dictionary_init(&data.projects, arena);
	dictionary_init(&data.words, arena);
	return data;
}

static void
every_table_holds_its_rows(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct dataset data = no_rows(arena);
	for (int t = 0; t < TABLE_COUNT; t++) {
		enum table table = (enum table)t;
		size_t capacity = 0;
		if (!table_kinds[table].row_size)
			continue;
		for (uint32_t line = 1; line <= 1000; line++) {
			union any_row row = { .source = { 0, line } };
			assert_true(rows_add(&data, table, &row, &capacity));
		}
		rows_trim(&data, table);
		assert_int_equal(rows_count(&data, table), 1000);
		for (uint32_t i = 0; i < 1000; i++) {
			const struct source *source = rows_at(&data, table, i);
			assert_int_equal(source->line, i + 1);
		}
	}
	assert_int_equal(data.contract_count, 1000);
	assert_int_equal(data.contracts[999].source.line, 1000);
	assert_int_equal(data.plan_row_count, 1000);
	arena_free(arena);
}

/* What is kept of a column, printed. */
static const char *
cell(const struct dataset *data, const void *row, size_t field)
{
	static char buffer[WIDE_TEXT_SIZE];
	struct datum datum = rows_cell(data, row, &schema_fields[field]);
	switch (datum.kind) {
	case DATUM_TEXT:
		return datum.as.text.data;
	case DATUM_EXACT:
		wide_print(buffer, datum.as.exact);
		return buffer;
	case DATUM_DATE:
		return date_print(buffer, datum.as.date);
	default:
		return "none";
	}
}

static void
cells_come_back(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct dataset data = no_rows(arena);
	struct contract contract = { .stage = STAGE_WON,
		.kind = KIND_CROSS_SELL,
		.client = NO_ID,
		.closed_on = DATE_NONE,
		.value = 125000,
		.budget = DECIMAL_NONE };
	assert_true(date_parse(text_of("2026-09-30"), &contract.due_on));
	assert_true(rows_intern(
	    &data, FIELD_CONTRACT, text_of("C1"), &contract.contract));
	assert_true(rows_intern(
	    &data, FIELD_MANAGER, text_of("an"), &contract.manager));
	assert_true(rows_intern(
	    &data, FIELD_PROJECT, text_of("P1"), &contract.project));
	assert_true(
	    rows_intern(&data, FIELD_WORD, text_of("North"), &contract.team));
	static const struct {
		size_t field;
		const char *cell;
	} rows[] = {
		{ FIELD_CONTRACTS_contract_id, "C1" },
		{ FIELD_CONTRACTS_client_id, "none" },
		{ FIELD_CONTRACTS_account_manager, "an" },
		{ FIELD_CONTRACTS_project_id, "P1" },
		{ FIELD_CONTRACTS_team, "North" },
		{ FIELD_CONTRACTS_stage, "won" },
		{ FIELD_CONTRACTS_kind, "cross_sell" },
		{ FIELD_CONTRACTS_closed_on, "none" },
		{ FIELD_CONTRACTS_due_on, "2026-09-30" },
		{ FIELD_CONTRACTS_value, "12.5" },
		{ FIELD_CONTRACTS_budget, "none" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(
		    cell(&data, &contract, rows[i].field), rows[i].cell);
	const struct plan_row plan = { .level = text_of("senior"),
		.gate = true,
		.estimator = ESTIMATOR_CI_LOW };
	assert_string_equal(cell(&data, &plan, FIELD_PLAN_level), "senior");
	assert_string_equal(cell(&data, &plan, FIELD_PLAN_metric), "none");
	assert_string_equal(cell(&data, &plan, FIELD_PLAN_gate), "yes");
	assert_string_equal(cell(&data, &plan, FIELD_PLAN_estimator), "ci_low");
	assert_string_equal(cell(&data, &plan, FIELD_PLAN_period), "none");
	arena_free(arena);
}

static void
columns_stand_in_their_order(void **state)
{
	(void)state;
	static const size_t first[] = { FIELD_ASSIGNMENTS_until,
		FIELD_ASSIGNMENTS_client_id, FIELD_COUNT };
	size_t fields[FIELD_COUNT];
	assert_int_equal(schema_kept(TABLE_ASSIGNMENTS, first, fields), 4);
	assert_int_equal(fields[0], FIELD_ASSIGNMENTS_until);
	assert_int_equal(fields[1], FIELD_ASSIGNMENTS_client_id);
	assert_int_equal(fields[2], FIELD_ASSIGNMENTS_account_manager);
	assert_int_equal(fields[3], FIELD_ASSIGNMENTS_from);
	assert_int_equal(schema_kept(TABLE_TIMESHEETS, NULL, fields), 0);
	assert_int_equal(schema_flagged(TABLE_CONTRACTS, FIELD_UNIQUE),
	    FIELD_CONTRACTS_contract_id);
	assert_int_equal(
	    schema_flagged(TABLE_ASSIGNMENTS, FIELD_UNIQUE), FIELD_COUNT);
}

/* A UNIQUE id is the first column: the importer relies on it. */
static void
unique_ids_come_first(void **state)
{
	(void)state;
	for (size_t f = 0; f < FIELD_COUNT; f++)
		if (schema_fields[f].flags & FIELD_UNIQUE)
			assert_int_equal(
			    schema_range(schema_fields[f].table).first, f);
}

UNIT_TESTS(cmocka_unit_test(every_table_holds_its_rows),
    cmocka_unit_test(cells_come_back),
    cmocka_unit_test(columns_stand_in_their_order),
    cmocka_unit_test(unique_ids_come_first))
