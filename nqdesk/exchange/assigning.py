"""The last step of every import: kind, occupation, Teilqualifikation and what a person should look at."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from nqdesk.domain.occupations import Occupation
from nqdesk.domain.offers import FundingMark, OccupationCertainty, Offer, OfferKind
from nqdesk.exchange import stated, titles

if TYPE_CHECKING:
    from collections.abc import Collection

FIELD_LENGTH = 120

_PLAIN_FIELD_MARKS = ("§", "SGB", "http", "@")


class Assigned(Protocol):
    """What the catalogue says of one offer."""

    @property
    def occupation_id(self) -> str: ...
    @property
    def certainty(self) -> OccupationCertainty: ...


class Catalogue(Protocol):
    """The part of `domain.occupation_index.OccupationIndex` an import needs."""

    @property
    def by_id(self) -> Mapping[str, Occupation]: ...
    def assign(self, title: str, degree: str, codes: Sequence[str], keywords: Sequence[str]) -> Assigned: ...


class Finisher:
    """Makes offers of the values a format has read; knows the catalogue and remembers what it was asked before."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_id = catalogue.by_id
        self._assign = lru_cache(maxsize=2048)(catalogue.assign)
        self._title = lru_cache(maxsize=2048)(titles.tq_title)
        self._kind = lru_cache(maxsize=2048)(_kind)
        self._module = lru_cache(maxsize=2048)(titles.module_name)

    def offer(
        self,
        values: dict[str, Any],
        *,
        provider: str,
        fields: Sequence[str] = (),
        education_type: int | None = None,
        course_type: int | None = None,
        certificate_status: "Collection[int]" = (),
        reasons: "Collection[str]" = (),
    ) -> Offer:
        """Return the offer of these values with kind, occupation and Teilqualifikation set.

        Values that are there already (a table's own columns) stay.

        Args:
            values: by field name of Offer; "title" is required.
            provider: name of the provider, the source of a module's name.
            fields: plain names of the subject in the source, for offers that fit no occupation.
            education_type, course_type, certificate_status: the agency's codes.
            reasons: codes why a person should look at the offer.
        """
        title, keywords, codes = values["title"], values.get("keywords", ()), values.get("codes", ())
        found = set(reasons)
        assigned = self._assign(title, values.get("degree", ""), codes, keywords)
        certainty = assigned.certainty
        if "kind" not in values:
            values["kind"] = self._kind(
                title, keywords, codes, education_type, course_type, tuple(sorted(certificate_status))
            )
        values["occupation_id"] = assigned.occupation_id
        if not assigned.occupation_id and not values.get("field"):
            values["field"] = next((f for f in map(_plain_field, fields) if f), "")
        if certainty is OccupationCertainty.DOUBTFUL:
            found.add("occupation_doubtful")
        values["occupation_certainty"] = certainty
        if any(code.startswith("SA ") for code in codes):  # Kurssystematik: Maßnahmen nach § 45 SGB III
            values["funding"] = values.get("funding", frozenset()) | {FundingMark.AVGS}
        if values["kind"] is OfferKind.TQ and "tq_number" not in values:
            self._teilqualifikation(values, provider)
        if values.get("tq_name") and not values.get("tq_source"):
            values["tq_source"] = provider or values.get("source_name", "")
        if not values.get("source_id"):
            found.add("identity_doubtful")
        if not provider:
            found.add("provider_unknown")
        values["check_reasons"] = frozenset(found)
        return Offer(**values)

    def _teilqualifikation(self, values: dict[str, Any], provider: str) -> None:
        said = self._title(values["title"])
        if said is None or said.number is None:
            return
        values["tq_number"] = said.number
        if "tq_name" not in values:
            occupation = self._by_id.get(values["occupation_id"])
            name = self._module(said, occupation.title if occupation else "")
            if name:
                values["tq_name"] = name
                values["tq_source"] = provider or values.get("source_name", "")


def _kind(
    title: str,
    keywords: Sequence[str],
    codes: Sequence[str],
    education_type: int | None,
    course_type: int | None,
    certificate_status: Sequence[int],
) -> OfferKind:
    return titles.kind_of(
        title,
        keywords=keywords,
        classification=codes,
        education_type=education_type,
        course_type=course_type,
        certificate_status=certificate_status,
    )


def _plain_field(text: str) -> str:
    text = " ".join(text.split())
    if not 3 <= len(text) <= FIELD_LENGTH or any(mark in text for mark in _PLAIN_FIELD_MARKS):
        return ""
    return text if any(c.isalpha() for c in text) else ""


def add_stated(values: dict[str, Any], *, schedule: str, about: str) -> None:
    """Fill what only the texts say: hours, months, level of German, childcare, German lessons along the way.

    Args:
        schedule: texts on times and dates, where hours and months are looked for beside the title.
        about: description and remarks, for childcare and German lessons.
    """
    title = values["title"]
    if "hours" not in values and (found := stated.hours(title, schedule)) is not None:
        values["hours"] = found
    if "duration_months" not in values and (length := stated.months(title, schedule)) is not None:
        values["duration_months"] = length
    if "language_level" not in values:
        values["language_level"] = stated.language_level(values.get("requirements", ""))
    if "childcare" not in values:
        values["childcare"] = stated.childcare(about)
    if "language_support" not in values:
        values["language_support"] = stated.language_support(f"{title}\n{about}")
