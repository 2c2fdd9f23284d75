"""The poster: A3, one page, nothing smaller than can be read from two metres."""

from collections.abc import Generator, Sequence

from nqdesk.domain.folding import fold
from nqdesk.domain.portfolio_book import FieldSection
from nqdesk.papers.addresses import dotted_runs, mail_runs, phone_runs, web_runs, web_target
from nqdesk.papers.blocks import Block, Marked, Text, baseline, draw_stack, stack_height
from nqdesk.papers.colours import MUTED, WHITE
from nqdesk.papers.cover import event_lines, title_style
from nqdesk.papers.edition import Edition
from nqdesk.papers.finishing import Extras
from nqdesk.papers.frame import A3
from nqdesk.papers.german import count, long_day, number
from nqdesk.papers.logo import draw_logo
from nqdesk.papers.occupation_section import UNNAMED, field_title, occupation_title
from nqdesk.papers.qr import can_be_coded, draw_qr
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import SOFT_HYPHEN, Face

NAME = "Plakat"
SMALLEST = 18.0  # points: capitals 4.5 mm high
_MARGIN = 64.0
_TITLE = Style(face=Face.BOLD, size=66, leading=80, hyphens=False, balanced=True)
_SUBTITLE = Style(size=27, leading=38, hyphens=False, balanced=True)
_FIGURE = Style(face=Face.BOLD, size=50, leading=56)
_WORD = Style(size=21, leading=28)
_PANEL = 206.0
_QR = 150.0


def draw(canvas: TaggedCanvas, edition: Edition) -> Generator[int, None, Extras]:
    """Draw the one page."""
    document = Node("Document")
    sect = document.add("Sect")
    top = _band(canvas, edition, sect)
    yield 0
    top = _figures(canvas, edition, sect, top - 38)
    panel = _Panel(edition)
    _occupations(canvas, edition, sect, top - 28, panel.height + 26)
    panel.draw(canvas, sect)
    canvas.place("anfang", A3[1])
    canvas.outline.append((0, edition.book.title, "anfang"))
    canvas.showPage()
    yield edition.book.offer_count
    return Extras(document=document, destinations=canvas.destinations, outline=canvas.outline)


def _band(canvas: TaggedCanvas, edition: Edition, sect: Node) -> float:
    book, colours = edition.book, edition.colours
    width, height = A3
    inner = width - 2 * _MARGIN
    title = title_style(book.title, inner, _TITLE.coloured(colours.on_band), 3, 38)
    blocks: list[Block] = [Text(book.title, title, sect.add("H1"), after=16)]
    if book.subtitle:
        blocks.append(Text(book.subtitle, _SUBTITLE.coloured(colours.on_band_soft), sect.add("P")))
    logo_room = 98.0 if edition.logo else 0.0
    band = 54 + logo_room + stack_height(blocks, inner) + 44
    with canvas.artifact():
        canvas.fill_rect(0, height - band, width, band, colours.band)
    if edition.logo:
        size = edition.logo.fitted(210, 62)
        with canvas.artifact():
            canvas.rounded(_MARGIN, height - 50 - size[1] - 24, size[0] + 28, size[1] + 24, 8, fill=WHITE)
        figure = sect.add("Figure", alt=f"Logo von {book.centre.name}")
        sect.kids.insert(0, sect.kids.pop())
        draw_logo(canvas, edition.logo, _MARGIN + 14, height - 50 - size[1] - 12, size, figure)
    draw_stack(canvas, blocks, _MARGIN, height - 54 - logo_room, inner)
    return height - band


def _figures(canvas: TaggedCanvas, edition: Edition, sect: Node, top: float) -> float:
    book = edition.book
    figures = (
        (book.offer_count, "Angebot", "Angebote"),
        (book.occupation_count, "Beruf oder Feld", "Berufe und Felder"),
        (book.provider_count, "Anbieter", "Anbieter"),
    )
    step = (A3[0] - 2 * _MARGIN) / len(figures)
    for index, (value, one, many) in enumerate(figures):
        x = _MARGIN + index * step
        with canvas.tagged(sect.add("P")):
            figure = f"{number(value)} "
            canvas.show(x, baseline(_FIGURE, top), figure, _FIGURE.face, _FIGURE.size, edition.colours.accent)
            word = one if value == 1 else many
            below = baseline(_WORD, top - _FIGURE.leading)
            canvas.show(x, below, word, _WORD.face, _WORD.size, _WORD.colour)
    return top - _FIGURE.leading - _WORD.leading


def _occupations(canvas: TaggedCanvas, edition: Edition, sect: Node, top: float, bottom: float) -> None:
    """The occupations by field in two columns, in the largest size that fits; what does not fit is counted."""
    gap = 40.0
    column = (A3[0] - 2 * _MARGIN - gap) / 2
    room = top - bottom
    sections = edition.book.sections
    for by_field, size in ((True, 25.0), (True, 22.0), (True, 20.0), (False, 25.0), (False, 22.0), (False, 20.0)):
        make = _groups if by_field else _titles
        tried = make(sections, edition, Node("Sect"), size)
        if _split(tried, column, room) is not None and (size == 20.0 or _has_whole_words(tried, column)):
            groups = make(sections, edition, sect, size)
            break
    else:
        size = SMALLEST
        groups = _as_many_as_fit(sections, edition, sect, column, room)
    at = _split(groups, column, room) or len(groups)
    for index, part in enumerate((groups[:at], groups[at:])):
        y = top
        for group in part:
            left = _MARGIN + index * (column + gap)
            y = draw_stack(canvas, group, left, y, column) - _gap(group, column)


def _groups(sections: Sequence[FieldSection], edition: Edition, parent: Node, size: float) -> list[list[Block]]:
    groups = []
    head = Style(face=Face.BOLD, size=max(size * 0.82, SMALLEST), leading=size * 1.24, hyphens=False)
    line = Style(size=size, leading=size * 1.3, hyphens=False)
    for field in sections:
        part = parent.add("Sect")
        titles = [occupation_title(section) for section in field.occupations]
        group: list[Block] = []
        if titles != [field_title(field)]:
            heading = Text(field_title(field), head.coloured(edition.colours.accent), part.add("H2"), after=size * 0.2)
            group.append(heading)
        items = part.add("L")
        group.extend(_item(title, line, edition, items) for title in titles)
        groups.append(group)
    return groups


def _has_whole_words(groups: Sequence[Sequence[Block]], column: float) -> bool:
    """Tell whether no word has to be broken between syllables."""
    marked = [block for group in groups for block in group if isinstance(block, Marked)]
    lines = [line for item in marked for line in item.text.lines(column - item.indent)]
    return not any(line.pieces[-1].text.endswith(SOFT_HYPHEN) for line in lines)


def _last(title: str) -> tuple[bool, str]:
    return title == UNNAMED, fold(title)


def _item(title: str, line: Style, edition: Edition, items: Node) -> Block:
    item = items.add("LI")
    dot = Text("•", line.coloured(edition.colours.accent), item.add("Lbl"))
    return Marked(dot, Text(title, line, item.add("LBody")), indent=line.size * 0.8, after=line.size * 0.24)


def _split(groups: Sequence[Sequence[Block]], column: float, room: float) -> int | None:
    """Where the second column begins so that both are about equally high; None if they do not fit."""
    heights = [stack_height(group, column) + _gap(group, column) for group in groups]
    best: tuple[float, int] | None = None
    for at in range(1, len(heights) + 1):
        higher = max(sum(heights[:at]), sum(heights[at:]))
        if higher <= room and (best is None or higher < best[0] - 0.01):
            best = (higher, at)
    return best[1] if best else None


def _gap(group: Sequence[Block], column: float) -> float:
    """Space below a group: none below a single title."""
    return group[-1].height(column) * 0.6 if len(group) > 1 else group[-1].after


def _titles(
    sections: Sequence[FieldSection], edition: Edition, parent: Node, size: float, most: int | None = None
) -> list[list[Block]]:
    """The occupations without their fields, in the alphabet, the first `most` of them."""
    line = Style(size=size, leading=size * 1.3, hyphens=False)
    titles = sorted({occupation_title(part) for section in sections for part in section.occupations}, key=_last)
    items = parent.add("L")
    groups: list[list[Block]] = [[_item(title, line, edition, items)] for title in titles[:most]]
    left_out = len(titles) - len(groups)
    if left_out:
        more = f"und {count(left_out, 'weiterer Beruf', 'weitere Berufe')}"
        groups.append([Text(more, Style(face=Face.BOLD, size=size, leading=size * 1.36), parent.add("P"))])
    return groups


def _as_many_as_fit(
    sections: Sequence[FieldSection], edition: Edition, sect: Node, column: float, room: float
) -> list[list[Block]]:
    most = edition.book.occupation_count
    while most > 1 and _split(_titles(sections, edition, Node("Sect"), SMALLEST, most), column, room) is None:
        most -= 1
    return _titles(sections, edition, sect, SMALLEST, most)


class _Panel:
    """The foot of the poster: the event, whom to ask, and a QR code; as high as its text needs."""

    def __init__(self, edition: Edition) -> None:
        self.colour = edition.colours.soft
        self.edition = edition
        self.address = web_target(edition.book.centre.web)
        self.has_code = can_be_coded(self.address)
        self.inner = A3[0] - 2 * _MARGIN - (_QR + 50 if self.has_code else 0)
        self.height = max(_PANEL, stack_height(self._texts(Node("Sect")), self.inner) + 56)

    def _texts(self, sect: Node) -> list[Block]:
        book, centre = self.edition.book, self.edition.book.centre
        bold = Style(face=Face.BOLD, size=23, leading=31, hyphens=False)
        line = Style(size=SMALLEST + 1, leading=27)
        lines = event_lines(book.event)[:2]
        contact = [runs for runs in (phone_runs(centre.phone), mail_runs(centre.email)) if runs]
        web = web_runs(centre.web)
        if book.event and lines:
            blocks: list[Block] = [Text(book.event.title, bold, sect.add("P"))]
            blocks.extend(Text(text, line, sect.add("P")) for text in lines)
            contact = [dotted_runs(contact)] if contact else []
        else:
            blocks = [Text(centre.name, bold, sect.add("P"))]
        shown = [*contact, *([web] if web else [])]
        for index, runs in enumerate(shown):
            blocks.append(Text(runs, line, sect.add("P"), before=8 if index == 0 else 0))
        stand = Style(size=SMALLEST, leading=25, colour=MUTED)
        blocks.append(Text(f"Stand: {long_day(book.on)}", stand, sect.add("P"), before=6))
        return blocks

    def draw(self, canvas: TaggedCanvas, sect: Node) -> None:
        """Draw it at the foot of the page."""
        with canvas.artifact():
            canvas.fill_rect(0, 0, A3[0], self.height, self.colour)
        blocks = self._texts(sect)
        high = stack_height(blocks, self.inner)
        draw_stack(canvas, blocks, _MARGIN, (self.height + high) / 2, self.inner)
        if self.has_code:
            x, top = A3[0] - _MARGIN - _QR - 12, (self.height + _QR) / 2
            with canvas.artifact():
                canvas.rounded(x - 12, top - _QR - 12, _QR + 24, _QR + 24, 8, fill=WHITE)
            figure = sect.add("Figure", alt=f"QR-Code mit der Web-Adresse {self.address}")
            draw_qr(canvas, self.address, x, top, _QR, figure)
