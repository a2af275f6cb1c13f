/* A process that ends by _exit, such as the one that writes a workbook, writes
 * down what it ran, too. Linked by `make gcov` with --wrap=_exit. */
#include <gcov.h>

_Noreturn void __real__exit(int code);
_Noreturn void __wrap__exit(int code);

_Noreturn void
__wrap__exit(int code)
{
	__gcov_dump();
	__real__exit(code);
}
