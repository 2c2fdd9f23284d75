"""Which numbers of an openQ-cat file stand in how many of its rows: counted in its bytes, before it is parsed."""

import re
from collections.abc import Iterator
from pathlib import Path

from nqdesk.domain.incoming import RowCounts

MOST_NUMBERS = 200_000
_CHUNK = 1 << 20
_LONGEST = 8 << 20  # bytes between two records
# Only plain numbers: what an entity or a character beyond ASCII stands for is the parser's to say.
_MARKS = re.compile(rb"<(?:SERVICE[\s>]|(?:PRODUCT_ID|COURSE_ID)>([ -%'-;=-~\t\r\n]{0,300})</(?:PRODUCT|COURSE)_ID>)")
_END = b"</OPENQCAT>"


def count_rows(path: Path) -> RowCounts | None:
    """Return how many rows name each number; None where the bytes alone do not surely say so.

    A number is never counted too seldom: a row that is not in the counts cannot belong to it.
    """
    counts: dict[str, int] = {}
    rows = named = matched = 0
    row: set[bytes] = set()  # the numbers of the row before the mark
    ends_well = False
    for part, is_end in _parts(path):
        named += part.count(b"PRODUCT_ID") + part.count(b"COURSE_ID")
        for mark in _MARKS.finditer(part):
            if mark.lastindex is not None:
                matched += 2
                row.add(mark[1])
                continue
            _count(counts, row)
            row.clear()
            rows += 1
        if len(counts) > MOST_NUMBERS:
            return None
        ends_well = is_end
    _count(counts, row)
    if not rows or named != matched or not ends_well:
        return None
    return RowCounts(rows=rows, several={number: count for number, count in counts.items() if count > 1})


def _count(counts: dict[str, int], row: set[bytes]) -> None:
    for number in {" ".join(raw.decode("ascii").split())[:255] for raw in row}:
        counts[number] = counts.get(number, 0) + 1


def _parts(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield the file in parts that cut no mark, and whether the file as read so far ends as it should."""
    with path.open("rb") as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            part = rest + chunk
            cut = part.rfind(b"<SERVICE")
            if cut <= 0 and len(part) > _LONGEST:
                return
            if cut <= 0:
                rest = part
                continue
            rest = part[cut:]
            yield part[:cut], False
        if rest:
            yield rest, rest.rstrip().endswith(_END)
