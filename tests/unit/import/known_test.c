/* Goal: names of columns and words are understood as people write them, and
 * what may mean two things is not. */
#include "tests/unit/unit.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/guess/known.h"

static struct known known;

static size_t
rank_of(size_t field, const char *name)
{
	return known_rank(&known, field, known_key(&known, text_of(name)));
}

static void
names_in_any_spelling(void **state)
{
	(void)state;
	static const struct {
		size_t field;
		const char *name;
	} rows[] = { { FIELD_CONTRACTS_contract_id, "Mã hợp đồng" },
		{ FIELD_CONTRACTS_contract_id, "MA HOP DONG" },
		{ FIELD_CONTRACTS_contract_id, "ma_hop_dong:" },
		{ FIELD_CONTRACTS_client_id, "Khách hàng *" },
		{ FIELD_CONTRACTS_account_manager, "Nhân viên phụ trách" },
		{ FIELD_CONTRACTS_account_manager, "Chủ sở hữu" },
		{ FIELD_CONTRACTS_closed_on, "Ngày ký" },
		{ FIELD_CONTRACTS_value, "Giá trị HĐ (VNĐ)" },
		{ FIELD_CONTRACTS_value, "Amount [USD]" },
		{ FIELD_CONTRACTS_stage, "Trạng thái" },
		{ FIELD_CONTRACTS_stage, "Giai đoạn" },
		{ FIELD_TIMESHEETS_hours, "Số giờ" },
		{ FIELD_TIMESHEETS_department, "Phòng ban" },
		{ FIELD_SURVEYS_score, "Điểm" },
		{ FIELD_SURVEYS_answered_on, "Ngày trả lời" },
		{ FIELD_PEOPLE_joined_on, "Ngày vào làm" },
		{ FIELD_ASSIGNMENTS_from, "Từ ngày" },
		{ FIELD_ASSIGNMENTS_from, "from" } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!rank_of(rows[i].field, rows[i].name))
			fail_msg("%s is not %s", rows[i].name,
			    schema_fields[rows[i].field].name);
	assert_int_equal(rank_of(FIELD_CONTRACTS_value, "Ngày ký"), 0);
	assert_int_equal(rank_of(FIELD_CONTRACTS_value, "(USD)"), 0);
	assert_int_equal(rank_of(FIELD_CONTRACTS_value, ""), 0);
	/* The likelier name goes first: a code before what it stands for. */
	assert_true(rank_of(FIELD_CONTRACTS_client_id, "Mã khách hàng") <
		    rank_of(FIELD_CONTRACTS_client_id, "Khách hàng"));
	assert_true(rank_of(FIELD_PEOPLE_account_manager, "Mã nhân viên") <
		    rank_of(FIELD_PEOPLE_account_manager, "Họ và tên"));
}

static bool
has_vietnamese(size_t field)
{
	static const struct {
		size_t field;
		const char *name;
	} rows[] = {
#define NAME(TABLE, column, name) { FIELD_##TABLE##_##column, name },
#include "io/import/guess/names.def"
#undef NAME
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (const char *at = rows[i].name;
		     rows[i].field == field && *at; at++)
			if (*at & '\x80')
				return true;
	return false;
}

static void
needed_columns_have_a_name_in_vietnamese(void **state)
{
	(void)state;
	for (size_t f = 0; f < FIELD_COUNT; f++)
		if (schema_fields[f].table != TABLE_PLAN &&
		    schema_fields[f].flags &
			(FIELD_REQUIRED | FIELD_COLUMN_REQUIRED) &&
		    !has_vietnamese(f))
			fail_msg("%s.%s has none",
			    table_name(schema_fields[f].table),
			    schema_fields[f].name);
}

static void
words_that_are_sure(void **state)
{
	(void)state;
	static const struct {
		enum field_type type;
		const char *word, *meaning;
	} rows[] = { { FIELD_STAGE, "Thắng", "won" },
		{ FIELD_STAGE, "Đã ký", "won" },
		{ FIELD_STAGE, "DA KY", "won" },
		{ FIELD_STAGE, "4. Closed Won", "won" },
		{ FIELD_STAGE, "Thua", "lost" },
		{ FIELD_STAGE, "Đang đàm phán", "open" },
		{ FIELD_STAGE, "Đã huỷ", "cancelled" },
		{ FIELD_STAGE, "LOST", "lost" },
		{ FIELD_KIND, "Gia hạn", "renewal" },
		{ FIELD_KIND, "Mới", "new" },
		{ FIELD_KIND, "Bán thêm", "upsell" },
		{ FIELD_KIND, "Bán chéo", "cross_sell" },
		{ FIELD_SURVEY_KIND, "Nội bộ", "internal" },
		/* Neither is sure, or of another column. */
		{ FIELD_STAGE, "Pending", NULL },
		{ FIELD_STAGE, "Closed", NULL },
		{ FIELD_STAGE, "Tạm dừng", NULL },
		{ FIELD_STAGE, "Gia hạn", NULL },
		/* An accent that stands there counts. */
		{ FIELD_KIND, "Mời", NULL }, { FIELD_STAGE, "4.", NULL },
		{ FIELD_STAGE, "", NULL }, { FIELD_DATE, "won", NULL } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *found =
		    known_word(&known, rows[i].type, text_of(rows[i].word));
		if (!found != !rows[i].meaning ||
		    (found && strcmp(found, rows[i].meaning) != 0))
			fail_msg("%s is %s", rows[i].word,
			    found ? found : "nothing");
	}
}

static const char *
likely(const char *word)
{
	return known_likely_word(&known, FIELD_STAGE, text_of(word));
}

static void
words_that_are_likely(void **state)
{
	(void)state;
	assert_string_equal(likely("Contract signed (Won)"), "won");
	assert_string_equal(likely("Lost to competitor"), "lost");
	assert_null(likely("Not won"));
	assert_null(likely("Chưa thắng"));
	assert_null(likely("Won or lost"));
	assert_null(likely("Wonderful"));
	assert_null(likely("…"));
}

static void
currencies(void **state)
{
	(void)state;
	assert_string_equal(known_currency(&known, text_of("VNĐ")), "VND");
	assert_string_equal(known_currency(&known, text_of("đồng")), "VND");
	assert_string_equal(known_currency(&known, text_of("SGD")), "SGD");
	assert_null(known_currency(&known, text_of("sgd")));
	assert_null(known_currency(&known, text_of("")));
}

static void
names_of_files(void **state)
{
	(void)state;
	assert_true(known_file_name(
	    &known, TABLE_CONTRACTS, "Báo cáo hợp đồng Q3.xlsx"));
	assert_true(
	    known_file_name(&known, TABLE_PEOPLE, "danh-sach-nhan-su.csv"));
	assert_false(
	    known_file_name(&known, TABLE_SURVEYS, "danh-sach-nhan-su.csv"));
}

static int
set_up(void **state)
{
	return unit_open_arena(state) || !known_init(&known, unit_arena);
}

UNIT_TESTS_WITHIN(set_up, unit_close_arena,
    cmocka_unit_test(names_in_any_spelling),
    cmocka_unit_test(needed_columns_have_a_name_in_vietnamese),
    cmocka_unit_test(words_that_are_sure),
    cmocka_unit_test(words_that_are_likely), cmocka_unit_test(currencies),
    cmocka_unit_test(names_of_files))
