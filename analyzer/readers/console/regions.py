"""Splits a cleaned text at its prompts and transcript frames: what was typed, and the lines that it printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.readers.console.frames import Frame, find_frame
from analyzer.readers.console.prompts import command_end, is_trace, parse_prompt
from analyzer.readers.lines import Line

_ERROR = re.compile(r"[\w.-]+ : \S")


@dataclass(frozen=True, slots=True)
class Region:
    """The lines between one prompt (or frame) and the next.

    `command` is None before the first prompt, and "" at a prompt where nothing was typed; `prompt` is its line.
    `traced` says that the command is not typed but from PowerShell's own trace. `ended` says that a prompt or frame
    follows, so that nothing is cut.
    """

    lines: Sequence[Line]
    command: str | None = None
    prompt: Line | None = None
    host: str | None = None
    traced: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Regions:
    """A text in its regions, and the transcript frames that stood between them."""

    regions: tuple[Region, ...]
    frames: tuple[Frame, ...]
    prompts: bool


def split(lines: Sequence[Line], width: int) -> Regions:
    """The regions of a text. `width` is that of its widest line, at which a console breaks commands."""
    regions: list[Region] = []
    frames: list[Frame] = []
    body: list[Line] = []
    command: str | None = None
    prompt: Line | None = None
    host: str | None = None
    traced = prompts = False

    def close(*, ended: bool) -> None:
        if command is not None or any(text.text.strip() for text in body):
            regions.append(Region(tuple(body), command, prompt, host, traced, ended))
        body.clear()

    index = 0
    while index < len(lines):
        text = lines[index].text
        frame = find_frame(lines, index) if text.startswith("*****") else None
        if frame is not None:
            close(ended=True)
            frames.append(frame)
            command, prompt, host, traced = None, None, None, False
            index = frame.end
            if frame.kind == "header":  # "Transcript started, output file is ..."
                index += index < len(lines) and not _starts_region(lines, index) and bool(lines[index].text.strip())
            continue
        typed = parse_prompt(text) if text else None
        if typed is not None:
            close(ended=True)
            prompts = True
            prompt, host = lines[index], typed.host
            traced = typed.trace is not None
            if traced:
                command, index = _traced(typed.command), index + 1
            elif _ERROR.match(typed.command):  # nothing was typed: an error came while the prompt waited
                command, index = "", index + 1
                body.append(Line(prompt.number, typed.command))
            else:
                command, index = command_end(lines, index, width)
            continue
        if not is_trace(text):
            body.append(lines[index])
        index += 1
    close(ended=False)
    return Regions(tuple(regions), tuple(frames), prompts)


def _starts_region(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    return bool(text) and (text.startswith("*****") or parse_prompt(text) is not None)


def _traced(command: str) -> str:
    """The command line that a trace line quotes (`CommandInvocation(Get-X): "Get-X"`), or ""."""
    if not command.startswith("CommandInvocation("):
        return ""
    return command.partition(": ")[2].strip().strip('"')
