"""The receipt as PDF: what is not Chinese is set in a font of its own, a hash in one line."""

import base64
import re
import zlib

from shuangkong.desk import receipt


def drawn(data: bytes) -> list[tuple[str, str]]:
    """Every run of text of a PDF that has no Chinese, with its font."""
    (stream,) = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    text = zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>")))
    runs = re.findall(rb"/(F\d+) [\d.]+ Tf[^()]*\(((?:[^()\\]|\\.)*)\) Tj", text)
    return [(font.decode(), said.decode("latin-1")) for font, said in runs]


def test_latin_letters_do_not_crowd_and_a_hash_keeps_its_line() -> None:
    digest = "0d" * 32
    rows = [("文件", "形式 <final & last>.xlsx（第 2 版）"), ("文件校验码", digest)]

    runs = drawn(receipt.pdf("数据报送回执", rows, "可用 verify --receipt 核对"))

    font = next(font for font, said in runs if said == digest)
    assert (font, "<final & last>.xlsx") in runs
    assert (font, "verify --receipt") in [(f, s.strip()) for f, s in runs]


def test_the_same_receipt_has_the_same_bytes() -> None:
    rows = [("报送单位", "邢台市")]
    assert receipt.pdf("回执", rows, "x") == receipt.pdf("回执", rows, "x")
