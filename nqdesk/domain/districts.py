"""The districts that a strategy may hold in, as the regional data know them: of Agenturen and of Jobcenter."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from nqdesk.domain.folding import fold
from nqdesk.domain.funding.rules import Maker
from nqdesk.domain.region import Region

_BEFORE = frozenset(
    {
        "agentur",
        "agenturbezirk",
        "arbeit",
        "bezirk",
        "der",
        "fuer",
        "jobcenter",
        "kreis",
        "landkreis",
        "stadt",
        "stadtkreis",
    }
)


@dataclass(frozen=True)
class KnownDistrict:
    """A district; ``places`` are towns in it that it can be found by, ``base`` is its name without its kind."""

    name: str
    base: str
    places: tuple[str, ...] = ()

    @cached_property
    def searched(self) -> str:
        """Return the folded text that typed letters are looked for in."""
        return fold(" ".join((self.name, *self.places)))


def known_districts(region: Region, maker: Maker) -> tuple[KnownDistrict, ...]:
    """Return the districts of Agenturen, or the Kreise of Jobcenter, by name; none for other makers.

    The data hold no official names of Agenturen: a district is called after its largest Gemeinde.
    """
    if maker is Maker.AGENTUR:
        districts = region.districts.values()
        found = [KnownDistrict(each.suggested_name, each.suggested_name, each.largest) for each in districts]
    elif maker is Maker.JOBCENTER:
        bases = Counter(_base(kreis.name) for kreis in region.kreise.values())
        found = []
        for kreis in region.kreise.values():
            base = _base(kreis.name)
            name = f"{base} ({kreis.kind})" if bases[base] > 1 else base
            found.append(KnownDistrict(name, base, (kreis.seat,)))
    else:
        found = []
    return tuple(sorted(found, key=lambda each: fold(each.name)))


def is_known(districts: Iterable[KnownDistrict], text: str) -> bool:
    """Return whether a text names one of the districts; "Jobcenter" or "Landkreis" before the name is passed over."""
    wanted = {_bare(text), fold(text.strip())}
    return any(wanted & {fold(each.name), fold(each.base)} for each in districts)


def alike(districts: Iterable[KnownDistrict], text: str) -> tuple[KnownDistrict, ...]:
    """Return the districts that a text may mean: of which it is a part, or in which it is a town."""
    wanted = _bare(text)
    return tuple(each for each in districts if wanted and wanted in each.searched)


def _base(name: str) -> str:
    return name.partition(",")[0].strip()


def _bare(text: str) -> str:
    parts = fold(text).split()
    while len(parts) > 1 and parts[0] in _BEFORE:
        parts.pop(0)
    return " ".join(parts)
