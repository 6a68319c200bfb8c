"""The preview on a telephone: everything within 400 px, in letters that can be read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shuangkong
from shuangkong import resources

from tests.desk import hand

WIDTH, SMALLEST = 400, 10.5
#: what leaves the window to the right, outside of frames that move; broken names; small letters
LOOK = """([width, smallest]) => {
  const found = [];
  if (document.documentElement.scrollWidth > width) found.push('the page is wider');
  for (const one of document.querySelectorAll('body *')) {
    const box = one.getBoundingClientRect();
    if (!box.width || one.closest('.wide')) continue;
    if (box.right > width + 0.5) found.push('out of the window: ' + one.outerHTML.slice(0, 90));
  }
  for (const one of document.querySelectorAll('td a')) {
    if (one.getClientRects().length > 1) found.push('a broken name: ' + one.textContent);
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
    if (!text || !holder.getBoundingClientRect().width) continue;
    const svg = holder.closest('svg');
    const scale = svg ? svg.getBoundingClientRect().width / svg.width.baseVal.value || 1 : 1;
    const size = parseFloat(getComputedStyle(holder).fontSize) * Math.min(1, scale);
    if (size < smallest - 0.5) found.push(size + ' px: ' + text);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with hand.browser() as found:
        yield found


@pytest.mark.parametrize(
    ("plan", "year", "data"),
    [("hebei-13fyp", 2020, "hebei-13fyp-mistakes"), ("carbon-15fyp", 2026, "carbon-15fyp/data")],
)
def test_nothing_leaves_a_window_of_400_px_and_all_can_be_read(
    chromium: Any, tmp_path: Path, plan: str, year: int, data: str
) -> None:
    samples = resources.samples()
    own = samples / plan
    declared = str(own) if (own / "plan.yaml").exists() else plan
    assessment = shuangkong.assess(declared, year, samples / data)
    shuangkong.write(assessment, tmp_path / "out")
    page = chromium.new_page(viewport={"width": WIDTH, "height": 900}, java_script_enabled=True)

    page.goto((tmp_path / "out" / "preview.html").as_uri())

    assert page.evaluate(LOOK, [WIDTH, SMALLEST]) == []
    labels = page.evaluate(
        "[...document.querySelectorAll('table.r tbody tr:first-child td')].map("
        "one => getComputedStyle(one, ':before').content)"
    )
    heads = page.evaluate(
        "[...document.querySelectorAll('table.r th')].map(one => '\"' + one.textContent + '\"')"
    )
    assert labels == heads
