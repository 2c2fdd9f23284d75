"""The poster: A3, one page, nothing smaller than can be read from two metres."""

from collections.abc import Generator, Sequence

from nqdesk.domain.portfolio_book import FieldSection
from nqdesk.papers.addresses import mail_runs, phone_runs, web_runs, web_target
from nqdesk.papers.blocks import Block, Text, baseline, draw_stack, stack_height
from nqdesk.papers.colours import MUTED, WHITE
from nqdesk.papers.cover import event_lines, title_style
from nqdesk.papers.edition import Edition
from nqdesk.papers.finishing import Extras
from nqdesk.papers.frame import A3
from nqdesk.papers.german import count, long_day, number
from nqdesk.papers.lines import Run
from nqdesk.papers.logo import draw_logo
from nqdesk.papers.occupation_section import field_title, occupation_title
from nqdesk.papers.qr import can_be_coded, draw_qr
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import Face

NAME = "Plakat"
SMALLEST = 18.0  # points: capitals 4.5 mm high
_MARGIN = 64.0
_TITLE = Style(face=Face.BOLD, size=66, leading=80, hyphens=False, balanced=True)
_SUBTITLE = Style(size=27, leading=38, hyphens=False, balanced=True)
_FIGURE = Style(face=Face.BOLD, size=58, leading=66)
_WORD = Style(size=21, leading=28)
_PANEL = 218.0
_QR = 150.0


def draw(canvas: TaggedCanvas, edition: Edition) -> Generator[int, None, Extras]:
    """Draw the one page."""
    document = Node("Document")
    sect = document.add("Sect")
    width, height = A3
    top = _band(canvas, edition, sect)
    yield 0
    top = _figures(canvas, edition, sect, top - 44)
    _occupations(canvas, edition, sect, top - 34, _PANEL + 40)
    _panel(canvas, edition, sect)
    canvas.place("anfang", height)
    canvas.outline.append((0, edition.book.title, "anfang"))
    canvas.showPage()
    yield edition.book.offer_count
    del width
    return Extras(document=document, destinations=canvas.destinations, outline=canvas.outline)


def _band(canvas: TaggedCanvas, edition: Edition, sect: Node) -> float:
    book, colours = edition.book, edition.colours
    width, height = A3
    inner = width - 2 * _MARGIN
    title = title_style(book.title, inner, _TITLE.coloured(colours.on_band), 3, 38)
    blocks: list[Block] = [Text(book.title, title, sect.add("H1"), after=16)]
    if book.subtitle:
        blocks.append(Text(book.subtitle, _SUBTITLE.coloured(colours.on_band_soft), sect.add("P")))
    logo_room = 84.0 if edition.logo else 0.0
    band = 62 + logo_room + stack_height(blocks, inner) + 52
    with canvas.artifact():
        canvas.fill_rect(0, height - band, width, band, colours.band)
    if edition.logo:
        size = edition.logo.fitted(210, 62)
        with canvas.artifact():
            canvas.rounded(_MARGIN, height - 50 - size[1] - 24, size[0] + 28, size[1] + 24, 8, fill=WHITE)
        figure = sect.add("Figure", alt=f"Logo von {book.centre.name}")
        sect.kids.insert(0, sect.kids.pop())
        draw_logo(canvas, edition.logo, _MARGIN + 14, height - 50 - size[1] - 12, size, figure)
    draw_stack(canvas, blocks, _MARGIN, height - 62 - logo_room, inner)
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
    for size in (25.0, 22.0, 20.0, SMALLEST):
        groups = _groups(sections, edition, Node("Sect"), size)
        split = _split(groups, column, room)
        if split is not None:
            break
    else:
        size, sections = SMALLEST, _shortened(sections, edition, column, room)
    groups = _groups(sections, edition, sect, size)
    left_out = edition.book.occupation_count - sum(len(s.occupations) for s in sections)
    if left_out:
        more = f"und {count(left_out, 'weiterer Beruf', 'weitere Berufe')}"
        groups.append([Text(more, Style(face=Face.BOLD, size=size, leading=size * 1.36), sect.add("P"))])
    at = _split(groups, column, room) or len(groups)
    for index, part in enumerate((groups[:at], groups[at:])):
        y = top
        for group in part:
            y = draw_stack(canvas, group, _MARGIN + index * (column + gap), y, column) - size * 0.9


def _groups(sections: Sequence[FieldSection], edition: Edition, parent: Node, size: float) -> list[list[Block]]:
    groups = []
    head = Style(face=Face.BOLD, size=max(size * 0.82, SMALLEST), leading=size * 1.24, hyphens=True)
    line = Style(size=size, leading=size * 1.36, hyphens=True)
    for field in sections:
        part = parent.add("Sect")
        titles = [occupation_title(section) for section in field.occupations]
        group: list[Block] = []
        if titles != [field_title(field)]:
            heading = Text(field_title(field), head.coloured(edition.colours.accent), part.add("H2"), after=size * 0.2)
            group.append(heading)
        items = part.add("L")
        group.extend(Text(title, line, items.add("LI").add("LBody")) for title in titles)
        groups.append(group)
    return groups


def _split(groups: Sequence[Sequence[Block]], column: float, room: float) -> int | None:
    """Where the second column begins so that both are about equally high; None if they do not fit."""
    heights = [stack_height(group, column) + group[-1].height(column) * 0.66 for group in groups]
    best: tuple[float, int] | None = None
    for at in range(1, len(heights) + 1):
        higher = max(sum(heights[:at]), sum(heights[at:]))
        if higher <= room and (best is None or higher < best[0] - 0.01):
            best = (higher, at)
    return best[1] if best else None


def _shortened(
    sections: Sequence[FieldSection], edition: Edition, column: float, room: float
) -> tuple[FieldSection, ...]:
    kept = list(sections)
    while len(kept) > 1:
        kept.pop()
        if _split(_groups(kept, edition, Node("Sect"), SMALLEST), column, room - 2 * SMALLEST) is not None:
            break
    return tuple(kept)


def _panel(canvas: TaggedCanvas, edition: Edition, sect: Node) -> None:
    book, centre, colours = edition.book, edition.book.centre, edition.colours
    width = A3[0]
    with canvas.artifact():
        canvas.fill_rect(0, 0, width, _PANEL, colours.soft)
    address = web_target(centre.web)
    coded = can_be_coded(address)
    bold = Style(face=Face.BOLD, size=23, leading=31, hyphens=False)
    line = Style(size=SMALLEST + 1, leading=27)
    blocks: list[Block] = []
    lines = event_lines(book.event)[:2]
    if book.event and lines:
        blocks.append(Text(book.event.title, bold, sect.add("P")))
        blocks.extend(Text(text, line, sect.add("P")) for text in lines)
    else:
        blocks.append(Text(centre.name, bold, sect.add("P")))
    contact: list[list[Run]] = [phone_runs(centre.phone), mail_runs(centre.email), web_runs(centre.web)]
    shown = [runs for runs in contact if runs]
    if book.event and lines:
        shown = [_joined(shown[:2]), *shown[2:]]
    blocks.extend(
        Text(runs, line, sect.add("P"), before=8 if index == 0 else 0) for index, runs in enumerate(shown) if runs
    )
    stand = Style(size=SMALLEST - 4, leading=20, colour=MUTED)
    blocks.append(Text(f"Stand: {long_day(book.on)}", stand, sect.add("P"), before=6))
    inner = width - 2 * _MARGIN - (_QR + 50 if coded else 0)
    high = stack_height(blocks, inner)
    draw_stack(canvas, blocks, _MARGIN, (_PANEL + high) / 2, inner)
    if coded:
        x, top = width - _MARGIN - _QR - 12, (_PANEL + _QR) / 2
        with canvas.artifact():
            canvas.rounded(x - 12, top - _QR - 12, _QR + 24, _QR + 24, 8, fill=WHITE)
        figure = sect.add("Figure", alt=f"QR-Code mit der Web-Adresse {address}")
        draw_qr(canvas, address, x, top, _QR, figure)


def _joined(parts: Sequence[Sequence[Run]]) -> list[Run]:
    runs: list[Run] = []
    for part in parts:
        if runs:
            runs.append(Run(" · "))
        runs.extend(part)
    return runs
