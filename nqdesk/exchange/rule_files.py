"""Reading rules: folders or files of TOML in, one typed rule book or a list of faults out.

Shipped rules and a centre's own go through the same door.
"""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.facts import FactKind
from nqdesk.domain.funding.rules import (
    Amount,
    BenefitKind,
    Criterion,
    Gap,
    Instrument,
    Level,
    Maker,
    Office,
    Outcome,
    Precedence,
    Proof,
    Remark,
    RuleBook,
    Version,
)
from nqdesk.exchange.rule_facts import LONGEST_TEXT, NAME
from nqdesk.exchange.rule_order import Period, check_figures, check_periods, circles
from nqdesk.exchange.rule_sources import RuleFault, RuleFaultsError, RuleSource, digest_of
from nqdesk.exchange.rule_tables import RuleFile, RuleTable
from nqdesk.exchange.rule_vocabulary import TABLES, Vocabulary

LONGEST_FILE = 400_000


class ReadBefore(NamedTuple):
    """A rule book with the texts that it was read from, without a fault."""

    book: RuleBook
    sources: Sequence[RuleSource]


def read_rules(sources: Iterable[RuleSource], before: ReadBefore | None = None) -> RuleBook:
    """Return the rule book of all texts together; raises RuleFaultsError with everything that is wrong.

    ``before`` spares reading again what stands there word for word: that is nearly all when one text is put over the
    shipped ones. The result is the same without it.
    """
    texts = list(sources)
    if before is not None:
        quick = _BookReader(texts, _known(texts, before))
        book = quick.book()
        if not quick.faults and quick.words == {each for each in before.sources if each.name not in before.book.files}:
            return book
    reader = _BookReader(texts, {})  # where something is wrong, any text may have to be named
    book = reader.book()
    if reader.faults:
        raise RuleFaultsError(reader.faults)
    return book


def _known(sources: Sequence[RuleSource], before: ReadBefore) -> dict[RuleSource, Instrument]:
    """Return the instruments of texts that were read before, which count if facts, figures and shared parts do."""
    if len({each.name for each in before.sources}) < len(before.sources):
        return {}
    files, by_id = before.book.files, before.book.by_id
    return {each: by_id[files[each.name]] for each in {*sources}.intersection(before.sources) if each.name in files}


class _BookReader:
    """Reads all files of one book.

    Attributes:
        words: the texts that hold facts, figures or shared parts.
    """

    def __init__(self, sources: Sequence[RuleSource], known: Mapping[RuleSource, Instrument]) -> None:
        self.faults: list[RuleFault] = []
        self._sources, self._known = sources, known
        self._files = [file for file in map(self._parsed, sources) if file]
        self._vocabulary = Vocabulary(self._files, self.faults)
        self.words = {file.source for file in self._files if TABLES & file.content.keys()}
        self._names: dict[str, str] = {}

    def _parsed(self, source: RuleSource) -> RuleFile | None:
        if source in self._known:
            return RuleFile(source, {})
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

    def book(self) -> RuleBook:
        words = self._vocabulary
        instruments = self._instruments()
        self._check_precedence(instruments)
        return RuleBook(
            words.catalogue,
            words.parameters,
            tuple(instruments),
            digest_of(self._sources),
            words.gates,
            words.named_terms(),
            self._names,
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
        for instrument in instruments:
            for other in instrument.accompanies:
                if other not in after:
                    self._book_fault(instrument.id, "unknown_instrument", other)

    def _instruments(self) -> list[Instrument]:
        found: dict[str, Instrument] = {}
        for file in self._files:
            if TABLES & file.content.keys():
                continue
            instrument = self._known.get(file.source) or self._instrument(
                RuleTable(file, file.content, self.faults, str(file.content.get("id") or file.source.name))
            )
            if instrument and instrument.id in found:
                self.faults.append(RuleFault(file.source.name, file.line_of("id ="), "twice", instrument.id))
            elif instrument:
                found[instrument.id] = instrument
                self._names[file.source.name] = instrument.id
        return list(found.values())

    def _instrument(self, place: RuleTable) -> Instrument | None:
        name = place.text("id")
        if not NAME.fullmatch(name):
            place.fault("bad_name", name)
            return None
        decisive = place.raw("decisive")
        facts = () if decisive in (None, "sgb3") else place.words("decisive") or ("",)
        for fact in facts:
            known = self._vocabulary.catalogue.by_name.get(fact)
            if known is None or known.kind is not FactKind.DAY:
                place.fault("not_a_day", f"{name}: decisive")
        versions = [(each, self._version(each)) for each in place.each("version", name)]
        known_versions = sorted((found for _, found in versions if found), key=lambda found: found.valid_from)
        gaps = [(each, self._gap(each)) for each in place.each("gap", name)]
        periods = [Period(found.valid_from, found.valid_to, each) for each, found in versions if found]
        check_periods(name, periods + [Period(gap.first, gap.last, each) for each, gap in gaps if gap])
        for each, found in versions:
            if found:
                check_figures(found, each, self._vocabulary.figures)
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
            accompanies=place.words("accompanies"),
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
        used = sorted({name for name in names if name in self._vocabulary.terms})
        return texts, [self._vocabulary.meaning(name) for name in used]

    def _each(self, place: RuleTable, key: str, read: Callable[[RuleTable], Any]) -> Iterable[Any]:
        for each in place.each(key):
            found = read(each)
            if found is not None:
                yield found

    def _outcomes(self, place: RuleTable) -> tuple[Outcome, ...]:
        found = []
        for below in place.each("outcome"):
            kind = below.one_of("kind", BenefitKind, BenefitKind.MAY)
            found.append(Outcome(kind, self._vocabulary.optional(below, "when", "yes_no")))
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
        expression = self._vocabulary.expression(place, place.text("expr"), "yes_no")
        own_source = place.text("source", needed=False) or source
        grounds = self._vocabulary.grounds(place, place.day("as_of", needed=False) or as_of, own_source)
        text = place.text("text", longest=LONGEST_TEXT)
        place.finish()
        if not NAME.fullmatch(name):
            place.fault("bad_name", name)
        return Criterion(name, text, expression, grounds) if expression else None

    def _used(self, place: RuleTable, name: str) -> Criterion | None:
        if name not in self._vocabulary.shared:
            place.fault("unknown_name", f"begriff.{name}", near=f'"{name}"')
            return None
        shared, _ = self._vocabulary.shared[name]
        expression = self._vocabulary.expression(place, f"begriff.{name}", "yes_no")
        grounds = self._vocabulary.grounds(shared, shared.day("as_of"), shared.text("source"))
        return Criterion(name, shared.text("text"), expression, grounds) if expression else None

    def _amount(self, place: RuleTable, as_of: date, source: str) -> Amount | None:
        name = place.text("id")
        place.about = name
        text = place.text("expr")
        when_text = place.text("when", needed=False)
        expression = self._vocabulary.expression(place, text, "number")
        when = self._vocabulary.expression(place, when_text, "yes_no") if when_text else None
        if expression and when:
            # While it is open whether there is an amount at all, nothing is part of the range.
            expression = Expression(text, ("if", when.tree, expression.tree, ("num", "0")))
        own_source = place.text("source", needed=False) or source
        grounds = self._vocabulary.grounds(place, place.day("as_of", needed=False) or as_of, own_source)
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
        when = self._vocabulary.optional(place, "when", "yes_no")
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
        when = self._vocabulary.optional(place, "when", "yes_no")
        place.finish()
        return Office(text, kind, seat, when)

    def _remark(self, place: RuleTable) -> Remark:
        when, day = self._vocabulary.optional(place, "when", "yes_no"), self._vocabulary.optional(place, "day", "day")
        found = Remark(place.text("text"), place.text("law", needed=False), when, day)
        place.finish()
        return found
