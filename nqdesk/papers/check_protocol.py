"""The protocol of a funding check: results with their reasons, amounts, next steps, and the facts it rests on."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.funding.frozen import FrozenInstrument
from nqdesk.domain.funding.rules import Level
from nqdesk.papers import check_words as words
from nqdesk.papers.blocks import Block, Marked, Stack, Text
from nqdesk.papers.bullets import bulleted
from nqdesk.papers.colours import GOOD_SOFT, GROUND, OPEN_SOFT, Palette, palette
from nqdesk.papers.edition import Footers
from nqdesk.papers.finishing import Extras, Identity, finished
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.german import bound, count, long_day, short_day
from nqdesk.papers.lines import Run
from nqdesk.papers.logo import draw_logo, read_logo
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, CARD_TITLE, LEAD, PART_TITLE, SECTION_TITLE, SMALL_MUTED, Style
from nqdesk.papers.tables import Cell, Column, Look, Table
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.target_file import write

TITLE = "Protokoll des Förderchecks"
PAGE = PageFormat()
_MOST_QUESTIONS = 12
_TOO_LITTLE = "Noch ist zu wenig bekannt, um etwas hervorzuheben. Bitte zuerst klären, was unten gefragt ist."
_NOTHING_MET = "Von ihnen ist noch nichts erfüllt, weil zu wenig bekannt ist."
_ASK = "Bitte bei der Stelle klären."
_FURTHER, _ELSEWHERE = "Weitere offene Instrumente", "Programme anderer Länder"
_ALL_OPEN = "Offene Instrumente"
_EXCLUDED, _NOT_COVERED = "Nicht möglich", "Ohne Fassung an diesem Tag"
_MOST_FAILED = 2  # one is enough for a no; all of them would fill pages in a case of which everything is known
_MOST_DETAILED = 8  # open instruments told with all their criteria: more would be a pile nobody reads


def make(book: CheckBook, out: Path) -> int:
    """Write the protocol to `out` and return its number of pages. PapersError as `target_file.write`."""
    canvas = TaggedCanvas(PAGE.size)
    document = Node("Document")
    filler = Filler(canvas, PAGE, Footers(TITLE, PAGE))
    colours = palette(book.centre.colour)
    _draw_logo(canvas, book.centre, document)
    filler.put(_blocks(book, document, colours))
    filler.next_page()
    pages = canvas.page_number
    identity = Identity(title=TITLE, author=book.centre.name, subject=words.DECIDES, day=book.printed_on)
    extras = Extras(document=document, destinations=canvas.destinations, outline=canvas.outline)
    write(out, finished(canvas.finished(), identity, extras))
    return pages


def _draw_logo(canvas: TaggedCanvas, centre: Centre, document: Node) -> None:
    logo = read_logo(centre.logo)
    if logo:
        width, height = PAGE.size
        size = logo.fitted(110, 30)
        figure = document.add("Figure", alt=f"Logo von {centre.name}")
        draw_logo(canvas, logo, width - PAGE.right - size[0], height - 28 - size[1], size, figure)


def _blocks(book: CheckBook, document: Node, colours: Palette) -> Iterator[Block]:
    yield from _opening(book, document)
    yield from _overview(book, document, colours)
    yield from _questions(book, document)
    positive, near = book.of(*POSITIVE), _near(book)
    yield from _part("Möglich", "moeglich", positive, book, document, colours)
    yield from _part("Offen", "offen", near, book, document, colours)
    yield from _further([found for found in book.open_here if found not in near], book, document, colours)
    yield from _excluded(book, document, colours)
    yield from _elsewhere(book, document, colours)
    yield from _not_covered(book, document, colours)
    yield from _facts(book, document, colours)


def _near(book: CheckBook) -> list[FrozenInstrument]:
    """Return the open instruments that are told with all their criteria; they come first among the open ones."""
    return book.open_near[:_MOST_DETAILED]


def _heading(text: str, parent: Node, destination: str) -> Text:
    return Text(
        text,
        SECTION_TITLE,
        parent.add("H2"),
        before=26,
        after=8,
        keep_with_next=True,
        destination=destination,
        outline=(0, text),
    )


def _opening(book: CheckBook, document: Node) -> Iterator[Block]:
    sect = document.add("Sect")
    yield Text(TITLE, PART_TITLE, sect.add("H1"), after=6, destination="anfang", outline=(0, TITLE))
    who = f"Für: {book.subject}" if book.subject else "Ohne Namen geprüft"
    lines = [
        who,
        _days(book),
        f"{count(len(book.checked.with_version), 'Instrument', 'Instrumente')} geprüft, "
        f"Regelwerk {book.checked.digest.removeprefix('sha256:')[:12]}",
    ]
    if book.kept_on is not None:
        day = long_day(book.kept_on)
        lines.append(f"Angaben, Ergebnis und Regeln stehen hier so, wie sie am {day} waren; nichts ist neu gerechnet.")
    if book.centre.name:
        lines.insert(0, book.centre.name)
    for line in lines:
        yield Text(line, LEAD.at(10.2, 15.4), sect.add("P"))
    note = [
        Text([Run(words.DECIDES, bold=True)], BODY, sect.add("P"), after=2),
        Text(
            "Dieses Protokoll zeigt, was nach den Angaben in Betracht kommt. Was unbekannt oder unbestätigt ist, "
            "bleibt offen. Beträge gelten, wenn die Stelle zustimmt; eine Spanne wird enger, je mehr bekannt ist.",
            BODY,
            sect.add("P"),
        ),
    ]
    yield Stack(note, padding=12, fill=OPEN_SOFT, before=14, after=4)


def _days(book: CheckBook) -> str:
    kept = f"Geprüft und aufbewahrt am {long_day(book.kept_on)}, " if book.kept_on else ""
    return f"{kept}Rechtsstand {long_day(book.checked.on)}, gedruckt am {long_day(book.printed_on)}"


def _overview(book: CheckBook, document: Node, colours: Palette) -> Iterator[Block]:
    sect = document.add("Sect")
    yield _heading("Auf einen Blick", sect, "ueberblick")
    columns = (
        Column(title="Ergebnis", firm=True, fixed=60),
        Column(title="Instrument", row_header=True),
        Column(title="Zuständig", fixed=200),
    )
    table = Table(sect, columns, Look(head_fill=colours.soft), after=6)
    for found in (*book.of(*POSITIVE), *_near(book)):
        table.add([words.result(found), found.title, found.office])
    if table.row_count:
        yield table
    elif book.open_here:
        yield Text(_TOO_LITTLE, BODY, sect.add("P"), after=4)
    yield from _others(book, sect)
    if not book.checked.with_version:
        yield Text(words.NOTHING_COVERED, BODY, sect.add("P"), after=4)


def _others(book: CheckBook, sect: Node) -> Iterator[Block]:
    """Count what stands below in tables of its own."""
    counts = (
        (_FURTHER if _near(book) else _ALL_OPEN, len(book.open_here) - len(_near(book))),
        (_ELSEWHERE, len(book.open_elsewhere)),
        (_EXCLUDED, len(book.of(Result.EXCLUDED))),
        (_NOT_COVERED, len(book.checked.without_version)),
    )
    told = [f"{heading}: {number}" for heading, number in counts if number]
    if told:
        yield Text([Run("Weiter unten: ", bold=True), Run(bound(" · ".join(told)))], BODY, sect.add("P"), after=4)


def _part(
    heading: str, name: str, results: Sequence[FrozenInstrument], book: CheckBook, document: Node, colours: Palette
) -> Iterator[Block]:
    if not results:
        return
    sect = document.add("Sect")
    yield _heading(heading, sect, name)
    for found in results:
        yield from _instrument(found, book, sect.add("Sect"), colours)


def _further(results: Sequence[FrozenInstrument], book: CheckBook, document: Node, colours: Palette) -> Iterator[Block]:
    """List open instruments of which too little is known for their details to help anybody."""
    columns = (
        Column(title="Instrument", row_header=True, fixed=170),
        Column(title="Es fehlt"),
        Column(title="Zuständig", fixed=130),
    )
    rows = [(_named(found), words.missing(found, book.checked, most=4) or _ASK, found.office) for found in results]
    why = "Von ihnen ist bisher weniger erfüllt als von den Instrumenten zuvor." if _near(book) else _NOTHING_MET
    intro = f"{why} Ihre Voraussetzungen stehen im Regelwerk von nqdesk."
    heading = _FURTHER if _near(book) else _ALL_OPEN
    yield from _listed(heading, "weitere", intro, columns, rows, document, colours)


def _named(found: FrozenInstrument) -> Cell:
    """Return the name of an instrument with its law below; that of a programme of a Land would say the name again."""
    is_named = found.level is Level.LAND or found.law in found.title
    return _with_note(found.title, "" if is_named else found.law)


def _with_note(text: str, note: str) -> Cell:
    """Return a text with a smaller line below, if there is one."""
    return Cell(((bound(text), None), (bound(note), SMALL_MUTED))) if note else Cell.of(bound(text))


def _listed(
    heading: str,
    name: str,
    intro: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | Cell]],
    document: Node,
    colours: Palette,
) -> Iterator[Block]:
    """Set a part that is one table; nothing where it has no rows."""
    if not rows:
        return
    sect = document.add("Sect")
    yield _heading(heading, sect, name)
    if intro:
        yield Text(intro, BODY, sect.add("P"), after=5, keep_with_next=True)
    table = Table(sect, columns, Look(head_fill=colours.soft))
    for row in rows:
        table.add(row)
    yield table


def _instrument(found: FrozenInstrument, book: CheckBook, sect: Node, colours: Palette) -> Iterator[Block]:
    name = found.title
    head = [
        Text(name, CARD_TITLE.at(12, 16), sect.add("H3"), after=2, destination=found.id, outline=(1, name)),
        Text(words.basis(found), SMALL_MUTED, sect.add("P")),
    ]
    fill = GOOD_SOFT if found.result in POSITIVE else GROUND
    yield Stack(head, padding=9, fill=fill, before=16, after=6, keep_with_next=True)
    if found.missing:
        lead = "Für genauere Beträge fehlt: " if found.result in POSITIVE else "Es fehlt: "
        told = [Run(lead, bold=True), Run(words.missing(found, book.checked))]
        yield Text(told, BODY, sect.add("P"), after=5, keep_with_next=True)
    columns = (Column(title="Voraussetzung", row_header=True), Column(title="Stand", firm=True, fixed=74))
    table = Table(sect, columns, Look(head_fill=colours.soft), after=8)
    for counted in found.criteria:
        note = words.grounds(found, counted.law, words.figures(counted), confirmed=counted.confirmed)
        table.add([_with_note(counted.text, note), words.MET[counted.met]])
    yield table
    if found.amounts:
        columns = (
            Column(title="Betrag", row_header=True),
            Column(title="Höhe", firm=True, align="right", fixed=145),
        )
        table = Table(sect, columns, Look(head_fill=colours.soft), after=8)
        for each in found.amounts:
            note = words.grounds(found, each.law, "", confirmed=each.confirmed)
            table.add([_with_note(each.text, note), words.amount(each)])
        yield table
    yield from _help(found, sect)


def _help(found: FrozenInstrument, sect: Node) -> Iterator[Block]:
    if found.office:
        told = [Run("Zuständig: ", bold=True), Run(found.office)]
        yield Text(told, BODY, sect.add("P"), before=2, after=3)
    for heading, lines in (
        ("Fristen", list(found.deadlines)),
        ("Mitbringen", list(found.documents)),
        ("Hinweise", list(found.notes)),
    ):
        yield from bulleted(heading, lines, sect, "H4")


def _excluded(book: CheckBook, document: Node, colours: Palette) -> Iterator[Block]:
    columns = (Column(title="Instrument", row_header=True, fixed=190), Column(title="Nicht erfüllt"))
    rows = [(_named(found), _why_not(found, book)) for found in book.of(Result.EXCLUDED)]
    yield from _listed(_EXCLUDED, "nicht", "", columns, rows, document, colours)


def _why_not(found: FrozenInstrument, book: CheckBook) -> Cell:
    """Return the first criteria that are not met, each with its law and the figures used, or what goes first."""
    failed = [counted for counted in found.criteria if counted.met is False]
    if not failed:
        first = book.checked.of(found.excluded_by)
        return Cell.of(f"Vorrang hat: {first.title if first else found.excluded_by}")
    paragraphs: list[tuple[str, Style | None]] = []
    for counted in failed[:_MOST_FAILED]:
        paragraphs.append((bound(counted.text), None))
        note = words.grounds(found, counted.law, words.figures(counted), confirmed=True)
        paragraphs += [(note, SMALL_MUTED)] if note else []
    rest = len(failed) - _MOST_FAILED
    if rest > 0:
        more = count(rest, "weitere Voraussetzung ist", "weitere Voraussetzungen sind")
        paragraphs.append((f"{more} auch nicht erfüllt.", None))
    return Cell(tuple(paragraphs))


def _elsewhere(book: CheckBook, document: Node, colours: Palette) -> Iterator[Block]:
    columns = (
        Column(title="Instrument", row_header=True),
        Column(title="Land", fixed=130),
        Column(title="Noch unbekannt", fixed=130),
    )
    pairs = ((found.title, book.elsewhere[found.id]) for found in book.open_elsewhere)
    rows = [(title, told.land, told.place) for title, told in pairs]
    intro = "Diese Programme sind nur für den Fall offen, dass der genannte Ort in ihrem Land liegt."
    yield from _listed(_ELSEWHERE, "andere-laender", intro, columns, rows, document, colours)


def _not_covered(book: CheckBook, document: Node, colours: Palette) -> Iterator[Block]:
    columns = (
        Column(title="Instrument", row_header=True),
        Column(title="Tag", firm=True, fixed=64),
        Column(title="Grund", fixed=240),
    )
    rows = [
        (told.title, short_day(told.decisive), bound(told.reason or "Keine hinterlegte Fassung."))
        for told in book.checked.without_version
    ]
    intro = "Diese Instrumente haben am maßgeblichen Tag keine hinterlegte Fassung; die Regeln decken ihn nicht ab."
    yield from _listed(_NOT_COVERED, "ohne-fassung", intro, columns, rows, document, colours)


def _questions(book: CheckBook, document: Node) -> Iterator[Block]:
    if not book.questions:
        return
    sect = document.add("Sect")
    yield _heading("Noch zu klären", sect, "fragen")
    questions = [fact.question for fact in book.questions[:_MOST_QUESTIONS]]
    items = sect.add("L")
    for place, question in enumerate(questions, start=1):
        item = items.add("LI")
        mark = Text(f"{place}.", BODY, item.add("Lbl"))
        yield Marked(mark, Text(question, BODY, item.add("LBody")), indent=18, after=2)


def _facts(book: CheckBook, document: Node, colours: Palette) -> Iterator[Block]:
    sect = document.add("Sect")
    yield _heading("Angaben", sect, "angaben")
    facts = [fact for fact in book.checked.facts if fact.is_answered]
    if not facts:
        yield Text("Es wurde nichts angegeben.", BODY, sect.add("P"))
        return
    columns = (Column(title="Angabe", row_header=True, fixed=270), Column(title="Wert"))
    look = Look(head_fill=colours.soft, group=CARD_TITLE.at(9.4, 13), group_fill=GROUND, pad_y=2.4)
    table = Table(sect, columns, look, after=4)
    for section, members in groupby(facts, key=lambda fact: fact.section):
        table.add_group(section or "Heute nicht mehr gefragt")
        for fact in members:
            table.add([fact.text, words.said(fact)])
    yield table
