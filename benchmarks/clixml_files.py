"""Export-Clixml: this package against lxml.iterparse into dictionaries."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from benchmarks.mailboxes import write_clixml
from benchmarks.measure import Line, function, interleaved, ratio, seconds

IMPORTS = {
    "records": (
        "numpy",
        "pandas",
        "pyarrow.compute",
        "pyarrow.pandas_compat",
        "analyzer.readers.clixml.flat",
        "analyzer.readers.clixml.objects",
        "analyzer.readers.clixml.parsing",
    ),
    "iterparse": ("lxml.etree",),
}
"""What each of the functions below needs."""


def records(path: Path) -> int:
    """This package: a column of text for each property, in a DataFrame."""
    from analyzer.budget import Budget
    from analyzer.model import Source
    from analyzer.readers.clixml.flat import flat

    frame, _ = flat(Source(path.name, path.stat().st_size, "", None, path, "utf-16"), Budget())
    return len(frame)


def iterparse(path: Path) -> int:
    """lxml: each object's properties as a dictionary, elements freed as they are done."""
    from lxml import etree

    space = "{http://schemas.microsoft.com/powershell/2004/04}"
    found = []
    for _, element in etree.iterparse(str(path), tag=f"{space}Obj", huge_tree=True):
        properties = element.find(f"{space}Props")
        record = {"$text": element.findtext(f"{space}ToString")}
        if properties is not None:
            for child in properties:
                record[child.get("N")] = child.text
        found.append(record)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return len(found)


def measure(folder: Path, scale: float, rounds: int) -> Iterator[Line]:
    """The measures of CliXML; `scale` 1 is 80 MB."""
    path = folder / "mailboxes.xml"
    write_clixml(path, int(80e6 * scale))
    names = ("records", "iterparse")
    ours, theirs = interleaved([function(f"clixml_files:{name}", path) for name in names], rounds)
    assert ours[0].result == theirs[0].result
    title = f"CliXML, {path.stat().st_size / 1e6:.0f} MB, to flat records against lxml.iterparse into dicts"
    times = f"{seconds(ours)} against {seconds(theirs)}"
    yield Line(title, 4, 7, ratio(theirs, ours), times, lower=False)
    size = path.stat().st_size
    grown = statistics.median(sample.bytes for sample in ours) / size
    memory = f"{grown * size / 1e6:.0f} MB for {size / 1e6:.0f} MB"
    yield Line("CliXML: peak memory above imports / file size", 1.2, 1.0, grown, memory, lower=True)

    other = folder / "different.xml"
    write_clixml(other, int(80e6 * scale), alike=False)
    different, alike = interleaved([function("clixml_files:records", each) for each in (other, path)], rounds)
    rate = ratio(alike, different) * other.stat().st_size / size
    times = f"{seconds(different)} against {seconds(alike)}"
    title = "objects whose property sets all differ, with lists and objects in them, against uniform ones"
    yield Line(title, 0.5, 0.7, rate, times, lower=False)
    for each in (path, other):
        each.unlink()
