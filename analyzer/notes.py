"""The closed set of note codes: what each means, whether something is lost by it, and what to do about it.

`docs/notes.md` is generated from this table, and a test closes the set: a code that is not here cannot be written.
"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.model import Note


@dataclass(frozen=True, slots=True)
class Code:
    """What a note code means.

    `severity` is info, warning or error. `loss`: something of the source was skipped, cut or unreadable, so the run is
    not complete. `doubt`: the cell that the note names is not surely what the server had.
    """

    severity: str
    meaning: str
    advice: str
    loss: bool = False
    doubt: bool = False


CODES: dict[str, Code] = {
    # -- doubt about one cell (design.md, "Interfaces") --------------------------------------------------------------
    "list-cut": Code(
        "warning",
        "The list ends with an ellipsis: items are missing.",
        "Set $FormatEnumerationLimit = -1, or use Export-Clixml.",
        doubt=True,
    ),
    "value-cut": Code(
        "warning", "A table cell or a line was cut.", "Use Format-List or Export-Clixml instead of a table.", doubt=True
    ),
    "ambiguous-join": Code(
        "warning",
        "The printed lines have more than one reading.",
        "Export again with Export-Clixml, or with Out-File -Width 4096.",
        doubt=True,
    ),
    "characters-lost": Code(
        "warning",
        "Characters were lost when the text was written or converted.",
        "Export again with Export-Clixml, or with Out-File -Encoding Unicode.",
        doubt=True,
    ),
    "type-name-instead-of-value": Code(
        "warning",
        "A type name stands where the value should be.",
        "Export again with Export-Clixml, or expand the property.",
        doubt=True,
    ),
    "depth-cut": Code(
        "warning",
        "An object below the depth limit became a string.",
        "Export again with a larger -Depth.",
        doubt=True,
    ),
    "secret-dropped": Code("info", "A SecureString was not kept.", "Nothing to do."),
    # -- a source ----------------------------------------------------------------------------------------------------
    "nothing-recognised": Code(
        "info", "Nothing in the file is output that the analyzer knows how to read.", "Nothing to do if it is a README."
    ),
    "reader-failed": Code(
        "error",
        "A reader failed on the file; nothing of it was used.",
        "Please report the file's kind; export the data in another format.",
        loss=True,
    ),
}


def note(
    code: str,
    message: str | None = None,
    *,
    line: int | None = None,
    record: int | None = None,
    property: str | None = None,  # the field's own word
) -> Note:
    """A note with the severity that its code has; `message` defaults to what the code means.

    Raises KeyError for a code outside `CODES`.
    """
    known = CODES[code]
    return Note(code, known.severity, message or known.meaning, line, record, property)
