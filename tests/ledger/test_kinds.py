from string import Formatter

import pytest
from shuangkong import messages

#: what `Finding.of` takes for itself and never hands to a template
_TAKEN = {"entity", "indicator", "year", "basis", "place", "marks", "kind"}


@pytest.mark.parametrize("kind", messages.catalogue(), ids=lambda kind: kind.id)
def test_every_kind_says_what_is_wrong_and_how_to_mend_it(kind):
    fields = {
        name for text in (kind.zh, kind.mend) for _, name, _, _ in Formatter().parse(text) if name
    }

    assert not fields & _TAKEN
    assert kind.zh
    assert kind.mend
    assert kind.en == kind.en.strip()


def test_ids_are_stable_and_used_once():
    ids = [kind.id for kind in messages.catalogue()]

    assert ids == sorted(set(ids))
