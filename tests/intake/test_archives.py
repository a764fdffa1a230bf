from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.budget import Budget
from analyzer.intake import sources
from analyzer.model import Source
from analyzer.notes import CODES

from .archives import nested, tarred, zipped

LIST = b"Name        : EX01\r\nFqdn        : ex01.litwareinc.com\r\n"
FILES = {"lync/oauth.txt": LIST, "exchange/auth.txt": LIST * 3}


def read(data: bytes, name: str = "bundle.zip", budget: Budget | None = None) -> list[Source]:
    """The sources of an archive of that name on disk."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return list(sources([path], budget or Budget()))


def codes(found: list[Source]) -> list[str]:
    return [note.code for source in found for note in source.notes]


def loses(found: list[Source]) -> bool:
    return any(CODES[code].loss for code in codes(found))


# -- what is opened ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip(method: int) -> None:
    found = read(zipped(FILES, method))
    assert [source.name for source in found] == ["bundle.zip!exchange/auth.txt", "bundle.zip!lync/oauth.txt"]
    assert [source.data for source in found] == [LIST * 3, LIST]
    assert not codes(found)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_tar(mode: str, form: int) -> None:
    long_name = "folder/" * 13 + "name.txt"
    files = {**FILES, long_name: LIST}
    found = read(tarred(files, mode, form), "bundle.tar")
    assert {source.name: source.data for source in found} == {f"bundle.tar!{k}": v for k, v in files.items()}
    assert not codes(found)


def test_long_and_chinese_names_in_tar() -> None:
    name = "匯出/" * 60 + "憑證.txt"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        (source,) = read(tarred({name: LIST}, "w", form), "b.tar")
        assert source.name == f"b.tar!{name}"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_packed_file(tmp_path: Path, pack: object) -> None:
    packed = pack(LIST) + pack(LIST)  # type: ignore[operator]
    (tmp_path / "oauth.txt.gz").write_bytes(packed)
    (source,) = sources([tmp_path / "oauth.txt.gz"])
    assert (source.name, source.data) == ("oauth.txt.gz!oauth.txt", LIST * 2)


def test_7z(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")
    with py7zr.SevenZipFile(tmp_path / "b.7z", "w") as archive:
        for name, data in FILES.items():
            archive.writestr(data, name)
    found = list(sources([tmp_path / "b.7z"]))
    assert {source.name: source.data for source in found} == {f"b.7z!{k}": v for k, v in FILES.items()}


def test_7z_without_py7zr_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py7zr", None)
    (tmp_path / "b.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(60))
    (source,) = sources([tmp_path / "b.7z"])
    assert source.skipped
    assert codes([source]) == ["extra-needed"]
    assert "[7z]" in CODES["extra-needed"].advice


def test_archives_are_told_by_content_not_by_name(tmp_path: Path) -> None:
    (tmp_path / "Get-ExchangeServer.txt").write_bytes(zipped({"a.txt": LIST}))
    (tmp_path / "program.exe").write_bytes(b"MZ" + b"j" * 999 + zipped({"a.txt": LIST}))
    (tmp_path / "text.zip").write_bytes(LIST)
    found = list(sources([tmp_path]))
    top = tmp_path.name
    assert [source.name for source in found] == [
        f"{top}/Get-ExchangeServer.txt!a.txt",
        f"{top}/program.exe!a.txt",
        f"{top}/text.zip",
    ]
    assert not codes(found)


@pytest.mark.parametrize("first", ["[Content_Types].xml", "mimetype"])
def test_office_packages_are_documents(first: str) -> None:
    found = read(zipped({first: b"<x/>", "word/document.xml": b"<x/>"}))
    assert codes(found) == ["office-package"]
    assert not loses(found)
    assert len(found) == 1


@pytest.mark.parametrize("magic", [b"Rar!\x1a\x07\x01\x00", b"MSCF\0\0\0\0", b"\x1f\x9d\x90", b"!BDN"])
def test_what_is_not_opened_says_so(magic: bytes) -> None:
    (source,) = read(magic + bytes(100))
    assert source.skipped
    assert codes([source]) == ["archive-unsupported"]


# -- names ------------------------------------------------------------------------------------------------------------


def raw_zip(names: list[bytes], data: bytes = LIST) -> bytes:
    """A zip with these very bytes as names, without the UTF-8 flag."""
    body = directory = b""
    for name in names:
        fields = (zlib.crc32(data), len(data), len(data), len(name), 0)
        directory += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 33, *fields, 0, 0, 0, 0, len(body))
        directory += name
        body += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 33, *fields) + name + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(names), len(names), len(directory), len(body), 0)
    return body + directory + end


@pytest.mark.parametrize("codec", ["utf-8", "cp950"])
def test_chinese_names_without_a_flag(codec: str) -> None:
    names = ["伺服器匯出/憑證.txt", "伺服器匯出/網域清單.txt"]
    found = read(raw_zip([name.encode(codec) for name in names]))
    assert sorted(source.name for source in found) == sorted(f"bundle.zip!{name}" for name in names)


def test_german_names_in_the_code_page_of_the_standard() -> None:
    (source,) = read(raw_zip(["Größe.txt".encode("cp437")]))
    assert source.name == "bundle.zip!Größe.txt"


def test_dangerous_names_are_shown_and_their_content_is_read() -> None:
    names = [
        b"../../etc/passwd",
        b"C:\\Windows\\win.ini",
        b"\\\\evil\\share\\x",
        b"esc\x1b.txt",
        b"",
        b"..",
        b"NUL.txt",
    ]
    found = read(raw_zip(names))
    assert all(source.data == LIST for source in found)
    assert codes(found) == ["unsafe-name"] * len(names)
    assert not loses(found)
    assert all(source.name.isprintable() for source in found)


def test_the_same_name_twice_gets_a_number() -> None:
    found = read(raw_zip([b"cert.txt", b"cert.txt", b"CERT.TXT"]))
    assert [source.name for source in found] == ["bundle.zip!CERT.TXT", "bundle.zip!cert.txt", "bundle.zip!cert.txt#2"]
    assert codes(found) == ["duplicate-name"]


def test_long_names_are_cut_and_stay_different() -> None:
    found = read(zipped({"A" * 5000 + "1.txt": LIST, "A" * 5000 + "2.txt": LIST}))
    assert len({source.name for source in found}) == 2
    assert all(len(source.name) <= 310 for source in found)


def test_links_and_devices_in_tar_are_left_out() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (
            ("l", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("p", tarfile.FIFOTYPE),
            ("d", tarfile.CHRTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = len(LIST)
        archive.addfile(info, io.BytesIO(LIST))
    found = read(out.getvalue(), "b.tar")
    assert [source.name for source in found] == ["b.tar!a.txt", "b.tar"]
    assert codes(found) == ["links-not-followed", "special-files-left-out"]
    assert not loses(found)


# -- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("depth", "read_it"), [(2, True), (3, True), (4, False)])
def test_depth_limit(depth: int, read_it: bool) -> None:
    found = read(nested(depth))
    assert [source.skipped for source in found] == [not read_it]
    assert codes(found) == ([] if read_it else ["nesting-limit"])


@pytest.mark.parametrize(("limit", "skipped"), [(101, False), (100, False), (99, True)])
@pytest.mark.parametrize("make", [zipped, tarred])
def test_member_limit(make: object, limit: int, skipped: bool) -> None:
    data = make({"a.txt": b"a" * 100})  # type: ignore[operator]
    for budget in (Budget(member_bytes=limit), Budget(total_bytes=limit)):
        found = [s for s in read(data, budget=budget) if s.skipped]
        assert bool(found) is skipped
        assert codes(found) == (["size-limit" if budget.member_bytes == limit else "total-limit"] if skipped else [])


@pytest.mark.parametrize("make", [zipped, tarred])
def test_members_limit(make: object) -> None:
    data = make({f"{n}.txt": LIST for n in range(5)})  # type: ignore[operator]
    assert not loses(read(data, budget=Budget(members=6)))
    assert not loses(read(data, budget=Budget(members=5)))
    found = read(data, budget=Budget(members=4))
    assert sum(not source.skipped for source in found) == 4
    assert codes(found) == ["members-limit"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, lambda data: zipped({"a": data})])
def test_ratio_limit(pack: object) -> None:
    bomb = pack(b"a\n" * 6_000_000)  # type: ignore[operator]
    found = read(bomb)
    assert codes(found) == ["ratio-limit"]
    assert found[0].skipped
    assert not loses(read(bomb, budget=Budget(ratio=10**6)))


def test_a_greedy_archive_does_not_starve_the_files_after_it(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({f"{n}.txt": LIST for n in range(50)}))
    (tmp_path / "b.txt").write_bytes(LIST)
    for budget in (Budget(members=20), Budget(total_bytes=20 * len(LIST))):
        found = list(sources([tmp_path], budget))
        assert [source.skipped for source in found if source.name.endswith("/b.txt")] == [False]
        assert loses(found)


# -- damage -----------------------------------------------------------------------------------------------------------


def test_zip_without_its_directory() -> None:
    whole = zipped(FILES)
    found = read(whole[: whole.index(b"PK\x01\x02")])
    assert {source.name: source.data for source in found if not source.skipped} == {
        "bundle.zip!exchange/auth.txt": LIST * 3,
        "bundle.zip!lync/oauth.txt": LIST,
    }
    assert codes(found) == ["archive-truncated"]


def test_truncated_zip_gives_whole_lines_of_the_cut_member() -> None:
    lines = b"".join(
        b"Name : EX%05d %s\r\n" % (n, zlib.crc32(b"%d" % n).to_bytes(4, "big").hex().encode()) for n in range(20000)
    )
    whole = zipped({"a.txt": LIST, "b.txt": lines})
    found = read(whole[: len(whole) // 2])
    assert [source.name for source in found] == ["bundle.zip!a.txt", "bundle.zip!b.txt", "bundle.zip"]
    assert found[0].data == LIST
    assert 0 < len(found[1].data) < len(lines)
    assert lines.startswith(found[1].data)
    assert found[1].data.endswith(b"\r\n")
    assert codes(found) == ["archive-truncated", "archive-truncated"]


def test_streamed_zip_without_its_directory() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *args: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FILES.items():
            archive.writestr(name, data)
    whole = out.getvalue()
    assert [source.data for source in read(whole)] == [LIST * 3, LIST]
    found = read(whole[: whole.index(b"PK\x01\x02")])
    assert {source.data for source in found if not source.skipped} == set(FILES.values())
    assert codes(found) == ["archive-truncated"]


def test_nothing_of_a_member_with_a_wrong_checksum_is_used() -> None:
    data = bytearray(zipped(FILES, zipfile.ZIP_STORED))
    data[data.index(LIST)] ^= 1
    found = read(bytes(data))
    assert [source.skipped for source in found] == [False, True]
    assert codes(found) == ["archive-damaged"]
    assert found[1].data == b""


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_truncated_packed_file_keeps_whole_lines(pack: object) -> None:
    lines = b"".join(b"%d : %d\r\n" % (n, n * 7919 % 10007) for n in range(100_000))
    packed = pack(lines)  # type: ignore[operator]
    found = read(packed[: len(packed) * 3 // 4])
    assert codes(found)[0] == "archive-truncated"
    assert lines.startswith(found[0].data)
    assert found[0].data.endswith(b"\n")


def test_truncated_tar() -> None:
    whole = tarred({"a.txt": LIST, "b.txt": LIST * 100})
    found = read(whole[: len(LIST) + 512 * 3 + 900])
    assert found[0].data == LIST
    assert (LIST * 100).startswith(found[1].data)
    assert found[1].data.endswith(b"\r\n")
    assert codes(found) == ["archive-truncated"] * 2  # of the member and of the archive


def test_encrypted_members_are_skipped_and_never_prompt() -> None:
    data = bytearray(zipped(FILES))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1
    found = read(bytes(data))
    assert sorted(codes(found)) == ["archive-encrypted"]
    assert sum(source.skipped for source in found) == 1


def test_archive_with_nothing_in_it() -> None:
    found = read(zipped({}))
    assert codes(found) == ["archive-empty"]
    assert not loses(found)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_archives_never_raise(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(_WHOLE)))
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    for source in read(cut, budget=Budget(total_bytes=2**22)):
        assert source.skipped or isinstance(source.text, str)


_WHOLE = [
    zipped(FILES),
    zipped(FILES, zipfile.ZIP_LZMA),
    tarred(FILES),
    tarred({"匯出/" * 40 + "a": LIST}),
    tarred(FILES, "w:gz"),
    gzip.compress(LIST),
    lzma.compress(LIST),
    bz2.compress(LIST),
    zipped({"inner.zip": zipped(FILES), "b.tar.gz": tarred(FILES, "w:gz")}),
]
