"""The regional data: Länder, Kreise, Gemeinden, postcodes, districts of the employment agencies."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

_EARTH_RADIUS_KM = 6371.0088


class JobcenterKind(StrEnum):
    """Who runs a Kreis' Jobcenter."""

    GEMEINSAME_EINRICHTUNG = "gE"
    KOMMUNALER_TRAEGER = "zkT"


@dataclass(frozen=True)
class Position:
    """A point in degrees (WGS 84), north and east positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Land:
    """A Bundesland: first two digits of the AGS, name, abbreviation ("BW")."""

    ags: str
    name: str
    short: str


@dataclass(frozen=True)
class Kreis:
    """A Landkreis or kreisfreie Stadt.

    Attributes:
        ags: five digits. name, kind, seat: official wording. inhabitants: at the state of the data.
        district: code of the Agentur district. jobcenter: who runs the Jobcenter.
        position: of the seat, None if not known.
    """

    ags: str
    name: str
    kind: str
    seat: str
    nuts3: str
    inhabitants: int
    district: str
    jobcenter: JobcenterKind
    position: Position | None

    @property
    def land(self) -> str:
        """The first two digits of the AGS."""
        return self.ags[:2]


@dataclass(frozen=True)
class Gemeinde:
    """A municipality. `name` as in the official register ("Offenburg, Stadt"); `plz` of its administration."""

    ags: str
    name: str
    plz: str
    inhabitants: int
    position: Position | None

    @property
    def kreis(self) -> str:
        """The AGS of its Kreis."""
        return self.ags[:5]

    @property
    def short_name(self) -> str:
        """The name without its title."""
        return self.name.partition(",")[0].strip()


@dataclass(frozen=True)
class AgenturDistrict:
    """The district of an Agentur für Arbeit.

    Attributes:
        code: three digits.
        suggested_name: the largest Gemeinde of the district. A suggestion: the data do not have the agencies' own
            names, so a centre must be able to correct it.
        largest: the largest Gemeinden, for recognising the district. kreise: AGS.
    """

    code: str
    suggested_name: str
    largest: tuple[str, ...]
    kreise: tuple[str, ...]


@dataclass(frozen=True)
class PostArea:
    """What is known of a postcode.

    Attributes:
        kreise: AGS; several where the postcode crosses a border, the likeliest first.
        place: town. position: middle of that town, None if not known.
        approximate: the position is that of a neighbouring postcode or of the Kreis' seat.
    """

    plz: str
    kreise: tuple[str, ...]
    place: str
    position: Position | None
    approximate: bool


class Region:
    """The regional data as one object; the large tables are read when first asked for."""

    def __init__(
        self,
        *,
        laender: Iterable[Land],
        kreise: Iterable[Kreis],
        districts: Iterable[AgenturDistrict],
        gemeinden: Callable[[], Iterable[Gemeinde]],
        postcodes: Callable[[], Mapping[str, str]],
        post_area: Callable[[str], PostArea],
    ) -> None:
        """Take the small tables and the ways to the large ones.

        Args:
            postcodes: returns raw entries by postcode; post_area: makes a PostArea of one raw entry.
        """
        self.laender: Mapping[str, Land] = MappingProxyType({x.ags: x for x in laender})
        self.kreise: Mapping[str, Kreis] = MappingProxyType({x.ags: x for x in kreise})
        self.districts: Mapping[str, AgenturDistrict] = MappingProxyType({x.code: x for x in districts})
        self._read_gemeinden = gemeinden
        self._read_postcodes = postcodes
        self._post_area = post_area
        self._areas: dict[str, PostArea | None] = {}

    @cached_property
    def gemeinden(self) -> Mapping[str, Gemeinde]:
        """All Gemeinden by AGS."""
        return MappingProxyType({g.ags: g for g in self._read_gemeinden()})

    @cached_property
    def _postcodes(self) -> Mapping[str, str]:
        return self._read_postcodes()

    def post_area(self, plz: str) -> PostArea | None:
        """Return what is known of a postcode (five digits), None if it is unknown."""
        if plz not in self._areas:
            if len(self._areas) > 20_000:
                self._areas.clear()
            raw = self._postcodes.get(plz)
            self._areas[plz] = None if raw is None else self._post_area(raw)
        return self._areas[plz]

    def kreis_of(self, plz: str) -> str:
        """Return the AGS of a postcode's (likeliest) Kreis, "" if unknown."""
        area = self.post_area(plz)
        return area.kreise[0] if area else ""

    def place_of(self, plz: str) -> str:
        """Return the town of a postcode, "" if unknown."""
        area = self.post_area(plz)
        return area.place if area else ""

    def district_of(self, plz: str) -> AgenturDistrict | None:
        """Return the Agentur district of a postcode, None if unknown."""
        kreis = self.kreise.get(self.kreis_of(plz))
        return self.districts.get(kreis.district) if kreis else None

    def plzs_of_kreis(self, ags: str) -> frozenset[str]:
        """Return the postcodes that lie in a Kreis, wholly or in part."""
        return self._plzs_by_kreis.get(ags, frozenset())

    def plzs_within(self, plz: str, km: float) -> frozenset[str]:
        """Return the postcodes at most `km` from a postcode's place (straight line); none if it has no position."""
        middle = self.post_area(plz)
        if middle is None or middle.position is None:
            return frozenset()
        areas = ((other, self.post_area(other)) for other in self._postcodes)
        return frozenset(
            other
            for other, area in areas
            if area and area.position and haversine_km(middle.position, area.position) <= km
        )

    @cached_property
    def _plzs_by_kreis(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for plz in self._postcodes:
            area = self.post_area(plz)
            for ags in area.kreise if area else ():
                found.setdefault(ags, set()).add(plz)
        return {ags: frozenset(plzs) for ags, plzs in found.items()}

    def distance_km(self, plz_a: str, plz_b: str) -> float | None:
        """Return the straight line between the places of two postcodes in km, None if one has no position.

        It is measured from middle to middle: 0 within one town, and a few km off in large ones.
        """
        a, b = self.post_area(plz_a), self.post_area(plz_b)
        if a is None or b is None or a.position is None or b.position is None:
            return None
        return haversine_km(a.position, b.position)


def haversine_km(a: Position, b: Position) -> float:
    """Return the great-circle distance of two points in km."""
    north = math.radians(b.latitude - a.latitude) / 2
    east = math.radians(b.longitude - a.longitude) / 2
    both = math.cos(math.radians(a.latitude)) * math.cos(math.radians(b.latitude))
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(math.sin(north) ** 2 + both * math.sin(east) ** 2))
