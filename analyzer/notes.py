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
    # -- structured exports: CliXML, JSON, CSV -----------------------------------------------------------------------
    "source-cut": Code(
        "error", "The file ends in the middle; what stands before that was used.", "Send the whole file.", loss=True
    ),
    "malformed": Code(
        "error",
        "A part of the file is not well-formed and was not used.",
        "Export again and send the file as it was written, unedited.",
        loss=True,
    ),
    "limit-reached": Code(
        "error",
        "A limit for untrusted input was reached; what lies beyond it was not used.",
        "Export fewer objects or properties to a file.",
        loss=True,
    ),
    "dtd-refused": Code(
        "error",
        "The XML has a document type declaration, which no export has; nothing of it was used.",
        "Find out who wrote the file.",
        loss=True,
    ),
    "value-unreadable": Code(
        "error",
        "A value is not what its type or its reference promises.",
        "Export again and send the file as it was written, unedited.",
        loss=True,
        doubt=True,
    ),
    "duplicate-property": Code(
        "warning", "An object has a property twice; the second is shown as `name#2`.", "Compare the two values."
    ),
    "error-record": Code("warning", "A command wrote an error.", "Read the error: its output may be incomplete."),
    "stream-skipped": Code(
        "info", "Progress, warning or verbose records are no output and were left out.", "Nothing to do."
    ),
    "empty-export": Code("info", "The file is a whole export of no objects.", "Nothing to do."),
    "duplicate-column": Code(
        "error",
        "The header names a column twice, which no export does; its columns were not used.",
        "Export again with Export-Csv, unedited.",
        loss=True,
    ),
    "cells-dropped": Code(
        "error", "A row has more cells than the header; they were dropped.", "Export again with Export-Csv.", loss=True
    ),
    "unclosed-quote": Code(
        "error", "A quoted value never ends; its record was not used.", "Export again with Export-Csv.", loss=True
    ),
    "format-objects-not-data": Code(
        "error",
        "The file holds formatting objects, not data: Format-List or Format-Table stood before the export.",
        "Export again without Format-List or Format-Table in the pipeline.",
        loss=True,
    ),
    "strings-exported-as-length": Code(
        "error",
        "The file holds the lengths of strings, not the strings.",
        "Export the objects themselves, or use Out-File for text.",
        loss=True,
    ),
    "no-final-newline": Code(
        "info", "The last line has no line end: it may have been cut.", "Send the file as it was written."
    ),
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
