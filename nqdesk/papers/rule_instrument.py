"""One instrument of the rule book: what it is, and each of its versions."""

from collections.abc import Iterator, Sequence

from nqdesk.domain.funding.facts import FactKind
from nqdesk.domain.funding.printed_rules import PrintedRules
from nqdesk.domain.funding.rules import (
    Amount,
    Criterion,
    Gap,
    Grounds,
    Instrument,
    Level,
    Maker,
    Parameter,
    ParameterValue,
    Precedence,
    Remark,
    Version,
)
from nqdesk.papers.blocks import Block, Stack, Text
from nqdesk.papers.bullets import bulleted
from nqdesk.papers.check_words import figure
from nqdesk.papers.colours import OPEN, Palette
from nqdesk.papers.german import NBSP, bound, decimal, dotted, short_day
from nqdesk.papers.lines import Run
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, BOLD, CARD_TITLE, HEADING, SMALL_MUTED, TABLE_CELL
from nqdesk.papers.tables import Cell, Column, Look, Table

CONFIRMED, TO_CHECK = "bestätigt", "prüfen"
CAP, IF_SO = "Obergrenze", f"je{NBSP}nach{NBSP}Fall"
_UNITS = {"jahre": "Jahre", "tage": "Tage"}
_QUOTED, _ONLY_CITED = 208.0, 166.0  # width of the column of citations, with the law's words and without


def version_name(version: Version, *, noted: bool = False) -> str:
    """Return how a version is called: by its time; `noted` says too how sure its first day is."""
    note = f" ({version.valid_from_note})" if noted and version.valid_from_note else ""
    first = f"{short_day(version.valid_from)}{note}"
    return f"Fassung vom {first} bis {short_day(version.valid_to)}" if version.valid_to else f"Fassung ab {first}"


def version_destination(instrument: Instrument, version: Version) -> str:
    """Return the name of the place where a version begins."""
    return f"{instrument.id}-{version.valid_from.isoformat()}"


def cited(instrument: Instrument) -> str:
    """Return the law in brackets, to follow the title; "" where the title says it already."""
    return "" if instrument.law == instrument.title else f" ({bound(instrument.law)})"


def gap_line(gap: Gap) -> str:
    """Return a time without a version with its reason."""
    return f"{short_day(gap.first)} bis {short_day(gap.last)}: {gap.reason}"


def instrument_blocks(instrument: Instrument, rules: PrintedRules, sect: Node, colours: Palette) -> Iterator[Block]:
    """Yield the blocks of an instrument with the versions to print, newest first."""
    yield _head(instrument, rules, sect, colours)
    yield Text(bound(instrument.summary), BODY.at(10.2, 15), sect.add("P"), after=4, keep_with_next=True)
    yield Text(_decisive(instrument, rules), SMALL_MUTED, sect.add("P"), after=4)
    yield from bulleted("Geht vor", [_link(each) for each in rules.yielding_to(instrument)], sect, "H4")
    versions = rules.versions(instrument)
    yield from _overview(instrument, rules, sect, colours)
    yield from bulleted("Ohne Fassung", [gap_line(gap) for gap in rules.gaps(instrument)], sect, "H4")
    for version in versions:
        yield from _version(instrument, version, rules, sect.add("Sect"), colours)
    yield from _parameters(rules.parameters(instrument), rules, sect, colours)


def _head(instrument: Instrument, rules: PrintedRules, sect: Node, colours: Palette) -> Block:
    land = rules.land_of(instrument) if instrument.level is Level.LAND else rules.word(instrument.level)
    title = Text(
        instrument.title,
        CARD_TITLE.at(14, 18.5),
        sect.add("H3"),
        after=2,
        destination=instrument.id,
        outline=(1, instrument.title),
    )
    law = bound(instrument.law) if cited(instrument) else ""
    if instrument.maker is not Maker.CENTRE:
        land = f"{rules.word(instrument.maker)}: {bound(instrument.district)}"
    about = Text(dotted([law, land, rules.word(instrument.origin)]), SMALL_MUTED, sect.add("P"))
    head = Stack([title, about], padding=10, fill=colours.soft, before=30, after=8, keep_with_next=True)
    head.running = instrument.title
    return head


def _decisive(instrument: Instrument, rules: PrintedRules) -> str:
    """Return what says which version counts for a case."""
    if not instrument.decisive:
        arose = ", auch nach dem Tag, an dem der Anspruch entstanden ist" if instrument.entitlement else ""
        return bound(f"Welche Fassung zählt, richtet sich nach § 422 SGB III und § 66 SGB II{arose}.")
    by_name = rules.book.catalogue.by_name
    labels = [f"„{by_name[name].label}“" if name in by_name else name for name in instrument.decisive]
    return f"Welche Fassung zählt, bestimmt die Angabe {', sonst '.join(labels)}."


def _link(instrument: Instrument) -> list[Run]:
    return [
        Run(instrument.title, link=f"#{instrument.id}"),
        Run(cited(instrument)),
    ]


def _overview(instrument: Instrument, rules: PrintedRules, sect: Node, colours: Palette) -> Iterator[Block]:
    versions = rules.versions(instrument)
    if len(versions) < 2:
        return
    columns = (
        Column(title="Fassung", row_header=True, fixed=190),
        Column(title="Art der Leistung"),
        Column(title="Gelesen am", firm=True, fixed=86),
    )
    table = Table(sect, columns, Look(head_fill=colours.soft), before=6, after=6)
    for version in versions:
        link = Run(version_name(version), link=f"#{version_destination(instrument, version)}")
        table.add([[link], _kinds(version, rules), short_day(version.as_of)])
    yield table


def _kinds(version: Version, rules: PrintedRules) -> str:
    return " oder ".join(dict.fromkeys(rules.word(outcome.kind) for outcome in version.outcomes))


def _version(
    instrument: Instrument, version: Version, rules: PrintedRules, sect: Node, colours: Palette
) -> Iterator[Block]:
    yield Text(
        version_name(version, noted=True),
        HEADING,
        sect.add("H4"),
        before=18,
        after=3,
        keep_with_next=True,
        destination=version_destination(instrument, version),
        outline=(2, version_name(version)),
    )
    if version.title and version.title != instrument.title:
        yield Text(version.title, BOLD, sect.add("P"), keep_with_next=True)
    several = f" ({IF_SO})" if len(version.outcomes) > 1 else ""
    kinds = [Run("Art der Leistung: ", bold=True), Run(f"{_kinds(version, rules)}{several}")]
    yield Text(kinds, BODY, sect.add("P"), keep_with_next=True)
    source = f"Quelle: {version.source}. Zuletzt gelesen am {short_day(version.as_of)}."
    yield Text(bound(source), SMALL_MUTED, sect.add("P"), after=4, keep_with_next=True)
    changes = rules.changes.get((instrument.id, version.valid_from), ())
    yield from bulleted("Was sich geändert hat", changes, sect, "H5")
    yield _grounded("Voraussetzung", version.criteria, version, rules, sect, colours)
    if version.amounts:
        yield _grounded("Betrag", version.amounts, version, rules, sect, colours)
    yield from bulleted("Vorrang hat", [_first(each, rules) for each in version.yields_to], sect, "H5")
    for heading, lines in (
        ("Zuständig", [_conditional(each.text, conditional=each.when is not None) for each in version.offices]),
        ("Unterlagen", [_remark(each) for each in version.documents]),
        ("Fristen", [_remark(each) for each in version.deadlines]),
        ("Hinweise", [_remark(each) for each in version.notes]),
    ):
        yield from bulleted(heading, lines, sect, "H5")


def _grounded(
    title: str,
    parts: Sequence[Criterion | Amount],
    version: Version,
    rules: PrintedRules,
    sect: Node,
    colours: Palette,
) -> Table:
    quoted = any(each.grounds.quote for each in version.criteria) or any(each.grounds.quote for each in version.amounts)
    columns = (
        Column(title=title, row_header=True),
        Column(title="Fundstelle und Wortlaut" if quoted else "Fundstelle", fixed=_QUOTED if quoted else _ONLY_CITED),
        Column(title="Stand", firm=True, fixed=96),
    )
    table = Table(sect, columns, Look(head_fill=colours.soft), before=6, after=8)
    for part in parts:
        table.add([_said(part), _found(part.grounds, version), _state(part.grounds, rules)])
    return table


def _said(part: Criterion | Amount) -> Cell:
    text = bound(part.text)
    if not isinstance(part, Amount):
        return Cell.of(text)
    marks = [CAP] if part.cap else []
    marks += ["in Monaten"] if part.in_months else []
    marks += [IF_SO] if part.when is not None else []
    return Cell.of(f"{text} ({', '.join(marks)})" if marks else text)


def _found(grounds: Grounds, version: Version) -> Cell:
    """Return citation and the law's words; source and day only where they are not those of the version."""
    paragraphs: list[tuple[str, None]] = [(bound(grounds.law), None)]
    small = TABLE_CELL.at(8, 11).coloured(SMALL_MUTED.colour)
    lines = [f"„{grounds.quote}“"] if grounds.quote else []
    other = [f"Quelle: {grounds.source}"] if grounds.source != version.source else []
    other += [f"gelesen am {short_day(grounds.as_of)}"] if grounds.as_of != version.as_of else []
    lines += [", ".join(other)] if other else []
    return Cell((*paragraphs, *((bound(line), small) for line in lines)))


def _state(grounds: Grounds, rules: PrintedRules) -> Cell:
    small = TABLE_CELL.at(8, 11).coloured(SMALL_MUTED.colour)
    state = CONFIRMED if grounds.confirmed else TO_CHECK
    return Cell(
        (
            ([Run(state, bold=not grounds.confirmed, colour=None if grounds.confirmed else OPEN)], None),
            (rules.word(grounds.proof), small),
        )
    )


def _first(precedence: Precedence, rules: PrintedRules) -> list[Run]:
    found = rules.first_of(precedence)
    title = found.title if found else precedence.instrument
    target = f"#{found.id}" if found is not None and rules.versions(found) else ""
    marks = [bound(precedence.law)] if precedence.law else []
    marks += [IF_SO] if precedence.when is not None else []
    marks += [] if precedence.confirmed else [TO_CHECK]
    return [Run(title, link=target), Run(f" ({', '.join(marks)})" if marks else "")]


def _conditional(text: str, *, conditional: bool, law: str = "") -> str:
    marks = [mark for mark in (law, IF_SO if conditional else "") if mark]
    return f"{text} ({', '.join(marks)})" if marks else text


def _remark(remark: Remark) -> str:
    return _conditional(remark.text, conditional=remark.when is not None, law=remark.law)


def _parameters(
    parameters: Sequence[tuple[Parameter, tuple[ParameterValue, ...]]],
    rules: PrintedRules,
    sect: Node,
    colours: Palette,
) -> Iterator[Block]:
    if not parameters:
        return
    part = sect.add("Sect")
    yield Text("Werte, mit denen gerechnet wird", HEADING, part.add("H4"), before=16, after=4, keep_with_next=True)
    columns = (
        Column(title="Wert", row_header=True),
        Column(title="Höhe und Zeit", fixed=110),
        Column(title="Fundstelle", fixed=150),
        Column(title="Stand", firm=True, fixed=96),
    )
    table = Table(part, columns, Look(head_fill=colours.soft), after=8)
    for parameter, values in parameters:
        for value in values:
            table.add([bound(parameter.text), _dated(parameter, value), _source(value), _state(value.grounds, rules)])
        if not values:
            table.add([bound(parameter.text), "nicht hinterlegt", "", ""])
    yield table


def _dated(parameter: Parameter, value: ParameterValue) -> Cell:
    small = TABLE_CELL.at(8, 11).coloured(SMALL_MUTED.colour)
    first = short_day(value.valid_from)
    time = f"{first} bis {short_day(value.valid_to)}" if value.valid_to else f"ab {first}"
    return Cell(((figure_in(parameter.unit, value), None), (time, small)))


def figure_in(unit: str, value: ParameterValue) -> str:
    """Return a dated figure in the unit of its parameter."""
    if unit in _UNITS:
        return f"{decimal(value.value)}{NBSP}{_UNITS[unit]}"
    kinds = {kind.value: kind for kind in FactKind}
    return figure(kinds.get(unit, FactKind.NUMBER), value.value)


def _source(value: ParameterValue) -> Cell:
    small = TABLE_CELL.at(8, 11).coloured(SMALL_MUTED.colour)
    source = f"Quelle: {value.grounds.source}, gelesen am {short_day(value.grounds.as_of)}"
    return Cell(((bound(value.grounds.law), None), (bound(source), small)))
