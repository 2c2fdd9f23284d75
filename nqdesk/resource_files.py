"""Where the files that nqdesk ships lie: in a checkout, an installed wheel or a frozen bundle."""

import sys
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def root() -> Path:
    """Return the folder of the shipped resources."""
    here = Path(__file__).resolve().parent
    places = [here / "_resources", here.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        places.insert(0, Path(bundle) / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError("resources")


def path(name: str) -> Path:
    """Return the path of one shipped file, named relative to the resources folder with forward slashes."""
    return root() / name
