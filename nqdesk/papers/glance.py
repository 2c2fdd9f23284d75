"""All offers in one table, landscape, with the head repeated on each page."""

from collections.abc import Generator

from nqdesk.domain.portfolio_book import Entry
from nqdesk.papers import words
from nqdesk.papers.addresses import dotted_runs, mail_runs, phone_runs, web_runs
from nqdesk.papers.blocks import Block, Text
from nqdesk.papers.cover import event_lines
from nqdesk.papers.edition import Edition, Footers
from nqdesk.papers.finishing import Extras
from nqdesk.papers.frame import A4_LANDSCAPE, Filler, PageFormat
from nqdesk.papers.german import count, dotted, long_day, short_day
from nqdesk.papers.lines import Run
from nqdesk.papers.occupation_section import field_title, occupation_title
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BOLD, MUTED_BODY, PART_TITLE, SMALL, SMALL_MUTED, TABLE_CELL, Style
from nqdesk.papers.tables import Cell, Column, Content, Look, Table
from nqdesk.papers.tagged_canvas import TaggedCanvas

NAME = "Auf einen Blick"
PAGE = PageFormat(size=A4_LANDSCAPE, left=40.0, right=40.0, top=50.0, bottom=56.0)
_STRIPE = 12.0


def draw(canvas: TaggedCanvas, edition: Edition) -> Generator[int, None, Extras]:
    """Draw the table; yields the number of offers set so far."""
    book = edition.book
    document = Node("Document")
    footers = Footers(f"{NAME}: {book.title}", PAGE)

    def furniture(on: TaggedCanvas, drawn: int, head: str) -> None:
        with on.artifact("Pagination"):
            on.fill_rect(0, PAGE.size[1] - _STRIPE, PAGE.size[0], _STRIPE, edition.colours.band)
        footers(on, drawn, head)

    filler = Filler(canvas, PAGE, furniture)
    title = f"{NAME}: {book.title}"
    filler.put(_head(edition, document, title))
    done = 0
    for _ in filler.fill([_table(edition, document)]):
        yield done
    filler.put(_foot(edition, document))
    filler.next_page()
    yield book.offer_count
    return Extras(document=document, destinations=canvas.destinations, outline=canvas.outline)


def _head(edition: Edition, document: Node, title: str) -> list[Block]:
    book = edition.book
    blocks: list[Block] = [
        Text(title, PART_TITLE.at(19, 25), document.add("H1"), after=2, destination="anfang", outline=(0, title))
    ]
    if book.event:
        event = dotted((book.event.title, *event_lines(book.event)[:2]))
        blocks.append(Text(event, MUTED_BODY, document.add("P"), after=2))
    facts = (
        f"{count(book.offer_count, 'Angebot', 'Angebote')}, {count(book.occupation_count, 'Beruf', 'Berufe')}, "
        f"{count(book.provider_count, 'Bildungsanbieter', 'Bildungsanbieter')}. Reihenfolge innerhalb eines Berufs: "
        f"{words.ORDERS[book.order]}. Stand: {long_day(book.on)}."
    )
    blocks.append(Text(facts, MUTED_BODY, document.add("P"), after=12))
    return blocks


def _table(edition: Edition, document: Node) -> Table:
    columns = (
        Column(title="Angebot", row_header=True, fixed=156),
        Column(title="Anbieter", fixed=108),
        Column(title="Beginn", fixed=66),
        Column(title="Ende", fixed=58),
        Column(title="Form", fixed=72),
        Column(title="Stunden", fixed=52, align="right"),
        Column(title="Ort", fixed=80),
        Column(title="Preis", fixed=64, align="right"),
        Column(title="Förderung laut Anbieter"),
    )
    head = BOLD.at(7.8, 10.8).coloured(edition.colours.accent)
    look = Look(
        cell=TABLE_CELL.at(7.9, 10.9),
        head=head,
        head_fill=edition.colours.soft,
        group=TABLE_CELL.at(9.2, 12.6),
        pad_x=4.5,
        pad_y=3.0,
        first_pad=5.0,
    )
    table = Table(document, columns, look)
    for field in edition.book.sections:
        for section in field.occupations:
            title, above = occupation_title(section), field_title(field)
            group = [Run(title, bold=True)]
            if above != title:
                group.append(Run(f" · {above}", colour=SMALL_MUTED.colour))
            table.add_group(group)
            for entry in section.entries:
                table.add(_row(entry))
    return table


def _row(entry: Entry) -> list[Cell | Content]:
    offer = entry.offer
    run = entry.runs[0] if entry.runs else None
    begin = words.begin(run) if run else words.ROLLING if entry.is_rolling else words.NO_DATE
    paragraphs: list[tuple[Content, Style | None]] = [(begin, None)]
    if len(entry.runs) > 1:
        more = count(len(entry.runs) - 1, "weiterer", "weitere")
        paragraphs.append((f"und {more}", SMALL_MUTED.at(7.2, 10)))
    places = list(dict.fromkeys(place for place in (words.place(r) for r in entry.runs) if place))
    end = short_day(run.end) if run and run.end and not run.rolling else ""
    level = f"Deutsch ab {offer.language_level.value}" if offer.language_level else ""
    return [
        Cell.of(words.title(offer), BOLD.at(7.9, 10.9)),
        entry.provider.label,
        Cell(tuple(paragraphs)),
        end,
        words.form(offer, run),
        words.hours(offer, run) or words.duration(offer),
        ", ".join(places),
        words.amount(offer.price) if offer.price is not None else "auf Anfrage",
        dotted((words.funding(offer), level)),
    ]


def _foot(edition: Edition, document: Node) -> list[Block]:
    centre = edition.book.centre
    contact = dotted_runs(
        ([Run(centre.name, bold=True)], phone_runs(centre.phone), mail_runs(centre.email), web_runs(centre.web))
    )
    blocks: list[Block] = [Text(contact, SMALL, document.add("P"), before=14)]
    note = "Alle Angaben ohne Gewähr; verbindlich sind die Auskünfte der Anbieter und der fördernden Stellen."
    if edition.book.sources:
        note = f"Quellen: {', '.join(edition.book.sources)}. {note}"
    blocks.append(Text(note, SMALL_MUTED, document.add("P"), before=2))
    return blocks
