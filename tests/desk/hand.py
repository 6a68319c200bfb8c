"""A person at a browser: finds things by the name they are shown under, by mouse or by keyboard."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

#: told at each station of a walk: its name, and whoever stands there
Told = Callable[[str, "Hand"], None]
#: how many stops of the tabulator there are at least between where one is and an element
_STOPS = """wanted => {
  const known = 'a[href], button, input:not([type=hidden]):not([type=radio]), select, textarea';
  const stops = [...document.querySelectorAll(known)].filter(
    e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility());
  const at = stops.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== document.body) return 0;
  return Math.max(0, stops.indexOf(wanted) - at - 1);
}"""
#: how long any wait at a browser may last, in ms: on a busy machine a page took more than 30 s
PATIENCE = 120_000


def chromium() -> str:
    """Where Chromium is; without it tests of pages in a browser are skipped, and say so.

    The one without windows comes first: the same pages take it a sixth of the processor time.
    """
    pytest.importorskip("playwright", reason="playwright is not installed: see requirements.lock")
    known = ("chromium-headless-shell", "chromium", "chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, known)), None)
    if found is None:
        pytest.skip("no Chromium on the path: .ci/run installs it on Debian; or set CHROMIUM")
    return found


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium that reaches nothing but what it is told."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    quiet = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=list(quiet))
        try:
            yield found
        finally:
            found.close()


@dataclass(frozen=True)
class Way:
    """How a person works: width of the window, with script or not, by mouse or by keyboard."""

    width: int = 1280
    script: bool = True
    keyboard: bool = False


class Hand:
    """Somebody at a page of the desk."""

    def __init__(self, browser: Any, address: str, way: Way, told: Told) -> None:
        self.way, self.told, self.address = way, told, address
        self.context = browser.new_context(
            viewport={"width": way.width, "height": 900},
            java_script_enabled=way.script,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        # of the context, so that it holds for requests beside the page too
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.address + path)

    def at(self, station: str) -> None:
        """Say where one is."""
        self.told(station, self)

    def link(self, name: str) -> None:
        """Follow a link to where it leads."""
        with self.page.expect_navigation():
            self._press(self._link(name), "Enter")

    def button(self, name: str) -> None:
        """Press a button that sends a form."""
        with self.page.expect_navigation():
            self._press(self.page.get_by_role("button", name=name, exact=True).first, "Space")

    def tick(self, name: str) -> None:
        """Tick a box."""
        self._press(self.page.get_by_role("checkbox", name=name).first, "Space")

    def radio(self, name: str) -> None:
        """Choose one of several, the first of that name."""
        target = self.page.get_by_role("radio", name=name, exact=True).first
        if self.way.keyboard and not target.is_checked():
            self._reach_group(target)
            return
        self._press(target, "Space")

    def _reach_group(self, target: Any) -> None:
        """Of a group the keyboard reaches one by tabulator, the others by arrows."""
        name = target.get_attribute("name")
        group = self.page.locator(f"input[name='{name}']")
        chosen = [n for n in range(group.count()) if group.nth(n).is_checked()]
        self._reach(group.nth(chosen[0] if chosen else 0))
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{target} is not chosen by keyboard on {self.page.url}")

    def write(self, label: str, text: str) -> None:
        """Fill a field in."""
        field = self.page.get_by_label(label, exact=False).first
        if not self.way.keyboard:
            field.fill(text)
            return
        self._reach(field)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            # the browser's own field for a date, in the order of its locale
            self.page.keyboard.type(f"{int(year):06d}{month}{day}")
            if field.input_value() != text:
                field.fill(text)
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list."""
        field = self.page.get_by_label(label, exact=False).first
        if self.way.keyboard:
            self._reach(field)
        field.select_option(label=option)

    def file(self, label: str, name: str, data: bytes) -> None:
        """Choose a file; its window is the system's, not ours."""
        field = self.page.get_by_label(label, exact=False).first
        if self.way.keyboard:
            self._reach(field)
        kind = "application/octet-stream"
        field.set_input_files({"name": name, "mimeType": kind, "buffer": data})

    def saves(self, name: str) -> bytes:
        """Follow a link to a file; its bytes."""
        with self.page.expect_download() as waiting:
            self._press(self._link(name), "Enter")
        return Path(waiting.value.path()).read_bytes()

    def sees(self, text: str) -> None:
        """Wait until the page says something; without script it comes anew by itself."""
        self.page.get_by_text(text).first.wait_for(state="attached")

    @property
    def text(self) -> str:
        """All words of the page."""
        found: str = self.page.locator("body").inner_text()
        return found

    def log_in(self, login: str, password: str, new: str | None = None) -> None:
        """Log in; with a one-time password set a new one first."""
        self.open("/login")
        self.write("登录名", login)
        self.write("密码", password)
        self.button("登录")
        if new is not None:
            self.write("原密码", password)
            self.write("新密码", new)
            self.write("新密码再输一遍", new)
            self.button("改密码")
        self.sees("身份登录")

    def leave(self) -> None:
        """Log out; the window stays for whoever comes next."""
        self.button("退出")

    def forget(self) -> None:
        """Make the browser one that nobody has used: opening a new one takes seconds."""
        self.context.clear_cookies()

    def _press(self, target: Any, key: str) -> None:
        if not self.way.keyboard:
            target.click()
            return
        self._reach(target)
        self.page.keyboard.press(key)

    def _link(self, name: str) -> Any:
        return self.page.get_by_role("link", name=name, exact=False).first

    def _reach(self, target: Any) -> None:
        """Go there with the tabulator alone, and see where one is."""
        target.wait_for(state="attached")
        wanted = target.element_handle()
        for _ in range(self.page.evaluate(_STOPS, wanted)):
            self.page.keyboard.press("Tab")
        for _ in range(400):
            if self.page.evaluate("e => e === document.activeElement", wanted):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{target} is not reached by keyboard on {self.page.url}")
        seen = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert seen != "none", f"nobody sees that {target} has the focus"
