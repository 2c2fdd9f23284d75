"""Write the database of today's version: ``python -m tests.old_databases.make``."""

import json
import shutil
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from nqdesk.domain.attendees import Attendee
from nqdesk.domain.centre import Centre
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding.kept_check import Outcome, OutcomeState
from nqdesk.domain.funding.rule_text import RuleText
from nqdesk.domain.incoming import FileHead, IncomingOffer
from nqdesk.domain.offers import Offer
from nqdesk.domain.people import Right
from nqdesk.domain.portfolio import PortfolioChoice
from nqdesk.domain.settings import Settings
from nqdesk.store import migrations, offers
from nqdesk.store.changing import (
    attendees,
    batches,
    checks,
    events,
    follow_ups,
    organisations,
    people,
    portfolios,
    rule_texts,
)
from nqdesk.store.changing import centre as changing_centre
from nqdesk.store.changing import offers as changing_offers
from nqdesk.store.changing import settings as changing_settings
from nqdesk.store.changing.undo import undo
from nqdesk.store.database import Store, create_store
from tests.builders import a_kept_check, a_run, an_event, an_offer, an_organisation
from tests.old_databases.facts import facts
from tests.store.conftest import CHEAP, NOW, PASSWORD

FOLDER = Path(__file__).parent
NAME = "stelle.nqdesk"


def main() -> None:
    """Make the folder anew."""
    folder = FOLDER / f"version_{migrations.latest()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    path = folder / NAME
    store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
    with store:
        fill(store)
        text = json.dumps(facts(store), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "content.json").write_text(f"{text}\n", encoding="utf-8")
    for left in (*folder.glob("*.lock"), *folder.glob("*.keys2")):
        left.unlink()
    sys.stdout.write(f"{folder}\n")


def fill(store: Store) -> None:
    """Put some of everything into a new database."""
    provider = an_organisation(name="Bildungswerk Müller (erfunden)")
    event = an_event()
    people.add_person(store, "Bernd", "Bernds Passwort", frozenset({Right.BERATUNG}), NOW)
    with store.write(NOW) as tx:
        changing_centre.save_centre(tx, Centre(name="Beratungsstelle Muster (erfunden)", plz="77652", city="Offenburg"))
        changing_settings.save_settings(tx, Settings(lock_after_minutes=7))
        organisations.save_organisation(tx, provider)
        for number in range(1, 13):
            changing_offers.save_offer(
                tx,
                an_offer(
                    title=f"Teilqualifikation {number} Wareneingang",
                    provider_id=provider.id,
                    tq_number=number % 5 + 1,
                    price=Decimal(1000 + number),
                    dates=(
                        a_run(start=date(2027, 4, number), end=date(2027, 12, 31)),
                        a_run(start=None, end=date(2027, number, 15) if number > 8 else None, rolling=True),
                    ),
                    description="Ä ö ü ß – lang. " * (400 if number == 7 else 1),
                    source_id=str(4700 + number),
                ),
            )
        events.save_event(tx, event)
        portfolios.save_portfolio(tx, PortfolioChoice(event_id=event.id))
        attendees.save_attendee(
            tx, Attendee(event_id=event.id, name="Eva Beispiel", purpose="Liste", keep_until=date(2029, 3, 1))
        )
        changing_offers.save_offer(tx, Offer(title="Nur ein Titel"))
        kept = a_kept_check(
            subject="Erika Beispiel (erfunden)",
            outcomes=(Outcome("fbw_81_2", OutcomeState.REFUSED, date(2027, 2, 28), "Antrag nach Beginn"),),
        )
        checks.keep_check(tx, kept)
        follow_ups.save_follow_ups(tx, [FollowUp(due=date(2027, 4, 1), text="Neu besprechen", about_id=kept.id)])
        rule_texts.add_rule_texts(tx, [RuleText(name="instruments/centre_x.toml", text='id = "centre_x"')])
    for price in ("1.00", "2.50"):
        _import(store, Decimal(price))
    listed = offers.many(store.db, [r[0] for r in store.db.execute_sql("SELECT id FROM offers ORDER BY n LIMIT 4")])
    with store.write(NOW) as tx:
        changing_offers.bin_offers(tx, [listed[0].id])
    with store.write(NOW) as tx:
        change = changing_offers.bin_offers(tx, [listed[1].id])
    with store.write(NOW) as tx:
        undo(tx, change.number)


def _import(store: Store, price: Decimal) -> None:
    """Take a file of two offers in; the second time both are changed and the rows before are kept for undo."""
    head = FileHead(format="openqcat", name="kurse.xml", day=date(2026, 12, 31))
    provider = an_organisation(name="Übungsakademie Köln (erfunden)", numbers=(("ba", "4711"),))
    rows = [
        IncomingOffer(offer=an_offer(source_provider="4711", source_id=str(number), price=price), provider=provider)
        for number in (1, 2)
    ]
    with store.write(NOW) as tx:
        batch = batches.begin(tx, head)
        batches.add(tx, batch, rows)
    for _ in batches.settle(store, batch, head, NOW):
        pass
    with store.write(NOW) as tx:
        batches.finish(tx, batch)
    for _ in batches.tidy(store, NOW):
        pass


if __name__ == "__main__":
    main()
