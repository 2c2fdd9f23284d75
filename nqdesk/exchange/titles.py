"""What a title and its codes say an offer is: Teilqualifikation, Umschulung, Externenprüfung or something else."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nqdesk.domain.folding import fold
from nqdesk.domain.offers import OfferKind
from nqdesk.exchange import codes

_TQ_WORD = r"(?:teilqualifi(?:kation(?:en|s)?|zierung(?:en|s)?)(?:smoduls?|s?-?moduls?)?|tqs?)"
_TQ = re.compile(rf"(?<![a-zäöüß0-9]){_TQ_WORD}(?![a-zäöüß])", re.IGNORECASE)
_TQ_NUMBER = re.compile(
    rf"(?<![a-zäöüß0-9]){_TQ_WORD}"
    r"(?:[\s\-–]*\(?(?:tq|modul|baustein|nr\.?|nummer)\)?){0,2}"
    r"[\s\-–.:#]{0,3}"
    r"(?P<number>\d{1,2}|(?:VIII|VII|VI|IV|IX|III|II|I|V|X))(?![\w%]|[.,]\d)"
    r"(?P<more>\s*(?:-|–|/|\+|,|&|bis|und|u\.)\s*(?:tq[\s-]?)?\d{1,2}(?![\w]|[.,]\d))?"
    r"(?:\s+von\s+\d{1,2}(?!\w))?(?:\s*\(TQ[\s-]?(?P=number)\))?\)?",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_EXTERNEN = re.compile(
    r"extern(?:en|e[rn]?)?[\s-]*(?:\w+[\s-]+)?prüfung|nichtschülerprüfung|schulfremdenprüfung|prüfung für externe",
    re.IGNORECASE,
)
_EXAM = re.compile(
    r"prüfungsvorbereitung|vorbereitung(?:skurs|slehrgang)?\s+(?:auf|für|zur|zum)\b.{0,40}?(?:abschluss|gesellen|berufsabschluss|"
    r"kammer|ihk-?|hwk-?)\w*prüfung",
    re.IGNORECASE,
)
_UMSCHULUNG = re.compile(
    r"(?<![a-zäöüß])(?:betriebliche[rn]?\s+|einzel|gruppen)?umschulung(?:en)?(?![a-zäöüß])", re.IGNORECASE
)
_BEFORE_UMSCHULUNG = re.compile(
    r"(?:vorbereitung|vorkurs|vorschaltmaßnahme|vorbereitend\w*|begleitung|begleitend\w*|nachhilfe|stützunterricht)"
    r"\b.{0,30}?umschulung",
    re.IGNORECASE,
)
_BASIC = re.compile(
    r"grundkompetenz|grundbildung|alphabetisierung|grundlagen? (?:mathematik|lesen|schreiben)", re.IGNORECASE
)
_LANGUAGE = re.compile(
    r"berufssprachkurs|integrationskurs|deutsch(?:sprach)?kurs|deutsch als (?:fremd|zweit)sprache|"
    r"\bDeutsch\s+[ABC][12]\b|\bDeuFöV\b|sprachkurs deutsch",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[-–—|•·]\s+|\s*:\s+|\s*[–—|]\s*")
_AFTER_NUMBER = re.compile(r"\s*(?::|–|—|-|\||\.)\s*(?=\S)|\s+(?=[„\"»])")
_NOISE = re.compile(
    r"(?:in\s+)?(?:vollzeit|teilzeit|vz|tz|online|präsenz|präsenzunterricht|berufsbegleitend|hybrid|"
    r"blended learning|ihk|hwk|(?:mit\s+)?ihk-zertifikat|m/w/d|modul|kurs|lehrgang|berufsanschlussfähige?|"
    r"berufsanschlussfähige teilqualifikation|nach azav|azav|bildungsgutschein|(?:mit|per)\s+bildungsgutschein|"
    r"[\s/(),;.-]+)+",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"\(?\b[mwdx](?:\s*/\s*[mwdx])+\b\)?|(?<=\w)[/:*_]-?in(?:nen)?\b|\(in\)|/-?(?:frau|mann)\b", re.IGNORECASE
)
# "Fachlagerist/in", "Maschinen- und Anlagenführer/-in": an occupation, not a module, whether or not it is known.
_GENDERED_START = re.compile(
    r"(?:[\w-]+\s+){0,2}[\w-]+(?:[/:*_]-?in(?:nen)?\b|\(in\)|/-?(?:frau|mann)\b|\s+\(?[mwdx](?:\s*/\s*[mwdx])+\b)",
    re.IGNORECASE,
)
_COURSE_WORDS = frozenset(
    [
        "teilqualifikation",
        "teilqualifizierung",
        "tq",
        "umschulung",
        "zum",
        "zur",
        "als",
        "beruf",
        "im",
        "in",
        "fuer",
        "der",
        "die",
        "des",
        "ausbildungsberuf",
    ]
)


@dataclass(frozen=True)
class TqTitle:
    """What a title says of a Teilqualifikation.

    Attributes:
        number: 1 to 20, None if the title names none or several ("TQ 1 bis 3").
        rest: the text behind the number with its separator removed, "" if there is no separator.
    """

    number: int | None
    rest: str


def tq_title(title: str) -> TqTitle | None:
    """Return what a title says of a Teilqualifikation, None if it is not about one."""
    if not _TQ.search(title):
        return _loose_number(title)
    match = _TQ_NUMBER.search(title)
    if match is None:
        return TqTitle(None, "")
    if match.group("more") or len({m.group("number") for m in _TQ_NUMBER.finditer(title)}) > 1:
        return TqTitle(None, "")
    text = match.group("number")
    number = int(text) if text.isdigit() else _ROMAN.get(text if text.isupper() else "", 0)
    if not 1 <= number <= 20:
        return TqTitle(None, "")
    behind = title[match.end() :]
    separator = _AFTER_NUMBER.match(behind)
    return TqTitle(number, behind[separator.end() :].strip() if separator else "")


def _loose_number(title: str) -> TqTitle | None:
    match = _TQ_NUMBER.search(title)
    return TqTitle(None, "") if match else None


def _names_occupation(segment: str, stem: str) -> bool:
    if _GENDERED_START.match(segment):
        return True
    words = [w for w in re.findall(r"[a-z0-9-]+", fold(_GENDER.sub(" ", segment))) if w not in _COURSE_WORDS]
    return bool(words) and bool(stem) and words[0].startswith(stem)


def module_name(title: TqTitle, occupation: str) -> str:
    """Return the name of the module exactly as the title has it, "" if the title gives none.

    Parts that only repeat the occupation ("Fachlagerist/in") or say how and when ("Vollzeit") are no part of it.

    Args:
        title: from `tq_title`.
        occupation: title of the assigned occupation, "" if none.
    """
    rest = title.rest.strip(' \t-–—|:.,;„“”"»«')
    if not rest:
        return ""
    bracket = re.search(r"\s*\(([^()]*)\)$", rest)
    stem = fold(re.split(r"[/\s(]", occupation, maxsplit=1)[0])[:12]
    if bracket and (_NOISE.fullmatch(bracket.group(1)) or _names_occupation(bracket.group(1), stem)):
        rest = rest[: bracket.start()]
    cuts = [0]
    for match in _SEPARATOR.finditer(rest):
        cuts += [match.start(), match.end()]
    cuts.append(len(rest))
    spans = [(cuts[i], cuts[i + 1]) for i in range(0, len(cuts), 2)]

    def says_nothing(span: tuple[int, int]) -> bool:
        segment = rest[span[0] : span[1]].strip()
        return not segment or bool(_NOISE.fullmatch(segment)) or _names_occupation(segment, stem)

    while spans and says_nothing(spans[0]):
        spans.pop(0)
    while spans and says_nothing(spans[-1]):
        spans.pop()
    if not spans:
        return ""
    name = rest[spans[0][0] : spans[-1][1]].strip()
    bracket = re.search(r"\s*\(([^()]*)\)$", name)
    if bracket and (_NOISE.fullmatch(bracket.group(1)) or _names_occupation(bracket.group(1), stem)):
        name = name[: bracket.start()]
    return name.strip(' „“”"»«')[:200]


def kind_of(
    title: str,
    *,
    keywords: Sequence[str] = (),
    classification: Sequence[str] = (),
    education_type: int | None = None,
    course_type: int | None = None,
    certificate_status: Collection[int] = (),
) -> OfferKind:
    """Return what an offer leads to. The title counts before keywords, the agency's codes between both.

    Args:
        classification: Kurssystematik codes ("B 43412-90200", "MC 01 2").
        education_type, course_type, certificate_status: the agency's codes, see `codes`.
    """
    if course_type == codes.COURSE_LANGUAGE or education_type == codes.EDUCATION_LANGUAGE:
        return OfferKind.LANGUAGE
    if any(code.startswith("MC ") for code in classification):
        return OfferKind.LANGUAGE
    tq = tq_title(title)
    umschulung = bool(_UMSCHULUNG.search(title)) and not _BEFORE_UMSCHULUNG.search(title)
    if tq is not None and not (umschulung and tq.number is None and education_type == codes.EDUCATION_UMSCHULUNG):
        return OfferKind.TQ
    by_title = _kind_by_title(title, umschulung, education_type, certificate_status)
    if by_title is not None:
        return by_title
    return _kind_by_keywords(keywords, education_type)


def _kind_by_title(
    title: str, umschulung: bool, education_type: int | None, status: Collection[int]
) -> OfferKind | None:
    if _EXTERNEN.search(title) or codes.STATUS_EXTERNENPRUEFUNG in status:
        return OfferKind.EXTERNENPRUEFUNG
    if umschulung:
        return OfferKind.UMSCHULUNG
    if _EXAM.search(title) and education_type in (None, codes.EDUCATION_LATER_QUALIFICATION):
        return OfferKind.EXTERNENPRUEFUNG
    if _BASIC.search(title):
        return OfferKind.BASIC_SKILLS
    if _LANGUAGE.search(title):
        return OfferKind.LANGUAGE
    if education_type == codes.EDUCATION_UMSCHULUNG and not _BEFORE_UMSCHULUNG.search(title):
        return OfferKind.UMSCHULUNG
    return None


def _kind_by_keywords(keywords: Sequence[str], education_type: int | None) -> OfferKind:
    if education_type not in (codes.EDUCATION_BASIC_VOCATIONAL, codes.EDUCATION_LATER_QUALIFICATION):
        return OfferKind.OTHER
    text = " | ".join(keywords)
    if re.search(r"teilqualifi", text, re.IGNORECASE):
        return OfferKind.TQ
    if education_type == codes.EDUCATION_LATER_QUALIFICATION and _EXTERNEN.search(text):
        return OfferKind.EXTERNENPRUEFUNG
    return OfferKind.BASIC_SKILLS if _BASIC.search(text) else OfferKind.OTHER
