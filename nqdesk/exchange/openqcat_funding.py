"""What an openQ-cat SERVICE says of funding: the agency's marks and the provider's words."""

from functools import lru_cache

from nqdesk.domain.offers import FundingMark
from nqdesk.exchange import codes, stated
from nqdesk.exchange.html_text import clean_line, clean_text


@lru_cache(maxsize=512)
def funding_of(
    parts: tuple[tuple[str, str, str], ...], course_type: int | None, education_type: int | None
) -> tuple[frozenset[FundingMark], str]:
    """Return marks and note of funding elements given as (tag, type, text)."""
    marks: set[FundingMark] = set()
    notes: dict[str, None] = {}
    if course_type == codes.COURSE_AVGS or education_type == codes.EDUCATION_ACTIVATION:
        marks.add(FundingMark.AVGS)
    if education_type == codes.EDUCATION_LANGUAGE:
        marks.add(FundingMark.DEUFOEV)
    for tag, kind, text in parts:
        if tag == "FUNDING_TYPES_FEDERAL":
            mark = codes.FUNDING.get(codes.code_number(kind) or 0)
            marks.add(mark or FundingMark.OTHER)
            if mark is None:
                notes[clean_line(text)] = None
        elif tag == "FUNDING_TYPES_REGIONAL":
            marks.add(FundingMark.LAND)
            notes[clean_line(text)] = None
        else:
            cleaned = clean_text(text)
            notes[cleaned] = None
            marks |= stated.funding(cleaned)
    return frozenset(marks), "\n".join(filter(None, notes))
