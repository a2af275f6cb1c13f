#include "io/cli/query/show.h"
enum status
show_plot(
    const struct breakdown *breakdown, const struct session *session, FILE *to)
{
	return show_table(breakdown, session, to);
}
