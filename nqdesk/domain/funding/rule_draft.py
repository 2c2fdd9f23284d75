"""An instrument while it is being written: plain texts and days, nothing of it read as a rule yet."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeVar

from nqdesk.domain.folding import fold
from nqdesk.domain.funding.rules import BenefitKind, Gap, Level, Maker, Proof
from nqdesk.domain.problem import Problem

LONGEST = 300
"""Signs of titles, sentences and citations."""
LONGEST_TEXT = 4000
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class CriterionDraft:
    """One condition: expression, sentence, citation. ``use`` names a shared criterion that stands in its place."""

    id: str = ""
    text: str = ""
    expr: str = ""
    law: str = ""
    proof: Proof = Proof.SOURCE
    confirmed: bool = False
    quote: str = ""
    source: str = ""
    as_of: date | None = None
    use: str = ""


@dataclass(frozen=True, kw_only=True)
class AmountDraft(CriterionDraft):
    """One figure, in months where ``in_months`` says so; ``cap``: an upper limit, ``when``: when it exists at all."""

    in_months: bool = False
    cap: bool = False
    when: str = ""


Part = TypeVar("Part", bound=CriterionDraft)


@dataclass(frozen=True, kw_only=True)
class OutcomeDraft:
    """A kind of result and when it is that one."""

    kind: BenefitKind = BenefitKind.MAY
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class PrecedenceDraft:
    """Another instrument that goes first."""

    instrument: str
    law: str
    proof: Proof = Proof.SOURCE
    confirmed: bool = False
    when: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficeDraft:
    """Who decides."""

    text: str = ""
    kind: str = "other"
    seat: str = "none"
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class RemarkDraft:
    """A document, deadline or note."""

    text: str = ""
    law: str = ""
    when: str = ""
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class VersionDraft:
    """One version; ``outcomes`` stand in place of ``kind`` where there are any."""

    valid_from: date | None = None
    valid_to: date | None = None
    kind: BenefitKind = BenefitKind.MAY
    source: str = ""
    as_of: date | None = None
    change: str = ""
    valid_from_note: str = ""
    title: str = ""
    outcomes: tuple[OutcomeDraft, ...] = ()
    criteria: tuple[CriterionDraft, ...] = ()
    amounts: tuple[AmountDraft, ...] = ()
    yields_to: tuple[PrecedenceDraft, ...] = ()
    offices: tuple[OfficeDraft, ...] = ()
    documents: tuple[RemarkDraft, ...] = ()
    deadlines: tuple[RemarkDraft, ...] = ()
    notes: tuple[RemarkDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InstrumentDraft:
    """An instrument with all its versions, the earliest first; ``decisive`` is empty for § 422 SGB III."""

    id: str = ""
    title: str = ""
    law: str = ""
    summary: str = ""
    maker: Maker = Maker.CENTRE
    district: str = ""
    level: Level = Level.CENTRE
    land: str = ""
    decisive: tuple[str, ...] = ("antrag.datum",)
    entitlement: bool = False
    accompanies: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    versions: tuple[VersionDraft, ...] = field(default=())

    @property
    def last(self) -> VersionDraft:
        """Return the latest version; an empty one if there is none."""
        return self.versions[-1] if self.versions else VersionDraft()


def with_next_version(draft: InstrumentDraft, version: VersionDraft) -> InstrumentDraft:
    """Return the draft with one more version; the one before ends the day before, a time between is declared."""
    first = version.valid_from
    if not draft.versions or first is None:
        return replace(draft, versions=(*draft.versions, version))
    before = draft.last
    if before.valid_to is None or before.valid_to >= first:
        before = replace(before, valid_to=first - _DAY)
    gaps = draft.gaps
    if before.valid_to is not None and first - before.valid_to > _DAY:
        gaps = (*gaps, Gap(before.valid_to + _DAY, first - _DAY, "In dieser Zeit war keine Fassung hinterlegt."))
    return replace(draft, versions=(*draft.versions[:-1], before, version), gaps=gaps)


def with_corrected_version(draft: InstrumentDraft, version: VersionDraft, place: int = -1) -> InstrumentDraft:
    """Return the draft with one of its versions in another wording; without a place it is the latest.

    The one before the latest follows its first day. Others keep their time: those around them join on to it.
    """
    if draft.versions and place % len(draft.versions) != len(draft.versions) - 1:
        was = draft.versions[place]
        kept = replace(version, valid_from=was.valid_from, valid_to=was.valid_to)
        return replace(draft, versions=(*draft.versions[:place], kept, *draft.versions[place + 1 :]))
    if len(draft.versions) < 2:
        return replace(draft, versions=(version,))
    was, before = draft.last, draft.versions[-2]
    gaps = tuple(gap for gap in draft.gaps if was.valid_from is None or gap.last != was.valid_from - _DAY)
    if gaps == draft.gaps and was.valid_from is not None and before.valid_to == was.valid_from - _DAY:
        before = replace(before, valid_to=None)
    return with_next_version(replace(draft, versions=(*draft.versions[:-2], before), gaps=gaps), version)


def named(draft: InstrumentDraft, taken: Collection[str]) -> InstrumentDraft:
    """Return the draft with ids for all that has none: made of titles and sentences, none twice."""
    name = draft.id or free_name(f"centre_{slug(draft.title)}", taken)
    versions = []
    for version in draft.versions:
        used = {part.id for part in (*version.criteria, *version.amounts) if part.id}
        criteria = tuple(_named(part, used) for part in version.criteria)
        amounts = tuple(_named(part, used) for part in version.amounts)
        versions.append(replace(version, criteria=criteria, amounts=amounts))
    return replace(draft, id=name, versions=tuple(versions))


def _named(part: Part, used: set[str]) -> Part:
    months = "_monate"
    wanted = isinstance(part, AmountDraft) and part.in_months
    if part.use or (part.id and (not isinstance(part, AmountDraft) or part.id.endswith(months) is wanted)):
        return part
    stem = slug(part.text).removesuffix(months) or "teil"
    name = free_name(stem, {each.removesuffix(months) for each in used})
    name = f"{name}{months}" if wanted else name
    used.add(name)
    return replace(part, id=name)


def slug(text: str, longest: int = 40) -> str:
    """Return a text as a name of rules: small letters, digits and underscores, beginning with a letter."""
    name = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:longest].strip("_")
    return name if not name or name[0].isalpha() else f"n_{name}"


def free_name(stem: str, taken: Collection[str]) -> str:
    """Return the name, with a number behind it if it is taken."""
    stem = stem.strip("_") or "regel"
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def check_version(
    draft: InstrumentDraft, version: VersionDraft, on: date, *, place: int | None = None
) -> list[Problem]:
    """Return what must be corrected before a version of an instrument may be stored on a day; expressions apart.

    `place` is that of the version it stands in place of, None for one more.
    Fields are those of the draft; parts are named by place ("criteria.0.text").
    """
    problems = [Problem("required", name) for name in ("title", "law", "summary") if not getattr(draft, name).strip()]
    if draft.maker is not Maker.CENTRE and not draft.district.strip():
        problems.append(Problem("required", "district"))
    limits = {"title": LONGEST, "law": LONGEST, "district": LONGEST, "summary": LONGEST_TEXT}
    problems += [Problem("too_long", name) for name, most in limits.items() if len(getattr(draft, name)) > most]
    problems += _check_times(draft, version, on, place=place)
    if not version.source.strip():
        problems.append(Problem("required", "source"))
    problems += [Problem("too_long", n) for n in ("source", "change") if len(getattr(version, n)) > LONGEST_TEXT]
    if not version.criteria:
        problems.append(Problem("draft_no_criterion", "criteria"))
    return [*problems, *_check_parts(version)]


def _check_times(draft: InstrumentDraft, version: VersionDraft, on: date, *, place: int | None) -> Iterator[Problem]:
    for name in ("valid_from", "as_of"):
        if getattr(version, name) is None:
            yield Problem("required", name)
    if version.as_of is not None and version.as_of > on:
        yield Problem("draft_read_later", "as_of")
    first, last = version.valid_from, version.valid_to
    if first is not None and last is not None and last < first:
        yield Problem("draft_ends_before_begin", "valid_to")
    earlier = draft.versions[:place]
    if first is not None and earlier and (begun := earlier[-1].valid_from) is not None and first <= begun:
        yield Problem("draft_not_later", "valid_from", values={"day": f"{begun:%d.%m.%Y}"})


def _check_parts(version: VersionDraft) -> Iterator[Problem]:
    for group, parts in (("criteria", version.criteria), ("amounts", version.amounts)):
        for place, part in enumerate(parts):
            if part.use:
                continue
            for name in ("text", "expr", "law"):
                text = getattr(part, name).strip()
                if not text:
                    yield Problem("required", f"{group}.{place}.{name}")
                elif name != "expr" and len(text) > LONGEST:
                    yield Problem("too_long", f"{group}.{place}.{name}")
    for place, office in enumerate(version.offices):
        if not office.text.strip():
            yield Problem("required", f"offices.{place}.text")
    for group, remarks in (
        ("documents", version.documents),
        ("deadlines", version.deadlines),
        ("notes", version.notes),
    ):
        if any(len(remark.text) > LONGEST_TEXT for remark in remarks):
            yield Problem("too_long", group)
