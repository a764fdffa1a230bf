"""A page of a terminal that a report is written on."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.reports.columns import wrap
from analyzer.reports.digest import SourceNotes
from analyzer.reports.style import Style
from analyzer.reports.words import word
from analyzer.sanitise import one_line, visible


@dataclass(frozen=True, slots=True)
class Page:
    """Lines under way, and how to write them: language, columns, colours, and whether to leave nothing out."""

    language: str
    width: int
    style: Style
    verbose: bool = False
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written, every line with its end."""
        return "".join(line + "\n" for line in self.lines)

    def word(self, key: str, **values: object) -> str:
        """One of the reports' words in the page's language."""
        return word(key, self.language, **values)

    def label(self, key: str) -> str:
        """One of the words with the language's colon, to stand before what it names."""
        return self.word(key) + ("：" if self.language == "zh-TW" else ": ")

    def wrapped(self, words: str, first: str = "", rest: str | None = None, style: str = "") -> None:
        """Writes text that wraps at the page's width, with `first` before it and `rest` before its further lines."""
        lines = wrap(words, self.width, first, rest)
        self.lines.extend(self.style.paint(style, line) for line in lines)

    def heading(self, key: str, style: str = "bold") -> None:
        """Writes an empty line and one of the words as a heading."""
        self.lines.append("")
        self.wrapped(self.word(key).upper(), style=style)

    def notes(self, group: SourceNotes) -> None:
        """Writes one kind of note of one source: where, how often and what."""
        lines = [note.line for note in group.notes if note.line is not None]
        place = one_line(group.source)
        if len(group.notes) == 1:
            place += f":{lines[0]}" if lines else ""
        else:
            key = "times" if lines else "times-no-line"
            place += f" ({self.word(key, n=f'{len(group.notes):,}', line=min(lines, default=0))})"
        kind = self.word(group.kind)
        style = {"loss": "error", "doubt": "warning"}.get(group.kind, "")
        first, *more = wrap(f"{kind}  {place}: {visible(group.notes[0].message)}", self.width, "  ", "    ")
        self.lines.extend([first.replace(kind, self.style.paint(style, kind), 1), *more])
