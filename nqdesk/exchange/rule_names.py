"""The names that a rule file declares: by them a copy is known, whatever the copy is called."""

import tomllib

from nqdesk.exchange.rule_files import LONGEST_FILE
from nqdesk.exchange.rule_vocabulary import TABLES


def declared(text: str) -> frozenset[tuple[str, str]]:
    """Return what a rule file declares: its instrument, or its facts, figures and shared parts, each by its name."""
    try:
        content = tomllib.loads(text) if len(text) <= LONGEST_FILE else {}
    except (ValueError, RecursionError):
        return frozenset()
    places = [("instrument", content)] if not TABLES & content.keys() else []
    for table in sorted(TABLES & content.keys()):
        found = content[table] if isinstance(content[table], list) else []
        places += [(table, place) for place in found if isinstance(place, dict)]
    names = ((table, place.get("name" if table == "fact" else "id")) for table, place in places)
    return frozenset((table, name) for table, name in names if isinstance(name, str))
