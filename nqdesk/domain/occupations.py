"""The catalogue of occupations and how an offer is assigned to one."""

from dataclasses import dataclass
from enum import StrEnum


class TqStatus(StrEnum):
    """Whether partial qualifications are proven for an occupation (see the data's own sources)."""

    BELEGT = "belegt"
    UNBESTAETIGT = "unbestätigt"
    KEIN_HINWEIS = "kein Hinweis"


@dataclass(frozen=True)
class TqModule:
    """One proven module: number within its structure and its name as read."""

    number: int
    name: str


@dataclass(frozen=True)
class TqStructure:
    """One published cut of an occupation into partial qualifications.

    Attributes:
        system: who cut it (DIHK, AGI, BIBB-Ausbildungsbausteine …).
        count: how many there are in all, None if not proven.
        complete: every module's name was read; otherwise `modules` holds only the proven ones.
        source: where it was read.
    """

    system: str
    count: int | None
    complete: bool
    modules: tuple[TqModule, ...]
    source: str


@dataclass(frozen=True)
class Occupation:
    """One occupation of the catalogue.

    Attributes:
        id: stable name in the catalogue (its KldB 2010 code and a slug of the title).
        title: German title with both forms, e.g. "Fachlagerist/in".
        months: length of the regular training in months.
        dkz: the agency's eight-digit key, "" if not proven; ba_code: its Kurssystematik ("B 51312-90700").
        kldb: KldB 2010 five digits; kldb_certain: False where the source calls it uncertain.
        requirement_level: Anforderungsniveau 1 to 4.
        field_code, field_title: KldB major group (two digits), the occupational field of the portfolio.
        competent_body: kind of zuständige Stelle ("IHK", "HWK", …; depends on region and company).
        law: "BBiG", "HwO" or the act's name; regulation: short name of the training regulation.
        tq_status, tq_source: proof of partial qualifications; structures: proven cuts.
    """

    id: str
    title: str
    months: int
    dkz: str
    ba_code: str
    kldb: str
    kldb_certain: bool
    requirement_level: int
    field_code: str
    field_title: str
    competent_body: str
    law: str
    regulation: str
    tq_status: TqStatus
    tq_source: str
    structures: tuple[TqStructure, ...] = ()
