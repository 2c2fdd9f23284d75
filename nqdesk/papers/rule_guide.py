"""What stands around the rules: below the cover's band, how to read, what is left out, and the imprint."""

from collections.abc import Iterator
from datetime import date

from nqdesk.domain.funding.printed_rules import PrintedRules
from nqdesk.domain.funding.rules import BenefitKind, Instrument, Level, Proof
from nqdesk.papers.blocks import Block, Stack, Text
from nqdesk.papers.bullets import bulleted
from nqdesk.papers.check_words import DECIDES
from nqdesk.papers.closing import ContactPanel
from nqdesk.papers.colours import OPEN_SOFT, Palette
from nqdesk.papers.cover import KeyFigures
from nqdesk.papers.german import bound, count, long_day, short_day
from nqdesk.papers.lines import Run
from nqdesk.papers.reading_guide import Labelled
from nqdesk.papers.rule_instrument import CAP, CONFIRMED, IF_SO, TO_CHECK, cited, gap_line
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, HEADING, LEAD, MUTED_BODY, PART_TITLE, SMALL

GUIDE, GUIDE_AT = "So lesen Sie dieses Regelwerk", "lesen"
LEFT_OUT, LEFT_OUT_AT = "Ohne Fassung an diesem Tag", "ohne-fassung"
IMPRINT, IMPRINT_AT = "Impressum", "impressum"

_ONLY_THIS_DAY = "Enthalten sind nur die Fassungen, die an diesem Tag gelten."
_KINDS = {
    BenefitKind.CLAIM: "Sind alle Voraussetzungen erfüllt, besteht ein Anspruch.",
    BenefitKind.SHOULD: "Sind alle Voraussetzungen erfüllt, leistet die Stelle in der Regel. Nur in besonderen Fällen "
    "entscheidet sie anders.",
    BenefitKind.MAY: "Die Stelle kann leisten. Auch wenn alle Voraussetzungen erfüllt sind, wägt sie ab.",
}
_PROOFS = {
    Proof.LAW: "Der Satz wurde mit dem Gesetzestext verglichen.",
    Proof.SOURCE: "Der Satz stützt sich auf die genannte Quelle, nicht auf den Gesetzestext selbst.",
    Proof.KNOWLEDGE: "Der Satz ist üblich, aber nicht belegt.",
    Proof.READING: "Der Satz ist aus dem Wortlaut geschlossen; die Stelle kann ihn anders verstehen.",
}


def state_of_law(rules: PrintedRules) -> str:
    """Return which law is printed."""
    return f"Rechtsstand {long_day(rules.on)}" if rules.on else "Alle hinterlegten Fassungen, die neueste zuerst"


def footer_day(rules: PrintedRules) -> str:
    """Return the day that the footer names."""
    return f"Rechtsstand {short_day(rules.on)}" if rules.on else f"gedruckt am {short_day(rules.printed_on)}"


def below_cover(rules: PrintedRules, colours: Palette, sect: Node) -> list[Block]:
    """Return what stands below the cover's band: what is in it, and from when."""
    printed = rules.printed
    laender = {each.land for each in printed if each.level is Level.LAND}
    figures = [
        (len(printed), "Instrument", "Instrumente"),
        (rules.version_count, "Fassung", "Fassungen"),
    ]
    figures += [(len(laender), "Land", "Länder")] if laender else []
    note = MUTED_BODY.at(9.2, 14.5)
    return [
        KeyFigures(figures, colours.accent, sect, before=0, after=28),
        *([Text(_ONLY_THIS_DAY, note, sect.add("P"))] if rules.on else []),
        Text(_read(rules), note, sect.add("P")),
        Text(f"Gedruckt am {long_day(rules.printed_on)}.", note, sect.add("P")),
        Text([Run(DECIDES, bold=True)], BODY, sect.add("P"), before=14),
    ]


def _read(rules: PrintedRules) -> str:
    first, last = rules.days_read
    if first == last:
        return f"Die Texte wurden zuletzt am {long_day(last)} gelesen."
    return f"Die Texte wurden zwischen dem {long_day(first)} und dem {long_day(last)} zuletzt gelesen."


def guide(rules: PrintedRules, document: Node) -> Iterator[Block]:
    """Yield the page that says how to read the rules."""
    sect = document.add("Sect")
    yield Text(GUIDE, PART_TITLE, sect.add("H2"), after=8, destination=GUIDE_AT, outline=(0, GUIDE))
    lead = (
        "Dieses Regelwerk enthält die Regeln, nach denen der Fördercheck von nqdesk rechnet: "
        f"{count(len(rules.printed), 'Instrument', 'Instrumente')} in "
        f"{count(rules.version_count, 'Fassung', 'Fassungen')}. Es fasst zusammen und ersetzt den Gesetzestext nicht."
    )
    yield Text(lead, LEAD, sect.add("P"), after=12)
    note = [
        Text([Run(DECIDES, bold=True)], BODY, sect.add("P"), after=2),
        Text("Das Regelwerk zeigt, was nach dem Gesetz in Betracht kommt. Es sagt nichts zu.", BODY, sect.add("P")),
    ]
    yield Stack(note, padding=12, fill=OPEN_SOFT, after=10)
    for heading, entries in _explained(rules):
        part = sect.add("Sect")
        yield Text(heading, HEADING, part.add("H3"), before=12, after=5, keep_with_next=True)
        items = part.add("L")
        for label, text in entries:
            item = items.add("LI")
            label_node, body = item.add("Lbl"), item.add("LBody")
            yield Labelled(label, [Text(bound(text), BODY, body)], label_node, label_width=132, after=4)


def _explained(rules: PrintedRules) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield (
        "Rechtsstand",
        [
            (
                "Fassung",
                "Ein Instrument ändert sich mit dem Gesetz. Jede Fassung nennt, von wann bis wann sie gilt und was "
                "sich gegenüber der vorigen geändert hat.",
            ),
            (
                "Quelle und Lesetag",
                "Sie stehen am Anfang jeder Fassung. Bei einer Voraussetzung oder einem Betrag stehen sie nur, wenn "
                "sie dort andere sind.",
            ),
            ("spätestens", "Der genaue erste Tag der Fassung ist nicht belegt; an diesem Tag galt sie sicher."),
            (
                "Ohne Fassung",
                "Für diese Zeit ist nichts hinterlegt. Das heißt nicht, dass es damals keine Förderung gab.",
            ),
        ],
    )
    yield "Art der Leistung", [(rules.word(kind), text) for kind, text in _KINDS.items()]
    yield (
        "Wie sicher ein Satz ist",
        [
            (CONFIRMED, "Der Satz ist am Gesetzestext oder an einer verlässlichen Quelle belegt."),
            (
                TO_CHECK,
                "Der Satz ist nicht belegt. Im Fördercheck schließt er nichts aus und sagt nichts zu; bitte bei der "
                "Stelle klären.",
            ),
            *((rules.word(proof), text) for proof, text in _PROOFS.items()),
        ],
    )
    yield (
        "Zeichen",
        [
            ("„…“", "Wortlaut des Gesetzes oder der Quelle; drei Punkte stehen für Ausgelassenes."),
            (CAP, "Der Betrag ist der höchste mögliche. Die Stelle kann weniger leisten."),
            (IF_SO, "Gilt nur unter einer weiteren Bedingung. Der Fördercheck im Programm prüft sie am Fall."),
            ("Vorrang hat", "Kommt das genannte Instrument in Betracht, geht es diesem vor."),
        ],
    )


def left_out(rules: PrintedRules, document: Node) -> Iterator[Block]:
    """Yield the instruments that have no version on the day, with the reason where one is known."""
    if rules.on is None or not rules.left_out:
        return
    sect = document.add("Sect")
    yield Text(
        LEFT_OUT,
        PART_TITLE,
        sect.add("H2"),
        after=6,
        keep_with_next=True,
        destination=LEFT_OUT_AT,
        outline=(0, LEFT_OUT),
    )
    intro = f"Für diese Instrumente ist am {long_day(rules.on)} keine Fassung hinterlegt:"
    yield Text(intro, LEAD, sect.add("P"), after=6, keep_with_next=True)
    for instrument in rules.left_out:
        reasons = [gap_line(gap) for gap in rules.gaps(instrument)] or [_why(instrument, rules.on)]
        yield from bulleted(f"{instrument.title}{cited(instrument)}", reasons, sect, "H3")


def _why(instrument: Instrument, day: date) -> str:
    ended = [version.valid_to for version in instrument.versions if version.valid_to and version.valid_to < day]
    if ended:
        return f"Die letzte Fassung davor galt bis {short_day(ended[-1])}."
    return f"Die erste hinterlegte Fassung gilt ab {short_day(instrument.versions[0].valid_from)}."


def imprint(rules: PrintedRules, document: Node, colours: Palette) -> Iterator[Block]:
    """Yield the imprint: who decides, who publishes, and what exactly was printed."""
    sect = document.add("Sect")
    yield Text(
        IMPRINT, PART_TITLE, sect.add("H2"), after=6, keep_with_next=True, destination=IMPRINT_AT, outline=(0, IMPRINT)
    )
    yield Text([Run(DECIDES, bold=True)], LEAD, sect.add("P"), after=10, keep_with_next=True)
    if rules.centre.name:
        yield ContactPanel(rules.centre, colours, sect, "H3", after=16)
    yield Stack([Text(text, SMALL.at(8.8, 13), sect.add("P"), after=3) for text in _imprint(rules)])


def _imprint(rules: PrintedRules) -> Iterator[str]:
    centre = rules.centre
    if centre.name:
        place = ", ".join(p for p in (centre.street, f"{centre.plz} {centre.city}".strip()) if p)
        yield f"Herausgegeben von {', '.join(p for p in (centre.name, place) if p)}."
    if centre.responsible:
        yield f"Verantwortlich für den Inhalt: {centre.responsible}."
    yield f"{state_of_law(rules)}. Gedruckt am {long_day(rules.printed_on)}."
    yield _read(rules)
    yield f"Kennung des Regelwerks: {rules.book.digest.removeprefix('sha256:')[:12]}."
    yield (
        "Alle Angaben ohne Gewähr. Verbindlich sind der Gesetzestext und die Auskünfte der zuständigen Stellen. Das "
        "Regelwerk ist keine Rechtsberatung."
    )
