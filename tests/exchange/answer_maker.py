"""Makes answers of the Weiterbildungssuche after the agency's pattern; every provider and person is invented."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


def milliseconds(day: date) -> int:
    """Return midnight of a day in Germany as the agency writes it."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Berlin"))
    return int(midnight.timestamp()) * 1000


def address(plz: object = "34117", town: str = "Kassel", *, town_key: str = "ortStrasse") -> dict[str, Any]:
    """Return an address; v1 of the real answers writes "ortStrasse", the description of the interface "ortStraße"."""
    land = {"id": 6, "name": "Hessen", "laenderCode": "D", "bundeslandCode": "HES", "code": "HES"}
    return {
        "id": 1,
        "bezeichnung": "Lernort Beispiel",
        "strasse": "Probeweg 2",
        "hinweise": None,
        town_key: {"id": 7, "plz": plz, "name": town, "land": land},
        "koordinaten": {"lat": 51.3, "lon": 9.5},
    }


def an_entry(**changes: Any) -> dict[str, Any]:
    """Return one entry (Termin); keys that begin with "angebot__" change the offer inside."""
    offer: dict[str, Any] = {
        "id": 14_000_001,
        "titel": "Teilqualifikation 2: Güter lagern (Fachlagerist/in)",
        "inhalt": "<p>Lagern und <b>verpacken</b>.</p><ul><li>Regale</li><li>Stapler &amp; Co.</li></ul>",
        "abschlussart": "<p>Zertifikat des Trägers</p>",
        "abschlussbezeichnung": None,
        "foerderung": "<p>Qualifizierungsgeld möglich.</p>",
        "zugang": "<p>Deutschkenntnisse mindestens B1</p>",
        "link": "www.lernwerk.example/tq2",
        "zielgruppe": "<p>Beschäftigte ohne Berufsabschluss</p>",
        "bildungsanbieter": {
            "id": 955_001,
            "name": "Lernwerk Kassel gGmbH (Beispiel)",
            "telefonVorwahl": "0561",
            "telefonDurchwahl": "555000",
            "homepage": "https://www.lernwerk.example",
            "email": "info@lernwerk.example",
            "adresse": address(),
        },
        "bildungsart": {"id": 105, "bezeichnung": "Nachholen des Berufsabschlusses"},
        "systematiken": [{"id": 1, "codeNr": "B 51312-90700", "kurzbezeichnung": None, "suchworte": []}],
        "suchworte": [{"suchwort": "Lager"}, {"suchwort": "Teilqualifikation"}],
        "angebotstyp": {"id": 1, "bezeichnung": "Bildungsangebot"},
    }
    entry: dict[str, Any] = {
        "id": 180_000_001,
        "unterrichtsform": {"id": 301, "bezeichnung": "Blended Learning"},
        "unterrichtszeit": {"id": 2, "bezeichnung": "Teilzeit"},
        "dauer": {"id": 5, "bezeichnung": "mehr als 3 Monate bis 6 Monate"},
        "angebot": offer,
        "adresse": address(),
        "unterrichtszeiten": "<p>Mo bis Fr 8 bis 13 Uhr, 400 Unterrichtsstunden</p>",
        "kostenWert": "4860.0",
        "kostenWaehrung": "EUR",
        "kostenBemerkung": None,
        "foerderung": True,
        "link": None,
        "beginn": milliseconds(date(2027, 2, 8)),
        "ende": milliseconds(date(2027, 7, 2)),
        "individuellerEinstieg": False,
        "bemerkungZeit": None,
        "teilnehmerMin": 4,
        "teilnehmerMax": 16,
        "aktualisierungsdatum": milliseconds(date(2026, 11, 2)),
        "inhouseFirmenseminar": False,
        "berufsbegleitend": False,
        "ansprechpartner": [
            {
                "id": 5,
                "anrede": "w",
                "nachname": "Kundenservice",
                "vorname": None,
                "telefonVorwahl": "0561",
                "telefonDurchwahl": 555_100,
                "email": "service@lernwerk.example",
                "rollen": [{"id": 1, "bezeichnung": "Ansprechpartner"}],
            }
        ],
    }
    for name, value in changes.items():
        if name.startswith("angebot__"):
            offer[name.removeprefix("angebot__")] = value
        else:
            entry[name] = value
    return entry


def an_answer(*entries: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with these entries."""
    page = {"size": 20, "totalElements": len(entries), "totalPages": 1, "number": 0}
    return {"_embedded": {"termine": list(entries)}, "_links": {}, "page": page, "aggregations": {}}


def write_answer(path: Path, content: Any) -> Path:
    """Write an answer as the agency sends it."""
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path
