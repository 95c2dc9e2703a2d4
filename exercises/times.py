from datetime import datetime
from zoneinfo import ZoneInfo

WANTED = (
    'write it as "2008-12-09 18:10", with an offset ("-05:00") only when it is not in the pack\'s time zone'
)


def read_time(value: object, zone: ZoneInfo) -> datetime:
    """An aware time from "2008-12-09 18:10". Raises ValueError, saying what to write, for anything else."""
    text = str(value).strip()
    if ":" not in text:
        raise ValueError(f'"{text}" is not a date with a time; {WANTED}')
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a time; {WANTED}') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
