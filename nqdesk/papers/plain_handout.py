"""The handout in Einfache Sprache: big type, short sentences, one thought each."""

from collections.abc import Generator

from nqdesk.domain.offers import Form, Offer, OfferKind, TimeModel
from nqdesk.domain.portfolio_book import Entry
from nqdesk.papers import words
from nqdesk.papers.blocks import Block, Stack, Text
from nqdesk.papers.closing import ContactPanel
from nqdesk.papers.colours import LINE
from nqdesk.papers.edition import Edition, Footers
from nqdesk.papers.finishing import Extras
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.german import count, listed, long_day, number
from nqdesk.papers.lines import Run
from nqdesk.papers.logo import draw_logo
from nqdesk.papers.occupation_section import occupation_title
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.typefaces import Face

NAME = "Handzettel in Einfacher Sprache"
PAGE = PageFormat(left=62.0, right=62.0, top=66.0, bottom=70.0)
MOST_COURSES = 3
_TITLE = Style(face=Face.BOLD, size=30, leading=38, hyphens=False, balanced=True)
_HEADING = Style(face=Face.BOLD, size=20, leading=27, hyphens=False)
_OCCUPATION = Style(face=Face.BOLD, size=16, leading=22, hyphens=False)
_COURSE = Style(face=Face.BOLD, size=13.5, leading=20, hyphens=False)
_TEXT = Style(size=13.5, leading=21, hyphens=False)
_TIMES = {
    TimeModel.FULL_TIME: "Der Kurs ist in Vollzeit. Sie lernen den ganzen Tag.",
    TimeModel.PART_TIME: "Der Kurs ist in Teilzeit. Sie lernen einen Teil des Tages.",
    TimeModel.BERUFSBEGLEITEND: "Sie lernen neben der Arbeit.",
    TimeModel.EVENING: "Sie lernen am Abend.",
    TimeModel.WEEKEND: "Sie lernen am Wochenende.",
    TimeModel.BLOCK: "Sie lernen einige Tage oder Wochen am Stück. Dann ist Pause.",
    TimeModel.FLEXIBLE: "Die Zeiten können Sie absprechen.",
}
_FORMS = {
    Form.ONLINE: "Sie lernen online am Computer.",
    Form.BLENDED: "Sie lernen im Kurs und online am Computer.",
    Form.DISTANCE: "Sie lernen zu Hause. Das heißt Fernunterricht.",
    Form.IN_COMPANY: "Sie lernen im Betrieb.",
}
_WAYS = (
    (
        OfferKind.TQ,
        "Teilqualifikation",
        ("Sie lernen den Beruf in kleinen Schritten.", "Jeder Schritt ist ein eigener Kurs."),
    ),
    (
        OfferKind.UMSCHULUNG,
        "Umschulung",
        ("Sie lernen einen ganzen Beruf.", "Am Ende machen Sie die Abschlussprüfung."),
    ),
    (
        OfferKind.EXTERNENPRUEFUNG,
        "Vorbereitung auf die Prüfung",
        ("Sie haben schon lange in einem Beruf gearbeitet.", "Der Kurs bereitet Sie auf die Abschlussprüfung vor."),
    ),
    (
        OfferKind.BASIC_SKILLS,
        "Grundkompetenzen",
        ("Sie üben Lesen, Schreiben, Rechnen oder die Arbeit am Computer.",),
    ),
    (OfferKind.LANGUAGE, "Sprachkurs", ("Sie lernen Deutsch für den Beruf.",)),
)


def draw(canvas: TaggedCanvas, edition: Edition) -> Generator[int, None, Extras]:
    """Draw the handout; yields the number of offers looked at so far."""
    document = Node("Document")
    filler = Filler(canvas, PAGE, Footers(edition.book.title, PAGE))
    _draw_stripe(canvas, edition, document)
    filler.put(_opening(edition, document))
    done = 0
    sect = document.add("Sect")
    heading = "Diese Kurse gibt es"
    filler.put([])
    first = Text(
        heading,
        _HEADING,
        sect.add("H2"),
        before=28,
        after=4,
        keep_with_next=True,
        destination="kurse",
        outline=(0, heading),
    )
    blocks: list[Block] = [first]
    for field in edition.book.sections:
        for section in field.occupations:
            part = sect.add("Sect")
            blocks.append(
                Text(
                    occupation_title(section),
                    _OCCUPATION.coloured(edition.colours.accent),
                    part.add("H3"),
                    before=20,
                    after=4,
                    keep_with_next=True,
                )
            )
            blocks.extend(_course(entry, part) for entry in section.entries[:MOST_COURSES])
            rest = len(section.entries) - MOST_COURSES
            if rest > 0:
                more = f"Es gibt noch {count(rest, 'Kurs', 'Kurse')} mehr. Fragen Sie uns."
                blocks.append(Text(more, _TEXT, part.add("P"), before=6, after=4))
            done += len(section.entries)
            for _ in filler.fill(blocks):
                yield done
            blocks = []
    filler.put(_ending(edition, document))
    filler.next_page()
    yield done
    return Extras(document=document, destinations=canvas.destinations, outline=canvas.outline)


def _draw_stripe(canvas: TaggedCanvas, edition: Edition, document: Node) -> None:
    width, height = PAGE.size
    with canvas.artifact():
        canvas.fill_rect(0, height - 16, width, 16, edition.colours.band)
    if edition.logo:
        size = edition.logo.fitted(120, 34)
        figure = document.add("Figure", alt=f"Logo von {edition.book.centre.name}")
        draw_logo(canvas, edition.logo, width - PAGE.right - size[0], height - 30 - size[1], size, figure)


def _paragraphs(sentences: tuple[str, ...], parent: Node) -> list[Block]:
    """One sentence a line."""
    return [Text(sentence, _TEXT, parent.add("P"), after=1) for sentence in sentences]


def _opening(edition: Edition, document: Node) -> list[Block]:
    title = "So bekommen Sie einen Berufsabschluss"
    sect = document.add("Sect")
    blocks: list[Block] = [
        Text(title, _TITLE, sect.add("H1"), after=12, destination="anfang", outline=(0, title)),
        *_paragraphs(
            (
                "Sie haben keinen Berufsabschluss?",
                "Oder Ihr Abschluss passt nicht zu Ihrer Arbeit?",
                "Dann können Sie einen Abschluss nachholen.",
                "Das geht auch für Erwachsene.",
                "Das geht oft auch neben der Arbeit.",
            ),
            sect,
        ),
    ]
    kinds = {e.offer.kind for s in edition.book.sections for p in s.occupations for e in p.entries}
    ways = [way for way in _WAYS if way[0] in kinds]
    if ways:
        part = document.add("Sect")
        blocks.append(Text("So geht es", _HEADING, part.add("H2"), before=26, after=6, keep_with_next=True))
        for _, name, sentences in ways:
            inner: list[Block] = [Text(name, _COURSE, part.add("H3"), after=1), *_paragraphs(sentences, part)]
            blocks.append(Stack(inner, before=8, after=4))
    money_part = document.add("Sect")
    heading = Text("Was kostet das?", _HEADING, money_part.add("H2"), before=26, after=6)
    texts = _paragraphs(
        (
            "Kurse kosten Geld.",
            "Vielleicht zahlt ein Amt den Kurs für Sie.",
            "Zum Beispiel die Agentur für Arbeit oder das Jobcenter.",
            "Wichtig: Fragen Sie dort vor dem Kurs.",
            "Wir helfen Ihnen dabei.",
        ),
        money_part,
    )
    blocks.append(Stack([heading, *texts], before=26))
    return blocks


def _course(entry: Entry, parent: Node) -> Block:
    offer = entry.offer
    sect = parent.add("Sect")
    inside: list[Block] = [Text(words.title(offer), _COURSE, sect.add("H4"), after=2)]
    for label, text in _answers(entry):
        runs = [Run(f"{label}: ", bold=True), Run(text)]
        inside.append(Text(runs, _TEXT.at(12.5, 19.5), sect.add("P")))
    return Stack(inside, padding=14, stroke=LINE, before=8, after=8)


def _answers(entry: Entry) -> list[tuple[str, str]]:
    offer, runs = entry.offer, entry.runs
    provider = entry.provider.name or "Das steht noch nicht fest."
    places = list(dict.fromkeys(run.place for run in runs if run.place))
    first = runs[0] if runs else None
    model = (first.time_model if first else None) or offer.time_model
    form = (first.form if first else None) or offer.form
    ways = [_TIMES[model] if model else "", _FORMS.get(form, "") if form else ""]
    hours = (first.hours if first else None) or offer.hours
    answers = [
        ("Wer", provider),
        ("Wann", _when(entry)),
        ("Wo", f"in {listed(places)}" if places else ""),
        ("Wie", " ".join(way for way in ways if way)),
        ("Wie lange", f"{number(hours)} Stunden Unterricht" if hours else ""),
        (
            "Deutsch",
            f"Sie brauchen Deutsch auf der Stufe {offer.language_level.value}." if offer.language_level else "",
        ),
        ("Hilfe", _help(offer)),
        ("Preis", words.amount(offer.price) if offer.price is not None else "Fragen Sie den Anbieter."),
        ("Telefon", (offer.contact.phone if offer.contact else "") or entry.provider.phone),
    ]
    return [(label, text) for label, text in answers if text]


def _when(entry: Entry) -> str:
    days = [run.start for run in entry.runs if run.start and not run.rolling]
    if entry.is_rolling:
        return "Sie können jederzeit anfangen."
    if not days:
        return "Der Tag steht noch nicht fest. Fragen Sie den Anbieter."
    later = len(days) - 1
    more = f" Danach gibt es noch {count(later, 'Termin', 'Termine')}." if later else ""
    return f"Der Kurs beginnt am {long_day(days[0])}.{more}"


def _help(offer: Offer) -> str:
    helps = [
        "Es gibt Hilfe mit der deutschen Sprache." if offer.language_support else "",
        "Jemand passt auf Ihre Kinder auf." if offer.childcare else "",
        "Der Kurs ist barrierefrei." if offer.accessible else "",
    ]
    return " ".join(text for text in helps if text)


def _ending(edition: Edition, document: Node) -> list[Block]:
    sect = document.add("Sect")
    heading = "Wer hilft mir?"
    blocks: list[Block] = [
        Text(heading, _HEADING, sect.add("H2"), after=6, destination="hilfe", outline=(0, heading)),
        *_paragraphs(
            ("Wir beraten Sie.", "Rufen Sie uns an.", "Oder schreiben Sie uns.", "Oder kommen Sie vorbei."), sect
        ),
        Stack([ContactPanel(edition.book.centre, edition.colours, sect, "H3")], before=12),
    ]
    note = f"Diese Liste ist vom {long_day(edition.book.on)}. Danach kann sich etwas geändert haben."
    return [Stack([*blocks, Text(note, _TEXT.at(11, 17), sect.add("P"), before=12)], before=30)]
