/* Data for the benchmark: a company of any size, the same bytes every time.
 *
 *     generate FOLDER TIMESHEET_ROWS [MANAGERS]
 *
 * writes contracts.csv (a hundredth of the rows), surveys.csv (a fortieth),
 * people.csv and timesheets.csv (about 100 bytes a row): two years of a company
 * up to 2026-09-30. Timesheets come by day, as a time tracker exports them;
 * nearly half of their notes are quoted, for commas, doubled quotes or line
 * feeds, and most are Vietnamese. */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/date.h"

enum {
	FIRST_YEAR = 2024,
	DAYS = 730,
	BUFFER_BYTES = 1 << 20,
	LONGEST_ROW = 1024
};

/* splitmix64. */
static uint64_t
next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* 0 … bound - 1 */
static uint32_t
below(uint64_t *state, uint32_t bound)
{
	return (uint32_t)((next_random(state) >> 32) * bound >> 32);
}

struct writer {
	FILE *file;
	char *buffer;
	size_t used;
};

static void
flush(struct writer *writer)
{
	if (fwrite(writer->buffer, 1, writer->used, writer->file) !=
	    writer->used) {
		perror("generate");
		exit(4);
	}
	writer->used = 0;
}

static struct writer
writer_open(const char *folder, const char *name, const char *header)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	struct writer writer = { fopen(path, "w"),
		malloc(BUFFER_BYTES + LONGEST_ROW), 0 };
	if (!writer.file || !writer.buffer) {
		fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
		exit(4);
	}
	setvbuf(writer.file, NULL, _IONBF, 0);
	writer.used = strlen(header);
	memcpy(writer.buffer, header, writer.used);
	return writer;
}

static void
writer_close(struct writer *writer)
{
	flush(writer);
	if (fclose(writer->file) != 0) {
		perror("generate");
		exit(4);
	}
	free(writer->buffer);
}

static void
put(struct writer *writer, const char *text)
{
	size_t length = strlen(text);
	memcpy(writer->buffer + writer->used, text, length);
	writer->used += length;
}

static void
put_byte(struct writer *writer, char byte)
{
	writer->buffer[writer->used++] = byte;
}

static void
put_number(struct writer *writer, uint64_t number, int width)
{
	char digits[24];
	int at = sizeof digits;
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
		width--;
	} while (number || width > 0);
	memcpy(writer->buffer + writer->used, digits + at,
	    sizeof digits - (size_t)at);
	writer->used += sizeof digits - (size_t)at;
}

/* Day 0 is 2024-10-01. Nothing is written for a day before. */
static void
put_day(struct writer *writer, int day)
{
	static char texts[DAYS * 2][DATE_TEXT_SIZE];
	if (day < 0 || day >= DAYS * 2)
		return;
	if (!*texts[day])
		date_print(texts[day], date_of(FIRST_YEAR, 10, 1) + day);
	put(writer, texts[day]);
}

static void
end_row(struct writer *writer)
{
	put_byte(writer, '\n');
	if (writer->used >= BUFFER_BYTES)
		flush(writer);
}

static const char *const departments[] = { "Thiết kế", "Nội dung", "Media",
	"Kỹ thuật", "Chăm sóc khách hàng" };
static const char *const words[] = { "họp với khách hàng", "viết bài",
	"chỉnh sửa hình ảnh", "báo cáo tuần", "chạy quảng cáo", "landing page",
	"kiểm tra ngân sách", "call", "dựng video", "kế hoạch nội dung", "SEO",
	"sửa lỗi trang web", "đăng bài", "brief", "phân tích số liệu",
	"review" };

enum { WORDS = sizeof words / sizeof *words };

struct company {
	uint32_t rows, contracts, surveys, managers, clients, employees;
};

static void
put_manager(struct writer *writer, uint32_t manager)
{
	put(writer, "am.");
	put_number(writer, manager, 4);
}

/* Of whose client a contract is: mostly the same manager's. */
static uint32_t
manager_of(const struct company *company, uint32_t client, uint64_t *random)
{
	return below(random, 20) ? client % company->managers
				 : below(random, company->managers);
}

static void
write_people(const struct company *company, const char *folder)
{
	struct writer writer = writer_open(
	    folder, "people.csv", "account_manager,name,team,level\n");
	for (uint32_t i = 0; i < company->managers; i++) {
		put_manager(&writer, i);
		put(&writer, ",Nguyễn Văn ");
		put_number(&writer, i, 1);
		put(&writer, ",Nhóm ");
		put_number(&writer, i % (company->managers / 12 + 3), 2);
		put(&writer, ",senior");
		end_row(&writer);
	}
	writer_close(&writer);
}

/* The day on which a contract was proposed: they are numbered in time. */
static int
proposed_on(const struct company *company, uint32_t contract)
{
	return (int)((uint64_t)contract * (DAYS - 20) / company->contracts);
}

static void
write_contract(struct writer *writer, const struct company *company, uint32_t i)
{
	static const char *const kinds[] = { "new", "renewal", "renewal",
		"upsell", "cross_sell" };
	uint64_t random = 0x636f6e7472616374u + i;
	uint32_t client = below(&random, company->clients);
	int proposed = proposed_on(company, i);
	int closed = proposed + 1 + (int)below(&random, 40);
	int start = closed + (int)below(&random, 10);
	int due = start + 10 + (int)below(&random, 120);
	int delivered = due - 12 + (int)below(&random, 16);
	uint32_t luck = below(&random, 100);
	const char *stage = closed >= DAYS ? "open"
			    : luck < 55    ? "won"
			    : luck < 90    ? "lost"
			    : luck < 95    ? "open"
					   : "cancelled";
	bool won = strcmp(stage, "won") == 0;
	put_byte(writer, 'C');
	put_number(writer, i, 7);
	put(writer, ",KH");
	put_number(writer, client, 6);
	put(writer, ",\"Công ty TNHH Số ");
	put_number(writer, client, 1);
	put(writer, ", Hà Nội\",");
	put_manager(writer, manager_of(company, client, &random));
	put_byte(writer, ',');
	put(writer, stage);
	put_byte(writer, ',');
	if (won || *stage == 'l')
		put_day(writer, closed);
	put_byte(writer, ',');
	put(writer, kinds[below(&random, 5)]);
	put_byte(writer, ',');
	uint64_t value = (1 + below(&random, 900)) * (uint64_t)1000000;
	put_number(writer, value, 1);
	put_byte(writer, ',');
	put_day(writer, proposed);
	put_byte(writer, ',');
	if (won)
		put_day(writer, start);
	put_byte(writer, ',');
	if (won && below(&random, 10))
		put_day(writer, start + 60 + (int)below(&random, 300));
	put_byte(writer, ',');
	if (won && below(&random, 25) == 0)
		put_day(writer, start + 30 + (int)below(&random, 30));
	put_byte(writer, ',');
	put_number(writer, value * (40 + below(&random, 40)) / 100, 1);
	put_byte(writer, ',');
	if (won)
		put_day(writer, due);
	put_byte(writer, ',');
	if (won && delivered < DAYS && delivered >= start)
		put_day(writer, delivered);
	put(writer, ",P");
	/* One in ten goes on with the project before. */
	put_number(writer, i % 10 == 9 ? i - 1 : i, 7);
	end_row(writer);
}

static void
write_contracts(const struct company *company, const char *folder)
{
	struct writer writer = writer_open(folder, "contracts.csv",
	    "contract_id,client_id,client_name,account_manager,stage,"
	    "closed_on,kind,value,proposed_on,start_on,end_on,terminated_on,"
	    "budget,due_on,delivered_on,project_id\n");
	for (uint32_t i = 0; i < company->contracts; i++)
		write_contract(&writer, company, i);
	writer_close(&writer);
}

static void
write_survey(struct writer *writer, const struct company *company, uint32_t i)
{
	uint64_t random = 0x737572766579u + (uint64_t)i * 977;
	int sent = (int)((uint64_t)i * (DAYS - 5) / company->surveys);
	bool internal = below(&random, 3) == 0;
	bool answered = below(&random, 10) < 7;
	uint32_t about = below(&random, 10);
	if (answered)
		put_number(
		    writer, 1 + (below(&random, 5) + below(&random, 5)) / 2, 1);
	put_byte(writer, ',');
	if (answered)
		put_day(writer, sent + (int)below(&random, 5));
	put(writer, internal ? ",internal," : ",client,");
	if (internal || about < 5)
		put_manager(writer, below(&random, company->managers));
	put_byte(writer, ',');
	if (!internal && about >= 5 && about < 8) {
		put_byte(writer, 'C');
		put_number(writer, below(&random, company->contracts), 7);
	}
	put_byte(writer, ',');
	if (!internal && about >= 8) {
		put(writer, "KH");
		put_number(writer, below(&random, company->clients), 6);
	}
	put_byte(writer, ',');
	if (internal)
		put(writer, departments[below(&random, 5)]);
	put_byte(writer, ',');
	put_day(writer, sent);
	put(writer, ",\"");
	put(writer, words[below(&random, WORDS)]);
	put(writer, ", cảm ơn\"");
	end_row(writer);
}

static void
write_surveys(const struct company *company, const char *folder)
{
	struct writer writer = writer_open(folder, "surveys.csv",
	    "score,answered_on,kind,account_manager,contract_id,client_id,"
	    "department,sent_on,comment\n");
	for (uint32_t i = 0; i < company->surveys; i++)
		write_survey(&writer, company, i);
	writer_close(&writer);
}

static void
put_note(struct writer *writer, uint64_t *random)
{
	uint32_t sort = below(random, 100);
	if (sort < 55) {
		put(writer, words[below(random, WORDS)]);
		put(writer, " - ");
		put(writer, words[below(random, WORDS)]);
		return;
	}
	put_byte(writer, '"');
	put(writer, words[below(random, WORDS)]);
	put(writer, sort < 57 ? ":\n- " : sort < 60 ? " \"\"gấp\"\", " : ", ");
	put(writer, words[below(random, WORDS)]);
	put(writer, sort & 1 ? ", " : "; ");
	put(writer, words[below(random, WORDS)]);
	put_byte(writer, '"');
}

static void
write_timesheet(
    struct writer *writer, const struct company *company, uint32_t i)
{
	uint64_t random = 0x74696d65u + (uint64_t)i * 1000003;
	int day = (int)((uint64_t)i * DAYS / company->rows);
	/* Work on what was proposed in the half year before. */
	uint32_t last =
	    (uint32_t)((uint64_t)company->contracts * (uint32_t)day / DAYS);
	uint32_t window = company->contracts / 4 + 1;
	uint32_t back = below(&random, window);
	uint32_t employee = below(&random, company->employees);
	put_byte(writer, 'P');
	put_number(
	    writer, last > back ? last - back : back % company->contracts, 7);
	if (below(&random, 500) == 0)
		put(writer, "-X"); /* no contract names it */
	put_byte(writer, ',');
	put_day(writer, day);
	put(writer, ",nv.");
	put_number(writer, employee, 5);
	put_byte(writer, ',');
	put(writer, departments[employee % 5]);
	put_byte(writer, ',');
	uint32_t quarters = 1 + below(&random, 32);
	put_number(writer, quarters / 4, 1);
	static const char *const fractions[] = { "", ".25", ".5", ".75" };
	put(writer, fractions[quarters % 4]);
	put_byte(writer, ',');
	if (below(&random, 200))
		put_number(writer, 120000 + employee % 40 * 15000, 1);
	put_byte(writer, ',');
	put_note(writer, &random);
	end_row(writer);
}

static void
write_timesheets(const struct company *company, const char *folder)
{
	struct writer writer = writer_open(folder, "timesheets.csv",
	    "project_id,worked_on,employee,department,hours,hourly_cost,"
	    "note\n");
	for (uint32_t i = 0; i < company->rows; i++)
		write_timesheet(&writer, company, i);
	writer_close(&writer);
}

static uint32_t
at_least(uint32_t number, uint32_t least)
{
	return number < least ? least : number;
}

int
main(int count, char **arguments)
{
	unsigned long rows = count > 2 ? strtoul(arguments[2], NULL, 10) : 0;
	unsigned long managers =
	    count > 3 ? strtoul(arguments[3], NULL, 10) : 12;
	if (rows < 1 || rows > UINT32_MAX || managers < 1 || managers > 9999) {
		fputs("usage: generate FOLDER TIMESHEET_ROWS [MANAGERS]\n",
		    stderr);
		return 2;
	}
	struct company company = { .rows = (uint32_t)rows,
		.contracts = at_least((uint32_t)rows / 100, 20),
		.surveys = at_least((uint32_t)rows / 40, 20),
		.managers = (uint32_t)managers,
		.clients = at_least((uint32_t)rows / 500, 10),
		.employees = at_least((uint32_t)rows / 1000, 5) };
	write_people(&company, arguments[1]);
	write_contracts(&company, arguments[1]);
	write_surveys(&company, arguments[1]);
	write_timesheets(&company, arguments[1]);
	return 0;
}
