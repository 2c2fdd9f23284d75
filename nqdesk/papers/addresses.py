"""Addresses as links: telephone, e-mail and web of the centre, of providers and contacts."""

import re
from collections.abc import Iterable, Sequence

from nqdesk.papers.colours import Colour
from nqdesk.papers.german import NBSP
from nqdesk.papers.lines import Run
from nqdesk.papers.qr import short_address

_WEB = re.compile(r"(?i:https?)://[^\s<>]+|[\w\-]+(\.[\w\-]+)+(:\d+)?(/[^\s<>]*)?")
_MAIL = re.compile(r"[^@\s<>]+@[\w\-]+(\.[\w\-]+)+")


def web_target(address: str) -> str:
    """Return the web address to go to, "" if it is none that a link may lead to."""
    address = address.strip()
    if not _WEB.fullmatch(address):
        return ""
    return address if "://" in address else f"https://{address}"


def web_runs(address: str, *, most: int = 60, colour: Colour | None = None) -> list[Run]:
    """Return a web address as people read it, linked to the whole one; [] for ""."""
    if not address.strip():
        return []
    target = web_target(address)
    if not target:
        return [Run(address, colour=colour)]
    return [Run(short_address(address, most), colour=colour, link=target, label=f"Webseite {target}")]


def mail_runs(address: str, *, colour: Colour | None = None) -> list[Run]:
    """Return an e-mail address as a link; [] for ""."""
    address = address.strip()
    if not address:
        return []
    if not _MAIL.fullmatch(address):
        return [Run(address, colour=colour)]
    return [Run(address, colour=colour, link=f"mailto:{address}", label=f"E-Mail an {address}")]


def phone_runs(phone: str, *, mobile: bool = False, colour: Colour | None = None) -> list[Run]:
    """Return a telephone number that stays on one line; [] for ""."""
    phone = " ".join(phone.split())
    if not phone:
        return []
    return [Run(f"{'Mobil' if mobile else 'Tel.'}{NBSP}{phone.replace(' ', NBSP)}", colour=colour)]


def dotted_runs(parts: Iterable[Sequence[Run]], *, colour: Colour | None = None) -> list[Run]:
    """Return the parts that are not empty with a middle dot between."""
    runs: list[Run] = []
    for part in parts:
        if part:
            if runs:
                runs.append(Run(f"{NBSP}· ", colour=colour))
            runs.extend(part)
    return runs
