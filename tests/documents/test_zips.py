import io
import zipfile

from shuangkong.running.zips import deflated, normalised, packed

MEMBERS = {
    "b.xml": b"<a>" + b"x" * 5000 + b"</a>",
    "空.txt": b"",
    "folder/一.bin": bytes(range(256)) * 40,
}


def by_zipfile(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def test_an_archive_has_the_bytes_that_the_standard_library_writes() -> None:
    assert packed(MEMBERS) == by_zipfile(MEMBERS)
    assert packed({}) == by_zipfile({})


def test_what_was_deflated_before_is_packed_to_the_same_bytes() -> None:
    ready = {name: deflated(content) for name, content in MEMBERS.items()}

    assert packed(ready) == packed(MEMBERS)


def test_an_archive_is_sound() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == MEMBERS


def test_dates_and_order_of_an_archive_leave_no_trace() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    names = ["b", "[Content_Types].xml", "a"]
    for buffer, order, year in ((one, names, 1990), (other, names[::-1], 2020)):
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in order:
                archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), name)

    assert normalised(one.getvalue()) == normalised(other.getvalue())
    with zipfile.ZipFile(io.BytesIO(normalised(one.getvalue()))) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "a", "b"]
