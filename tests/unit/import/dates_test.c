/* Dates as exports write them, with times and zones. */
#include <stdio.h>
#include <string.h>

#include "io/import/forms/clock.h"
#include "tests/unit/unit.h"

#define NONE "-"

/* A cell and the day that each order makes of it. */
static const struct {
	const char *cell, *iso, *ymd, *dmy, *mdy;
} dates[] = {
	{ "2026-07-01", "2026-07-01", "2026-07-01", "2026-07-01",
	    "2026-07-01" },
	{ "2026-7-1", NONE, "2026-07-01", "2026-07-01", "2026-07-01" },
	{ "2026/07/01", NONE, "2026-07-01", "2026-07-01", "2026-07-01" },
	{ "2026.07.01", NONE, "2026-07-01", "2026-07-01", "2026-07-01" },
	{ "2026-07-01 10:00:00", NONE, "2026-07-01", "2026-07-01",
	    "2026-07-01" },
	{ "2026-07-01T23:59:59.000Z", NONE, "2026-07-01", "2026-07-01",
	    "2026-07-01" },
	{ "2026-07-01T23:59:59+07:00", NONE, "2026-07-01", "2026-07-01",
	    "2026-07-01" },
	{ "03/04/2026", NONE, NONE, "2026-04-03", "2026-03-04" },
	{ "3/4/2026", NONE, NONE, "2026-04-03", "2026-03-04" },
	{ "03-04-2026", NONE, NONE, "2026-04-03", "2026-03-04" },
	{ "03.04.2026", NONE, NONE, "2026-04-03", "2026-03-04" },
	{ "4/27/2026 11:02:10", NONE, NONE, NONE, "2026-04-27" },
	{ "4/27/2026 1:02 PM", NONE, NONE, NONE, "2026-04-27" },
	{ "27/04/2026, 11:02", NONE, NONE, "2026-04-27", NONE },
	{ "29/02/2024", NONE, NONE, "2024-02-29", NONE },
	{ "29/02/2026", NONE, NONE, NONE, NONE },
	{ "31/04/2026", NONE, NONE, NONE, NONE },
	{ "31/04/26", NONE, NONE, NONE, NONE },
	{ "1/2/26", NONE, NONE, "2026-02-01", "2026-01-02" },
	{ "31/12/68", NONE, NONE, "2068-12-31", NONE },
	{ "31/12/69", NONE, NONE, "1969-12-31", NONE },
	{ "1/2/126", NONE, NONE, NONE, NONE },
	{ "2026-02-30", NONE, NONE, NONE, NONE },
	{ "2026-07-01x", NONE, NONE, NONE, NONE },
	{ "2026-07-01 soon", NONE, NONE, NONE, NONE },
	{ "2026-07-01 25:00", NONE, NONE, NONE, NONE },
	{ "2026-07/01", NONE, NONE, NONE, NONE },
	{ "2026-07-001", NONE, NONE, NONE, NONE },
	{ "012/04/2026", NONE, NONE, NONE, NONE },
	{ "45631", NONE, NONE, NONE, NONE },
	{ "0000-00-00", NONE, NONE, NONE, NONE },
	{ "2026-07-", NONE, NONE, NONE, NONE },
	{ "2026-07-01-5", NONE, NONE, NONE, NONE },
	{ "20260115", NONE, "2026-01-15", "2026-01-15", "2026-01-15" },
	{ "20260115T0930Z", NONE, "2026-01-15", "2026-01-15", "2026-01-15" },
	{ "20260115 09:30", NONE, "2026-01-15", "2026-01-15", "2026-01-15" },
	{ "20261315", NONE, NONE, NONE, NONE },
	{ "2026011", NONE, NONE, NONE, NONE },
	{ "202601150", NONE, NONE, NONE, NONE },
	{ "01/07/2026 9h05", NONE, NONE, "2026-07-01", "2026-01-07" },
	{ "01/07/2026 9:05 CH", NONE, NONE, "2026-07-01", "2026-01-07" },
	{ "01/07/2026 9:05 XX", NONE, NONE, NONE, NONE },
	{ "01/07/2026 9:65", NONE, NONE, NONE, NONE },
	{ "Thứ Hai, 13/07/2026", NONE, NONE, "2026-07-13", NONE },
	{ "T2, 13/07/2026", NONE, NONE, "2026-07-13", NONE },
	{ "ngày 13/07/2026", NONE, NONE, "2026-07-13", NONE },
	{ "Mon 07/13/2026", NONE, NONE, NONE, "2026-07-13" },
	{ "", NONE, NONE, NONE, NONE },
	{ "//", NONE, NONE, NONE, NONE },
};

/* Days whose month has a name: read alike in every order but iso. */
static const struct {
	const char *cell, *day;
} named[] = {
	{ "15 Jan 2026", "2026-01-15" },
	{ "15 JANUARY 2026", "2026-01-15" },
	{ "Jan 15, 2026", "2026-01-15" },
	{ "Jan. 15, 2026", "2026-01-15" },
	{ "January 5 2026", "2026-01-05" },
	{ "15-Jan-26", "2026-01-15" },
	{ "15-Jan-69", "1969-01-15" },
	{ "15-Jan-68", "2068-01-15" },
	{ "15/Sept/2026", "2026-09-15" },
	{ "15JAN2026", "2026-01-15" },
	{ "2026-Jan-15", "2026-01-15" },
	{ "1 May 2026 10:30 PM", "2026-05-01" },
	{ "Jul 31, 2026, 11:59 PM", "2026-07-31" },
	{ "Thu, 15 Jan 2026 10:00:00 +0700", "2026-01-15" },
	{ "Thu Jan 15 2026 10:00:00 GMT+0700 (Indochina Time)", "2026-01-15" },
	{ "15 tháng 1 năm 2026", "2026-01-15" },
	{ "15 tháng 1, 2026", "2026-01-15" },
	{ "15 Tháng 12, 2026", "2026-12-15" },
	{ "15 THÁNG 1 NĂM 2026", "2026-01-15" },
	{ "15 thg 1, 2026", "2026-01-15" },
	{ "ngày 15 tháng 01 năm 2026", "2026-01-15" },
	{ "Ngày 5 tháng 5 năm 2026", "2026-05-05" },
	{ "15-Th01-26", "2026-01-15" },
	{ "15 Th01 2026", "2026-01-15" },
	{ "15/Thg1/2026", "2026-01-15" },
	{ "Thứ Năm, 15 tháng 1, 2026", "2026-01-15" },
	{ "Chủ Nhật, 18 Tháng Giêng 2026", "2026-01-18" },
	{ "5 Tháng Năm năm 2026", "2026-05-05" },
	{ "5 Tháng Mười Một, 2026", "2026-11-05" },
	{ "5 Tháng Mười 2026", "2026-10-05" },
	{ "15 tháng 1, 2026 lúc 10:30", "2026-01-15" },
	{ "31 Apr 2026", NONE },
	{ "15 tháng 13 năm 2026", NONE },
	{ "15 Jan", NONE },
	{ "Jan 2026", NONE },
	{ "Jan-26", NONE },
	{ "tháng 1 năm 2026", NONE },
	{ "15 Foo 2026", NONE },
	{ "15 Jan 126", NONE },
	{ "15 Janu 2026", NONE },
	{ "15 tháng 12026", NONE },
	{ "Jan 15, 2026 soon", NONE },
	{ "may", NONE },
	{ "15", NONE },
};

/* Times behind a day, and what they say of the zone. */
static const struct {
	const char *time;
	int minute, offset;
	bool zoned;
} clocks[] = {
	{ "", 0, 0, false },
	{ " 00:00", 0, 0, false },
	{ " 9:05", 545, 0, false },
	{ " 9:05:59.123", 545, 0, false },
	{ " 12:05 AM", 5, 0, false },
	{ " 12:05 PM", 725, 0, false },
	{ " 1:05pm", 785, 0, false },
	{ " 1:05 p.m.", 785, 0, false },
	{ " 13:05 PM", 785, 0, false },
	{ " 9:05 SA", 545, 0, false },
	{ " 9:05:10 CH", 1265, 0, false },
	{ " 12:05 SA", 5, 0, false },
	{ " 10 AM", 600, 0, false },
	{ " 9h05", 545, 0, false },
	{ "Z", 0, 0, true },
	{ "+07:00", 0, 420, true },
	{ "T18:30:00Z", 1110, 0, true },
	{ "T18:30:00.000+0700", 1110, 420, true },
	{ "T18:30+07:00", 1110, 420, true },
	{ "T18:30-05:30", 1110, -330, true },
	{ "T183000Z", 1110, 0, true },
	{ " 18:30 +07", 1110, 420, true },
	{ " 18:30 GMT+7", 1110, 420, true },
	{ " 9:30:12 SA GMT+7", 570, 420, true },
	{ " 18:30 UTC", 1110, 0, true },
	{ " 18:30 (UTC)", 1110, 0, true },
	{ " 18:30 (UTC+07:00)", 1110, 420, true },
	{ " 18:30 ICT", 1110, 420, true },
	{ " 18:30 EST", 1110, -300, true },
	{ " 18:30:00 +0000 UTC", 1110, 0, true },
	{ "T18:30+07:00[Asia/Ho_Chi_Minh]", 1110, 420, true },
};

/* What is no time; CST is that of Chicago, Shanghai and Havana. */
static const char *const no_clocks[] = { " 25:00", " 9:5", " 9:60", " 7",
	" 10:00 CST", " 10:00 soon", " 10:00 +15:00", " 10:00 +7:0",
	" 13:00 AM", " 10:00 (soon)", "T", "T1830x", " Z", "-5", "+07" };

static void
check_date(const struct form *form, const char *cell, const char *wanted)
{
	char text[DATE_TEXT_SIZE];
	struct form_day day;
	const char *actual = form_date(form, text_of(cell), &day)
				 ? date_print(text, day.day)
				 : NONE;
	if (strcmp(actual, wanted) != 0)
		fail_msg("\"%s\" in order %d: %s, not %s", cell, form->dates,
		    actual, wanted);
}

static void
reads_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		const char *wanted[] = { [DATES_ISO] = dates[i].iso,
			[DATES_YMD] = dates[i].ymd,
			[DATES_DMY] = dates[i].dmy,
			[DATES_MDY] = dates[i].mdy };
		for (int order = DATES_ISO; order <= DATES_MDY; order++) {
			struct form form = { .dates = (enum date_order)order };
			check_date(&form, dates[i].cell, wanted[order]);
		}
	}
}

static void
reads_names_of_months(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		for (int order = DATES_ISO; order <= DATES_MDY; order++) {
			struct form form = { .dates = (enum date_order)order };
			check_date(&form, named[i].cell,
			    order == DATES_ISO ? NONE : named[i].day);
		}
}

static void
reads_times_and_zones(void **state)
{
	(void)state;
	const struct form form = { .dates = DATES_YMD };
	char cell[80];
	struct form_day day;
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
		snprintf(cell, sizeof cell, "2026-07-01%s", clocks[i].time);
		check_date(&form, cell, "2026-07-01");
		form_date(&form, text_of(cell), &day);
		if (day.second / 60 != clocks[i].minute ||
		    day.zoned != clocks[i].zoned ||
		    (day.zoned && day.offset != clocks[i].offset))
			fail_msg("\"%s\": minute %d, zoned %d, offset %d", cell,
			    day.second / 60, day.zoned, day.offset);
	}
	form_date(&form, text_of("2026-07-01 9:05:59.999"), &day);
	assert_int_equal(day.second, 9 * 3600 + 5 * 60 + 59);
	for (size_t i = 0; i < sizeof no_clocks / sizeof *no_clocks; i++) {
		snprintf(cell, sizeof cell, "2026-07-01%s", no_clocks[i]);
		check_date(&form, cell, NONE);
	}
}

/* A zone that a column's name ends with; not a word that may mean another. */
static void
finds_zones_of_names(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		bool known;
		int minutes;
	} names[] = { { "Submit Date (UTC)", true, 0 },
		{ "Date [GMT+7]", true, 420 }, { "created (UTC-03:30)", true, -210 },
		{ "When (+07:00)", true, 420 }, { "created_at_utc", true, 0 },
		{ "Started UTC", true, 0 }, { "Close Date (Est)", false, 0 },
		{ "UTC", false, 0 }, { "Date (USD)", false, 0 },
		{ "Date (UTC", false, 0 }, { "Date (7)", false, 0 },
		{ "", false, 0 }, { "Date ()", false, 0 } };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct zone zone = clock_zone_of_name(text_of(names[i].name));
		if (zone.known != names[i].known ||
		    (zone.known && zone.minutes != names[i].minutes))
			fail_msg("\"%s\": known %d, %d minutes", names[i].name,
			    zone.known, zone.minutes);
	}
}

/* Day numbers of spreadsheets: 25569 is 1970-01-01; times of Unix. */
static void
reads_day_numbers(void **state)
{
	(void)state;
	const struct form excel = { .dates = DATES_DMY, .excel_dates = true };
	const struct form unix_time = { .dates = DATES_YMD,
		.unix_dates = true };
	check_date(&excel, "45631", "2024-12-05");
	check_date(&excel, "45631.0", "2024-12-05");
	check_date(&excel, "45631.99999", "2024-12-05");
	check_date(&excel, "25569", "1970-01-01");
	check_date(&excel, "05/12/2024", "2024-12-05");
	check_date(&excel, "4563", NONE);
	check_date(&excel, "456310", NONE);
	check_date(&excel, "-45631", NONE);
	check_date(&unix_time, "1785542399", "2026-07-31");
	check_date(&unix_time, "1785542400", "2026-08-01");
	check_date(&unix_time, "1785542400123", "2026-08-01");
	check_date(&unix_time, "1785542400.5", "2026-08-01");
	check_date(&unix_time, "2026-08-01 00:00", "2026-08-01");
	check_date(&unix_time, "178554240", NONE);
	struct form_day day;
	assert_true(form_date(&unix_time, text_of("1785546000"), &day));
	assert_int_equal(day.second, 3600);
	assert_true(day.zoned);
	assert_int_equal(day.offset, 0);
	assert_true(form_date(&excel, text_of("45631.75"), &day));
	assert_int_equal(day.second, 18 * 3600);
	assert_false(day.zoned);
	check_date(&unix_time, "17855424001", NONE);
}

UNIT_TESTS(cmocka_unit_test(reads_dates),
    cmocka_unit_test(reads_names_of_months),
    cmocka_unit_test(reads_times_and_zones),
    cmocka_unit_test(finds_zones_of_names),
    cmocka_unit_test(reads_day_numbers))
