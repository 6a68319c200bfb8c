"""Who sends slowly keeps no thread from the others for long."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from cheroot.wsgi import Server
from flask import Flask
from shuangkong.desk.arriving import Patience, bounded
from shuangkong.desk.guard import COOKIE

from tests.desk.conftest import Login

THREADS = 4
QUICK = Patience(head=1.0, grace=1.5, least=20_000.0, moment=0.2, strangers=1)
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
END = b"\r\n--x--\r\n"


@pytest.fixture
def place(app: Flask) -> Iterator[tuple[str, int]]:
    """Where a desk with few threads and little patience listens."""
    server = Server(("127.0.0.1", 0), app, numthreads=THREADS)
    bounded(server, QUICK)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server.bind_addr
    finally:
        server.stop()
        thread.join()


@contextmanager
def begun(place: tuple[str, int], length: int, cookie: str = "") -> Iterator[socket.socket]:
    """A self-check whose body has begun."""
    head = (
        "POST /self-check HTTP/1.1\r\nHost: here\r\nSec-Fetch-Site: same-origin\r\n"
        f"Cookie: {COOKIE}={cookie}\r\nContent-Length: {length}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    with socket.create_connection(place, timeout=20) as line:
        line.sendall(head.encode() + PART)
        yield line


def answered(line: socket.socket) -> bytes:
    """The first line of an answer."""
    return line.makefile("rb").readline()


def seconds_of_login(place: tuple[str, int]) -> float:
    """How long the page to log in at takes."""
    began = time.monotonic()
    with socket.create_connection(place, timeout=20) as line:
        line.sendall(b"GET /login HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        assert b" 200 " in answered(line)
    return time.monotonic() - began


@contextmanager
def dripping(lines: list[socket.socket]) -> Iterator[None]:
    """One byte at a time on each line, for as long as it is taken."""
    stop = threading.Event()

    def feed() -> None:
        open_ = list(lines)
        while not stop.wait(0.1):
            for line in list(open_):
                try:
                    line.sendall(b"a")
                except OSError:
                    open_.remove(line)

    thread = threading.Thread(target=feed)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_slow_bodies_of_strangers_shut_nobody_out(place: tuple[str, int]) -> None:
    with ExitStack() as stack:
        lines = [stack.enter_context(begun(place, 60_000_000)) for _ in range(2 * THREADS)]
        stack.enter_context(dripping(lines))

        assert seconds_of_login(place) < 4 * QUICK.moment + 2
        told = sorted(answered(line).split()[1] for line in lines[:THREADS])

    assert told[0] == b"408", "one was waited for, and came too slowly"
    assert told[1:] == [b"503"] * (THREADS - 1)


def test_slow_heads_shut_nobody_out(place: tuple[str, int]) -> None:
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(place, timeout=20))
            for _ in range(2 * THREADS)
        ]
        for line in lines:
            line.sendall(b"GET /login HTTP/1.1\r\nX-Long: ")
        stack.enter_context(dripping(lines))

        assert seconds_of_login(place) < 4 * QUICK.moment + 2


def test_a_city_that_is_slow_and_steady_is_waited_for(login: Login, place: tuple[str, int]) -> None:
    kept = login("clerk").get_cookie(COOKIE)
    assert kept is not None
    chunk, count = b"1,2\n" * 2000, 25
    length = len(PART) + len(chunk) * count + len(END)
    with ExitStack() as stack:
        slow = [stack.enter_context(begun(place, 60_000_000)) for _ in range(THREADS - 1)]
        stack.enter_context(dripping(slow))
        line = stack.enter_context(begun(place, length, kept.value))
        began = time.monotonic()
        for _ in range(count):
            time.sleep(0.1)
            line.sendall(chunk)
        line.sendall(END)

        assert b" 303 " in answered(line)
    assert time.monotonic() - began > QUICK.grace


def test_a_city_that_stops_in_the_middle_is_told(login: Login, place: tuple[str, int]) -> None:
    kept = login("clerk").get_cookie(COOKIE)
    assert kept is not None
    with begun(place, 60_000_000, kept.value) as line:
        assert b" 408 " in answered(line)
