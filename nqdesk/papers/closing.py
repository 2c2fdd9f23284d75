"""The last page: whom to ask, and the imprint with the dates of the information."""

from nqdesk.domain.centre import Centre
from nqdesk.papers.addresses import mail_runs, phone_runs, web_runs, web_target
from nqdesk.papers.blocks import Block, Stack, Text, draw_stack, stack_height
from nqdesk.papers.colours import WHITE, Palette
from nqdesk.papers.edition import Edition
from nqdesk.papers.german import count, listed, long_day
from nqdesk.papers.lines import Run
from nqdesk.papers.qr import can_be_coded, draw_qr
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import HEADING, LEAD, PART_TITLE, SMALL
from nqdesk.papers.tagged_canvas import TaggedCanvas

TITLE = "Kontakt und Beratung"
DESTINATION = "kontakt"
IMPRINT = "Impressum"
_QR = 84.0


class ContactPanel(Block):
    """The centre's address on its colour, with a QR code to its web page."""

    def __init__(self, centre: Centre, colours: Palette, parent: Node, heading: str, *, after: float = 0.0) -> None:
        super().__init__(after=after)
        self.fill = colours.band
        self.address = web_target(centre.web)
        self.has_code = can_be_coded(self.address)
        name = HEADING.at(15, 20).coloured(colours.on_band)
        line = LEAD.at(10.8, 16.6).coloured(colours.on_band)
        self.blocks: list[Block] = [Text(centre.name, name, parent.add(heading), after=5)]
        texts: list[list[Run]] = [
            [Run(centre.street)] if centre.street else [],
            [Run(f"{centre.plz} {centre.city}".strip())] if centre.city else [],
            phone_runs(centre.phone),
            mail_runs(centre.email),
            web_runs(centre.web),
        ]
        self.blocks.extend(Text(runs, line, parent.add("P")) for runs in texts if runs)
        self.figure = parent.add("Figure", alt=f"QR-Code mit der Web-Adresse {self.address}") if self.has_code else None

    def height(self, width: float) -> float:
        """See Block."""
        return max(stack_height(self.blocks, self._inner(width)), _QR + 16 if self.has_code else 0.0) + 48

    def _inner(self, width: float) -> float:
        return width - 48 - (_QR + 32 if self.has_code else 0.0)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        height = self.height(width)
        with canvas.artifact():
            canvas.rounded(x, top - height, width, height, 8, fill=self.fill)
            if self.figure:
                canvas.rounded(x + width - _QR - 36, top - _QR - 36, _QR + 16, _QR + 16, 5, fill=WHITE)
        draw_stack(canvas, self.blocks, x + 24, top - 22, self._inner(width))
        if self.figure:
            draw_qr(canvas, self.address, x + width - _QR - 28, top - 28, _QR, self.figure)


def closing(edition: Edition, parent: Node) -> list[Block]:
    """Return contact and imprint."""
    sect = parent.add("Sect")
    blocks: list[Block] = [
        Text(
            TITLE, PART_TITLE, sect.add("H2"), after=6, keep_with_next=True, destination=DESTINATION, outline=(0, TITLE)
        ),
        Text(
            "Wir beraten Beschäftigte, Arbeitsuchende und Unternehmen zu allen Wegen zum Berufsabschluss: unabhängig "
            "von den Anbietern.",
            LEAD,
            sect.add("P"),
            after=14,
            keep_with_next=True,
        ),
        ContactPanel(edition.book.centre, edition.colours, sect, "H3", after=26),
    ]
    imprint = parent.add("Sect")
    blocks.append(Text(IMPRINT, HEADING, imprint.add("H2"), before=14, after=3, keep_with_next=True))
    blocks.append(Stack([Text(text, SMALL.at(8.8, 13), imprint.add("P"), after=3) for text in _imprint(edition)]))
    return blocks


def _imprint(edition: Edition) -> list[str]:
    book, centre = edition.book, edition.book.centre
    place = ", ".join(p for p in (centre.street, f"{centre.plz} {centre.city}".strip()) if p)
    texts = [f"Herausgegeben von {', '.join(p for p in (centre.name, place) if p)}."]
    if centre.responsible:
        texts.append(f"Verantwortlich für den Inhalt: {centre.responsible}.")
    texts.append(
        f"Zusammengestellt am {long_day(book.on)} aus {count(book.offer_count, 'Angebot', 'Angeboten')} von "
        f"{count(book.provider_count, 'Bildungsanbieter', 'Bildungsanbietern')}."
    )
    first, last = book.information_from, book.information_to
    if first and last and first != last:
        texts.append(f"Die Angaben zu den Angeboten stammen aus der Zeit vom {long_day(first)} bis {long_day(last)}.")
    elif last:
        texts.append(f"Die Angaben zu den Angeboten sind vom {long_day(last)}.")
    undated = sum(
        entry.offer.information_date is None for s in book.sections for part in s.occupations for entry in part.entries
    )
    if undated:
        texts.append(f"Bei {count(undated, 'Angebot', 'Angeboten')} ist nicht bekannt, von wann die Angaben sind.")
    if book.sources:
        texts.append(f"Quellen der Angebote: {listed(book.sources)}.")
    texts.append(
        f"Rechtsstand der Angaben zur Förderung: {long_day(book.funding.as_of)}. Alle Angaben ohne Gewähr; "
        "verbindlich sind die Auskünfte der Anbieter und der fördernden Stellen."
    )
    return texts
