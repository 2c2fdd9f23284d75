"""Lists of short texts with a bullet before each."""

from collections.abc import Iterator, Sequence

from nqdesk.papers.blocks import Block, Marked, Text
from nqdesk.papers.german import bound
from nqdesk.papers.lines import Run
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, CARD_TITLE, Style

LIST_TITLE = CARD_TITLE.at(10, 14)


def bulleted(
    heading: str, lines: Sequence[str | Sequence[Run]], sect: Node, kind: str, style: Style = BODY
) -> Iterator[Block]:
    """Yield a heading of a structure type ("H4") and its list; nothing if there are no lines.

    Two items stand together at either end of a list that is split between pages.
    """
    if not lines:
        return
    yield Text(heading, LIST_TITLE, sect.add(kind), before=5, after=2, keep_with_next=True)
    items = sect.add("L")
    for place, line in enumerate(lines):
        item = items.add("LI")
        mark = Text("•", style, item.add("Lbl"))
        content = bound(line) if isinstance(line, str) else line
        marked = Marked(mark, Text(content, style, item.add("LBody")), indent=12, after=2)
        marked.keep_with_next = place + 1 < len(lines) and place in (0, len(lines) - 2)
        yield marked
