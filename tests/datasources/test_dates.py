"""Reading dates."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.domain.moments import Moment, moment_at
from datasources.dates import DateReader

MOSCOW, BOSTON, KATHMANDU = ZoneInfo("Europe/Moscow"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")
US = "%m/%d/%Y %I:%M:%S %p"
RUSSIAN = DateReader(("%d.%m.%Y", "%d.%m.%Y %H:%M:%S"), MOSCOW, MOSCOW, midnight_is_date=True)
AMERICAN = DateReader((US,), BOSTON, MOSCOW, midnight_is_date=False)


@given(st.dates(date(1950, 1, 1), date(2149, 1, 1)))
def test_a_day_stays_a_day_however_it_is_written(day: date) -> None:
    serial = str((day - date(1899, 12, 30)).days)
    for text in (f"{day:%d.%m.%Y}", day.isoformat(), serial, f"{day:%d.%m.%Y} 00:00:00", f"{day.isoformat()}T00:00:00"):
        assert RUSSIAN(text) == Moment(day, None), text


@given(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)), st.sampled_from([MOSCOW, BOSTON, KATHMANDU]))  # noqa: DTZ001
@example(datetime(2015, 3, 8, 3, 30), KATHMANDU)  # noqa: DTZ001 (the hour after the clock went forward)
@example(datetime(2015, 11, 1, 1, 59, 59), MOSCOW)  # noqa: DTZ001 (the hour that comes twice)
def test_a_local_time_is_the_instant_of_its_zone_and_the_day_of_the_town(told: datetime, town: ZoneInfo) -> None:
    told = told.replace(microsecond=0)
    read = DateReader((US,), BOSTON, town, midnight_is_date=False)
    expected = moment_at(told.replace(tzinfo=BOSTON), town)
    assert read(told.strftime(US)) == expected
    assert read(told.strftime(US)) == expected, "the second time comes from memory"
    later = told.replace(minute=(told.minute + 17) % 60)
    assert read(later.strftime(US)) == moment_at(later.replace(tzinfo=BOSTON), town)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_a_time_with_its_own_offset_needs_no_zone(told: datetime) -> None:
    told = told.replace(microsecond=0)
    offset = told.utcoffset() or timedelta()
    if offset.seconds % 60 == 0:
        assert RUSSIAN(told.isoformat()).at == told.astimezone(UTC)


def test_midnight_is_a_time_only_where_the_profile_says_so() -> None:
    assert RUSSIAN("06.01.2026 00:00:00").at is None
    assert AMERICAN("01/06/2026 12:00:00 AM").at == datetime(2026, 1, 6, 5, tzinfo=UTC)


def test_a_serial_number_with_a_fraction_is_a_time() -> None:
    assert RUSSIAN("46028.5").at == datetime(2026, 1, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["31.02.2026", "06.13.2026", "вчера", "2026-02-30", "6 января", "99999999", "01/02/2026", ""]
)
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError):
        RUSSIAN(text)


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    for read in (RUSSIAN, AMERICAN):
        try:
            assert isinstance(read(text), Moment)
        except (ValueError, OverflowError) as refused:
            assert refused.args
