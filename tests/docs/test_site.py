"""The site has every page, Chinese ones first, and asks the internet for nothing."""

import importlib.util
from typing import Any

import pytest
import yaml

from tests.docs import played
from tests.place import ROOT


class _Reads(yaml.SafeLoader):
    """As mkdocs reads it, where objects of Python stand as their names."""


_Reads.add_multi_constructor("tag:yaml.org,2002:python/", lambda _, name, node: name)
SITE: dict[str, Any] = yaml.load(
    (ROOT / "mkdocs.yml").read_text(encoding="utf-8"),
    _Reads,
)


def listed(entries: list[Any]) -> list[str]:
    """The pages of a part of the menu, in order."""
    found = []
    for entry in entries:
        for below in entry.values():
            found += listed(below) if isinstance(below, list) else [below]
    return found


def test_the_menu_has_every_page_once_and_the_chinese_ones_first() -> None:
    pages = listed(SITE["nav"])
    assert sorted(pages) == sorted(page.name for page in played.DOCS.glob("*.md"))
    assert pages[0] == "index.md"
    chinese = [page for page in pages if page.endswith(".zh.md")]
    assert len(chinese) == 5
    assert pages[1:6] == chinese


def test_every_chinese_page_is_led_to_from_the_first_pages() -> None:
    index, readme = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("docs/index.md", "README.zh.md")
    )
    for page in played.DOCS.glob("*.zh.md"):
        assert f"]({page.name})" in index
        assert f"](docs/{page.name})" in readme


def test_the_search_needs_no_internet() -> None:
    """The theme would add an address of its own where none of these is called iframe-worker."""
    (script,) = SITE["extra"]["polyfills"]
    assert "iframe-worker" in script
    assert "window.IFrameWorker=" in (played.DOCS / script).read_text(encoding="utf-8")
    assert SITE["theme"]["font"] is False


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>一行，\n又一行</p>", "<p>一行，又一行</p>"),
        ("<p>见<a href='x'>台账</a>\n<b>核对</b></p>", None),
        (
            "<p>见<a href='x'>台账</a>\n<code>核对</code></p>",
            "<p>见<a href='x'>台账</a><code>核对</code></p>",
        ),
        ("<li>甲，\n  乙</li>", "<li>甲，乙</li>"),
        ("<p>one\ntwo</p>", None),
        ("<p>写\n<code>now</code></p>", None),
        ("<pre>一行\n又一行</pre><p>甲\n乙</p>", "<pre>一行\n又一行</pre><p>甲乙</p>"),
        ("<p>甲</p>\n<p>乙</p>", None),
    ],
)
def test_lines_of_chinese_are_joined_without_a_blank(written: str, shown: str | None) -> None:
    (hook,) = SITE["hooks"]
    spec = importlib.util.spec_from_file_location("joined", ROOT / hook)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.on_page_content(written) == (shown or written)
