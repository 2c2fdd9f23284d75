"""One page per occupation: its way to the qualification and all its offers as one table."""

from collections.abc import Generator, Sequence

from nqdesk.domain.portfolio_book import Entry, FieldSection, OccupationSection
from nqdesk.papers import words
from nqdesk.papers.addresses import dotted_runs, mail_runs, phone_runs, web_runs, web_target
from nqdesk.papers.blocks import Block, Text, draw_stack, stack_height
from nqdesk.papers.colours import MUTED
from nqdesk.papers.edition import Edition, Footers
from nqdesk.papers.finishing import Extras
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.funding_page import funding_box
from nqdesk.papers.german import NBSP, count, long_day
from nqdesk.papers.lines import Run
from nqdesk.papers.logo import draw_logo
from nqdesk.papers.occupation_section import field_title, occupation_title
from nqdesk.papers.qr import can_be_coded, draw_qr
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BOLD, KICKER, MUTED_BODY, SMALL, SMALL_MUTED, TABLE_CELL, TABLE_HEAD, Style
from nqdesk.papers.tables import Cell, Column, Content, Look, Table
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import Face
from nqdesk.papers.way import TqStrip, facts_of, origin_of

NAME = "Überblick"
PAGE = PageFormat(top=60.0)
_STRIPE = 14.0
_LEAST_FOR_A_TABLE = 150.0
_FOOT = 103.0  # readers take what recurs in the outer eighth of the page for furniture
_SIZES = (9.4, 8.8, 8.2, 7.6)
_TITLE = Style(face=Face.BOLD, size=22, leading=27, hyphens=False, balanced=True)
_QR = 52.0


def draw(canvas: TaggedCanvas, edition: Edition) -> Generator[int, None, Extras]:
    """Draw the pages; yields the number of offers set so far."""
    document = Node("Document")
    filler = Filler(canvas, PAGE, Footers(f"{NAME} {edition.book.title}", PAGE))
    done, number = 0, 0
    for field in edition.book.sections:
        for section in field.occupations:
            _page(canvas, filler, edition, document.add("Sect"), (field, section), f"beruf-{number}")
            done += len(section.entries)
            number += 1
            yield done
    return Extras(document=document, destinations=canvas.destinations, outline=canvas.outline)


def _page(
    canvas: TaggedCanvas,
    filler: Filler,
    edition: Edition,
    sect: Node,
    what: tuple[FieldSection, OccupationSection],
    name: str,
) -> None:
    _draw_stripe(canvas, edition, sect)
    section = what[1]
    heading = _heading(edition, sect, what, name)
    above = PAGE.height - (_FOOT - PAGE.bottom) - stack_height(heading, PAGE.width) - 30
    with_funding = above - stack_height(_foot(edition, Node("Sect")), PAGE.width) > _LEAST_FOR_A_TABLE
    foot_height = stack_height(_foot(edition, Node("Sect"), with_funding=with_funding), PAGE.width)
    table, left_out = _fitting(section.entries, sect, above - foot_height)
    blocks: list[Block] = [*heading, table]
    if left_out:
        more = f"{count(left_out, 'weiteres Angebot', 'weitere Angebote')}: Fragen Sie die Beratungsstelle."
        blocks.append(Text(more, BOLD.at(9, 13), sect.add("P"), before=7))
    filler.put(blocks)
    draw_stack(canvas, _foot(edition, sect, with_funding=with_funding), PAGE.left, _FOOT + foot_height, PAGE.width)
    filler.next_page()


def _foot(edition: Edition, sect: Node, *, with_funding: bool = True) -> list[Block]:
    """What stands at the end of each page; without the funding where the offers would find no room."""
    return [*([funding_box(edition, sect, "H2")] if with_funding else []), _Contact(edition, sect)]


def _draw_stripe(canvas: TaggedCanvas, edition: Edition, sect: Node) -> None:
    width, height = PAGE.size
    with canvas.artifact():
        canvas.fill_rect(0, height - _STRIPE, width, _STRIPE, edition.colours.band)
    if edition.logo:
        size = edition.logo.fitted(110, 34)
        figure = sect.add("Figure", alt=f"Logo von {edition.book.centre.name}")
        draw_logo(canvas, edition.logo, width - PAGE.right - size[0], height - 30 - size[1], size, figure)


def _heading(edition: Edition, sect: Node, what: tuple[FieldSection, OccupationSection], name: str) -> list[Block]:
    field, section = what
    blocks: list[Block] = []
    if field_title(field) != occupation_title(section):
        title = field_title(field)
        blocks.append(
            Text(title.upper(), KICKER.coloured(edition.colours.accent), sect.add("P", actual=title), after=3)
        )
    title = occupation_title(section)
    blocks.append(Text(title, _TITLE, sect.add("H1"), after=2, destination=name, outline=(0, title)))
    facts = facts_of(section)
    if facts:
        blocks.append(Text(facts, MUTED_BODY.at(9.4, 13.6), sect.add("P"), after=9))
    if section.strip:
        blocks.append(TqStrip(section.strip, edition.colours, sect, before=7, after=5))
    origin = origin_of(section)
    if origin:
        blocks.append(Text(origin, SMALL_MUTED.at(7.4, 10.4), sect.add("P"), after=10))
    number = count(len(section.entries), "Angebot", "Angebote")
    order = f"{number}, Reihenfolge: {words.ORDERS[edition.book.order]}. Stand: {long_day(edition.book.on)}."
    blocks.append(Text(order, SMALL_MUTED, sect.add("P"), before=8, after=8))
    return blocks


def _fitting(entries: Sequence[Entry], sect: Node, room: float) -> tuple[Table, int]:
    """The table in the largest size that holds all entries, or as many as the smallest size holds."""
    for size in _SIZES:
        tried = _table(entries, Node("Sect"), size)
        if tried.height(PAGE.width) <= room:
            return _table(entries, sect, size), 0
    fits = max(tried.rows_fitting(PAGE.width, room - 22), 1)
    return _table(entries[:fits], sect, _SIZES[-1]), len(entries) - fits


def _table(entries: Sequence[Entry], parent: Node, size: float) -> Table:
    columns = (
        Column(title="Angebot und Anbieter", row_header=True, fixed=166),
        Column(title="Beginn", fixed=70),
        Column(title="Form", fixed=84),
        Column(title="Stunden", fixed=48),
        Column(title="Ort"),
        Column(title="Preis", fixed=63, align="right"),
    )
    cell = TABLE_CELL.at(size)
    look = Look(cell=cell, head=TABLE_HEAD.at(size - 0.4), pad_y=size * 0.4, pad_x=5, first_pad=0.0)
    table = Table(parent, columns, look)
    for entry in entries:
        table.add(_row(entry, cell))
    return table


def _row(entry: Entry, cell: Style) -> list[Cell | Content]:
    offer = entry.offer
    run = entry.runs[0] if entry.runs else None
    begin = words.begin(run) if run else words.ROLLING if entry.is_rolling else words.NO_DATE
    more = f" (+{len(entry.runs) - 1})" if len(entry.runs) > 1 else ""
    places = list(dict.fromkeys(place for place in (words.place(r) for r in entry.runs) if place))
    price = words.amount(offer.price) if offer.price is not None else "auf Anfrage"
    names: list[tuple[Content, Style | None]] = [(words.title(offer), BOLD.at(cell.size, cell.leading))]
    if entry.provider.label:
        names.append((entry.provider.label, cell.coloured(MUTED)))
    return [
        Cell(tuple(names)),
        begin.replace(" ", NBSP) + more if run and run.start else begin,
        words.form(offer, run),
        words.hours(offer, run) or words.duration(offer),
        ", ".join(places),
        price,
    ]


class _Contact(Block):
    """The centre's contact in one band at the end of the page."""

    def __init__(self, edition: Edition, parent: Node) -> None:
        super().__init__(before=16)
        centre = edition.book.centre
        self.address = web_target(centre.web)
        sect = parent.add("Sect")
        self.blocks: list[Block] = [Text(f"Beratung: {centre.name}", BOLD, sect.add("P"), after=1)]
        place = ", ".join(p for p in (centre.street, f"{centre.plz} {centre.city}".strip()) if p)
        lines = (
            [Run(place)] if place else [],
            dotted_runs((phone_runs(centre.phone), mail_runs(centre.email), web_runs(centre.web))),
        )
        self.blocks.extend(Text(runs, SMALL, sect.add("P")) for runs in lines if runs)
        coded = can_be_coded(self.address)
        self.figure = sect.add("Figure", alt=f"QR-Code mit der Web-Adresse {self.address}") if coded else None

    def height(self, width: float) -> float:
        """See Block."""
        return max(stack_height(self.blocks, width - _QR - 16), _QR if self.figure else 0.0)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        draw_stack(canvas, self.blocks, x, top, width - _QR - 16)
        if self.figure:
            draw_qr(canvas, self.address, x + width - _QR, top, _QR, self.figure)
