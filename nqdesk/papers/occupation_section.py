"""The pages of one occupational field: each occupation with its way to the qualification and its offers."""

from collections.abc import Iterator

from nqdesk.domain.portfolio_book import FieldSection, OccupationSection
from nqdesk.papers.blocks import Block, Text
from nqdesk.papers.edition import Edition
from nqdesk.papers.offer_card import card_of
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import KICKER, MUTED_BODY, SECTION_TITLE, SMALL_MUTED
from nqdesk.papers.way import TqStrip, facts_of, origin_of

UNNAMED = "Weitere Angebote"


def field_title(section: FieldSection) -> str:
    """Return the field's name, a general one where offers have none."""
    return section.title or UNNAMED


def occupation_title(section: OccupationSection) -> str:
    """Return the occupation's or free field's name, a general one where offers have none."""
    return section.title or UNNAMED


def heading_of(
    field: FieldSection, section: OccupationSection, edition: Edition, parent: Node, name: str, *, first: bool
) -> tuple[list[Block], Node]:
    """Return kicker, title, facts and strip of an occupation, and the element its offers belong to.

    The field's name above the title is a heading at its first occupation and repeated furniture at the others.
    A free field has the same name as its only occupation: then the name stands once.
    """
    colour = edition.colours.accent
    named_once = field_title(field) == occupation_title(section)
    blocks: list[Block] = []
    title = field_title(field)
    level = "H2" if named_once else "H3"
    if not named_once:
        node = parent.add("H2", actual=title) if first else None
        outline = (0, title) if first else None
        kicker = KICKER.coloured(colour)
        place = f"{name}-feld" if first else ""
        blocks.append(
            Text(
                title.upper(), kicker, node, before=34, after=2, keep_with_next=True, destination=place, outline=outline
            )
        )
    sect = parent.add("Sect")
    blocks.append(
        Text(
            occupation_title(section),
            SECTION_TITLE,
            sect.add(level),
            before=34 if named_once else 2,
            after=2,
            keep_with_next=True,
            destination=name,
            outline=(0 if named_once else 1, occupation_title(section)),
        )
    )
    for block in blocks:
        block.running = occupation_title(section)
    facts = facts_of(section)
    if facts:
        blocks.append(Text(facts, MUTED_BODY.at(9.4, 13.6), sect.add("P"), after=9, keep_with_next=True))
    if section.strip:
        strip = TqStrip(section.strip, edition.colours, sect, before=7, after=5)
        strip.keep_with_next = True
        blocks.append(strip)
    origin = origin_of(section)
    if origin:
        blocks.append(Text(origin, SMALL_MUTED.at(7.4, 10.4), sect.add("P"), after=10, keep_with_next=True))
    return blocks, sect


def blocks_of(field: FieldSection, edition: Edition, parent: Node, names: dict[int, str]) -> Iterator[Block]:
    """Yield the blocks of a field; `names` gives the destination of each occupation by its identity."""
    sect = parent.add("Sect")
    for index, section in enumerate(field.occupations):
        heading, part = heading_of(field, section, edition, sect, names[id(section)], first=index == 0)
        yield from heading
        level = 3 if field_title(field) == occupation_title(section) else 4
        for entry in section.entries:
            yield card_of(entry, edition, part, level)
