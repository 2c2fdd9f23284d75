"""Reading rules: folders or files of TOML in, one typed rule book or a list of faults out.

Shipped rules and a centre's own go through the same door.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import Fact, FactCatalogue, FactKind
from nqdesk.domain.funding.rules import (
    Amount,
    BenefitKind,
    Criterion,
    FigureGap,
    Gap,
    Grounds,
    Instrument,
    Level,
    Maker,
    Office,
    Outcome,
    Parameter,
    ParameterValue,
    Precedence,
    Proof,
    Remark,
    RuleBook,
    Term,
    Version,
)
from nqdesk.domain.funding.syntax import ExpressionError, Tree, parse
from nqdesk.domain.funding.typing import BARE, UNITS, Made, Typing, expanded, ranked
from nqdesk.exchange.rule_facts import LONGEST_TEXT, NAME, read_facts
from nqdesk.exchange.rule_order import Period, check_figures, check_periods, circles
from nqdesk.exchange.rule_sources import RuleFault, RuleFaultsError, RuleSource, digest_of
from nqdesk.exchange.rule_tables import RuleFile, RuleTable

LONGEST_FILE = 400_000
TABLES = {"fact", "parameter", "shared"}


def read_rules(sources: Iterable[RuleSource]) -> RuleBook:
    """Return the rule book of all texts together; raises RuleFaultsError with everything that is wrong."""
    reader = _BookReader(list(sources))
    book = reader.book()
    if reader.faults:
        raise RuleFaultsError(reader.faults)
    return book


class _BookReader:
    """Reads all files of one book."""

    def __init__(self, sources: list[RuleSource]) -> None:
        self.faults: list[RuleFault] = []
        self._sources = sources
        self._files = [file for file in map(self._parsed, sources) if file]
        self._terms: dict[str, Tree] = {}
        self._expanded: Made = {}
        self._shared: dict[str, tuple[RuleTable, Tree | None]] = {}
        self._typing = Typing(FactCatalogue(()), {})
        self._catalogue = FactCatalogue(())
        self._circular: set[str] = set()
        self._figures: dict[str, tuple[Parameter, RuleTable]] = {}

    def _parsed(self, source: RuleSource) -> RuleFile | None:
        if len(source.text) > LONGEST_FILE:
            self.faults.append(RuleFault(source.name, 0, "too_long", source.name))
            return None
        try:
            content = tomllib.loads(source.text)
        except (ValueError, RecursionError) as error:  # no TOML, nested too deep, or a number that Python does not read
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) if found else len(source.text.splitlines()) or 1  # or "at end of document"
            self.faults.append(RuleFault(source.name, line, "not_toml", source.name))
            return None
        return RuleFile(source, content, source.text.splitlines())

    def _check_top(self) -> None:
        """Keep a fault for what stands beside facts, figures or shared parts, where nobody would read it."""
        for file in self._files:
            if TABLES & file.content.keys():
                whole = RuleTable(file, file.content, self.faults, file.source.name)
                for key in (*TABLES, "source", "as_of"):
                    whole.raw(key)
                whole.finish()

    def book(self) -> RuleBook:
        self._check_top()
        self._catalogue = FactCatalogue(tuple(read_facts(self._places("fact"))))
        parameters = self._parameters()
        self._typing = Typing(self._catalogue, {parameter.id: parameter.unit for parameter in parameters})
        self._read_shared()
        # A fact that names itself only says that a rule may ask whether it is known.
        others = {fact.name: [each for each in fact.precedes if each != fact.name] for fact in self._catalogue.facts}
        self._circular = set(circles(others))
        gates = {fact.name: self._gate(fact) for fact in self._catalogue.facts}
        instruments = self._instruments()
        self._check_precedence(instruments)
        return RuleBook(
            self._catalogue,
            tuple(parameters),
            tuple(instruments),
            digest_of(self._sources),
            {name: gate for name, gate in gates.items() if gate},
            tuple(Term(name, place.text("text"), tree) for name, (place, tree) in self._shared.items() if tree),
        )

    def _book_fault(self, instrument: str, code: str, about: str) -> None:
        file = next((file for file in self._files if file.content.get("id") == instrument), None)
        name, line = (file.source.name, file.line_of(about)) if file else ("", 0)
        self.faults.append(RuleFault(name, line, code, about))

    def _check_precedence(self, instruments: list[Instrument]) -> None:
        after: dict[str, set[str]] = {}
        for instrument in instruments:
            after[instrument.id] = {found.instrument for part in instrument.versions for found in part.yields_to}
        for name, others in after.items():
            for other in sorted(others - after.keys()):
                self._book_fault(name, "unknown_instrument", other)
        for name in circles(after):
            self._book_fault(name, "circle", name)

    def _places(self, table: str) -> Iterable[RuleTable]:
        for file in self._files:
            if table not in file.content:
                continue
            whole = RuleTable(file, file.content, self.faults, file.source.name)
            for place in whole.each(table):
                place.about = place.name
                yield place

    def _gate(self, fact: Fact) -> Expression | None:
        """Return when it makes sense to ask for a fact; see that the facts it goes before are known ones."""
        if not fact.asked_if and not fact.precedes:
            return None
        place = next(found for found in self._places("fact") if found.about == fact.name)
        for other in fact.precedes:
            if other not in self._catalogue.by_name:
                place.fault("unknown_name", other)
        if fact.name in self._circular:
            place.fault("fact_circle", fact.name, near="precedes =")
        return self._expression(place, fact.asked_if, "yes_no") if fact.asked_if else None

    def _parameters(self) -> list[Parameter]:
        found: list[Parameter] = []
        for place in self._places("parameter"):
            name = place.text("id")
            unit = place.text("unit", needed=False) or BARE
            if not NAME.fullmatch(name) or any(other.id == name for other in found):
                place.fault("twice" if NAME.fullmatch(name) else "bad_name", name)
                continue
            if unit not in UNITS:
                place.fault("wrong_entry", f"{name}: unit = {unit}")
            values = [(each, self._parameter_value(each)) for each in place.each("value", name)]
            gaps = [(each, self._figure_gap(each)) for each in place.each("gap", name)]
            periods = [Period(value.valid_from, value.valid_to, each) for each, value in values if value]
            check_periods(name, periods + [Period(gap.first, gap.last, each) for each, gap in gaps if gap])
            known = sorted((value for _, value in values if value), key=lambda value: value.valid_from)
            parameter = Parameter(
                name, place.text("text"), unit, tuple(known), tuple(gap for _, gap in gaps if gap is not None)
            )
            found.append(parameter)
            self._figures[name] = (parameter, place)
            place.finish()
        return found

    def _parameter_value(self, place: RuleTable) -> ParameterValue | None:
        first, last = place.day("valid_from"), place.day("valid_to", needed=False)
        raw = place.text("value")
        grounds = self._grounds(place, None, place.day("as_of"), place.text("source"))
        place.finish()
        if first is None or not re.fullmatch(r"-?\d{1,12}(\.\d{1,8})?", raw):
            place.fault("wrong_entry", f"{place.about}: value")
            return None
        return ParameterValue(first, last, Decimal(raw), grounds)

    def _figure_gap(self, place: RuleTable) -> FigureGap | None:
        first, last, reason = place.day("from"), place.day("to", needed=False), place.text("reason")
        place.finish()
        return FigureGap(first, last, reason) if first else None

    def _grounds(self, place: RuleTable, quote: str | None, as_of: date | None, source: str) -> Grounds:
        proof = place.one_of("proof", Proof, Proof.KNOWLEDGE)
        confirmed = place.flag("confirmed", needed=True)
        if confirmed and proof in (Proof.KNOWLEDGE, Proof.READING):
            place.fault("not_proven")
        law = place.text("law", longest=LONGEST_TEXT)
        words = place.text("quote", needed=False) if quote is None else quote
        return Grounds(law, words, proof, confirmed, source, as_of or date.min)

    def _read_shared(self) -> None:
        for place in self._places("shared"):
            name = place.text("id")
            if not NAME.fullmatch(name) or name in self._shared:
                place.fault("twice" if NAME.fullmatch(name) else "bad_name", name)
                continue
            text = place.text("expr")
            try:
                self._terms[name] = parse(text)
            except ExpressionError as error:
                place.fault(error.code, f"{name}: {error.about}", near=text)
            self._shared[name] = (place, self._terms.get(name))
        for name, (place, tree) in self._shared.items():
            if tree is not None:
                self._expression(place, f"begriff.{name}", None)
            place.text("text", longest=LONGEST_TEXT)
            self._grounds(place, None, place.day("as_of"), place.text("source"))
            place.finish()

    def _expression(self, place: RuleTable, text: str, wanted: str | None) -> Expression | None:
        try:
            tree = expanded(parse(text), self._terms, self._expanded)
            if wanted is None:
                self._typing.kind(tree)
            else:
                self._typing.check(tree, wanted)
        except ExpressionError as error:
            about = f"{place.about}: {error.about}" if error.about else place.about
            place.fault(error.code, about, near=text)
            return None
        except RecursionError:  # shared terms, one within the other
            place.fault("too_deep", near=text)
            return None
        return Expression(text, ranked(tree, self._catalogue))

    def _optional(self, place: RuleTable, key: str, wanted: str) -> Expression | None:
        text = place.text(key, needed=False)
        return self._expression(place, text, wanted) if text else None

    def _instruments(self) -> list[Instrument]:
        found: dict[str, Instrument] = {}
        for file in self._files:
            if not (TABLES & file.content.keys()):
                instrument = self._instrument(
                    RuleTable(file, file.content, self.faults, str(file.content.get("id") or file.source.name))
                )
                if instrument and instrument.id in found:
                    self.faults.append(RuleFault(file.source.name, file.line_of("id ="), "twice", instrument.id))
                elif instrument:
                    found[instrument.id] = instrument
        return list(found.values())

    def _instrument(self, place: RuleTable) -> Instrument | None:
        name = place.text("id")
        if not NAME.fullmatch(name):
            place.fault("bad_name", name)
            return None
        decisive = place.raw("decisive")
        facts = () if decisive in (None, "sgb3") else place.words("decisive") or ("",)
        for fact in facts:
            known = self._catalogue.by_name.get(fact)
            if known is None or known.kind is not FactKind.DAY:
                place.fault("not_a_day", f"{name}: decisive")
        versions = [(each, self._version(each)) for each in place.each("version", name)]
        known_versions = sorted((found for _, found in versions if found), key=lambda found: found.valid_from)
        gaps = [(each, self._gap(each)) for each in place.each("gap", name)]
        periods = [Period(found.valid_from, found.valid_to, each) for each, found in versions if found]
        check_periods(name, periods + [Period(gap.first, gap.last, each) for each, gap in gaps if gap])
        for each, found in versions:
            if found:
                check_figures(found, each, self._figures)
        if not known_versions:
            place.fault("no_version", name)
        maker = place.one_of("maker", Maker, Maker.CENTRE, needed=False)
        instrument = Instrument(
            id=name,
            title=place.text("title", longest=LONGEST_TEXT),
            law=place.text("law", longest=LONGEST_TEXT),
            level=place.one_of("level", Level, Level.CENTRE),
            summary=place.text("summary"),
            versions=tuple(known_versions),
            decisive=facts or (() if decisive == "sgb3" else ("antrag.datum",)),
            entitlement=place.flag("entitlement"),
            land=place.text("land", needed=False),
            gaps=tuple(gap for _, gap in gaps if gap),
            origin=place.file.source.origin,
            maker=maker,
            district=place.text("district", needed=maker is not Maker.CENTRE, longest=LONGEST_TEXT),
        )
        place.finish()
        return instrument

    def _gap(self, place: RuleTable) -> Gap | None:
        first, last, reason = place.day("from"), place.day("to"), place.text("reason")
        place.finish()
        return Gap(first, last, reason) if first and last else None

    def _version(self, place: RuleTable) -> Version | None:
        first, last, as_of = place.day("valid_from"), place.day("valid_to", needed=False), place.day("as_of")
        source = place.text("source")
        if first is None or as_of is None:
            return None
        place.about = f"{place.about} {first}"
        criteria = [self._criterion(each, as_of, source) for each in place.each("criterion", "")]
        amounts = [self._amount(each, as_of, source) for each in place.each("amount", "")]
        for parts in (criteria, amounts):
            ids = [part.id for part in parts if part]
            for name in sorted({name for name in ids if ids.count(name) > 1}):
                place.fault("twice", f"{place.about}: {name}", near=name)
        if not criteria:
            place.fault("no_criterion")
        version = Version(
            valid_from=first,
            valid_to=last,
            as_of=as_of,
            source=source,
            outcomes=self._outcomes(place),
            criteria=tuple(part for part in criteria if part),
            amounts=tuple(part for part in amounts if part),
            yields_to=self._precedences(place),
            offices=tuple(self._each(place, "office", self._office)),
            documents=tuple(self._each(place, "document", self._remark)),
            deadlines=tuple(self._each(place, "deadline", self._remark)),
            notes=tuple(self._each(place, "note", self._remark)),
            change=place.text("change", needed=False),
            valid_from_note=place.text("valid_from_note", needed=False),
            title=place.text("title", needed=False),
            digest=hashlib.sha256(repr(self._resolved(place)).encode()).hexdigest(),
        )
        place.finish()
        return version

    def _resolved(self, place: RuleTable) -> object:
        """Return all that a version says, shared parts put in: two versions are alike if this is."""
        return (
            [place.raw(key) for key in ("valid_from", "valid_to")],
            [
                self._with_shared(table)
                for key in ("criterion", "amount", "outcome", "yields_to", "note", "deadline")
                for table in place.tables(key)
            ],
            place.raw("kind"),
        )

    def _with_shared(self, table: Mapping[str, Any]) -> object:
        texts = sorted((key, str(value)) for key, value in table.items())
        names = re.findall(r"begriff\.(\w+)", str(table))
        names += [str(table["use"])] if "use" in table else []
        used = sorted({name for name in names if name in self._terms})
        return texts, [self._meaning(name) for name in used]

    def _meaning(self, name: str) -> str:
        try:
            return repr(expanded(self._terms[name], self._terms, self._expanded))
        except (ExpressionError, RecursionError):  # told where the term stands
            return name

    def _each(self, place: RuleTable, key: str, read: Callable[[RuleTable], Any]) -> Iterable[Any]:
        for each in place.each(key):
            found = read(each)
            if found is not None:
                yield found

    def _outcomes(self, place: RuleTable) -> tuple[Outcome, ...]:
        found = []
        for below in place.each("outcome"):
            kind = below.one_of("kind", BenefitKind, BenefitKind.MAY)
            found.append(Outcome(kind, self._optional(below, "when", "yes_no")))
            below.finish()
        if not found:
            return (Outcome(place.one_of("kind", BenefitKind, BenefitKind.MAY)),)
        if found[-1].when is not None or any(outcome.when is None for outcome in found[:-1]):
            place.fault("unranked")
        return tuple(found)

    def _criterion(self, place: RuleTable, as_of: date, source: str) -> Criterion | None:
        if place.has("use"):
            used = place.text("use")
            place.finish()
            return self._used(place, used)
        name = place.text("id")
        place.about = name
        expression = self._expression(place, place.text("expr"), "yes_no")
        own_source = place.text("source", needed=False) or source
        grounds = self._grounds(place, None, place.day("as_of", needed=False) or as_of, own_source)
        text = place.text("text", longest=LONGEST_TEXT)
        place.finish()
        if not NAME.fullmatch(name):
            place.fault("bad_name", name)
        return Criterion(name, text, expression, grounds) if expression else None

    def _used(self, place: RuleTable, name: str) -> Criterion | None:
        if name not in self._shared:
            place.fault("unknown_name", f"begriff.{name}", near=f'"{name}"')
            return None
        shared, _ = self._shared[name]
        expression = self._expression(place, f"begriff.{name}", "yes_no")
        grounds = self._grounds(shared, None, shared.day("as_of"), shared.text("source"))
        return Criterion(name, shared.text("text"), expression, grounds) if expression else None

    def _amount(self, place: RuleTable, as_of: date, source: str) -> Amount | None:
        name = place.text("id")
        place.about = name
        text = place.text("expr")
        when_text = place.text("when", needed=False)
        expression = self._expression(place, text, "number")
        when = self._expression(place, when_text, "yes_no") if when_text else None
        if expression and when:
            # While it is open whether there is an amount at all, nothing is part of the range.
            expression = Expression(text, ("if", when.tree, expression.tree, ("num", "0")))
        own_source = place.text("source", needed=False) or source
        grounds = self._grounds(place, None, place.day("as_of", needed=False) or as_of, own_source)
        label, cap = place.text("text", longest=LONGEST_TEXT), place.flag("cap")
        place.finish()
        if not NAME.fullmatch(name):
            place.fault("bad_name", name)
        return Amount(name, label, expression, grounds, cap, when) if expression else None

    def _precedences(self, place: RuleTable) -> tuple[Precedence, ...]:
        found: dict[str, Precedence] = {}
        for each in place.each("yields_to"):
            precedence = self._precedence(each)
            if precedence.instrument in found:
                each.fault("precedence_twice", precedence.instrument)
            found[precedence.instrument] = precedence
        return tuple(found.values())

    def _precedence(self, place: RuleTable) -> Precedence:
        proof = place.one_of("proof", Proof, Proof.KNOWLEDGE)
        confirmed = place.flag("confirmed", needed=True)
        if confirmed and proof in (Proof.KNOWLEDGE, Proof.READING):
            place.fault("not_proven")
        when = self._optional(place, "when", "yes_no")
        found = Precedence(place.text("instrument"), place.text("law"), confirmed, when)
        place.text("text", needed=False)
        place.finish()
        return found

    def _office(self, place: RuleTable) -> Office:
        text, kind, seat = place.text("text"), place.text("kind"), place.text("seat", needed=False) or "none"
        if kind not in ("agentur", "jobcenter", "kammer", "bamf", "land", "other"):
            place.fault("wrong_entry", f"{place.about}: kind = {kind}", near=text)
        if seat not in ("wohnsitz", "betrieb", "none"):
            place.fault("wrong_entry", f"{place.about}: seat = {seat}", near=text)
        when = self._optional(place, "when", "yes_no")
        place.finish()
        return Office(text, kind, seat, when)

    def _remark(self, place: RuleTable) -> Remark:
        when, day = self._optional(place, "when", "yes_no"), self._optional(place, "day", "day")
        found = Remark(place.text("text"), place.text("law", needed=False), when, day)
        place.finish()
        return found
