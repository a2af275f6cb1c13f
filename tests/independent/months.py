"""Months between days, by metrics/README.md ("Words"); days are ordinals."""
import calendar
import datetime
from fractions import Fraction


def later(day, months):
    """The same day of a later month, or that month's last one."""
    date = datetime.date.fromordinal(day)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date.replace(year=year, month=month + 1,
                        day=min(date.day, last)).toordinal()


def between(start, after):
    """From a day until another, an exact fraction; 0 if that is not later."""
    if after <= start:
        return Fraction(0)
    whole = 0
    while later(start, whole + 1) <= after:
        whole += 1
    begun, next_one = later(start, whole), later(start, whole + 1)
    return whole + Fraction(after - begun, next_one - begun)


def rounded(number):
    """To a whole number, half away from zero."""
    size = int(abs(Fraction(number)) + Fraction(1, 2))
    return -size if number < 0 else size


def budget(contract, last, as_of, delivered):
    """Of a signed contract, in 10^-4, as as_of sees it; `last` and `delivered`
    may be None."""
    if contract["budget_per"] != "month":
        return contract["budget"] or 0
    end = min(day for day in (last, as_of, delivered) if day is not None)
    return rounded((contract["budget"] or 0) *
                   between(contract["start_on"], end + 1))
