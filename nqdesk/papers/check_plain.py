"""One page in Einfache Sprache for the person: what may be possible, what to bring, whom to ask."""

from collections.abc import Iterator
from pathlib import Path

from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.funding.elsewhere import PLACE_OF_WORK, RESIDENCE
from nqdesk.domain.funding.frozen import FrozenInstrument
from nqdesk.domain.funding.nearness import nearest_first
from nqdesk.domain.funding.rules import Level, Maker
from nqdesk.papers import check_words as words
from nqdesk.papers.addresses import mail_runs, phone_runs
from nqdesk.papers.blocks import Block, Marked, Stack, Text
from nqdesk.papers.colours import GOOD_SOFT, OPEN_SOFT, Colour
from nqdesk.papers.edition import Footers
from nqdesk.papers.finishing import Extras, Identity, finished
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.german import bound, count, long_day
from nqdesk.papers.lines import Run
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.target_file import write
from nqdesk.papers.typefaces import Face

TITLE = "Förderung: Das ist vielleicht möglich"
PAGE = PageFormat(left=62.0, right=62.0, top=56.0, bottom=60.0)
_TITLE = Style(face=Face.BOLD, size=22, leading=28, hyphens=False, balanced=True)
_HEADING = Style(face=Face.BOLD, size=14, leading=18, hyphens=False)
_NAME = Style(face=Face.BOLD, size=12, leading=16, hyphens=False)
_TEXT = Style(size=12, leading=16.5, hyphens=False)
_INSIDE = _TEXT.at(11.2, 15)
_MOST_TOLD, _LEAST_TOLD = 8, 3  # what is possible or open with a box of its own: fewer only if a page holds no more
_MOST_REFUSED = 3  # of what does not fit, what comes nearest
_MOST_AMOUNTS = 2
_MOST_QUESTIONS = 7
_KIND_OF_COURSE = {"massnahme.ziel", "massnahme.sprachkurs_art"}
_SOMETHING, _MUCH = 2, 4  # criteria that are met by what is known
_SHORT = 70  # signs of a condition that a person reads on the way
_MOST_DOCUMENTS = 5


def make(book: CheckBook, out: Path) -> None:
    """Write the page to `out`; as many instruments as fit, the rest is counted. PapersError as `target_file.write`."""
    for room in _rooms(len(book.checked.with_version), len(book.of(*POSITIVE))):
        canvas, document = TaggedCanvas(PAGE.size), Node("Document")
        filler = Filler(canvas, PAGE, Footers(TITLE, PAGE))
        filler.put(_blocks(book, document, *room))
        filler.next_page()
        if canvas.page_number == 1:
            break
    identity = Identity(title=TITLE, author=book.centre.name, subject=words.DECIDES, day=book.printed_on)
    extras = Extras(document=document, destinations=canvas.destinations, outline=())
    write(out, finished(canvas.finished(), identity, extras))


def _rooms(count: int, possible: int) -> Iterator[tuple[int, int]]:
    """Yield how much to try to tell: boxes of what is possible or open, and names of what does not fit.

    What is possible goes before what does not fit, and that before what is open but further away.
    """
    least = min(count, max(_LEAST_TOLD, min(possible, _MOST_TOLD)))
    for refused in range(_MOST_REFUSED, 0, -1):
        yield from ((most, refused) for most in range(min(count, _MOST_TOLD), least - 1, -1))
    yield from ((most, 1) for most in range(least - 1, max(possible, 1) - 1, -1))
    yield from ((most, 0) for most in range(least, -1, -1))


def _blocks(book: CheckBook, document: Node, most: int, refused: int) -> Iterator[Block]:
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
        near = book.open_near[:left]
        rest = len(open_) - len(near)
        nouns = ("weiteren Hilfe", "weiteren Hilfen") if near else ("Hilfe", "Hilfen")
        more = f"Bei {count(rest, *nouns)} fehlen noch Angaben." if rest else ""
        yield from _named("Das ist noch offen", near, more, document, OPEN_SOFT)
        if not positive and not book.open_near:
            yield from _asked(book, document)
    if not positive and not open_:
        yield Text("Nach Ihren Angaben passt keine Förderung. Fragen Sie uns trotzdem.", _TEXT, sect.add("P"), before=8)
    yield from _refused(book, refused, document)
    yield from _bring([*positive, *book.open_near][: max(most, 1)], document)
    yield _ending(book, document)


def _asked(book: CheckBook, document: Node) -> Iterator[Block]:
    """Ask for what has to be known first, where nothing can be told yet."""
    questions = [fact.question for fact in book.questions[:_MOST_QUESTIONS]]
    if not questions:
        return
    sect = document.add("Sect")
    yield Text("Das müssen wir noch wissen", _HEADING, sect.add("H2"), before=12, after=3, keep_with_next=True)
    items = sect.add("L")
    for place, question in enumerate(questions, start=1):
        item = items.add("LI")
        mark = Text(f"{place}.", _TEXT, item.add("Lbl"))
        yield Marked(mark, Text(question, _TEXT, item.add("LBody")), indent=20, after=2)


def _dated(book: CheckBook) -> list[str]:
    day = f"Das Blatt ist vom {long_day(book.printed_on)}."
    if book.kept_on is None:
        return ["Wir haben Ihre Angaben geprüft.", day]
    checked = f"Wir haben Ihre Angaben am {long_day(book.kept_on)} geprüft. Hier steht das Ergebnis von diesem Tag."
    later = " Seitdem kann sich etwas geändert haben." if book.kept_on < book.printed_on else ""
    return [f"{checked}{later}", day]


def _named(heading: str, results: list[FrozenInstrument], more: str, document: Node, fill: Colour) -> Iterator[Block]:
    """Yield what is said of some results, and `more` of those that have no room; amounts of 0 € say nothing here."""
    sect = document.add("Sect")
    yield Text(heading, _HEADING, sect.add("H2"), before=12, after=4, keep_with_next=True)
    for found in results:
        inside: list[Block] = [Text(found.title, _NAME, sect.add("P"))]
        inside += [Text(line, _INSIDE, sect.add("P")) for line in _lines(found)]
        yield Stack(inside, padding=7, fill=fill, after=5)
    if more:
        yield Text(f"{more} Sie stehen im Protokoll.", _TEXT, sect.add("P"), before=2)


def _lines(found: FrozenInstrument) -> Iterator[str]:
    """Yield what stands below a name: where it holds, how much it is, until when and whom to ask."""
    if found.district:
        yield _district(found)
    amounts = [each for each in found.amounts if each.high and not each.in_months]
    yield from (f"{each.text}: {words.amount(each)}" for each in amounts[:_MOST_AMOUNTS])
    if found.result in POSITIVE and found.deadlines:
        yield f"Frist: {bound(found.deadlines[0])}"
    if found.office:
        yield f"Fragen Sie: {found.office}"


def _refused(book: CheckBook, most: int, document: Node) -> Iterator[Block]:
    """Say what does not fit and where to ask all the same: first what fails by one thing only and meets the most."""
    refused = book.of(Result.EXCLUDED)
    if not refused:
        return
    shown = nearest_first(found for found in refused if _is_near(found, book))[:most]
    sect = document.add("Sect")
    yield Text("Das passt im Moment nicht", _HEADING, sect.add("H2"), before=12, after=3, keep_with_next=True)
    if shown:
        items = sect.add("L")
    for found in shown:
        item = items.add("LI")
        runs = [Run(found.title, bold=True), Run(f". {_wanted(found)}Fragen dazu: {found.office}.")]
        yield Marked(Text("•", _TEXT, item.add("Lbl")), Text(runs, _INSIDE, item.add("LBody")), indent=14, after=1)
    rest = len(refused) - len(shown)
    also = f"{count(rest, 'weitere Hilfe passt', 'weitere Hilfen passen')}" if shown else _count_all(rest)
    told = f"{also} auch nicht. " if shown and rest else f"{also} nicht. " if rest else ""
    yield Text(f"{told}Ändert sich etwas bei Ihnen? Dann fragen Sie noch einmal.", _TEXT, sect.add("P"), before=3)


def _is_near(found: FrozenInstrument, book: CheckBook) -> bool:
    """Return whether it helps to ask about an instrument that does not fit: it fails by one thing, and much is met.

    What is meant for a course of another kind is named only where much is met of the person, as a language course may
    be; a programme of a Land that the person has no tie to never is.
    """
    failed = [each for each in found.criteria if each.met is False]
    places = [book.checked.values.get(name) for name in (RESIDENCE, PLACE_OF_WORK)]
    if len(failed) != 1 or not found.office or (found.level is Level.LAND and found.land not in places):
        return False
    used = [{figure.name for figure in each.figures} for each in found.criteria if each.met]
    if {figure.name for figure in failed[0].figures} <= _KIND_OF_COURSE:
        return sum(any(name.startswith("person.") for name in names) for names in used) >= _MUCH
    return sum(map(bool, used)) >= _SOMETHING


def _wanted(found: FrozenInstrument) -> str:
    """Return what would have to be so, where that is said in a few words."""
    text = next(each.text for each in found.criteria if each.met is False)
    return f"Nötig ist: {bound(text)} " if len(text) <= _SHORT else ""


def _count_all(number: int) -> str:
    return count(number, "Hilfe passt", "Hilfen passen")


def _district(found: FrozenInstrument) -> str:
    makers = {Maker.AGENTUR: "von der Agentur für Arbeit", Maker.JOBCENTER: "vom Jobcenter"}
    maker = makers.get(found.maker)
    where = f"Bezirk {found.district}"
    return f"Das ist eine Regel {maker}. Sie gilt nur im {where}." if maker else f"Das gilt nur im {where}."


def _bring(results: list[FrozenInstrument], document: Node) -> Iterator[Block]:
    documents = list(dict.fromkeys(text for found in results for text in found.documents))[:_MOST_DOCUMENTS]
    if not documents:
        return
    sect = document.add("Sect")
    yield Text("Das bringen Sie mit", _HEADING, sect.add("H2"), before=12, after=3, keep_with_next=True)
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
    return Stack(inside, before=12)
