"""Cleaning of pasted text: what consoles, mail programs, editors and web pages put around PowerShell's output."""

from __future__ import annotations

import re

from analyzer.readers.console.tabs import without_tabs
from analyzer.readers.lines import Line, first_lines, numbered
from analyzer.readers.lists.lines import shared_margin

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][A-Z0-9]|[=>78DEHMNOZc])")
_LOST_ESCAPES = re.compile(r"\[(?:\d{1,3}(?:;\d{1,3}){0,8})?m")
_PAGER = re.compile(r"--\s*[^\W\d]{2,20}\s*(?:\(\d+%\))?\s*--|<SPACE> [^<>]*<CR> [^<>]*Q .*")
_FENCE = re.compile(r"(?:```|~~~)[\w+-]*|\[/?(?:code|quote|pre)\]|</?(?:pre|code)>", re.IGNORECASE)
_NBSP_RUN = re.compile("[\u00a0\u202f ]{2,}")
_QUOTE = re.compile(r"(?:> ?)*>")
_LINE_NUMBER = re.compile(r" *(\d{1,7})([:.|)]?)")
_FEWEST_NUMBERED = 3
_PROMPT_BEFORE_QUOTE = re.compile(r"^(?:\[|PS\b|[A-Za-z]:\\).*>|^>>")


def clean(text: str, most: int | None = None) -> list[Line]:
    """The lines of a text with their numbers, without what others put around them; the first ones of a large text.

    That is: colours, pager prompts, fences, `>` quoting, line numbers and a common margin.

    Blanks that are part of the layout become plain blanks; a single no-break blank inside a value stays. Lines that
    only decorate become blank, so that they still part what they stood between; a pager's prompt disappears.
    """
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    if "[0m" in text:
        text = _LOST_ESCAPES.sub("", text)
    if "\x00" in text:
        text = text.replace("\x00", "")
    if "\u00a0" in text and " " not in text:
        text = text.replace("\u00a0", " ")  # a page or an editor made every blank a no-break one
    lines = numbered(text) if most is None else first_lines(text, most)
    if is_numbered(lines):
        lines = _without_numbers(lines)
    if ">" in text:
        lines = _unquoted(lines)
    if "# " in text:
        lines = _uncommented(lines)
    if "\u00a0" in text or "\u202f" in text:
        lines = [_changed(line, _plain_blanks(line.text)) for line in lines]
    lines = [_changed(line, _undecorated(line.text)) for line in lines if not _is_pager(line.text)]
    lines = _without_margin(_without_hard_breaks(lines))
    return without_tabs(lines) if "\t" in text else lines


def _changed(line: Line, text: str) -> Line:
    return line if text == line.text else Line(line.number, text)


def _is_pager(line: str) -> bool:
    """Whether a line is the prompt of more.com or of `Out-Host -Paging` (`-- More  --`, in any language)."""
    bare = line.strip()
    return bare[:1] in "-<" and bare != "" and _PAGER.fullmatch(bare) is not None


def _undecorated(line: str) -> str:
    bare = line.strip()
    return "" if bare[:1] and bare[:1] in "`~[<" and _FENCE.fullmatch(bare) else line


def _plain_blanks(line: str) -> str:
    """No-break blanks of the layout made plain: at the margin, in runs, and around the first separator."""
    if "\u00a0" not in line and "\u202f" not in line:
        return line
    line = _NBSP_RUN.sub(lambda run: " " * len(run[0]), line)
    bare = line.lstrip("\u00a0\u202f ")
    line = " " * (len(line) - len(bare)) + bare
    for colon in (":", "\uff1a"):
        at = line.find(colon)
        if at > 0 and line[at - 1] in "\u00a0\u202f " and line[at + 1 : at + 2] in ("\u00a0", "\u202f", " ", ""):
            head = line[:at].replace("\u00a0", " ").replace("\u202f", " ")
            return head + colon + (" " + line[at + 2 :] if at + 1 < len(line) else "")
    return line


def _unquoted(lines: list[Line]) -> list[Line]:
    """Runs of two or more lines that begin with `>` without it, unless they continue a command typed at a prompt."""
    done: list[Line] = []
    start = 0
    while start < len(lines):
        if not lines[start].text.startswith(">"):
            done.append(lines[start])
            start += 1
            continue
        end = start
        while end < len(lines) and lines[end].text.startswith(">"):
            end += 1
        run = lines[start:end]
        typed = start > 0 and _PROMPT_BEFORE_QUOTE.match(lines[start - 1].text[:400]) is not None
        done += run if typed or len(run) < 2 else _without_quotes(run)
        start = end
    return done


def _uncommented(lines: list[Line]) -> list[Line]:
    """Lists that a script or a page put into comments (`# Name : a`) without the mark; other lines as they are."""
    done: list[Line] = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].text.startswith("# "):
            end += 1
        run = lines[start:end]
        listed = len(run) > 1 and all(" : " in line.text or line.text.rstrip().endswith(" :") for line in run)
        done += [Line(line.number, line.text[2:]) for line in run] if listed else run
        done += lines[end : end + 1]
        start = end + 1
    return done


def _without_quotes(run: list[Line]) -> list[Line]:
    """Quoted lines without the marks; the blank after the last mark goes where all lines of its depth have one."""
    marks = [_QUOTE.match(line.text) for line in run]
    depths = [mark[0].count(">") if mark else 0 for mark in marks]
    bare = {
        depth
        for line, mark, depth in zip(run, marks, depths, strict=True)
        if mark and line.text[mark.end() : mark.end() + 1] not in ("", " ")
    }
    return [
        Line(line.number, line.text[mark.end() if mark else 0 :].removeprefix("" if depth in bare else " "))
        for line, mark, depth in zip(run, marks, depths, strict=True)
    ]


def is_numbered(lines: list[Line]) -> bool:
    """Whether every line begins with the next number, as editors, `cat -n` and web pages print them."""
    if len(lines) < _FEWEST_NUMBERED or not (first := _LINE_NUMBER.match(lines[0].text)):
        return False
    start = int(first[1])
    return all(
        (found := _LINE_NUMBER.match(line.text)) is not None and int(found[1]) == start + index and found[2] == first[2]
        for index, line in enumerate(lines)
    ) and any(line.text.rstrip(" ") != str(start + index) for index, line in enumerate(lines))


def _without_numbers(lines: list[Line]) -> list[Line]:
    """Numbered lines without the numbers, and without the blank or tab after them where every line has one."""
    rests = []
    for line in lines:
        found = _LINE_NUMBER.match(line.text)
        assert found is not None
        rests.append(line.text[found.end(2) :])
    after = next((mark for mark in ("\t", " ") if all(rest[:1] in ("", mark) for rest in rests)), "")
    return [Line(line.number, rest.removeprefix(after)) for line, rest in zip(lines, rests, strict=True)]


def _without_hard_breaks(lines: list[Line]) -> list[Line]:
    """The lines without Markdown's hard line breaks: two blanks at the end of most lines."""
    broken = sum(1 for line in lines if line.text.endswith("  ") and not line.text.endswith("   "))
    filled = sum(1 for line in lines if line.text.strip())
    if broken * 10 < max(filled - 1, 1) * 6:
        return lines
    return [_changed(line, line.text.rstrip()) for line in lines]


def _without_margin(lines: list[Line]) -> list[Line]:
    """The lines without the margin of blanks or tabs that all of them have in common."""
    size = len(shared_margin(line.text for line in lines if line.text.strip()))
    return [Line(line.number, line.text[size:]) for line in lines] if size else lines
