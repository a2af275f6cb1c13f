/* The parts of an amount add up to it, whatever the shares, and are the same in
 * any order of rows. */
#include "metrics/periods/shares.h"

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "tests/unit/unit.h"

enum { MOST = 6 };

struct rows {
	struct arena *arena;
	struct dataset data;
	struct contract contract;
	struct split_row splits[2 * MOST];
};

/* Managers a, b, c … of whom the contract is the last one's. */
static void
begin(struct rows *rows)
{
	*rows = (struct rows){ .arena = arena_new() };
	rows->data = (struct dataset){ .arena = rows->arena,
		.contracts = &rows->contract,
		.contract_count = 1,
		.splits = rows->splits };
	dictionary_init(&rows->data.managers, rows->arena);
	for (char id[] = "a"; *id < 'a' + MOST; id[0]++)
		dictionary_add(&rows->data.managers, text_of(id));
	rows->contract.manager = MOST - 1;
}

static void
add(struct rows *rows, uint32_t manager, decimal share)
{
	rows->splits[rows->data.split_row_count++] =
	    (struct split_row){ .manager = manager, .share = share };
}

static decimal
money_of(const struct rows *rows, decimal amount, uint32_t manager)
{
	struct sharing sharing =
	    sharing_of(&rows->data, &rows->contract, amount);
	struct share_part part;
	decimal money = DECIMAL_NONE;
	while (sharing_next(&sharing, &part))
		if (part.manager == manager) {
			assert_true(money == DECIMAL_NONE);
			money = part.money;
		}
	return money;
}

static void
without_splits_all_is_the_managers(void **state)
{
	(void)state;
	struct rows rows;
	begin(&rows);
	assert_true(shares_resolve(&rows.data));
	assert_int_equal(money_of(&rows, 12345, MOST - 1), 12345);
	assert_true(money_of(&rows, 12345, 0) == DECIMAL_NONE);
	add(&rows, 2, DECIMAL_ONE);
	assert_true(shares_resolve(&rows.data));
	assert_int_equal(money_of(&rows, -7, 2), -7);
	assert_true(money_of(&rows, -7, MOST - 1) == DECIMAL_NONE);
	arena_free(rows.arena);
}

static void
the_largest_takes_what_is_left(void **state)
{
	(void)state;
	struct rows rows;
	begin(&rows);
	add(&rows, 3, 3333);
	add(&rows, 1, 3333);
	add(&rows, 0, 3334);
	assert_true(shares_resolve(&rows.data));
	/* 0.0005 × 0.3333 = 0.00016665 → 0.0002, twice; 0.0001 is left. */
	assert_int_equal(money_of(&rows, 5, 3), 2);
	assert_int_equal(money_of(&rows, 5, 1), 2);
	assert_int_equal(money_of(&rows, 5, 0), 1);
	assert_int_equal(money_of(&rows, -5, 3), -2);
	assert_int_equal(money_of(&rows, -5, 0), -1);
	arena_free(rows.arena);
}

/* Shares of a random number of people, some named twice, that are the whole. */
static void
share_at_random(struct rows *rows, struct random_stream *stream)
{
	size_t count = 1 + random_below(stream, 2 * MOST);
	decimal left = DECIMAL_ONE;
	for (size_t i = 1; i < count; i++) {
		decimal share =
		    1 + (decimal)random_below(stream, (uint32_t)left);
		if (share == left)
			break;
		add(rows, random_below(stream, MOST), share);
		left -= share;
	}
	add(rows, random_below(stream, MOST), left);
}

static void
shuffle(struct rows *rows, struct random_stream *stream)
{
	for (size_t i = rows->data.split_row_count; i > 1; i--) {
		size_t other = random_below(stream, (uint32_t)i);
		struct split_row row = rows->splits[i - 1];
		rows->splits[i - 1] = rows->splits[other];
		rows->splits[other] = row;
	}
}

static void
parts_add_up_in_any_order(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(1);
	for (int i = 0; i < 2000; i++) {
		struct rows rows;
		decimal amount = (decimal)random_below(&stream, 20000) - 10000;
		decimal before[MOST], sum = 0;
		begin(&rows);
		share_at_random(&rows, &stream);
		assert_true(shares_resolve(&rows.data));
		for (uint32_t m = 0; m < MOST; m++) {
			before[m] = money_of(&rows, amount, m);
			sum += before[m] == DECIMAL_NONE ? 0 : before[m];
		}
		assert_int_equal(sum, amount);
		shuffle(&rows, &stream);
		assert_true(shares_resolve(&rows.data));
		for (uint32_t m = 0; m < MOST; m++)
			assert_int_equal(money_of(&rows, amount, m), before[m]);
		arena_free(rows.arena);
	}
}

UNIT_TESTS(cmocka_unit_test(without_splits_all_is_the_managers),
    cmocka_unit_test(the_largest_takes_what_is_left),
    cmocka_unit_test(parts_add_up_in_any_order))
