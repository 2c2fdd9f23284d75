"""The full portfolio: cover, guide, contents, fields with their offers, funding, providers, contact."""

from collections.abc import Callable, Generator
from functools import partial

from nqdesk.papers import closing, contents, directory, funding_page, reading_guide
from nqdesk.papers.blocks import Block, stack_height
from nqdesk.papers.contents import ContentsEntry
from nqdesk.papers.cover import draw_cover
from nqdesk.papers.edition import Edition, Footers
from nqdesk.papers.finishing import Extras
from nqdesk.papers.frame import NO_HEAD, Filler, PageFormat
from nqdesk.papers.german import count
from nqdesk.papers.late_contents import LateContents
from nqdesk.papers.occupation_section import blocks_of, field_title, occupation_title
from nqdesk.papers.structure import Node
from nqdesk.papers.tagged_canvas import TaggedCanvas

KICKER = "Angebotsportfolio"
PAGE = PageFormat()
_ROOM_FOR_A_PART, _BEFORE_A_PART = 0.62, 44.0  # of a page; points
_ROOM_FOR_A_FIELD = 0.45  # of a page; with less a new field begins on the next one


def draw(canvas: TaggedCanvas, edition: Edition) -> Generator[int, None, Extras]:
    """Draw the whole portfolio; yields the number of offers set so far.

    The list of contents is drawn last, when page numbers are known, and takes its place in the second pass.
    """
    book = edition.book
    document = Node("Document")
    footers = Footers(f"{KICKER} {book.title}", PAGE)
    filler = Filler(canvas, PAGE, footers)
    draw_cover(canvas, edition, PAGE, document, KICKER)
    filler.put(reading_guide.reading_guide(edition, document))
    filler.next_page()
    contents_sect = document.add("Sect")
    names = {id(part): f"beruf-{n}" for n, part in enumerate(p for s in book.sections for p in s.occupations)}
    listed = LateContents(canvas, footers, PAGE, contents_sect, partial(_entries, edition, names))
    done = 0
    for field in book.sections:
        if filler.room < PAGE.height * _ROOM_FOR_A_FIELD:
            filler.next_page()
        for _ in filler.fill(blocks_of(field, edition, document, names)):
            yield done
        done += sum(len(part.entries) for part in field.occupations)
        yield done
    _draw_back_matter(filler, edition, document)
    page_order = listed.draw(filler, _begin_contents)
    return Extras(
        document=document,
        destinations=canvas.destinations,
        outline=_outline(canvas),
        page_order=page_order,
    )


def _begin_contents(lines: list[Block]) -> None:
    lines[0].running = NO_HEAD


def _draw_back_matter(filler: Filler, edition: Edition, document: Node) -> None:
    filler.next_page()
    for blocks in (
        funding_page.funding_page(edition, document, PAGE),
        directory.directory(edition, document),
        closing.closing(edition, document),
    ):
        needed = min(stack_height(blocks, PAGE.width) + _BEFORE_A_PART, PAGE.height * _ROOM_FOR_A_PART)
        if filler.room < needed:
            filler.next_page()
        for block in blocks[:1]:
            block.running, block.before = NO_HEAD, _BEFORE_A_PART
        filler.put(blocks)
    filler.next_page()


def _entries(edition: Edition, names: dict[int, str], page_of: Callable[[str], int]) -> list[ContentsEntry]:
    """The lines of the contents in reading order; `page_of` gives a destination's printed page."""

    def entry(level: int, title: str, destination: str, detail: str = "") -> ContentsEntry:
        return ContentsEntry(
            level=level, title=title, detail=detail, page=page_of(destination), destination=destination
        )

    entries = [entry(0, reading_guide.TITLE, reading_guide.DESTINATION)]
    for field in edition.book.sections:
        for index, part in enumerate(field.occupations):
            name = names[id(part)]
            offers = count(len(part.entries), "Angebot", "Angebote")
            if field_title(field) == occupation_title(part):
                entries.append(entry(0, occupation_title(part), name, offers))
                continue
            if index == 0:
                entries.append(entry(0, field_title(field), f"{name}-feld"))
            entries.append(entry(1, occupation_title(part), name, offers))
    entries.append(entry(0, funding_page.title_of(edition), funding_page.DESTINATION))
    if edition.book.providers:
        entries.append(entry(0, directory.TITLE, directory.DESTINATION))
    entries.append(entry(0, closing.TITLE, closing.DESTINATION))
    return entries


def _outline(canvas: TaggedCanvas) -> list[tuple[int, str, str]]:
    """The outline with the contents in its place, behind the guide."""
    guide = [item for item in canvas.outline if item[2] == reading_guide.DESTINATION]
    rest = [item for item in canvas.outline if item[2] != reading_guide.DESTINATION]
    return [*guide, (0, contents.TITLE, contents.DESTINATION), *rest]
