/* The library in forty lines: whose client retention fell below 80 %?
 *
 *     cc samples/library.c $(pkg-config --cflags --libs kpi) -o library
 *     ./library samples/agency 2026Q3 */
#include <kpi.h>
#include <stdio.h>

static void
print_low_retention(kpi *k)
{
	for (size_t i = 0; i < kpi_subject_count(k); i++) {
		struct kpi_subject subject;
		struct kpi_estimate retention;
		if (kpi_get_subject(k, i, &subject) != KPI_OK ||
		    subject.scope != KPI_MANAGER ||
		    kpi_get(k, NULL, KPI_MANAGER, subject.key, "retention",
			&retention) != KPI_OK)
			continue;
		if (retention.has_value && retention.value < 0.8)
			printf("%s: %.1f %% of %u clients (95 %%: %.1f to "
			       "%.1f)\n",
			    subject.name, retention.value * 100, retention.n,
			    retention.low * 100, retention.high * 100);
	}
}

int
main(int count, char **arguments)
{
	kpi *k;
	enum kpi_status status =
	    kpi_open(&k, count > 1 ? arguments[1] : "samples/agency");
	if (status == KPI_OK)
		status = kpi_run(k, count > 2 ? arguments[2] : NULL, NULL);
	fputs(kpi_message(k), stderr);
	if (status == KPI_OK)
		print_low_retention(k);
	kpi_close(k);
	return status;
}
