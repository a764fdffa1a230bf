"""Cleaning of pasted text: what consoles, mail programs, editors and web pages put around PowerShell's output."""

from __future__ import annotations

import re

from analyzer.readers.lines import Line, numbered

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][A-Z0-9]|[=>78DEHMNOZc])")
_LOST_ESCAPES = re.compile(r"\[(?:\d{1,3}(?:;\d{1,3}){0,8})?m")
_PAGER = re.compile(r"--\s*[^\W\d]{2,20}\s*(?:\(\d+%\))?\s*--|<SPACE> [^<>]*<CR> [^<>]*Q .*")
_FENCE = re.compile(r"(?:```|~~~)[\w+-]*|\[/?(?:code|quote|pre)\]|</?(?:pre|code)>", re.IGNORECASE)
_NBSP_RUN = re.compile("[\u00a0\u202f ]{2,}")
_PROMPT_BEFORE_QUOTE = re.compile(r"^(?:\[|PS\b|[A-Za-z]:\\).*>|^>>")


def clean(text: str) -> list[Line]:
    """The lines of a text with their numbers, without colours, pager prompts, fences, `>` quoting and a common margin.

    Blanks that are part of the layout become plain blanks; a single no-break blank inside a value stays. Lines that
    only decorate become blank, so that they still part what they stood between; a pager's prompt disappears.
    """
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    if "[0m" in text:
        text = _LOST_ESCAPES.sub("", text)
    if "\x00" in text:
        text = text.replace("\x00", "")
    lines = numbered(text)
    if ">" in text:
        lines = _unquoted(lines)
    if "# " in text:
        lines = _uncommented(lines)
    if "\u00a0" in text or "\u202f" in text:
        lines = [_changed(line, _plain_blanks(line.text)) for line in lines]
    lines = [_changed(line, _undecorated(line.text)) for line in lines if not _is_pager(line.text)]
    return _without_margin(_without_hard_breaks(lines))


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
        done += run if typed or len(run) < 2 else [_changed(line, _unquote(line.text)) for line in run]
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


def _unquote(text: str) -> str:
    while text.startswith(">"):
        text = text[2:] if text.startswith("> ") else text[1:]
    return text


def _without_hard_breaks(lines: list[Line]) -> list[Line]:
    """The lines without Markdown's hard line breaks: two blanks at the end of most lines."""
    broken = sum(1 for line in lines if line.text.endswith("  ") and not line.text.endswith("   "))
    filled = sum(1 for line in lines if line.text.strip())
    if broken * 10 < max(filled - 1, 1) * 6:
        return lines
    return [_changed(line, line.text.rstrip()) for line in lines]


def _without_margin(lines: list[Line]) -> list[Line]:
    """The lines without the margin that all of them have in common."""
    margin: int | None = None
    for line in lines:
        bare = line.text.lstrip(" ")
        if bare.strip():
            indent = len(line.text) - len(bare)
            margin = indent if margin is None else min(margin, indent)
            if margin == 0:
                return lines
    return [_changed(line, line.text[margin:]) for line in lines] if margin else lines
