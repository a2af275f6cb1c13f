"""Days and times of day as the exports write them; days are ordinals."""
import datetime
import re

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
STAMP = re.compile(r"([0-9-]{10}[T ][0-9:]{8})(Z|[+-][0-9]{2}:[0-9]{2})?\Z")


def offset(text):
    """How far a zone's clock is ahead of UTC: `Z`, `+07:00`."""
    if text == "Z":
        return datetime.timedelta()
    ahead = datetime.timedelta(hours=int(text[1:3]), minutes=int(text[4:]))
    return -ahead if text[0] == "-" else ahead


def day(text, header_zone, run_zone):
    """The day of a cell: that of a time whose zone is known (its own, else the
    header's) is the day where the run is, if it says where; any other is as
    written. ValueError if it is none."""
    stamp = STAMP.match(text)
    if stamp:
        time = datetime.datetime.fromisoformat(stamp[1].replace(" ", "T"))
        zone = stamp[2] or header_zone
        if zone and run_zone:
            time += offset(run_zone) - offset(zone)
        return time.date().toordinal()
    if not DATE.match(text):
        raise ValueError(text)
    return datetime.date.fromisoformat(text).toordinal()
