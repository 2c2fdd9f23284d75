"""Rules beside the shipped ones: every text that a rule file of the centre or of a package was ever given."""

from dataclasses import dataclass

from nqdesk.domain.funding.rules import Origin
from nqdesk.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class RuleText(Record):
    """One text of one rule file; a change is a new one, never an overwrite.

    Attributes:
        name: folder and file (``instruments/centre_x.toml``). text: TOML; "" takes the file out of the rules.
        origin: a package or the centre itself. giver: who made the package, "" for the centre.
        package: name of the package, "" without one. checksum: "sha256:…" of the package, "" without one.
        reason: why, in words.
    """

    name: str = ""
    text: str = ""
    origin: Origin = Origin.CENTRE
    giver: str = ""
    package: str = ""
    checksum: str = ""
    reason: str = ""
