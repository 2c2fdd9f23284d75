"""The cover: the centre's colour and logo, title, event and key figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nqdesk.domain.centre import Centre
from nqdesk.domain.events import Event
from nqdesk.papers.addresses import dotted_runs, mail_runs, phone_runs, web_runs
from nqdesk.papers.blocks import Block, Text, baseline, draw_stack, stack_height
from nqdesk.papers.colours import LINE, WHITE, Colour, Palette
from nqdesk.papers.edition import Edition
from nqdesk.papers.frame import PageFormat
from nqdesk.papers.german import clock_span, dotted, full_day, listed, long_day, number
from nqdesk.papers.lines import Run, broken
from nqdesk.papers.logo import Logo, draw_logo
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, BOLD, MUTED_BODY, SMALL, SMALL_MUTED, Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import Face
from nqdesk.papers.words import EVENT_KINDS, ORDERS

_BAND = 0.456  # of the page's height
_TITLE = Style(face=Face.BOLD, size=34, leading=43, hyphens=False, balanced=True)
_SUBTITLE = Style(size=14.5, leading=21.5, hyphens=False, balanced=True)
_KICKER = Style(size=10.5, leading=14, spacing=0.9)
_EVENT = Style(size=11, leading=17)
_FIGURE = Style(face=Face.BOLD, size=25, leading=30)


class KeyFigures(Block):
    """Figures side by side, each with its word below."""

    def __init__(
        self, figures: Sequence[tuple[int, str, str]], colour: Colour, parent: Node, *, before: float, after: float
    ) -> None:
        super().__init__(before=before, after=after)
        self.figures = [(number(n), one if n == 1 else many, parent.add("P")) for n, one, many in figures]
        self.colour = colour

    def height(self, width: float) -> float:
        """See Block."""
        del width
        return _FIGURE.leading + BODY.leading

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        step = min(width / max(len(self.figures), 1), 112.0)
        for index, (figure, word, node) in enumerate(self.figures):
            left = x + index * step
            with canvas.tagged(node):
                canvas.show(left, baseline(_FIGURE, top), figure + " ", _FIGURE.face, _FIGURE.size, self.colour)
                below = baseline(BODY, top - _FIGURE.leading)
                canvas.show(left, below, word, BODY.face, BODY.size, BODY.colour)


def title_style(title: str, width: float, style: Style, most_lines: int, smallest: float) -> Style:
    """Return the style in the largest size (points) in which a title takes at most `most_lines`."""
    size = style.size
    while size > smallest and len(broken([Run(title)], width, style.at(size))) > most_lines:
        size -= 2
    return style.at(size)


def event_lines(event: Event | None) -> list[str]:
    """Return when and where an event is, and with whom, as lines."""
    if event is None:
        return []
    when = ", ".join(p for p in (full_day(event.day) if event.day else "", clock_span(event.begins, event.ends)) if p)
    town = f"{event.plz} {event.city}".strip()
    address = ", ".join(p for p in (event.street, town) if p and p not in event.place)
    lines = [when, event.place, address]
    if event.host and event.host not in event.place:
        lines.append(f"Gastgeber: {event.host}")
    if event.partners:
        lines.append(f"Gemeinsam mit {listed(event.partners)}")
    return [line for line in lines if line]


@dataclass(frozen=True, kw_only=True)
class Front:
    """What stands on the band of a cover, and whose colour and logo it has."""

    kicker: str
    title: str
    subtitle: str
    centre: Centre
    colours: Palette
    logo: Logo | None


def draw_cover(canvas: TaggedCanvas, edition: Edition, page: PageFormat, parent: Node, kicker: str) -> None:
    """Draw the cover of a portfolio on the present page and close it."""
    book = edition.book
    front = Front(
        kicker=kicker,
        title=book.title,
        subtitle=book.subtitle,
        centre=book.centre,
        colours=edition.colours,
        logo=edition.logo,
    )
    sect = parent.add("Sect")
    draw_front(canvas, front, page, sect, lambda: _below_band(edition, sect))


def draw_front(
    canvas: TaggedCanvas, front: Front, page: PageFormat, sect: Node, below: Callable[[], Sequence[Block]]
) -> None:
    """Draw a cover and close its page: the band, which grows with a long title, what is `below`, and the sender."""
    bottom = _draw_band(canvas, front, page, sect)
    draw_stack(canvas, below(), page.left, bottom - 42, page.width)
    _draw_sender(canvas, front.centre, page, sect)
    canvas.showPage()


def _draw_band(canvas: TaggedCanvas, front: Front, page: PageFormat, sect: Node) -> float:
    colours, kicker = front.colours, front.kicker
    width, height = page.size
    text_width = page.width * 0.86
    title = title_style(front.title, text_width, _TITLE.coloured(colours.on_band), 3, 20)
    kicker_node, title_node, subtitle_node = sect.add("P", actual=kicker), sect.add("H1"), sect.add("P")
    blocks: list[Block] = [
        Text(kicker.upper(), _KICKER.coloured(colours.on_band_soft), kicker_node, after=18),
        Text(front.title, title, title_node, after=20),
    ]
    if front.subtitle:
        subtitle = _SUBTITLE.coloured(colours.on_band_soft)
        blocks.append(Text(front.subtitle, subtitle, subtitle_node))
    above = 78.0
    band = max(height * _BAND, above + stack_height(blocks, text_width) + 40)
    with canvas.artifact():
        canvas.fill_rect(0, height - band, width, band, colours.band)
    if front.logo:
        size = front.logo.fitted(132, 46)
        pad = 9.0
        left = width - page.right - size[0] - pad
        with canvas.artifact():
            canvas.rounded(left - pad, height - 48 - size[1] - pad, size[0] + 2 * pad, size[1] + 2 * pad, 5, fill=WHITE)
        figure = sect.add("Figure", alt=f"Logo von {front.centre.name}")
        draw_logo(canvas, front.logo, left, height - 48 - size[1], size, figure)
    draw_stack(canvas, blocks, page.left, height - above, text_width)
    return height - band


def _below_band(edition: Edition, sect: Node) -> list[Block]:
    book, event = edition.book, edition.book.event
    blocks: list[Block] = []
    if event:
        kind = EVENT_KINDS[event.kind]
        heading = BOLD.at(12.5, 18)
        if event.title and event.title.casefold() != kind.casefold():
            blocks.append(Text(event.title, heading, sect.add("P")))
            blocks.append(Text(kind, MUTED_BODY.at(10.5, 16), sect.add("P"), after=3))
        else:
            blocks.append(Text(kind, heading, sect.add("P"), after=1))
        blocks.extend(Text(line, _EVENT, sect.add("P")) for line in event_lines(event))
    figures = (
        (book.offer_count, "Angebot", "Angebote"),
        (book.run_count, "Termin", "Termine"),
        (book.occupation_count, "Beruf oder Feld", "Berufe und Felder"),
        (book.provider_count, "Bildungsanbieter", "Bildungsanbieter"),
    )
    blocks.append(KeyFigures(figures, edition.colours.accent, sect, before=30, after=28))
    note = MUTED_BODY.at(9.2, 14.5)
    blocks.append(Text("Zusammengestellt nach einheitlichen, offengelegten Kriterien.", note, sect.add("P")))
    order = f"Reihenfolge innerhalb eines Berufs: {ORDERS[book.order]}. Stand: {long_day(book.on)}."
    blocks.append(Text(order, note, sect.add("P")))
    return blocks


def _draw_sender(canvas: TaggedCanvas, centre: Centre, page: PageFormat, sect: Node) -> None:
    if not centre.name:  # made without a database
        return
    top = page.bottom - 14
    with canvas.artifact():
        canvas.rule(page.left, top, page.width, LINE)
    half = page.width * 0.56
    address = dotted((centre.street, f"{centre.plz} {centre.city}".strip()))
    left: list[Block] = [Text(centre.name, SMALL, sect.add("P"))]
    if address:
        left.append(Text(address, SMALL_MUTED, sect.add("P")))
    draw_stack(canvas, left, page.left, top - 7, half)
    right = Style(size=SMALL.size, leading=SMALL.leading, align="right", hyphens=False)
    runs = dotted_runs((phone_runs(centre.phone), mail_runs(centre.email)))
    x, width = page.left + half, page.width - half
    below: list[Block] = []
    if runs:
        below.append(Text(runs, right, sect.add("P")))
    if centre.web:
        below.append(Text(web_runs(centre.web), right, sect.add("P")))
    draw_stack(canvas, below, x, top - 7, width)
