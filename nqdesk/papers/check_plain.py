"""One page in Einfache Sprache for the person: what may be possible, what to bring, whom to ask."""

from collections.abc import Iterator
from pathlib import Path

from nqdesk.domain.funding.check import POSITIVE
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.funding.frozen import FrozenInstrument
from nqdesk.domain.funding.rules import Maker
from nqdesk.papers import check_words as words
from nqdesk.papers.addresses import mail_runs, phone_runs
from nqdesk.papers.blocks import Block, Marked, Stack, Text
from nqdesk.papers.colours import GOOD_SOFT, OPEN_SOFT
from nqdesk.papers.edition import Footers
from nqdesk.papers.finishing import Extras, Identity, finished
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.german import count, long_day
from nqdesk.papers.lines import Run
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.target_file import write
from nqdesk.papers.typefaces import Face

TITLE = "Förderung: Das ist vielleicht möglich"
PAGE = PageFormat(left=62.0, right=62.0, top=56.0, bottom=60.0)
_TITLE = Style(face=Face.BOLD, size=24, leading=31, hyphens=False, balanced=True)
_HEADING = Style(face=Face.BOLD, size=15, leading=20, hyphens=False)
_NAME = Style(face=Face.BOLD, size=12.5, leading=17, hyphens=False)
_TEXT = Style(size=12.5, leading=18, hyphens=False)


def make(book: CheckBook, out: Path) -> None:
    """Write the page to `out`; as many instruments as fit, the rest is counted. PapersError as `target_file.write`."""
    for most in range(len(book.checked.with_version), -1, -1):
        canvas, document = TaggedCanvas(PAGE.size), Node("Document")
        filler = Filler(canvas, PAGE, Footers(TITLE, PAGE))
        filler.put(_blocks(book, document, most))
        filler.next_page()
        if canvas.page_number == 1:
            break
    identity = Identity(title=TITLE, author=book.centre.name, subject=words.DECIDES, day=book.printed_on)
    extras = Extras(document=document, destinations=canvas.destinations, outline=())
    write(out, finished(canvas.finished(), identity, extras))


def _blocks(book: CheckBook, document: Node, most: int) -> Iterator[Block]:
    sect = document.add("Sect")
    yield Text(TITLE, _TITLE, sect.add("H1"), after=6)
    for sentence in _dated(book):
        yield Text(sentence, _TEXT, sect.add("P"))
    positive, open_ = book.of(*POSITIVE), [*book.open_here, *book.open_elsewhere]
    shown, left = positive[:most], max(most - len(positive), 0)
    if positive:
        rest = len(positive) - len(shown)
        more = f"Es gibt noch {count(rest, 'Möglichkeit', 'Möglichkeiten')} mehr." if rest else ""
        yield from _named("Das ist möglich", shown, more, document, GOOD_SOFT)
    if open_:
        rest = len(open_) - min(left, len(open_))
        more = f"Bei {count(rest, 'weiteren Hilfe', 'weiteren Hilfen')} fehlen noch Angaben." if rest else ""
        yield from _named("Das ist noch offen", open_[:left], more, document, OPEN_SOFT)
    if not positive and not open_:
        yield Text("Nach Ihren Angaben passt keine Förderung. Fragen Sie uns trotzdem.", _TEXT, sect.add("P"), before=8)
    yield from _bring([*positive, *open_][: max(most, 1)], document)
    yield _ending(book, document)


def _dated(book: CheckBook) -> list[str]:
    day = f"Das Blatt ist vom {long_day(book.printed_on)}."
    if book.kept_on is None:
        return ["Wir haben Ihre Angaben geprüft.", day]
    checked = f"Wir haben Ihre Angaben am {long_day(book.kept_on)} geprüft. Hier steht das Ergebnis von diesem Tag."
    later = " Seitdem kann sich etwas geändert haben." if book.kept_on < book.printed_on else ""
    return [f"{checked}{later}", day]


def _named(heading: str, results: list[FrozenInstrument], more: str, document: Node, fill: object) -> Iterator[Block]:
    """Yield what is said of some results, and `more` of those that have no room; amounts of 0 € say nothing here."""
    sect = document.add("Sect")
    yield Text(heading, _HEADING, sect.add("H2"), before=16, after=5, keep_with_next=True)
    for found in results:
        inside: list[Block] = [Text(found.title, _NAME, sect.add("P"))]
        if found.district:
            inside.append(Text(_district(found), _TEXT.at(11.5, 16), sect.add("P")))
        for amount in found.amounts:
            if amount.high and not amount.in_months:
                text = f"{amount.text}: {words.amount(amount)}"
                inside.append(Text(text, _TEXT.at(11.5, 16), sect.add("P")))
        yield Stack(inside, padding=8, fill=fill, after=5)  # type: ignore[arg-type]
    if more:
        yield Text(f"{more} Sie stehen im Protokoll.", _TEXT, sect.add("P"), before=2)


def _district(found: FrozenInstrument) -> str:
    makers = {Maker.AGENTUR: "von der Agentur für Arbeit", Maker.JOBCENTER: "vom Jobcenter"}
    maker = makers.get(found.maker)
    where = f"Bezirk {found.district}"
    return f"Das ist eine Regel {maker}. Sie gilt nur im {where}." if maker else f"Das gilt nur im {where}."


def _bring(results: list[FrozenInstrument], document: Node) -> Iterator[Block]:
    documents = list(dict.fromkeys(text for found in results for text in found.documents))[:6]
    if not documents:
        return
    sect = document.add("Sect")
    yield Text("Das bringen Sie mit", _HEADING, sect.add("H2"), before=14, after=4, keep_with_next=True)
    items = sect.add("L")
    for text in documents:
        item = items.add("LI")
        yield Marked(Text("•", _TEXT, item.add("Lbl")), Text(text, _TEXT, item.add("LBody")), indent=14, after=1)


def _ending(book: CheckBook, document: Node) -> Block:
    sect = document.add("Sect")
    centre = book.centre
    inside: list[Block] = [
        Text("Wichtig", _HEADING, sect.add("H2"), after=3),
        Text("Stellen Sie den Antrag vor dem Kurs.", _TEXT, sect.add("P")),
        Text([Run(words.DECIDES, bold=True)], _TEXT, sect.add("P"), after=8),
        Text("Wer hilft mir?", _HEADING, sect.add("H2"), before=8, after=3),
        Text(f"Wir helfen Ihnen: {centre.name}." if centre.name else "Wir helfen Ihnen.", _TEXT, sect.add("P")),
    ]
    reached = (phone_runs(centre.phone), mail_runs(centre.email))
    inside.extend(Text(runs, _TEXT, sect.add("P")) for runs in reached if runs)
    return Stack(inside, before=16)
