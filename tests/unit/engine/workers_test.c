/* Every task is done once, for any number of threads; the first failure by
 * index is the one that is told. */
#include "engine/base/workers.h"

#include "tests/unit/unit.h"

enum { TASKS = 1000 };

static enum status
count_up(void *context, size_t index, unsigned worker)
{
	int *done = context;
	(void)worker;
	done[index]++;
	return STATUS_OK;
}

static void
every_task_once(void **state)
{
	static const unsigned jobs[] = { 0, 1, 2, 7, 300 };
	(void)state;
	for (size_t j = 0; j < sizeof jobs / sizeof *jobs; j++) {
		int done[TASKS] = { 0 };
		assert_int_equal(
		    workers_run(jobs[j], TASKS, count_up, done), STATUS_OK);
		for (size_t i = 0; i < TASKS; i++)
			assert_int_equal(done[i], 1);
	}
	assert_int_equal(workers_run(4, 0, count_up, NULL), STATUS_OK);
}

static enum status
fail_from(void *context, size_t index, unsigned worker)
{
	(void)worker;
	if (index < *(size_t *)context)
		return STATUS_OK;
	return index == *(size_t *)context ? STATUS_INPUT : STATUS_OUTPUT;
}

static void
first_failure_is_told(void **state)
{
	size_t from = 17;
	(void)state;
	for (unsigned jobs = 1; jobs <= 8; jobs++)
		assert_int_equal(
		    workers_run(jobs, TASKS, fail_from, &from), STATUS_INPUT);
}

UNIT_TESTS(
    cmocka_unit_test(every_task_once), cmocka_unit_test(first_failure_is_told))
