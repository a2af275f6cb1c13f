/* Goal: the report model says what the results say: which sheets there are,
 * what their titles found, in both languages, and what they show of whom. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/dashboard.h"
#include "tests/unit/catalogue.h"
#include "tests/unit/unit.h"

/* Two metrics, and what two managers reached in two quarters: An kept 1 of 2
 * clients, Bình 2 of 2, in the quarter before both kept all; nobody had
 * anything to deliver. */
static const struct metric metrics[] = {
	{ .id = "retention",
	    .label = "Client retention",
	    .formula = "r",
	    .kind = METRIC_SHARE,
	    .unit = UNIT_SHARE,
	    .direction = DIRECTION_UP,
	    .indicator = 2,
	    .headline = true,
	    .decimals = true,
	    .records = RECORD_CLIENT,
	    .high = 1 },
	{ .id = "on_time",
	    .label = "On-time delivery",
	    .formula = "o",
	    .kind = METRIC_SHARE,
	    .unit = UNIT_SHARE,
	    .direction = DIRECTION_UP,
	    .indicator = 3,
	    .headline = true,
	    .decimals = true,
	    .records = RECORD_CONTRACT,
	    .high = 1 },
	{ .id = "grr",
	    .label = "Gross revenue retention",
	    .formula = "g",
	    .kind = METRIC_RATIO,
	    .unit = UNIT_RATIO,
	    .direction = DIRECTION_UP,
	    .indicator = 2,
	    .records = RECORD_CLIENT,
	    .high = 1 },
};

enum { RETENTION, ON_TIME, GRR };
enum { METRICS = 3, PERIODS = 2, SUBJECTS = 3, CLIENTS = 4 };

static struct arena *arena;
static struct dataset data;
static struct definitions definitions = {
	.currency = "VND", .fiscal_year_start = 1, .min_raters = 3
};
static struct subject subjects[SUBJECTS];
static struct view views[PERIODS];
static struct estimate estimates[PERIODS * SUBJECTS * METRICS];
static double values[PERIODS * SUBJECTS * METRICS];
static struct estimate_cells cells[PERIODS * METRICS];
static struct history history[PERIODS * METRICS];
static const uint32_t everybody[] = { 0, 1, 2 };
static struct reliability reliability[PERIODS * METRICS];
static struct observations observations[PERIODS * METRICS];
static const uint32_t none[] = { NO_ID, NO_ID };
static uint32_t subject_of_manager[] = { 1, 2 };
static struct results results;
static struct run_record record;
static struct report report;

static struct quantity
whole(int64_t number)
{
	return quantity_exact((wide)number * WIDE_ONE);
}

/* Of a period's metric the estimates of all subjects stand together. */
static size_t
place_of(size_t period, size_t subject, size_t metric)
{
	return (period * METRICS + metric) * SUBJECTS + subject;
}

static void
set_share(size_t period, size_t subject, int kept, int of)
{
	struct estimate *e = &estimates[place_of(period, subject, 0)];
	double value = (double)kept / of;
	*e = (struct estimate){ .value = quantity_real(value),
		.numerator = whole(kept),
		.denominator = whole(of),
		.n = (uint32_t)of,
		.flags = of < 5 ? FLAG_SMALL_SAMPLE : 0 };
	values[place_of(period, subject, 0)] = value;
	if (period == 0)
		return;
	e->prior = results_at(&results, 0, subject, 0)->value;
	e->change = quantity_real(value - e->prior.as.real);
	e->p_change = (struct optional){ true, 0.01 };
	estimates[place_of(period, subject, ON_TIME)].flags = FLAG_NO_DATA;
	estimates[place_of(period, subject, GRR)].flags = FLAG_NO_DATA;
}

static void
make_dataset(void)
{
	static const char *const clients[] = { "K1", "K2", "K3", "K4" };
	data = (struct dataset){ .arena = arena };
	dictionary_init(&data.managers, arena);
	dictionary_init(&data.client_ids, arena);
	dictionary_init(&data.contract_ids, arena);
	dictionary_init(&data.projects, arena);
	dictionary_init(&data.words, arena);
	dictionary_add(&data.managers, text_of("An"));
	dictionary_add(&data.managers, text_of("Bình"));
	for (size_t i = 0; i < CLIENTS; i++)
		dictionary_add(&data.client_ids, text_of(clients[i]));
	assert_int_equal(dataset_seal(&data), STATUS_OK);
}

static void
make_results(void)
{
	static const char *const names[] = { "*", "An", "Bình" };
	results = (struct results){ .data = &data,
		.definitions = &definitions,
		.metrics = metrics,
		.metric_count = METRICS,
		.subjects = subjects,
		.subject_count = SUBJECTS,
		.fallback_teams = none,
		.subject_of_lead = none,
		.subject_of_team = none,
		.subject_of_manager = subject_of_manager,
		.views = views,
		.period_count = PERIODS,
		.run_period = 1,
		.cells = cells,
		.reliability = reliability,
		.history = history,
		.observations = observations };
	for (uint32_t s = 0; s < SUBJECTS; s++)
		subjects[s] =
		    (struct subject){ s ? SCOPE_MANAGER : SCOPE_COMPANY,
			    s ? s - 1 : NO_ID, NO_ID, text_of(names[s]),
			    text_of(names[s]) };
	memset(estimates, 0, sizeof estimates);
	for (size_t i = 0; i < PERIODS * METRICS; i++) {
		cells[i] = (struct estimate_cells){ .subjects = everybody,
			.count = SUBJECTS,
			.estimates = &estimates[i * SUBJECTS] };
		history[i] = (struct history){ .subjects = everybody,
			.count = SUBJECTS,
			.values = &values[i * SUBJECTS],
			.empty = NAN };
	}
	for (size_t i = 0; i < PERIODS * METRICS * SUBJECTS; i++)
		values[i] = NAN;
	memset(observations, 0, sizeof observations);
	assert_true(period_parse(text_of("2026Q2"), 1, &views[0].period));
	assert_true(period_parse(text_of("2026Q3"), 1, &views[1].period));
	for (size_t p = 0; p < PERIODS; p++) {
		views[p].data = &data;
		views[p].as_of = views[p].period.until - 1;
		set_share(p, 0, p ? 3 : 4, 4);
		set_share(p, 1, p ? 1 : 2, 2);
		set_share(p, 2, 2, 2);
	}
	observations[METRICS].arena = arena;
	for (uint32_t client = 0; client < CLIENTS; client++)
		assert_int_equal(
		    observations_add(&observations[METRICS],
			(struct observation){ .x.exact = client ? WIDE_ONE : 0,
			    .y.exact = WIDE_ONE,
			    .manager = client / 2,
			    .record = client }),
		    STATUS_OK);
}

static void
build(enum language language)
{
	open_catalogue();
	struct diagnostics diagnostics = { .arena = arena };
	record = (struct run_record){ .version = "1", .results = &results };
	report = (struct report){ .arena = arena };
	struct dashboard dashboard;
	assert_int_equal(dashboard_build(&dashboard, &report, &record, language,
			     &diagnostics),
	    STATUS_OK);
	assert_int_equal(
	    dashboard_conclude(&dashboard, &diagnostics), STATUS_OK);
}

static int
begin(void **state)
{
	(void)state;
	arena = arena_new();
	if (!arena)
		return -1;
	make_dataset();
	make_results();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct sheet *
sheet_called(const char *name)
{
	for (const struct sheet *s = report.sheets; s; s = s->next)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

/* Subjects that nobody has numbers of have no sheet. */
static void
test_sheets(void **state)
{
	static const char *const names[] = { "Summary", "Scorecards",
		"Retention", "Trends", "An", "Bình", "Definitions",
		"Data quality", "About this run", "Chart data" };
	size_t i = 0;
	(void)state;
	build(LANGUAGE_EN);
	for (const struct sheet *s = report.sheets; s; s = s->next) {
		assert_true(i < sizeof names / sizeof *names);
		assert_string_equal(s->name, names[i++]);
	}
	assert_int_equal(i, sizeof names / sizeof *names);
}

static void
test_titles(void **state)
{
	static const struct {
		const char *sheet, *title;
	} rows[][3] = {
		{ { "Summary", "2026Q3: 0 of 2 indicators better, 1 worse" },
		    { "Retention",
			"Retention fell to 75 %: 1 of 4 clients left" },
		    { "An", "An: better than before in 0 of 2 indicators, "
			    "worse in 1" } },
		{ { "Tổng quan", "2026Q3: 0/2 chỉ số tốt lên, 1 xấu đi" },
		    { "Giữ chân", "Tỷ lệ giữ chân giảm còn 75 %: 1/4 khách "
				  "hàng rời đi" },
		    { "An", "An: tốt hơn kỳ trước ở 0/2 chỉ số, xấu hơn ở "
			    "1" } },
	};
	(void)state;
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		build((enum language)language);
		for (int i = 0; i < 3; i++) {
			const struct sheet *sheet =
			    sheet_called(rows[language][i].sheet);
			assert_non_null(sheet);
			assert_string_equal(sheet_find(sheet, 0, 0)->text.data,
			    rows[language][i].title);
		}
	}
}

/* The cell beside a text of the first column; NULL if it is not there. */
static const struct cell *
beside(const struct sheet *sheet, const char *text, int column)
{
	for (size_t i = 0; i < sheet->cell_count; i++)
		if (sheet->cells[i].column == 0 &&
		    text_is(sheet->cells[i].text, text))
			return sheet_find(sheet, sheet->cells[i].row, column);
	return NULL;
}

static void
test_lost_client(void **state)
{
	(void)state;
	build(LANGUAGE_EN);
	const struct sheet *sheet = sheet_called("Retention");
	const struct cell *manager = beside(sheet, "K1", 2);
	assert_non_null(manager);
	assert_true(text_is(manager->text, "An"));
	assert_null(beside(sheet, "K2", 2));
}

/* 230 clients lost, each worth 2.375 a month: 28.5 in a year, shown as
 * 29. Two hundred have a row; the total is that of all. */
static void
test_many_lost(void **state)
{
	enum { LOST = 230, SHOWN = 200 };
	struct observations *lost = &observations[METRICS + RETENTION];
	struct observations *rates = &observations[METRICS + GRR];
	(void)state;
	lost->count = 0;
	rates->arena = arena;
	for (uint32_t i = 0; i < LOST; i++) {
		char id[16];
		snprintf(id, sizeof id, "L%u", i);
		struct observation o = {
			.manager = 0,
			.record = dictionary_add(&data.client_ids,
			    text_of(arena_copy(arena, id, strlen(id)))),
		};
		assert_int_equal(observations_add(lost, o), STATUS_OK);
		o.y.fraction = rational_of(arena, 19, 8);
		assert_int_equal(observations_add(rates, o), STATUS_OK);
	}
	assert_int_equal(dataset_seal(&data), STATUS_OK);
	build(LANGUAGE_EN);
	const struct sheet *sheet = sheet_called("Retention");
	size_t rows = 0;
	for (size_t i = 0; i < sheet->cell_count; i++)
		rows +=
		    sheet->cells[i].column == 3 && sheet->cells[i].number == 29;
	assert_int_equal(rows, SHOWN);
	const struct cell *total = beside(sheet, "Total", 3);
	assert_non_null(total);
	assert_true(total->number == 6555); /* 230 × 28.5 */
	assert_int_equal(total->role, ROLE_TOTAL);
	const struct cell *more = sheet_find(sheet, total->row - 1, 0);
	assert_string_equal(more->text.data, "… and 30 more");
}

/* 1,000 rows on unknown projects are listed and 500 more were left out: what
 * was left out are 1,500. */
static void
test_left_out(void **state)
{
	static struct odd_timesheet odd[1000];
	static struct input input = { .path = "t.csv" };
	struct observations *o = &observations[METRICS + RETENTION];
	(void)state;
	data.inputs = &input;
	data.input_count = 1;
	data.timesheets.odd = odd;
	for (uint32_t i = 0; i < 1000; i++) {
		odd[i].source.line = i + 2;
		assert_int_equal(observations_omit(o, OMITTED_UNKNOWN_PROJECT,
				     RECORD_TIMESHEET, i),
		    STATUS_OK);
	}
	o->omitted_more[OMITTED_UNKNOWN_PROJECT] = 500;
	build(LANGUAGE_EN);
	const struct sheet *sheet = sheet_called("Data quality");
	const struct cell *count = beside(sheet, "Client retention", 1);
	assert_non_null(count);
	assert_true(count->number == 1500);
	const char *which = sheet_find(sheet, count->row, 8)->text.data;
	assert_int_equal(strncmp(which, "t.csv:2, t.csv:3, ", 18), 0);
	assert_string_equal(strrchr(which, ','), ", …");
}

/* A share of two clients is shown, but not loudly; its change has a colour and
 * a sign. */
static void
test_small_sample(void **state)
{
	(void)state;
	build(LANGUAGE_EN);
	const struct sheet *sheet = sheet_called("Scorecards");
	const struct cell *value = beside(sheet, "An", 2);
	const struct cell *change = beside(sheet, "An", 3);
	assert_true(value->number == 0.5 && value->role == ROLE_MUTED);
	assert_int_equal(value->format, FORMAT_PERCENT);
	assert_true(change->number == -50 && change->role == ROLE_BAD);
	assert_int_equal(change->format, FORMAT_POINTS_CHANGE);
	assert_string_equal(beside(sheet, "An", 0)->link, "An");
	/* No data is an empty cell. */
	assert_null(beside(sheet, "An", 4));
}

/* Every chart is drawn from numbers, and has a text for those who cannot see
 * it. */
static void
test_charts(void **state)
{
	size_t count = 0;
	(void)state;
	build(LANGUAGE_VI);
	for (const struct sheet *s = report.sheets; s; s = s->next)
		for (const struct chart *c = s->charts; c; c = c->next) {
			assert_true(strlen(c->description) > 10);
			const struct series *series = c->series;
			assert_non_null(series);
			assert_non_null(
			    sheet_find(series->sheet, series->values.last_row,
				series->values.first_column));
			count++;
		}
	assert_true(count >= 4);
}

/* The company's curve with a loss a day, and the chart's corners of it. */
enum { DAYS_MOST = 300 };
static struct tenure_step steps[DAYS_MOST];
static struct tenure_curve curves[SUBJECTS];
static struct analysis analysis = { .tenure = { .curves = curves } };

static const struct series *
curve_of(uint32_t days)
{
	curves[0] = (struct tenure_curve){ .steps = steps,
		.step_count = days,
		.clients = days,
		.longest = days + 5 };
	for (uint32_t i = 0; i < days; i++)
		steps[i] = (struct tenure_step){ .days = i + 1,
			.survival = 1 - (i + 1) / (double)days };
	results.analysis = &analysis;
	build(LANGUAGE_EN);
	for (const struct sheet *s = report.sheets; s; s = s->next)
		for (const struct chart *c = s->charts; c; c = c->next)
			if (strcmp(c->series->name, "Still clients") == 0)
				return c->series;
	fail();
	return NULL;
}

/* Each step of a curve is drawn; of a long one each week, down to where its
 * last day left it. */
static void
test_curve(void **state)
{
	static const struct {
		uint32_t days, corners, first_day, last_day;
	} rows[] = {
		{ 1, 4, 1, 1 },
		{ 100, 202, 1, 100 },
		{ 101, 32, 6, 101 },
		{ 300, 88, 6, 300 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct series *s = curve_of(rows[i].days);
		uint32_t first = s->values.first_row, last = s->values.last_row;
		double all = rows[i].days;
		assert_int_equal(last - first + 1, rows[i].corners);
		assert_true(sheet_find(s->sheet, first, 1)->number == 1);
		assert_true(sheet_find(s->sheet, first + 1, 0)->number ==
			    rows[i].first_day / 30.4375);
		assert_true(sheet_find(s->sheet, first + 1, 1)->number == 1);
		assert_true(sheet_find(s->sheet, first + 2, 1)->number ==
			    1 - rows[i].first_day / all);
		assert_true(sheet_find(s->sheet, last - 1, 0)->number ==
			    rows[i].last_day / 30.4375);
		assert_true(sheet_find(s->sheet, last, 1)->number == 0);
		assert_true(sheet_find(s->sheet, last, 0)->number ==
			    (all + 5) / 30.4375);
	}
	results.analysis = NULL;
}

UNIT_TESTS(cmocka_unit_test_setup_teardown(test_sheets, begin, end),
    cmocka_unit_test_setup_teardown(test_titles, begin, end),
    cmocka_unit_test_setup_teardown(test_lost_client, begin, end),
    cmocka_unit_test_setup_teardown(test_many_lost, begin, end),
    cmocka_unit_test_setup_teardown(test_left_out, begin, end),
    cmocka_unit_test_setup_teardown(test_small_sample, begin, end),
    cmocka_unit_test_setup_teardown(test_charts, begin, end),
    cmocka_unit_test_setup_teardown(test_curve, begin, end))
