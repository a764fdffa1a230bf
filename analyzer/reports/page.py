"""A page of a terminal that a report is written on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analyzer.model import Note
from analyzer.reports.columns import display_width, pad, wrap
from analyzer.reports.digest import KINDS, Remark
from analyzer.reports.note_words import shown_in
from analyzer.reports.style import Style
from analyzer.reports.words import counted, label, word
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
        return label(key, self.language)

    def wrapped(self, words: str, first: str = "", rest: str | None = None, style: str = "") -> None:
        """Writes text that wraps at the page's width, with `first` before it and `rest` before its further lines."""
        lines = wrap(words, self.width, first, rest)
        self.lines.extend(self.style.paint(style, line) for line in lines)

    def heading(self, key: str, style: str = "bold") -> None:
        """Writes an empty line and one of the words as a heading."""
        self.lines.append("")
        self.wrapped(self.word(key).upper(), style=style)

    def remark(self, remark: Remark, limit: int) -> None:
        """Writes what is said of the sources, and below it where and how often, for `limit` sources."""
        kind = self.word(remark.kind)
        style = {"loss": "error", "doubt": "warning"}.get(remark.kind, "")
        lead = f"  {pad(kind, max(display_width(self.word(each)) for each in KINDS))}  "
        indent = " " * display_width(lead)
        says = visible(shown_in(remark.code, remark.message, self.language, whole=self.verbose))
        first, *more = wrap(says, self.width, lead, indent)
        self.lines.extend([first.replace(kind, self.style.paint(style, kind), 1), *more])
        shown = remark.places if self.verbose else remark.places[:limit]
        for source, notes in shown:
            self.wrapped(self._place(source, notes), indent, indent + "  ")
        left = len(remark.places) - len(shown)
        if left:
            self.wrapped(self.word("more-files", files=counted("files", left, self.language)), indent)

    def _place(self, source: str, notes: Sequence[Note]) -> str:
        lines = [note.line for note in notes if note.line is not None]
        place = one_line(source)
        if len(notes) == 1:
            return place + (f":{lines[0]}" if lines else "")
        key = "times" if lines else "times-no-line"
        return f"{place} ({self.word(key, n=f'{len(notes):,}', line=min(lines, default=0))})"
