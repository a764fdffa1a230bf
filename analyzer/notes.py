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
        "warning",
        "A table cell or a line was cut.",
        "Use Export-Clixml, or Format-List to a file, instead of a table or a copy.",
        doubt=True,
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
    # -- console output ----------------------------------------------------------------------------------------------
    "lines-not-read": Code(
        "warning",
        "Text stands directly under a list or table and could not be read as part of it.",
        "Send the output as it was printed; an export with Export-Clixml is best.",
    ),
    "rows-left-out": Code(
        "warning", "An ellipsis stands for rows that were left out.", "Send the whole output.", loss=True
    ),
    "columns-dropped": Code(
        "warning",
        "A table was too wide: columns were dropped, or may have been.",
        "Use Format-List or Export-Clixml instead of a table.",
    ),
    # -- the topology document ---------------------------------------------------------------------------------------
    "topology-draft": Code(
        "warning",
        "A Topology Builder file that holds a draft only: it was used, but it may not have been published.",
        "Send what is published: (Get-CsTopology -AsXml).ToString() | Out-File -Encoding UTF8 Get-CsTopology.xml",
        loss=True,
    ),
    # -- certificates and DNS ----------------------------------------------------------------------------------------
    "certificate-unreadable": Code(
        "warning",
        "A certificate is cut or damaged: it was not used.",
        "Export it again as DER or Base-64 encoded X.509 (.CER), without the private key.",
        loss=True,
    ),
    "certificate-field-unreadable": Code(
        "warning",
        "A field of the certificate is malformed, or there twice; it was left out, the others were read.",
        "Look at the certificate with certutil -dump.",
    ),
    "certificate-needs-password": Code(
        "warning",
        "The file is encrypted: it cannot be read without its password, and none is ever tried.",
        "Export the certificate alone, as DER or Base-64 encoded X.509 (.CER), without the private key.",
        loss=True,
    ),
    "private-key-in-export": Code(
        "warning",
        "A private key is in the export. It is not read and not shown.",
        "Delete it from the ticket; if it is in use, replace the certificate.",
    ),
    "no-certificate": Code(
        "info", "A request, a revocation list or a key, but no certificate.", "Send the certificate itself (.cer)."
    ),
    "zone-cut": Code(
        "warning",
        "The end of the zone is missing, so a name that is not in it may still exist.",
        "Export the zone again: dnscmd /zoneprint, or Get-DnsServerResourceRecord -ZoneName.",
        loss=True,
    ),
    # -- a source ----------------------------------------------------------------------------------------------------
    "nothing-recognised": Code(
        "info", "Nothing in the file is output that the analyzer knows how to read.", "Nothing to do if it is a README."
    ),
    "recognised-by-file-name": Code(
        "info",
        "The output was recognised by the name of its file only.",
        "Name files after the cmdlet, or export CliXML.",
    ),
    "empty-by-file-name": Code(
        "info",
        "The file holds no object; that the command ran rests on the name of the file.",
        "Nothing to do if the command was run and returned nothing.",
    ),
    "server-from-name": Code(
        "info",
        "Which server the output came from rests on the name of the file or folder.",
        "Nothing to do if the name is right; else declare the server in a case file.",
    ),
    "output-cut": Code(
        "warning",
        "The output begins or ends in the middle of an object: something of it is missing.",
        "Export it again, to a file rather than by copying from the window.",
        loss=True,
    ),
    "transcript-without-end": Code(
        "warning",
        "The transcript does not end: its last output may go on. Absence from it proves nothing.",
        "Send the transcript again after Stop-Transcript.",
        loss=True,
    ),
    "wrong-shell": Code(
        "warning",
        "A command was typed in a shell that does not know it.",
        "Run it in the management shell of its product (Lync Server, Skype for Business Server, Exchange), "
        "as a user whose roles include it.",
    ),
    "other-command-than-named": Code(
        "warning",
        "The file is named after a command of one product, but holds output of the other's.",
        "Run the command that the name says in its own management shell (Get-CsPartnerApplication is Lync's, "
        "Get-PartnerApplication is Exchange's).",
    ),
    "exchange-online-export": Code(
        "warning",
        "The objects are those of Exchange Online, not of the Exchange servers: they were not judged.",
        "Run the command in the Exchange Management Shell of a server.",
    ),
    "property-left-out": Code(
        "warning",
        "The output leaves out properties that rules need.",
        "Export whole objects, without Select-Object and Format-Table: Get-... | Export-Clixml FILE.xml.",
    ),
    "older-export": Code(
        "info", "A later export of the same replaces this one.", "Nothing to do; the newer one was judged."
    ),
    "reader-failed": Code(
        "error",
        "A reader failed on the file; nothing of it was used.",
        "Please report the file's kind; export the data in another format.",
        loss=True,
    ),
    # -- intake: what could not be taken in --------------------------------------------------------------------------
    "unreadable": Code("error", "The file or folder could not be read.", "Check its permissions.", loss=True),
    "size-limit": Code("warning", "Larger than the limit for one file: it was not read.", "Export less.", loss=True),
    "total-limit": Code("warning", "The input is larger than the limit: this was not read.", "Send less.", loss=True),
    "members-limit": Code(
        "warning", "More files than the limit: the rest was not read.", "Send fewer files.", loss=True
    ),
    "ratio-limit": Code(
        "warning",
        "Far larger unpacked than packed, as a zip bomb is: it was not read.",
        "Send the file unpacked.",
        loss=True,
    ),
    "nesting-limit": Code(
        "warning", "An archive too deep inside other archives: it was not opened.", "Send it on its own.", loss=True
    ),
    "archive-encrypted": Code("warning", "Encrypted: it was not read.", "Send it without a password.", loss=True),
    "archive-truncated": Code(
        "warning",
        "The archive is cut or its directory is lost: what could be read was used.",
        "Send it again.",
        loss=True,
    ),
    "archive-damaged": Code("warning", "The archive is damaged here: this was not used.", "Send it again.", loss=True),
    "archive-overlap": Code(
        "warning",
        "Members of the archive share bytes, as in a zip bomb: they were not read.",
        "Pack it again.",
        loss=True,
    ),
    "archive-unsupported": Code("warning", "This kind of archive is not supported.", "Send a .zip.", loss=True),
    "extra-needed": Code(
        "warning",
        "7z archives need py7zr, which is not installed.",
        "Install it (pip install lync-exchange-analyzer[7z]), or unpack the archive.",
        loss=True,
    ),
    "nul-block": Code(
        "warning",
        "NUL bytes where text should be: the file was damaged on disk or while it was copied.",
        "Export or copy the file again.",
        loss=True,
    ),
    "characters-undecodable": Code(
        "warning",
        "Bytes that are no characters of the encoding; they were replaced by U+FFFD.",
        "Check the encoding, and give it with --encoding if it is another one.",
        loss=True,
    ),
    # -- intake: what is worth knowing -------------------------------------------------------------------------------
    "system-files-left-out": Code(
        "info", "Files that macOS or Windows adds by itself were left out.", "Nothing to do."
    ),
    "links-not-followed": Code("warning", "Links are not followed.", "Send the files that the links lead to."),
    "special-files-left-out": Code("warning", "Devices, pipes and sockets are not read.", "Nothing to do."),
    "office-package": Code(
        "info", "An Office or OpenDocument file; it is not opened.", "Send the exports as text, CSV or CliXML."
    ),
    "unsafe-name": Code(
        "info", "The name would be dangerous to extract. It is only shown, never used as a path.", "Nothing to do."
    ),
    "duplicate-name": Code(
        "warning", "A file of this name was read before; a number was added.", "Check which one counts."
    ),
    "archive-empty": Code("info", "The archive holds no file.", "Check that the right files were packed."),
    "empty-file": Code("info", "The file has no bytes.", "Check that the export worked."),
    "encoding-guessed": Code(
        "info", "The encoding was told from the text itself.", "Check accented and Chinese letters, or give --encoding."
    ),
    "encoding-mixed": Code(
        "warning", "Parts of the file have different encodings; each was decoded as it is.", "Nothing to do."
    ),
    "byte-order-mark-repeated": Code("info", "The byte order mark stands twice.", "Nothing to do."),
    "nul-characters": Code("warning", "NUL characters within the text were dropped.", "Export or copy the file again."),
    "replacement-characters": Code(
        "warning", "U+FFFD in the text: characters were lost before the file was sent.", "Export again as Unicode."
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
