"""How it is funded: the text for one audience, dated and with its sources."""

from nqdesk.papers.blocks import Block, Stack, Text
from nqdesk.papers.colours import GOOD_SOFT
from nqdesk.papers.edition import Edition
from nqdesk.papers.german import bound, long_day
from nqdesk.papers.lines import linked
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, BOLD, HEADING, LEAD, PART_TITLE, SMALL_MUTED

DESTINATION = "foerderung"


def title_of(edition: Edition) -> str:
    """Return the part's title."""
    return edition.book.funding.title or "So wird gefördert"


def funding_page(edition: Edition, parent: Node) -> list[Block]:
    """Return the blocks of the part; nothing is printed for what the text does not say."""
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
        blocks.append(Text(bound(heading), HEADING, part.add("H3"), before=13, after=2, keep_with_next=True))
        for index, paragraph in enumerate(paragraphs):
            last = index == len(paragraphs) - 1 and bool(citation)
            blocks.append(Text(linked(bound(paragraph)), BODY, part.add("P"), after=4, keep_with_next=last))
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
