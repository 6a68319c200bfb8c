import datetime

import pytest
from shuangkong.errors import LedgerError
from shuangkong.ledger.moments import BEIJING, as_of, parsed, shown, written


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2021-03-31", "2021-04-01T00:00:00+08:00"),
        ("2021-03-31T14:05", "2021-03-31T14:06:00+08:00"),
        ("2021-03-31 14:05", "2021-03-31T14:06:00+08:00"),
        ("2021-03-31T14:05:06", "2021-03-31T14:05:07+08:00"),
        ("2021-03-31T14:05:06.5", "2021-03-31T14:05:06.500001+08:00"),
    ],
)
def test_a_moment_lasts_to_its_end(text, until):
    assert as_of(text).until == datetime.datetime.fromisoformat(until)


@pytest.mark.parametrize("text", ["12", "第12号", "第 12 号", " 12 "])
def test_an_entry_is_asked_for_by_its_number(text):
    assert as_of(text).number == 12


@pytest.mark.parametrize("text", ["", "2021", "2021/03/31x", "2021-02-30", "#3", "-1"])
def test_anything_else_is_refused_or_a_number(text):
    if text == "2021":
        assert as_of(text).number == 2021
        return
    with pytest.raises(LedgerError, match="SK-L040"):
        as_of(text)


def test_a_moment_is_written_in_beijing_time_and_read_back():
    moment = datetime.datetime(2021, 3, 31, 23, 30, tzinfo=datetime.UTC)

    text = written(moment)

    assert text == "2021-04-01T07:30:00.000000+08:00"
    assert parsed(text) == moment
    assert shown(moment) == "2021-04-01 07:30:00"
    assert moment.astimezone(BEIJING).utcoffset() == datetime.timedelta(hours=8)
