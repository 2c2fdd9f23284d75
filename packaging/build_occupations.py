"""Make resources/occupations/occupations.json from the collected data.

    python packaging/build_occupations.py ../shared/daten [--out resources/occupations]

Nothing is added that the data do not say: a module name is taken only where the source's wording was read and more
than one provider's page stands for it; what was left out is named in the file.
"""

import argparse
import csv
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

AS_OF = "2026-08-19"
LEVELS = {
    "Helfer- und Anlerntätigkeiten": 1,
    "fachlich ausgerichtete Tätigkeiten": 2,
    "komplexe Spezialistentätigkeiten": 3,
    "hoch komplexe Tätigkeiten": 4,
}
TQ_STATUS = {"belegt": "belegt", "unbestätigt": "unbestätigt", "kein TQ-Hinweis gefunden": "kein Hinweis"}
PROVEN = ("bestaetigt", "nur Einzelmodul bestätigt", "Anzahl und drei Namen belegt")
SOURCE = {
    "title": "Berufe der Nachqualifizierung",
    "as_of": AS_OF,
    "sources": [
        "Ausbildungsordnungen (gesetze-im-internet.de, Abzug vom 19.08.2026): Dauer, Rechtsgrundlage",
        "Kurssystematik und DKZ der Bundesagentur für Arbeit",
        "Klassifikation der Berufe 2010, Fassung 2020 (Bundesagentur für Arbeit)",
        "TQ-Hinweise: je Beruf unter tq_source, je Zuschnitt unter source",
    ],
    "licence": "Gesetze und Verordnungen: amtliche Werke, § 5 UrhG. KldB 2010: © Statistik der Bundesagentur für "
    "Arbeit, Gliederung über skohub-kldb-vocab (Apache-2.0).",
    "notes": [
        "Leere Felder heißen: nicht nachgewiesen.",
        "Die zuständige Stelle hängt von Land und Betrieb ab.",
        "tq_status „unbestätigt“ ist Fachwissen ohne Beleg.",
    ],
}


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of one of the data's CSV files (semicolon, UTF-8 with or without BOM)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def slug(title: str) -> str:
    """Return the title without the second gender's form, in ASCII words joined by hyphens."""
    one_form = re.sub(r"/-?\w+", "", title)
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        one_form = one_form.lower().replace(umlaut, letters)
    plain = unicodedata.normalize("NFD", one_form).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def structures(tq: dict[str, Any], titles: set[str]) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    """Return the proven cuts by occupation title, and a line for each cut that was left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    left_out = []
    for cut in tq["berufe"]:
        proven = str(cut["status"]).startswith(PROVEN)
        if not proven or not cut["module"]:
            left_out.append(f"{cut['beruf']} ({cut['system']}): {cut['status']}; Quelle: {cut['quelle']}")
            continue
        whole = [m for m in cut["module"] if isinstance(m["nr"], int) or str(m["nr"]).isdigit()]
        note = cut.get("hinweis", "")
        complete = cut["status"] == "bestaetigt" and len(whole) == cut["anzahl"] and not note
        record = {
            "system": cut["system"],
            # A count that is known only for a superseded training regulation proves nothing for the present one.
            "count": None if note else cut["anzahl"],
            "complete": complete,
            "modules": [[int(m["nr"]), m["name"]] for m in whole],
            "source": "; ".join(p for p in (cut["quelle"], note.rstrip(".")) if p),
        }
        named = [t.strip() for t in cut["beruf"].split(" – ")]
        for title in named:
            if title not in titles:
                raise SystemExit(f"tq.json names an occupation that berufe.csv does not have: {title}")
            found.setdefault(title, []).append(record)
    return found, left_out


def catalogue(folder: Path) -> dict[str, Any]:
    """Return the content of occupations.json."""
    source = rows(folder / "B_berufe" / "berufe.csv")
    kldb = {r["code"]: r["titel"] for r in rows(folder / "B_berufe" / "kldb2010_v2020_kurz.csv")}
    tq = json.loads((folder / "tq.json").read_text(encoding="utf-8"))
    cuts, left_out = structures(tq, {r["beruf"] for r in source})
    occupations: list[dict[str, Any]] = []
    for row in source:
        code = row["kldb2010"]
        level = LEVELS[row["anforderungsniveau"]]
        if code not in kldb or int(code[4]) != level:
            raise SystemExit(f"KldB {code} of {row['beruf']} is unknown or contradicts the requirement level")
        occupations.append(
            {
                "id": f"{code}-{slug(row['beruf'])}",
                "title": row["beruf"],
                "months": int(row["dauer_monate"]),
                "dkz": row["dkz_8"],
                "ba_code": row["kurssystematik_ba"],
                "kldb": code,
                "kldb_certain": row["kldb_beleg"] != "unsicher",
                "requirement_level": level,
                "competent_body": row["zustaendige_stelle"],
                "law": row["rechtsgrundlage"],
                "regulation": row["ausbildungsordnung_kuerzel"],
                "tq_status": TQ_STATUS[row["tq_status"]],
                "tq_source": row["tq_quelle"].replace("Fachwissen ohne Offline-Beleg", "Fachwissen, ohne Beleg"),
                "structures": cuts.get(row["beruf"], []),
            }
        )
    ids = [o["id"] for o in occupations]
    if len(ids) != len(set(ids)):
        raise SystemExit("two occupations share an id")
    occupations.sort(key=lambda o: str(o["id"]))
    used = {c for o in occupations for c in (str(o["kldb"])[:2], str(o["kldb"]))}
    used |= {c for c in kldb if len(c) == 2}
    return {
        "about": {
            **SOURCE,
            "counts": {
                "occupations": len(occupations),
                "with_ba_code": sum(1 for o in occupations if o["ba_code"]),
                "tq_belegt": sum(1 for o in occupations if o["tq_status"] == "belegt"),
                "with_complete_structure": sum(1 for o in occupations if any(s["complete"] for s in o["structures"])),
            },
            "structures_left_out": left_out,
        },
        "kldb": {c: kldb[c] for c in sorted(used)},
        "occupations": occupations,
    }


def written(content: dict[str, Any]) -> str:
    """Return the file's text: one line an occupation, so that a change is readable in a diff."""

    def line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    names = ",\n".join(f"{line(c)}:{line(t)}" for c, t in content["kldb"].items())
    occupations = ",\n".join(line(o) for o in content["occupations"])
    about = json.dumps(content["about"], ensure_ascii=False, indent=1)
    return f'{{"about":{about},\n"kldb":{{\n{names}}},\n"occupations":[\n{occupations}]}}\n'


def main() -> None:
    """Read the folder given and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="the folder with the collected data, e.g. ../shared/daten")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).resolve().parent.parent / "resources" / "occupations"
    )
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    target = args.out / "occupations.json"
    content = catalogue(args.folder)
    target.write_text(written(content), encoding="utf-8", newline="\n")
    print(f"{target}: {content['about']['counts']}")


if __name__ == "__main__":
    main()
