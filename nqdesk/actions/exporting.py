"""Giving chosen offers away as a file."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from nqdesk.actions import catalogue
from nqdesk.actions.refused import refuse
from nqdesk.store import centre, offers, organisations
from nqdesk.store.database import Store

SUFFIXES = (".xml", ".csv", ".xlsx")


def export_offers(store: Store, ids: Sequence[str], out: Path, today: date) -> int:
    """Write offers as openQ-cat (.xml), CSV or XLSX, chosen by the file's ending; return how many.

    The file is whole or not there. Raises Refused "format_unknown" for another ending.
    """
    chosen = offers.many(store.db, ids)
    if not chosen:
        raise refuse("no_offers")
    providers = {
        p.id: p for p in organisations.many(store.db, sorted({o.provider_id for o in chosen if o.provider_id}))
    }
    suffix = out.suffix.lower()
    if suffix == ".xml":
        from nqdesk.exchange import openqcat_out

        openqcat_out.write(out, chosen, providers, centre.get(store.db), today)
    elif suffix in {".csv", ".xlsx"}:
        from nqdesk.exchange import spreadsheets_out

        spreadsheets_out.write(out, chosen, providers, catalogue.occupations().by_id)
    else:
        raise refuse("format_unknown", name=out.name)
    return len(chosen)
