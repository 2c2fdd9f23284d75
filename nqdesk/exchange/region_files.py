"""Reading the shipped regional data: tab-separated tables whose first lines "# …" name source, date and licence."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from nqdesk.domain.region import AgenturDistrict, Gemeinde, JobcenterKind, Kreis, Land, Position, PostArea, Region


def read(folder: Path) -> Region:
    """Return the regional data of a folder. Gemeinden and postcodes are read when first asked for.

    The files are part of the program; a missing or damaged one raises OSError or ValueError, for the large tables
    at the first question.
    """
    return Region(
        laender=(Land(*row) for row in _rows(folder / "laender.tsv")),
        kreise=(_kreis(row) for row in _rows(folder / "kreise.tsv")),
        districts=(_district(row) for row in _rows(folder / "districts.tsv")),
        gemeinden=lambda: [_gemeinde(row) for row in _rows(folder / "gemeinden.tsv")],
        postcodes=lambda: _postcodes(folder / "plz.tsv"),
        post_area=_post_area,
    )


def notes(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return what each table says about its source, date, licence and gaps, by file name."""
    return {
        file.name: tuple(line[2:] for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("# "))
        for file in sorted(folder.glob("*.tsv"))
    }


def _lines(path: Path) -> Iterator[str]:
    """Return the lines behind the notes and the line of column names."""
    lines = iter(path.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if not line.startswith("#"):
            return lines
    raise ValueError(path.name)


def _rows(path: Path) -> Iterator[list[str]]:
    return (line.split("\t") for line in _lines(path))


def _position(latitude: str, longitude: str) -> Position | None:
    return Position(float(latitude), float(longitude)) if latitude else None


def _kreis(row: list[str]) -> Kreis:
    ags, name, kind, seat, nuts3, inhabitants, district, jobcenter, latitude, longitude = row
    return Kreis(
        ags,
        name,
        kind,
        seat,
        nuts3,
        int(inhabitants),
        district,
        JobcenterKind(jobcenter),
        _position(latitude, longitude),
    )


def _gemeinde(row: list[str]) -> Gemeinde:
    ags, name, plz, inhabitants, latitude, longitude = row
    return Gemeinde(ags, name, plz, int(inhabitants or 0), _position(latitude, longitude))


def _district(row: list[str]) -> AgenturDistrict:
    code, name, largest, kreise = row
    return AgenturDistrict(code, name, tuple(largest.split(", ")), tuple(kreise.split()))


def _postcodes(path: Path) -> Mapping[str, str]:
    return {line[:5]: line for line in _lines(path)}


def _post_area(line: str) -> PostArea:
    plz, kreise, place, latitude, longitude, approximate = line.split("\t")
    return PostArea(plz, tuple(kreise.split()), place, _position(latitude, longitude), bool(approximate))
