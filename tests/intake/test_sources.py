from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from analyzer.budget import Budget
from analyzer.intake import IntakeError, sources
from analyzer.model import Source
from analyzer.notes import CODES

LIST = b"Name        : EX01\r\nFqdn        : ex01.litwareinc.com\r\n"


def codes(source: Source) -> list[str]:
    return [note.code for note in source.notes]


def test_folder_is_read_in_the_order_of_names_and_named_by_its_last_part(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "lync/oauth.txt", "exchange/x/y.csv"):
        path = tmp_path / "ticket" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(LIST)
    found = list(sources([tmp_path / "ticket"]))
    names = ["ticket/a.txt", "ticket/b.txt", "ticket/exchange/x/y.csv", "ticket/lync/oauth.txt"]
    assert [source.name for source in found] == names
    assert all(source.sha256 == hashlib.sha256(LIST).hexdigest() and source.data == LIST for source in found)
    assert all(source.encoding == "utf-8" and not source.notes and not source.skipped for source in found)


def test_dot_is_named_by_the_folder_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ticket").mkdir()
    (tmp_path / "ticket" / "a.txt").write_bytes(LIST)
    monkeypatch.chdir(tmp_path / "ticket")
    assert [source.name for source in sources(["."])] == ["ticket/a.txt"]


def test_paths_in_any_number_get_unique_names(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "oauth.txt").write_bytes(LIST)
    found = list(sources([tmp_path / "one" / "oauth.txt", str(tmp_path / "two" / "oauth.txt")]))
    assert [source.name for source in found] == ["oauth.txt", "oauth.txt#2"]
    assert codes(found[1]) == ["duplicate-name"]


def test_a_path_that_does_not_exist_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"no file or folder .*nothing\.txt"):
        sources([tmp_path / "nothing.txt"])


def test_an_encoding_that_does_not_exist_is_an_error_at_once(tmp_path: Path) -> None:
    for name in ("klingon", "zlib"):
        with pytest.raises(IntakeError, match="encoding"):
            sources([tmp_path], encoding=name)


def test_standard_input(tmp_path: Path) -> None:
    (source,) = sources(["-"], stdin=io.BytesIO(LIST))
    assert (source.name, source.text) == ("-", LIST.decode())


def test_forced_encoding_overrides_the_guess_but_not_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Größe".encode("cp850"))
    (tmp_path / "b.txt").write_bytes("Größe".encode("utf-16"))
    ansi, marked = sources([tmp_path], encoding="cp437")
    assert (ansi.encoding, ansi.text) == ("cp437", "Größe")
    assert (marked.encoding, marked.text) == ("utf-16", "Größe")


def test_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(sources([tmp_path])) == []


def test_empty_file_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (source,) = sources([tmp_path])
    assert codes(source) == ["empty-file"]
    assert not source.skipped


def test_what_systems_add_is_left_out_and_counted(tmp_path: Path) -> None:
    folder = tmp_path / "ticket"
    (folder / "__MACOSX").mkdir(parents=True)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX/._a.txt", "a.txt"):
        (folder / name).write_bytes(LIST)
    found = list(sources([folder]))
    assert [source.name for source in found] == ["ticket/a.txt", "ticket"]
    assert codes(found[1]) == ["system-files-left-out"]
    assert not CODES["system-files-left-out"].loss


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_links_and_pipes_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "ticket"
    folder.mkdir()
    (folder / "a.txt").write_bytes(LIST)
    (folder / "loop").symlink_to(folder)
    (folder / "secret.txt").symlink_to(__file__)
    os.mkfifo(folder / "pipe")
    found = list(sources([folder]))
    assert [source.name for source in found] == ["ticket/a.txt", "ticket"]
    assert codes(found[1]) == ["links-not-followed", "special-files-left-out"]
    assert not found[1].skipped


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_as_the_path_is_a_skipped_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (source,) = sources([tmp_path / "pipe"])
    assert source.skipped
    assert codes(source) == ["unreadable"]


def test_a_link_as_the_path_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(LIST)
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    (source,) = sources([tmp_path / "link.txt"])
    assert (source.name, source.data) == ("link.txt", LIST)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_is_a_skipped_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(LIST)
    (tmp_path / "a.txt").chmod(0)
    (source,) = sources([tmp_path / "a.txt"])
    assert source.skipped
    assert codes(source) == ["unreadable"]


def test_names_are_visible_and_bounded(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "t")
    Path(os.fsdecode(folder)).mkdir()
    try:
        for name in (b"esc\x1b[2J.txt", "rtl\u202etxt.exe".encode(), b"raw\xff.txt", b"n" * 250):
            Path(os.fsdecode(folder + b"/" + name)).write_bytes(LIST)
    except OSError:
        pytest.skip("this file system has no such names")
    names = [source.name for source in sources([os.fsdecode(folder)])]
    assert set(names) == {"t/esc\\x1b[2J.txt", "t/rtl\\u202etxt.exe", "t/raw\\xff.txt", "t/" + "n" * 250}
    assert all(name.isprintable() for name in names)


@pytest.mark.parametrize(("size", "skipped"), [(99, False), (100, False), (101, True)])
def test_file_limit(tmp_path: Path, size: int, skipped: bool) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * size)
    (source,) = sources([tmp_path / "a.txt"], Budget(file_bytes=100))
    assert source.skipped is skipped
    assert codes(source) == (["size-limit"] if skipped else [])


@pytest.mark.parametrize(("total", "skipped"), [(201, 0), (200, 0), (199, 1)])
def test_total_limit(tmp_path: Path, total: int, skipped: int) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"a" * 100)
    found = list(sources([tmp_path], Budget(total_bytes=total)))
    assert [codes(source) for source in found if source.skipped] == [["total-limit"]] * skipped
    assert len(found) == 2


@pytest.mark.parametrize(("limit", "read"), [(4, 3), (3, 3), (2, 2)])
def test_members_limit_of_a_folder(tmp_path: Path, limit: int, read: int) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(LIST)
    found = list(sources([tmp_path], Budget(members=limit)))
    assert sum(not source.skipped for source in found) == read
    assert [codes(source) for source in found if source.skipped] == [["members-limit"]] * (read < 3)


def test_sparse_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        try:
            file.truncate(2**40)
        except OSError:
            pytest.skip("no sparse files here")
    (source,) = sources([tmp_path])
    assert source.skipped
    assert codes(source) == ["size-limit"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp950"])
def test_a_large_file_is_not_held(tmp_path: Path, codec: str) -> None:
    ascii_part = ("Name : EX01\r\n" * 100_000).encode("utf-16-le" if codec == "utf-16" else codec)
    tail = "\r\n名稱 : 伺服器\r\n".encode("utf-16-le" if codec == "utf-16" else codec)
    with (tmp_path / "large.txt").open("wb") as file:
        file.write(b"\xff\xfe" if codec == "utf-16" else b"")
        while file.tell() <= 64 * 2**20:
            file.write(ascii_part)
        file.write(tail + ascii_part)
    (source,) = sources([tmp_path / "large.txt"])
    assert source.content is None
    assert source.path is not None
    assert source.encoding == codec
    with (tmp_path / "large.txt").open("rb") as file:
        assert source.sha256 == hashlib.file_digest(file, "sha256").hexdigest()
    assert not any(CODES[code].loss for code in codes(source))


def test_a_large_file_in_two_encodings_is_a_loss(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.write(b"\xff\xfe" + ("Name : EX01\r\n" * 3_000_000).encode("utf-16-le"))
        file.write(b"Name : EX02\r\n" * 10)
    (source,) = sources([tmp_path / "large.txt"])
    assert codes(source) == ["characters-undecodable"]
