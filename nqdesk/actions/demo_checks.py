"""Kept funding checks of the demo database: two invented people and an invented company."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from nqdesk.actions import checking, follow_ups, kept_checks, rule_book
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import POSITIVE, CheckResult
from nqdesk.domain.funding.kept_check import KeptCheck, Outcome, OutcomeState, SubjectKind
from nqdesk.store.database import Store

_PURPOSE = "Beratung zur Förderung der beruflichen Weiterbildung (Beispiel)"
_BEFORE = timedelta(days=21)


def keep(store: Store, now: datetime, today: date) -> None:
    """Keep three checks, the first with what became of it, the last with a follow-up."""
    for check in _checks(store, today):
        kept_checks.keep(store, check, now)
        if check.subject_kind is SubjectKind.COMPANY:
            due = today + timedelta(days=7)
            text = "Rückfrage: Ist die Betriebsvereinbarung unterschrieben? (Beispiel)"
            follow_ups.save(store, [FollowUp(due=due, text=text, about_id=check.id)], now)


def _checks(store: Store, today: date) -> Iterator[KeptCheck]:
    engine = rule_book.in_use(store)
    for made_on, kind, subject, case in _cases(today):
        checked, asked = checking.told(engine, case, made_on)
        check = kept_checks.snapshot(
            engine,
            case,
            checked,
            asked,
            made_on=made_on,
            subject=subject,
            subject_kind=kind,
            purpose=_PURPOSE,
        )
        yield _with_outcome(check, checked, today) if made_on < today - _BEFORE else check


def _with_outcome(check: KeptCheck, checked: CheckResult, today: date) -> KeptCheck:
    """Note that the office agreed to what the check had called possible first."""
    first = next((found.instrument.id for found in checked.instruments if found.result in POSITIVE), "")
    if not first:
        return check
    noted = check.with_outcome(Outcome(first, OutcomeState.GRANTED, today - timedelta(days=2)))
    return replace(noted, closed=True, note="Zusage lag schriftlich vor (Beispiel).")


def _cases(today: date) -> Iterator[tuple[date, SubjectKind, str, Case]]:
    begin = today + timedelta(days=60)
    approved = {"massnahme.traeger_zugelassen": True, "massnahme.massnahme_zugelassen": True}
    yield (
        today - timedelta(days=40),
        SubjectKind.PERSON,
        "Erika Mustermann (Beispiel)",
        Case(
            {
                "person.status": "arbeitslos",
                "person.abschluss_dauer_monate": Decimal(0),
                "person.monate_berufstaetig": Decimal(48),
                "person.ausbildung_unzumutbar": False,
                "person.geeignet": True,
                "person.erfolg_erwartet": True,
                "person.chancen_besser": True,
                **approved,
                "massnahme.beginn": begin,
                "massnahme.dauer_monate": Decimal(24),
                "massnahme.ziel": "berufsabschluss",
                "massnahme.zielberuf_dauer_monate": Decimal(36),
                "massnahme.vollzeit": True,
                "massnahme.lehrgangskosten": Decimal("18000.00"),
                "massnahme.engpassberuf": False,
                "massnahme.zwischenpruefung_vorgesehen": True,
                "massnahme.aufstiegsfortbildung": False,
                "antrag.datum": today - timedelta(days=30),
                "antrag.beratung_erfolgt": True,
            }
        ),
    )
    yield (
        today - timedelta(days=6),
        SubjectKind.PERSON,
        "Fall 17 (Beispiel)",
        Case({"person.status": "arbeitslos", "massnahme.beginn": begin}, frozenset({"person.behinderung"})),
    )
    yield (
        today - timedelta(days=1),
        SubjectKind.COMPANY,
        "Muster Metallbau GmbH (Beispiel)",
        Case(
            {
                "person.status": "beschaeftigt",
                "person.arbeitsverhaeltnis_bei_teilnahme": True,
                "person.abschluss_dauer_monate": Decimal(36),
                "person.abschluss_datum": date(today.year - 8, 6, 30),
                "person.schwerbehindert": False,
                "betrieb.beschaeftigte": Decimal(120),
                **approved,
                "massnahme.beginn": begin,
                "massnahme.kurzfristige_anpassung": False,
                "massnahme.arbeitgeberpflicht": False,
                "massnahme.aufstiegsfortbildung": False,
                "massnahme.stunden": Decimal(200),
                "massnahme.ausfallstunden": Decimal(200),
                "massnahme.stundenlohn": Decimal("20.00"),
                "massnahme.lehrgangskosten": Decimal("8000.00"),
                "antrag.datum": today,
                "antrag.beratung_erfolgt": True,
                "antrag.fruehere_82_teilnahme": False,
            }
        ),
    )
