"""The card of one offer: what, who, when, where, at what price, on which conditions, whom to ask."""

from collections.abc import Sequence

from nqdesk.domain.folding import fold
from nqdesk.domain.offers import Offer, OfferDate, age_in_days, is_old
from nqdesk.domain.portfolio_book import Entry
from nqdesk.papers import words
from nqdesk.papers.addresses import dotted_runs, mail_runs, phone_runs, web_runs, web_target
from nqdesk.papers.blocks import Block, Text, draw_stack, stack_height
from nqdesk.papers.colours import LINE, OPEN
from nqdesk.papers.edition import Edition
from nqdesk.papers.german import NBSP, bound, dotted, long_day, short_day
from nqdesk.papers.lines import Run, linked
from nqdesk.papers.qr import can_be_coded, draw_qr
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import CARD_TITLE, KICKER, SMALL, SMALL_MUTED, Style
from nqdesk.papers.tables import Column, Look, Table
from nqdesk.papers.tagged_canvas import TaggedCanvas

_PAD = 13.0
_QR = 64.0
_QR_GAP = 14.0
_MOST_TEXT = 260
_CONDITIONS = Style(size=9.2, leading=13.8)
_BEGIN, _END, _FORM = 55.0, 60.0, 126.0
_LOOK = Look(first_pad=0.0, pad_y=3.4)


class OfferCard(Block):
    """A bordered card with a QR code at its right; longer than a page it is split between rows of its table."""

    def __init__(
        self,
        blocks: Sequence[Block],
        *,
        address: str = "",
        figure: Node | None = None,
        title: str = "",
        before: float = 11.0,
        after: float = 11.0,
    ) -> None:
        super().__init__(before=before, after=after)
        self.blocks = blocks
        self.address = address
        self.figure = figure
        self.title = title
        self.only_when_taller = True
        self.continues = False

    def _inner(self, width: float) -> float:
        return width - 2 * _PAD - (_QR + _QR_GAP if self.figure else 0.0)

    def height(self, width: float) -> float:
        """See Block."""
        text = stack_height(self.blocks, self._inner(width))
        return max(text, _QR if self.figure else 0.0) + 2 * _PAD

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        height = self.height(width)
        with canvas.artifact():
            canvas.rounded(x, top - height, width, height, 5, stroke=LINE, thickness=0.9)
        draw_stack(canvas, self.blocks, x + _PAD, top - _PAD, self._inner(width))
        if self.figure:
            draw_qr(canvas, self.address, x + width - _PAD - _QR, top - _PAD, _QR, self.figure)

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Split so that the first part fits; the second repeats the title (as an artifact)."""
        inner = self._inner(width)
        left = room - 2 * _PAD
        taken: list[Block] = []
        for index, block in enumerate(self.blocks):
            gap = max(taken[-1].after, block.before) if taken else 0.0
            height = block.height(inner)
            if gap + height <= left:
                left -= gap + height
                taken.append(block)
                continue
            cut = block.split(inner, left - gap)
            head = [*taken, cut[0]] if cut else taken
            rest = [cut[1], *self.blocks[index + 1 :]] if cut else list(self.blocks[index:])
            if len(head) < (2 if self.continues else 3):
                return None
            return self._part(head, first=True), self._part([self._repeated_title(), *rest], first=False)
        return None

    def _repeated_title(self) -> Text:
        parts = self.title.split(" ")
        shown = " ".join(parts[:6]) + (" …" if len(parts) > 6 else "")
        return Text(f"{shown} (Fortsetzung)", CARD_TITLE, None, after=4)

    def _part(self, blocks: Sequence[Block], *, first: bool) -> "OfferCard":
        part = OfferCard(
            blocks,
            address=self.address if first else "",
            figure=self.figure if first else None,
            title=self.title,
            before=self.before,
            after=self.after,
        )
        part.continues = self.continues or not first
        return part


def card_of(entry: Entry, edition: Edition, parent: Node, level: int) -> OfferCard:
    """Return the card of an entry; its title is a heading of `level`."""
    offer, on = entry.offer, edition.book.on
    sect = parent.add("Sect")
    blocks: list[Block] = []
    kind = words.kind(offer)
    if kind and not _title_says(offer):
        name = f": {offer.tq_name}" if offer.tq_name and fold(offer.tq_name) not in fold(offer.title) else ""
        blocks.append(Text(f"{kind}{name}", KICKER.coloured(edition.colours.accent), sect.add("P"), after=1))
    blocks.append(Text(words.title(offer), CARD_TITLE, sect.add(f"H{level}"), after=1))
    provider = dotted((entry.provider.name or "Anbieter nicht angegeben", words.azav(entry.provider, on)))
    blocks.append(Text(provider, SMALL_MUTED.at(8.8, 12.8), sect.add("P"), after=5))
    blocks.append(_dates(entry, sect))
    blocks.append(Text(_conditions(offer), _CONDITIONS, sect.add("P"), before=8, after=3))
    blocks.extend(Text(runs, SMALL, sect.add("P"), before=2, after=2) for runs in _details(entry))
    if is_old(offer, on):
        blocks.append(Text(_age(entry, edition), SMALL.coloured(OPEN), sect.add("P"), before=3))
    address = web_target(offer.web) or web_target(entry.provider.web)
    if not can_be_coded(address):
        return OfferCard(blocks, title=words.title(offer))
    figure = sect.add("Figure", alt=f"QR-Code mit der Web-Adresse {address}")
    return OfferCard(blocks, address=address, figure=figure, title=words.title(offer))


def _title_says(offer: Offer) -> bool:
    """Tell whether the title already begins with what the offer leads to ("TQ 1: …", "Umschulung …")."""
    title = fold(offer.title)
    kind = fold(words.kind(offer).replace(NBSP, " "))
    return title.startswith((kind, f"tq {offer.tq_number}", f"tq{offer.tq_number}"))


def _dates(entry: Entry, sect: Node) -> Table:
    runs = entry.runs or (OfferDate(rolling=entry.is_rolling),)
    rows = [_row(entry, run) for run in runs]
    shown = [0, *(i for i in range(1, 6) if any(row[i] for row in rows))]
    columns = (
        Column(title="Beginn", firm=True, fixed=_BEGIN if any(row[1] for row in rows) else 2 * _BEGIN),
        Column(title="Ende", firm=True, fixed=_END),
        Column(title="Form", fixed=_FORM if not any(row[5] for row in rows) else 0.0),
        Column(title="Stunden", firm=True, fixed=49),
        Column(title="Ort"),
        Column(title="Preis", firm=True, fixed=62),
    )
    table = Table(sect, [columns[i] for i in shown], _LOOK)
    for row in rows:
        table.add([row[i] for i in shown])
    return table


def _notes(entry: Entry) -> list[tuple[str, str]]:
    """What is said of the runs beside their data: once where all say the same, otherwise by their first day."""
    notes = [(run, " ".join(run.note.split())) for run in entry.runs]
    texts = {note for _, note in notes}
    if len(texts) == 1:
        return [("Zeiten", text) for text in texts if text]
    return [(f"Zum Termin {words.begin(run)}", note) for run, note in notes if note]


def _row(entry: Entry, run: OfferDate) -> tuple[str, str, str, str, str, str]:
    offer, begin = entry.offer, words.begin(run)
    if begin == words.NO_DATE and offer.rolling_entry and entry.is_rolling:
        begin = words.ROLLING
    end = short_day(run.end) if run.end and not run.rolling else ""
    price = words.amount(run.price) if run.price is not None and run.price != offer.price else ""
    return begin, end, words.form(offer, run), words.hours(offer, run), words.place(run), price


def _conditions(offer: Offer) -> list[Run]:
    runs = [Run(words.amount(offer.price), bold=True) if offer.price is not None else Run(_no_price(offer))]
    if offer.price is None and any(run.price is not None for run in offer.dates):
        runs = [Run("Preis je nach Termin, siehe Tabelle")]
    parts = [bound(words.shortened(offer.price_note, 160))] if offer.price is not None and offer.price_note else []
    if words.funding(offer):
        parts.append(f"förderfähig laut Anbieter: {words.funding(offer)}")
    if offer.funding_note:
        parts.append(bound(words.shortened(offer.funding_note, 160)))
    parts.append(words.duration(offer))
    if offer.language_level:
        parts.append(f"Deutsch ab{NBSP}{offer.language_level.value}")
    if offer.language_support:
        parts.append("Sprachbegleitung")
    if offer.childcare:
        parts.append("Kinderbetreuung")
    if offer.accessible:
        parts.append("barrierefrei")
    if offer.seats:
        parts.append(f"{offer.seats}{NBSP}Plätze")
    rest = dotted(part for part in parts if part)
    if rest:
        runs.extend(linked(f"{NBSP}· {rest}"))
    return runs


def _no_price(offer: Offer) -> str:
    return bound(words.shortened(offer.price_note, 160)) if offer.price_note else "Preis nicht angegeben"


def _details(entry: Entry) -> list[list[Run]]:
    offer = entry.offer
    labelled = (
        *_notes(entry),
        ("Für wen", offer.target_group),
        ("Voraussetzungen", offer.requirements),
        ("Abschluss", dotted((offer.degree, offer.examiner))),
        ("Maßnahme", _measure(offer)),
        ("Entfernung", words.distance(entry)),
    )
    details = [
        [Run(f"{label}: ", bold=True), *linked(bound(words.shortened(text, _MOST_TEXT)))]
        for label, text in labelled
        if text
    ]
    contact = _contact(entry)
    if contact:
        details.append([Run("Kontakt: ", bold=True), *contact])
    return details


def _measure(offer: Offer) -> str:
    until = f"zugelassen bis {short_day(offer.certified_until)}" if offer.certified_until else ""
    number = f"Nr.{NBSP}{offer.measure_number}" if offer.measure_number else ""
    return ", ".join(p for p in (number, until) if p)


def _contact(entry: Entry) -> list[Run]:
    contact, provider = entry.offer.contact, entry.provider
    if contact is None or contact.is_empty():
        parts = [phone_runs(provider.phone), mail_runs(provider.email)]
    else:
        person = ", ".join(p for p in (contact.name, contact.role) if p)
        phone = phone_runs(contact.phone) or ([] if contact.mobile else phone_runs(provider.phone))
        parts = [[Run(person)] if person else [], phone, phone_runs(contact.mobile, mobile=True)]
        parts.append(mail_runs(contact.email) or mail_runs(provider.email))
    parts.append(web_runs(entry.offer.web or entry.provider.web, most=48))
    return dotted_runs(parts)


def _age(entry: Entry, edition: Edition) -> str:
    day = entry.offer.information_date
    if day is None or age_in_days(entry.offer, edition.book.on) is None:
        return "Stand der Angaben unbekannt. Bitte beim Anbieter nachfragen."
    return f"Angaben vom {long_day(day)}, älter als ein halbes Jahr. Bitte beim Anbieter nachfragen."
