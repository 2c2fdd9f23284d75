"""Which column of a table holds what: chosen once by a person, saved under a name, recognised by its headings."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default

from nqdesk.domain.folding import fold
from nqdesk.domain.problem import Problem

# What a column can hold, in the order of a mapping dialog. Names are those of Offer, OfferDate and Contact where
# there is one; columns of one run are marked in RUN_FIELDS, columns of the provider in PROVIDER_FIELDS.
COLUMN_FIELDS = (
    "title",
    "source_id",
    "run_id",
    "provider_name",
    "provider_number",
    "provider_street",
    "provider_plz",
    "provider_city",
    "provider_phone",
    "provider_email",
    "provider_web",
    "description",
    "occupation",
    "kind",
    "education_type",
    "tq_number",
    "tq_name",
    "start",
    "end",
    "rolling",
    "venue",
    "street",
    "plz",
    "place",
    "country",
    "run_note",
    "form",
    "execution_form",
    "time_model",
    "berufsbegleitend",
    "hours",
    "duration_months",
    "duration_class",
    "price",
    "price_note",
    "seats",
    "measure_number",
    "certified_until",
    "funding",
    "bildungsgutschein",
    "funding_note",
    "language_level",
    "language_support",
    "childcare",
    "accessible",
    "target_group",
    "requirements",
    "degree",
    "examiner",
    "web",
    "contact_name",
    "contact_role",
    "contact_phone",
    "contact_mobile",
    "contact_email",
    "contact_web",
    "keywords",
    "codes",
    "information_date",
)
RUN_FIELDS = frozenset({"run_id", "start", "end", "rolling", "venue", "street", "plz", "place", "country", "run_note"})
PROVIDER_FIELDS = frozenset(name for name in COLUMN_FIELDS if name.startswith("provider_"))

_BLANK = re.compile(r"[\s_]+")


def folded_heading(heading: str) -> str:
    """Return a heading as it is compared: folded, without spaces, underscores and a trailing colon or star."""
    return _BLANK.sub("", fold(heading.strip())).rstrip(":*")


@dataclass(frozen=True)
class ColumnLayout:
    """How the columns of a CSV or XLSX file are read.

    Attributes:
        name: under which it is saved.
        columns: field (one of COLUMN_FIELDS) to heading of the column, as written in the file.
        provider_name, provider_number: the provider of all rows, where no column names it; "" if one does.
    """

    name: str
    columns: Mapping[str, str] = default(default_factory=dict)
    provider_name: str = ""
    provider_number: str = ""

    def fits(self, headings: Collection[str]) -> bool:
        """Tell whether all columns of this layout stand in a file with these headings."""
        present = {folded_heading(h) for h in headings}
        return bool(self.columns) and all(folded_heading(h) in present for h in self.columns.values())


def best_layout(layouts: Iterable[ColumnLayout], headings: Collection[str]) -> ColumnLayout | None:
    """Return the fitting layout that reads the most columns; the first of several equal ones; None if none fits."""
    fitting = [layout for layout in layouts if layout.fits(headings)]
    return max(fitting, key=lambda layout: len(layout.columns), default=None)


def check_layout(layout: ColumnLayout) -> list[Problem]:
    """Return what must be corrected before the layout may be stored or used."""
    problems = []
    if not layout.name.strip():
        problems.append(Problem("required", "name"))
    if not layout.columns.get("title", "").strip():
        problems.append(Problem("layout_title_missing", "columns"))
    problems.extend(
        Problem("layout_field_unknown", "columns", values={"field": name})
        for name in layout.columns
        if name not in COLUMN_FIELDS
    )
    seen: set[str] = set()
    for heading in layout.columns.values():
        folded = folded_heading(heading)
        if folded in seen:
            problems.append(Problem("layout_column_doubled", "columns", values={"column": heading}))
        seen.add(folded)
    return problems
