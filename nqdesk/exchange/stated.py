"""What a free text says in so many words: hours, months, language level, childcare, rolling entry, funding.

Nothing is concluded: a text that names several values, or denies one, gives none.
"""

import re
from decimal import Decimal
from functools import lru_cache

from nqdesk.domain.offers import FundingMark, LanguageLevel

_HOURS = re.compile(
    r"(?<![\d.,-])(\d{1,3}(?:\.\d{3})|\d{1,5})\s*(?:UE|U\.?-?E\.?|UStd\.?|U-?Std\.?|Ustd\.?|Unterrichtsstunden|"
    r"Unterrichtseinheiten|Lehrgangsstunden|Unterrichtsstd\.?)(?![\wäöü])"
    r"(?!\s*(?:/|pro|je|am|täglich|wöchentlich|in der|jede|per)\s*(?:Tag|Woche|Monat|wöchentlich|täglich)?)",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"(?:dauer|gesamtdauer|laufzeit|lehrgangsdauer|kursdauer)\s*(?:[:=]|beträgt|von|ist)?\s*(?:ca\.?\s*|insgesamt\s*)?"
    r"(\d{1,2}(?:[.,]5)?)\s*monate?\b(?!\s*(?:praktikum|betriebl))",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?<![A-Za-z0-9])([ABC][12])(?:\.\d)?(?![A-Za-z0-9])")
_GERMAN = re.compile(r"deutsch|sprachniveau|sprachkenntnis|sprachlevel|\bGER\b|\bGeR\b|B2-Niveau|niveau", re.IGNORECASE)
_OTHER_LANGUAGE = re.compile(
    r"englisch|französisch|spanisch|fremdsprache|führerschein|fahrerlaubnis|klasse", re.IGNORECASE
)
_CHILDCARE = re.compile(r"kinderbetreuung(?![a-zäöüß])", re.IGNORECASE)
_CHILDCARE_YES = re.compile(
    r"kinderbetreuung\s+(?:ist\s+|wird\s+|kann\s+)?(?:\w+\s+){0,3}?(?:möglich|vorhanden|angeboten|verfügbar|gestellt|organisiert)|"
    r"(?:mit|inkl\.?|inklusive|bieten|eigene)\s+(?:\w+\s+){0,2}?kinderbetreuung",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:kein\w*|nicht|ohne|leider)\b", re.IGNORECASE)
_ROLLING = re.compile(
    r"(?:laufende[rnm]?|jederzeitige[rnm]?|fortlaufende[rnm]?|permanente[rnm]?)\s+(?:einstieg|eintritt|beginn|start)|"
    r"(?:einstieg|eintritt|start|beginn)\s*:?\s+(?:ist\s+)?(?:jederzeit|laufend|fortlaufend|permanent)",
    re.IGNORECASE,
)
_SUPPORT = re.compile(
    r"(?:mit|inkl\.?|inklusive|zzgl\.?|begleitende[rs]?|berufsbezogene[rs]?)\s+(?:\w+\s+){0,2}?"
    r"(?:deutsch(?:förderung|sprachförderung|unterricht)|sprachförderung|sprachbegleitung|sprachunterricht|sprachcoaching)",
    re.IGNORECASE,
)
_FUNDING_WORDS = (
    (re.compile(r"bildungsgutschein", re.IGNORECASE), FundingMark.BILDUNGSGUTSCHEIN),
    (re.compile(r"qualifizierungsgeld|§\s*82\s*a\b", re.IGNORECASE), FundingMark.QUALIFIZIERUNGSGELD),
    (
        re.compile(r"§\s*82\s*(?!a)(?:Abs\S*\s*\d*\s*)?SGB|qualifizierungschancengesetz", re.IGNORECASE),
        FundingMark.BESCHAEFTIGTE_82,
    ),
    (re.compile(r"aufstiegs-?bafög|meister-?bafög", re.IGNORECASE), FundingMark.AUFSTIEGS_BAFOEG),
    (re.compile(r"aktivierungs-? und vermittlungsgutschein|\bAVGS\b", re.IGNORECASE), FundingMark.AVGS),
    (re.compile(r"deuföv|berufssprachkurs", re.IGNORECASE), FundingMark.DEUFOEV),
)
_SENTENCE = re.compile(r"[^.!?;\n]+")


@lru_cache(maxsize=2048)
def hours(*texts: str) -> int | None:
    """Return the teaching hours that texts state ("480 Unterrichtsstunden", "(10 UE)"); None if none or several."""
    found: set[int] = set()
    for text in texts:
        if len(text) < 20_000:
            found.update(int(m.group(1).replace(".", "")) for m in _HOURS.finditer(text))
    found.discard(0)
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=2048)
def months(*texts: str) -> Decimal | None:
    """Return the length in months with one place that texts state ("Dauer: 24 Monate"); None if none or several."""
    found: set[Decimal] = set()
    for text in texts:
        if "onat" in text and len(text) < 20_000:
            found.update(Decimal(m.group(1).replace(",", ".")).quantize(Decimal("0.1")) for m in _MONTHS.finditer(text))
    found.discard(Decimal("0.0"))
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1024)
def language_level(text: str) -> LanguageLevel | None:
    """Return the level of German a text asks for ("Deutschkenntnisse mindestens B1"); None if none or several."""
    found: set[LanguageLevel] = set()
    for sentence in _sentences(text):
        if not _GERMAN.search(sentence) or (_OTHER_LANGUAGE.search(sentence) and "deutsch" not in sentence.lower()):
            continue
        if _OTHER_LANGUAGE.search(sentence):
            near = [m for m in _LEVEL.finditer(sentence) if _nearest_is_german(sentence, m.start())]
        else:
            near = list(_LEVEL.finditer(sentence))
        found.update(LanguageLevel(m.group(1).upper()) for m in near)
    return found.pop() if len(found) == 1 else None


def _nearest_is_german(sentence: str, place: int) -> bool:
    before, after = sentence[max(0, place - 40) : place].lower(), sentence[place : place + 25].lower()
    german = max(before.rfind("deutsch"), -1)
    other = max((m.start() for m in _OTHER_LANGUAGE.finditer(before)), default=-1)
    return german > other or (german < 0 and other < 0 and "deutsch" in after)


def childcare(text: str) -> bool | None:
    """Return True if a text offers childcare, None if it says nothing clear; a cost subsidy is no childcare."""
    for sentence in _sentences(text, "inderbetreuung"):
        if _CHILDCARE.search(sentence) and _CHILDCARE_YES.search(sentence) and not _DENIAL.search(sentence):
            return True
    return None


@lru_cache(maxsize=2048)
def rolling(text: str) -> bool:
    """Tell whether a text says that one can begin at any time."""
    if not any(word in text for word in ("aufend", "ederzeit", "ermanent")):
        return False
    return any(_ROLLING.search(s) and not _DENIAL.search(s) for s in _sentences(text))


def language_support(text: str) -> bool | None:
    """Return True if a text says that German is taught along with the subject, None otherwise."""
    if not any(word in text for word in ("Sprach", "sprach", "Deutsch")):
        return None
    found = any(_SUPPORT.search(s) and not _DENIAL.search(s) for s in _sentences(text))
    return True if found else None


@lru_cache(maxsize=1024)
def funding(text: str) -> frozenset[FundingMark]:
    """Return the kinds of funding a text names without denying them in the same sentence."""
    marks = set()
    for sentence in _sentences(text):
        for pattern, mark in _FUNDING_WORDS:
            if pattern.search(sentence) and not _DENIAL.search(sentence):
                marks.add(mark)
    return frozenset(marks)


def _sentences(text: str, needle: str = "") -> list[str]:
    if not text or needle not in text:
        return []
    return _SENTENCE.findall(text[:20_000])
