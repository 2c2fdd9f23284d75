"""How it is funded: the text for one audience, dated and with its sources."""

from collections.abc import Sequence

from nqdesk.papers.blocks import Block, Stack, Text
from nqdesk.papers.colours import GOOD_SOFT
from nqdesk.papers.edition import Edition
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.german import bound, long_day
from nqdesk.papers.lines import linked
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, BOLD, HEADING, LEAD, PART_TITLE, SMALL_MUTED
from nqdesk.papers.tagged_canvas import TaggedCanvas

DESTINATION = "foerderung"
_SIZES = (9.5, 9.2, 8.9, 8.7)
_LEAST_ON_THE_LAST = 0.22  # of a page


def title_of(edition: Edition) -> str:
    """Return the part's title."""
    return edition.book.funding.title or "So wird gefördert"


def funding_page(edition: Edition, parent: Node, page: PageFormat) -> list[Block]:
    """Return the blocks of the part, a little smaller where that saves a page that would be nearly empty."""
    fullest = 0
    for size in _SIZES:
        pages, left = _pages(_blocks(edition, Node("Sect"), size), page)
        if fullest and pages < fullest:
            return _blocks(edition, parent, size)
        if not fullest and (pages < 2 or left < page.height * (1 - _LEAST_ON_THE_LAST)):
            return _blocks(edition, parent, size)
        fullest = fullest or pages
    return _blocks(edition, parent, _SIZES[0])


def _pages(blocks: Sequence[Block], page: PageFormat) -> tuple[int, float]:
    """How many pages the blocks take and how much room is left on the last, tried on paper that is thrown away."""
    filler = Filler(TaggedCanvas(page.size), page)
    filler.put(blocks)
    return filler.canvas.page_number + 1, filler.room


def _blocks(edition: Edition, parent: Node, size: float) -> list[Block]:
    """The blocks in a size of the running text; nothing is printed for what the text does not say."""
    text = edition.book.funding
    sect = parent.add("Sect")
    title = title_of(edition)
    blocks: list[Block] = [
        Text(
            title,
            PART_TITLE,
            sect.add("H2"),
            after=10,
            keep_with_next=True,
            destination=DESTINATION,
            outline=(0, title),
        )
    ]
    if text.summary:
        summary = Text(linked(bound(text.summary)), LEAD.at(10.8, 16.6), sect.add("P"))
        blocks.append(Stack([summary], padding=14, fill=GOOD_SOFT, after=12))
    for heading, paragraphs, citation in text.parts:
        part = sect.add("Sect")
        blocks.append(Text(bound(heading), HEADING, part.add("H3"), before=size * 1.35, after=2, keep_with_next=True))
        for index, paragraph in enumerate(paragraphs):
            last = index == len(paragraphs) - 1 and bool(citation)
            blocks.append(Text(linked(bound(paragraph)), BODY.at(size), part.add("P"), after=4, keep_with_next=last))
        if citation:
            blocks.append(Text(bound(citation), SMALL_MUTED, part.add("P"), after=4))
    blocks.append(Text(f"Rechtsstand: {long_day(text.as_of)}.", BOLD, sect.add("P"), before=16, after=3))
    if text.sources:
        blocks.append(Text("Quellen", SMALL_MUTED, sect.add("P"), keep_with_next=True))
        items = sect.add("L")
        for source in text.sources:
            body = items.add("LI").add("LBody")
            blocks.append(Text(linked(bound(source)), SMALL_MUTED, body, after=1))
    return blocks


def funding_box(edition: Edition, parent: Node, heading: str) -> Block:
    """Return the summary as a box for a page with offers; `heading` is its heading's structure type."""
    text = edition.book.funding
    sect = parent.add("Sect")
    inside: list[Block] = [
        Text(title_of(edition), BOLD, sect.add(heading), after=1),
        Text(linked(bound(text.summary)), BODY.at(9, 13.4), sect.add("P")),
        Text(f"Rechtsstand: {long_day(text.as_of)}.", BODY.at(9, 13.4), sect.add("P")),
    ]
    return Stack(inside, padding=13, fill=GOOD_SOFT, before=14)
