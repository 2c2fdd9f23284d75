"""Reading the shipped catalogue of occupations."""

import json
from pathlib import Path
from typing import Any

from nqdesk.domain.occupations import Occupation, TqModule, TqStatus, TqStructure


def read(path: Path) -> tuple[Occupation, ...]:
    """Return the occupations of an occupations.json, ordered by id.

    The file is part of the program; a damaged one raises ValueError, KeyError or OSError as they come.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    names: dict[str, str] = content["kldb"]
    return tuple(_occupation(record, names) for record in content["occupations"])


def _occupation(record: dict[str, Any], names: dict[str, str]) -> Occupation:
    field_code = record["kldb"][:2]
    values = {
        **record,
        "tq_status": TqStatus(record["tq_status"]),
        "structures": tuple(_structure(s) for s in record["structures"]),
        "field_code": field_code,
        "field_title": names[field_code],
    }
    return Occupation(**values)


def _structure(record: dict[str, Any]) -> TqStructure:
    modules = tuple(TqModule(number, name) for number, name in record["modules"])
    return TqStructure(record["system"], record["count"], record["complete"], modules, record["source"])
