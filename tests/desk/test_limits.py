"""What is refused before anything is read or opened: shares, newer files, bodies without end."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from shuangkong.desk import store as of_store
from shuangkong.desk.app import BODY_BYTES
from shuangkong.desk.guard import WORDS_BYTES
from shuangkong.desk.received import ClosingRequest
from shuangkong.desk.store import FILE, Store
from shuangkong.errors import DeskError

from tests.desk.conftest import Login
from tests.desk.test_city import OURS

MEGABYTE = b"\0" * 2**20


@pytest.mark.parametrize("kind", ["nfs4", "cifs"])
def test_a_workspace_on_a_network_share_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    share, beside = tmp_path / "考核 共享", tmp_path / "本机"
    mounts = tmp_path / "mounts"
    written = str(share).replace(" ", "\\040")
    mounts.write_text(
        f"/dev/sda1 / ext4 rw 0 0\nserver:/x {written} {kind} rw 0 0\n", encoding="utf-8"
    )
    monkeypatch.setattr(of_store, "_MOUNTS", mounts)
    for folder in (share, beside):
        folder.mkdir()

    with pytest.raises(DeskError, match="共享"):
        Store.beside(share)
    assert not (share / FILE).exists()
    Store.beside(beside)


def test_a_workspace_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = Store.beside(tmp_path).path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")

    with pytest.raises(DeskError, match="999"):
        Store.beside(tmp_path)


def test_a_body_without_a_length_ends_at_the_limit(app: Flask, address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    head = (
        f"POST /self-check HTTP/1.1\r\nHost: {host}:{port}\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'

    def sent(megabytes: int) -> bytes:
        with socket.create_connection((host, int(port)), timeout=120) as line:
            try:
                line.sendall(head.encode())
                for data in (part, *[MEGABYTE] * megabytes, b"\r\n--x--\r\n", b""):
                    line.sendall(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                return line.recv(64)
            except OSError:  # it was told to stop while it went on
                return b""

    assert b" 303 " in sent(1)
    assert b" 303 " not in sent(BODY_BYTES // 2**20 + 1)


def test_what_is_typed_has_its_limit(login: Login) -> None:
    data = {"login": "x", "name": "x" * WORDS_BYTES, "role": "official"}

    answer = login("system").post("/admin/accounts", data=data, headers=OURS)

    assert answer.status_code == 413


def test_an_upload_refused_while_it_is_read_is_closed(app: Flask) -> None:
    opened: list[IO[bytes]] = []

    class Watched(ClosingRequest):
        def close(self) -> None:
            super().close()
            opened.extend(self.__dict__.get("opened", ()))

    app.request_class = Watched
    part = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    body = part % (b"file", b'; filename="a.xlsx"', MEGABYTE) + part % (
        b"name", b"", b"x" * WORDS_BYTES
    )  # fmt: skip

    answer = app.test_client().post(
        "/self-check", data=body + b"--x--\r\n", headers=OURS,
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip

    assert answer.status_code == 413
    assert [stream.closed for stream in opened] == [True]
