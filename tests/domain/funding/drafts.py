"""Strategies that make click forms and drafts of instruments over the shipped facts."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from nqdesk.actions import rule_book
from nqdesk.domain.funding.clicks import MANY, Click, ClickForm, comparisons, written
from nqdesk.domain.funding.facts import Fact, FactKind
from nqdesk.domain.funding.rule_draft import (
    AmountDraft,
    CriterionDraft,
    InstrumentDraft,
    OfficeDraft,
    OutcomeDraft,
    PrecedenceDraft,
    RemarkDraft,
    VersionDraft,
    named,
)
from nqdesk.domain.funding.rules import BenefitKind, Gap, Maker, Proof

CATALOGUE = rule_book.shipped().book.catalogue
FIRST = date(2020, 1, 1)
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
ANY_TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(lambda text: bool(text.strip()))


def values_of(fact: Fact) -> st.SearchStrategy[Any]:
    """Values a fact can have, as a case has them."""
    if fact.kind is FactKind.YES_NO:
        return st.booleans()
    if fact.kind is FactKind.DAY:
        return DAYS
    if fact.kind is FactKind.CHOICE:
        return st.sampled_from(fact.values)
    if fact.kind is FactKind.TEXT:
        return ANY_TEXT.filter(lambda text: not set('"\n') & set(text) and text.isprintable())
    if fact.kind is FactKind.COUNT:
        return st.integers(0, 100_000).map(Decimal)
    most = 1 if fact.kind is FactKind.SHARE else 100_000
    return st.decimals(0, most, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def clicks(draw: st.DrawFn) -> Click:
    """One condition."""
    fact = draw(st.sampled_from(CATALOGUE.facts))
    comparison = draw(st.sampled_from(comparisons(fact)))
    count = draw(st.integers(1, 3)) if comparison in MANY else 1
    return Click(fact.name, comparison, tuple(draw(values_of(fact)) for _ in range(count)))


@st.composite
def forms(draw: st.DrawFn) -> ClickForm:
    """Conditions of one criterion; with one condition it makes no difference how they are joined."""
    found = tuple(draw(st.lists(clicks(), min_size=1, max_size=4)))
    return ClickForm(found, len(found) > 1 and draw(st.booleans()))


def _expressions() -> st.SearchStrategy[str]:
    texts = ["begriff.antrag_vor_beginn", "unbekannt oder person.behinderung", "massnahme.beginn >\n2024-01-01"]
    return st.one_of(forms().map(lambda form: written(form, CATALOGUE)), st.sampled_from(texts))


def _grounds() -> dict[str, st.SearchStrategy[Any]]:
    return {
        "text": ANY_TEXT,
        "law": ANY_TEXT,
        "quote": st.one_of(st.just(""), ANY_TEXT),
        "source": st.one_of(st.just(""), ANY_TEXT),
        "as_of": st.one_of(st.none(), DAYS),
    }


def _proven(part: Any) -> Any:
    return replace(part, confirmed=part.confirmed and part.proof in (Proof.LAW, Proof.SOURCE))


CRITERIA = st.builds(
    CriterionDraft, expr=_expressions(), proof=st.sampled_from(Proof), confirmed=st.booleans(), **_grounds()
).map(_proven)
AMOUNTS = st.builds(
    AmountDraft,
    expr=st.sampled_from(["500", "500.00", "massnahme.lehrgangskosten * 0.5", "min(massnahme.lehrgangskosten, 1000)"]),
    proof=st.sampled_from(Proof),
    confirmed=st.booleans(),
    cap=st.booleans(),
    in_months=st.booleans(),
    when=st.sampled_from(["", "person.behinderung"]),
    **_grounds(),
).map(_proven)
REMARKS = st.lists(
    st.builds(
        RemarkDraft,
        text=ANY_TEXT,
        law=st.one_of(st.just(""), ANY_TEXT),
        when=st.sampled_from(["", "nicht person.behinderung"]),
        day=st.sampled_from(["", "minus_tage(massnahme.beginn, 1)"]),
    ),
    max_size=2,
).map(tuple)
VERSIONS = st.builds(
    VersionDraft,
    kind=st.sampled_from(BenefitKind),
    source=ANY_TEXT,
    as_of=DAYS,
    change=st.one_of(st.just(""), ANY_TEXT),
    title=st.one_of(st.just(""), ANY_TEXT),
    criteria=st.lists(
        st.one_of(CRITERIA, st.just(CriterionDraft(use="antrag_vor_beginn"))), min_size=1, max_size=3, unique_by=repr
    ).map(tuple),
    amounts=st.lists(AMOUNTS, max_size=2).map(tuple),
    yields_to=st.sampled_from([(), (PrecedenceDraft(instrument="fbw_81_2", law="§ 1", when="person.behinderung"),)]),
    offices=st.lists(
        st.builds(
            OfficeDraft,
            text=ANY_TEXT,
            kind=st.sampled_from(["agentur", "jobcenter", "kammer", "bamf", "land", "other"]),
            seat=st.sampled_from(["wohnsitz", "betrieb", "none"]),
        ),
        max_size=2,
    ).map(tuple),
    documents=REMARKS,
    deadlines=REMARKS,
    notes=REMARKS,
    outcomes=st.sampled_from(
        [(), (OutcomeDraft(kind=BenefitKind.CLAIM, when="person.behinderung"), OutcomeDraft(kind=BenefitKind.MAY))]
    ),
)


@st.composite
def drafts(draw: st.DrawFn) -> InstrumentDraft:
    """Whole instruments of up to three versions that follow each other, perhaps with a declared gap."""
    found, gaps, day = [], [], FIRST
    versions = draw(st.lists(VERSIONS, min_size=1, max_size=3))
    for place, version in enumerate(versions):
        days = draw(st.integers(0, 400))
        is_last = place == len(versions) - 1
        end = None if is_last and draw(st.booleans()) else day + timedelta(days=days)
        kind = BenefitKind.MAY if version.outcomes else version.kind
        found.append(replace(version, valid_from=day, valid_to=end, kind=kind))
        day += timedelta(days=days + 1)
        if not is_last and draw(st.booleans()):
            gaps.append(Gap(day, day + timedelta(days=9), draw(ANY_TEXT)))
            day += timedelta(days=10)
    maker = draw(st.sampled_from(Maker))
    draft = InstrumentDraft(
        title=draw(ANY_TEXT),
        law=draw(ANY_TEXT),
        summary=draw(ANY_TEXT),
        maker=maker,
        district="" if maker is Maker.CENTRE else draw(ANY_TEXT),
        decisive=draw(st.sampled_from([("antrag.datum",), ("massnahme.beginn", "antrag.datum"), ()])),
        entitlement=draw(st.booleans()),
        gaps=tuple(gaps),
        versions=tuple(found),
    )
    return named(draft, rule_book.shipped().book.by_id.keys())
