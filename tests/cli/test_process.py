"""What only a process of its own shows: streams, signals, imports."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = [sys.executable, "-c", "import sys; from analyzer.cli import main; sys.exit(main())"]


def run(*arguments: str, **options) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(
        [*START, *arguments], capture_output=True, env=environment, timeout=60, check=False, **options
    )


def test_check_imports_nothing_that_it_does_not_need(good: Path, rules: Path) -> None:
    code = (
        "import sys; from analyzer.cli import main; code = main(sys.argv[1:])\n"
        "print(*sorted({'rich', 'pandas', 'numpy', 'pyarrow'} & set(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-c", code, "check", str(good), "--rules", str(rules)]
    done = subprocess.run(arguments, capture_output=True, env=environment, timeout=60, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, b"")


def test_help_imports_no_typer() -> None:
    code = "import sys; from analyzer.cli import main; main(['--help']); sys.exit('typer' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert (
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False).returncode == 0
    )


def test_standard_input(bad: Path, rules: Path) -> None:
    done = run("check", "-", "--rules", str(rules), "--format", "json", input=(bad / "oauth.txt").read_bytes())
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["sources"]) == 1


def test_a_console_that_lacks_characters_shows_escapes(bad: Path, rules: Path) -> None:
    done = run("check", str(bad), "--rules", str(rules), "--lang", "zh-TW", env={"PYTHONIOENCODING": "cp437"})
    assert done.returncode == 1
    assert b"\\u4f4d" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_file_is_utf_8_whatever_the_console(bad: Path, rules: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    run(
        "check",
        str(bad),
        "--rules",
        str(rules),
        "--lang",
        "zh-TW",
        "-o",
        str(report),
        env={"PYTHONIOENCODING": "cp437"},
    )
    assert "位址為空白" in report.read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_5(good: Path, rules: Path) -> None:
    done = run("check", str(good), "--rules", str(rules), "-o", "/dev/full")
    assert done.returncode == 5
    assert b"could not be written" in done.stderr
    with Path("/dev/full").open("wb") as full:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        arguments = [*START, "check", str(good), "--rules", str(rules)]
        process = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    assert process.returncode == 5
    assert b"Traceback" not in process.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_reader_that_goes_away_is_no_failure(bad: Path, rules: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    read, write = os.pipe()
    os.close(read)
    arguments = [*START, "check", str(bad), "--rules", str(rules)]
    done = subprocess.run(arguments, stdout=write, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_closed_output_is_no_failure(bad: Path, rules: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = ["sh", "-c", 'exec "$@" >&-', "sh", *START, "check", str(bad), "--rules", str(rules)]
    done = subprocess.run(arguments, stderr=subprocess.PIPE, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupted_is_130_without_a_traceback(rules: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*START, "check", "-", "--rules", str(rules)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # background jobs ignore it
    )
    time.sleep(2.0)  # it waits for its standard input by now
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")
@pytest.mark.parametrize(("extra", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_on_a_terminal_only(bad: Path, rules: Path, extra: dict[str, str], coloured: bool) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    arguments = [*START, "check", str(bad), "--rules", str(rules)]
    assert (b"\x1b[" in on_a_terminal("stdout", arguments, {**environment, **extra})) is coloured


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")
def test_progress_is_shown_on_a_terminal_and_leaves_nothing_behind(bad: Path, rules: Path) -> None:
    record = "".join(f"Property{number:02} : {'value' * 18}\n" for number in range(99)) + "\n"
    text = record * 2_050  # some 22 MB: large enough to be read in blocks
    (bad / ("a" * 90 + "-end.txt")).write_text(text, encoding="utf-8", newline="\n")
    at_once = [*START[:2], "import analyzer.cli.progress as p; p._DELAY = p._EVERY = 0; " + START[2]]
    arguments = [*at_once, "check", str(bad), "--rules", str(rules), "--format", "json", "-o", os.devnull]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    shown = on_a_terminal("stderr", arguments, environment).decode().split("\r\x1b[K")
    assert "0.0 MB  bad/oauth.txt" in shown
    of_long = [line for line in shown if re.search(rf" / {len(text) / 1e6:.1f} MB  \.\.\.a+-end\.txt$", line)]
    assert len(of_long) > 3, "a large file tells how far it is"
    assert [float(line.split()[0]) for line in of_long] == sorted(float(line.split()[0]) for line in of_long)
    assert max(map(len, shown)) < 80
    assert shown[-1] == "", "the line is taken away at the end"
    done = subprocess.run(arguments, capture_output=True, env=environment, check=False)
    assert (done.stdout, done.stderr) == (b"", b"")


def on_a_terminal(stream: str, arguments: list[str], environment: dict[str, str]) -> bytes:
    """What a process writes to one of its streams where that is a terminal."""
    import pty

    leader, follower = pty.openpty()
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: follower}
    process = subprocess.Popen(arguments, env=environment, **streams)
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.communicate(timeout=30)
    os.close(leader)
    return shown
