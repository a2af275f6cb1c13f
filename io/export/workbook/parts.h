/* The one place where functions of outside libraries are replaced.
 *
 * For each part of a workbook libxlsxwriter opens a temporary file
 * (lxw_tmpfile) and has minizip begin a file in the package
 * (zipOpenNewFileInZip4_64). Both are done by us instead: the first sets errno
 * to 0 each time, so that nobody could tell afterwards whether anything failed;
 * the second is given a level of compression that takes half of all time, and
 * nobody is asked.
 *
 * They are replaced by name: where a program and a shared library export the
 * same name, the dynamic linker takes the program's. So it works only if the
 * two libraries are linked as shared ones and the program exports its own. With
 * static linking, or a library that binds its own names to itself, it does not;
 * then no workbook is written. */
#ifndef IO_EXPORT_WORKBOOK_PARTS_H
#define IO_EXPORT_WORKBOOK_PARTS_H

#include <stdbool.h>

/* NULL if the names lead to our functions, and to the libraries' behind them;
 * else the name that does not. Before the first workbook. */
const char *parts_not_replaced(void);

/* Has the library called both in this process? */
bool parts_were_called(void);

#endif
