"""The directory of providers: name, address, contact, approval."""

from nqdesk.domain.organisations import Organisation
from nqdesk.papers import words
from nqdesk.papers.addresses import mail_runs, phone_runs, web_runs
from nqdesk.papers.blocks import Block, Text
from nqdesk.papers.edition import Edition
from nqdesk.papers.german import dotted
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BOLD, PART_TITLE, SMALL, SMALL_MUTED, Style
from nqdesk.papers.tables import Cell, Column, Content, Look, Table

TITLE = "Bildungsanbieter"
DESTINATION = "anbieter"


def directory(edition: Edition, parent: Node) -> list[Block]:
    """Return the blocks of the directory, [] when no offer names a provider."""
    book = edition.book
    if not book.providers:
        return []
    sect = parent.add("Sect")
    title = Text(
        TITLE, PART_TITLE, sect.add("H2"), after=10, keep_with_next=True, destination=DESTINATION, outline=(0, TITLE)
    )
    columns = (
        Column(title="Anbieter", row_header=True, most=230),
        Column(title="Kontakt", most=220),
        Column(title="Zulassung", most=110),
    )
    table = Table(sect, columns, Look(pad_y=6.0, first_pad=0.0, cell=SMALL))
    for provider in book.providers:
        table.add((_name(provider), _contact(provider), Cell.of(words.azav(provider, book.on))))
    return [title, table]


def _name(provider: Organisation) -> Cell:
    paragraphs: list[tuple[Content, Style | None]] = [(provider.name or provider.label, BOLD.at(8.8, 12.2))]
    address = dotted((provider.street, f"{provider.plz} {provider.city}".strip()))
    if address:
        paragraphs.append((address, SMALL_MUTED))
    return Cell(tuple(paragraphs))


def _contact(provider: Organisation) -> Cell:
    lines = (phone_runs(provider.phone), mail_runs(provider.email), web_runs(provider.web, most=46))
    paragraphs: list[tuple[Content, Style | None]] = [(runs, None) for runs in lines if runs]
    return Cell(tuple(paragraphs or [("beim Veranstalter erfragen", SMALL_MUTED)]))
