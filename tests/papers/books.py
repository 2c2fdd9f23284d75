"""Portfolios for the tests of papers: few, many, and everything that is hard to set."""

import random
from datetime import date, time, timedelta
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw

from nqdesk.domain.centre import Centre
from nqdesk.domain.contacts import Contact
from nqdesk.domain.events import Event, EventKind
from nqdesk.domain.occupations import Occupation, TqModule, TqStatus, TqStructure
from nqdesk.domain.offers import Form, FundingMark, LanguageLevel, Offer, OfferDate, OfferKind, TimeModel
from nqdesk.domain.organisations import AzavCertificate, Organisation, Role
from nqdesk.domain.portfolio import Order
from nqdesk.domain.portfolio_book import FundingText, PortfolioBook, assemble

ON = date(2026, 11, 22)
MODULES = ("Beispielschritt Anlagen einrichten", "Beispielschritt Bedienen", "Beispielschritt Instandhaltung")


def logo() -> bytes:
    """A small PNG with transparency."""
    image = Image.new("RGBA", (360, 120), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 10, 110, 110), fill=(16, 92, 140, 255))
    pen.rectangle((140, 40, 350, 80), fill=(243, 179, 61, 255))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def centre(**changed: object) -> Centre:
    """The centre of all test papers."""
    values: dict[str, object] = {
        "name": "Beratungsstelle Nachqualifizierung Oberrhein",
        "street": "Beispielstraße 12",
        "plz": "77652",
        "city": "Offenburg",
        "phone": "0781 000000",
        "email": "beratung@example.org",
        "web": "https://www.example.org/nachqualifizierung",
        "region_name": "Oberrhein",
        "responsible": "Maria Muster",
    }
    return Centre(**{**values, **changed})  # type: ignore[arg-type]


def event(**changed: object) -> Event:
    """An event for multipliers."""
    values: dict[str, object] = {
        "title": "Forum Nachqualifizierung 2026",
        "kind": EventKind.MULTIPLIER,
        "day": date(2026, 12, 3),
        "begins": time(14),
        "ends": time(17, 30),
        "place": "Gewerbe Akademie Offenburg, Saal 2",
        "host": "Netzwerk Nachqualifizierung",
        "partners": ("Agentur für Arbeit", "Handwerkskammer"),
    }
    return Event(**{**values, **changed})  # type: ignore[arg-type]


def funding() -> FundingText:
    """A text in the form of the shipped ones; its sentences are samples."""
    return FundingText(
        audience=EventKind.MULTIPLIER,
        title="So wird gefördert",
        summary="Beschäftigte ohne Berufsabschluss: Lehrgangskosten können übernommen werden (§ 82 SGB III). "
        "Arbeitsuchende: Bildungsgutschein (§ 81 SGB III). Ob gefördert wird, entscheidet die zuständige Stelle.",
        parts=(
            (
                "Beschäftigte im Betrieb",
                (
                    "Beispieltext: Die Agentur für Arbeit kann Lehrgangskosten übernehmen und dem Betrieb einen "
                    "Zuschuss zum Arbeitsentgelt zahlen, solange die Person wegen der Weiterbildung nicht arbeitet.",
                    "Beispieltext: Der Antrag wird vor dem Beginn gestellt.",
                ),
                "§ 82 SGB III",
            ),
            (
                "Arbeitsuchende",
                (
                    "Beispieltext: Mit dem Bildungsgutschein wählen Arbeitsuchende einen zugelassenen Kurs bei einem "
                    "zugelassenen Anbieter.",
                ),
                "§ 81 SGB III",
            ),
            ("Prämien", ("Beispieltext: Für bestandene Prüfungen kann es Prämien geben.",), "§ 87a SGB III"),
        ),
        as_of=date(2026, 11, 1),
        sources=("Sozialgesetzbuch III, https://www.gesetze-im-internet.de/sgb_3/", "Fachliche Weisungen (Beispiel)"),
    )


def occupation(number: int, title: str, field_code: str, field_title: str, steps: int = 0) -> Occupation:
    """An occupation with `steps` sample modules."""
    structures: tuple[TqStructure, ...] = ()
    if steps:
        modules = tuple(TqModule(n, MODULES[(n - 1) % len(MODULES)]) for n in range(1, steps + 1))
        structures = (TqStructure("Beispielsystem", steps, True, modules, "Beispielquelle"),)
    return Occupation(
        id=f"b{number}",
        title=title,
        months=24 if number % 2 else 42,
        dkz="",
        ba_code="",
        kldb="25122",
        kldb_certain=True,
        requirement_level=2,
        field_code=field_code,
        field_title=field_title,
        competent_body="IHK",
        law="BBiG",
        regulation="",
        tq_status=TqStatus.BELEGT if steps else TqStatus.KEIN_HINWEIS,
        tq_source="Beispielquelle" if steps else "",
        structures=structures,
    )


OCCUPATIONS = tuple(
    occupation(n, title, code, field, steps)
    for n, (title, code, field, steps) in enumerate(
        (
            ("Maschinen- und Anlagenführer/in", "25", "Maschinen- und Fahrzeugtechnikberufe", 6),
            ("Kraftfahrzeugmechatroniker/in", "25", "Maschinen- und Fahrzeugtechnikberufe", 0),
            ("Zerspanungsmechaniker/in", "24", "Metallerzeugung und -bearbeitung, Metallbauberufe", 5),
            ("Fachlagerist/in", "51", "Verkehrs- und Logistikberufe (außer Fahrzeugführung)", 5),
            ("Fachkraft für Lagerlogistik", "51", "Verkehrs- und Logistikberufe (außer Fahrzeugführung)", 6),
            ("Verkäufer/in", "62", "Verkaufsberufe", 4),
            ("Elektroniker/in für Maschinen und Antriebstechnik", "26", "Mechatronik-, Energie- und Elektroberufe", 9),
            ("Fachkraft für Schutz und Sicherheit", "53", "Schutz-, Sicherheits- und Überwachungsberufe", 7),
            ("Servicekraft für Dialogmarketing", "92", "Werbung, Marketing, kaufmännische Medienberufe", 0),
            (
                "Verfahrensmechaniker/in für Kunststoff- und Kautschuktechnik",
                "22",
                "Kunststoffherstellung und -verarbeitung, Holzbe- und -verarbeitung",
                6,
            ),
        ),
        start=1,
    )
)


def provider(number: int, **changed: object) -> Organisation:
    """A provider; names with letters of several languages come by turns."""
    names = (
        "Gewerbe Akademie Offenburg",
        "bfw Lahr",
        "Łukasz Wiśniewski Szkolenia gGmbH",
        "Ağaoğlu Eğitim ve Danışmanlık",
        "Nguyễn Thị Hồng Bildungszentrum",
        "Bildungszentrum für berufliche Weiterqualifizierung und Arbeitsmarktintegration am südlichen Oberrhein gGmbH",
    )
    values: dict[str, object] = {
        "id": f"p{number}",
        "name": names[number % len(names)] + (f" {number}" if number >= len(names) else ""),
        "roles": frozenset({Role.PROVIDER}),
        "street": f"Musterweg {number + 1}",
        "plz": "77652",
        "city": "Offenburg",
        "phone": "0781 000000" if number % 4 else "",
        "email": f"kurse{number}@example.org",
        "web": "https://www.example.org/kurse" if number % 3 else "",
        "azav": (
            AzavCertificate(certifier="Beispielstelle", valid_until=date(2027, 6, 30)),
            AzavCertificate(certifier="Beispielstelle", valid_until=date(2026, 6, 30)),
            None,
        )[number % 3],
    }
    return Organisation(**{**values, **changed})  # type: ignore[arg-type]


def offer(number: int, seed: random.Random, occupation_id: str, providers: int) -> Offer:
    """An offer as sources have them: some fields full, some empty."""
    start = ON + timedelta(days=seed.randrange(10, 400))
    kind = seed.choice((OfferKind.TQ, OfferKind.TQ, OfferKind.UMSCHULUNG, OfferKind.EXTERNENPRUEFUNG, OfferKind.OTHER))
    places = ("Offenburg", "Lahr", "Kehl", "Freiburg im Breisgau", "Villingen-Schwenningen")
    runs = tuple(
        OfferDate(
            start=start + timedelta(days=90 * n),
            end=start + timedelta(days=90 * n + 70),
            place=seed.choice(places),
            plz="77652",
            time_model=seed.choice((TimeModel.FULL_TIME, TimeModel.PART_TIME, TimeModel.BERUFSBEGLEITEND)),
            form=seed.choice((Form.PRESENCE, Form.ONLINE, Form.BLENDED, None)),
            hours=seed.choice((420, 310, 1240, None)),
        )
        for n in range(seed.choice((0, 1, 1, 2, 3, 4)))
    )
    number_of_step = seed.randrange(1, 5) if kind is OfferKind.TQ else None
    titles = {
        OfferKind.TQ: f"Teilqualifikation {number_of_step}",
        OfferKind.UMSCHULUNG: "Umschulung mit Abschlussprüfung vor der zuständigen Stelle",
        OfferKind.EXTERNENPRUEFUNG: "Vorbereitung auf die Externenprüfung",
        OfferKind.OTHER: "Grundlagen der Qualitätssicherung und Dokumentation",
    }
    return Offer(
        id=f"o{number:05}",
        provider_id=f"p{seed.randrange(providers)}",
        title=titles[kind] + seed.choice(("", " in Teilzeit", f" (Kurs {number})")),
        occupation_id=occupation_id,
        kind=kind,
        tq_number=number_of_step,
        dates=runs,
        rolling_entry=not runs and bool(seed.randrange(2)),
        hours=seed.choice((None, 640)),
        duration_months=seed.choice((None, Decimal("2.5"), Decimal(3))),
        price=seed.choice((None, Decimal("4860"), Decimal("12940.50"), Decimal("980"))),
        seats=seed.choice((None, 16)),
        measure_number=seed.choice(("", f"617/{number}/2026")),
        certified_until=seed.choice((None, date(2027, 12, 31))),
        funding=frozenset(seed.sample(tuple(FundingMark), seed.randrange(4))),
        language_level=seed.choice((None, LanguageLevel.B1, LanguageLevel.B2)),
        language_support=seed.choice((None, True)),
        childcare=seed.choice((None, None, True)),
        accessible=seed.choice((None, True, False)),
        requirements=seed.choice(("", "", "Berufserfahrung im Tätigkeitsfeld, mindestens ein Jahr")),
        web=seed.choice(("", f"https://www.example.org/kurse/detail/{number}?quelle=portfolio")),
        contact=seed.choice((None, Contact(name="Kim Beispiel", role="Beratung", phone="0781 000001"))),
        source_name="Beispieldatei 2026",
        information_date=seed.choice((date(2026, 11, 1), date(2026, 10, 12), date(2026, 2, 1))),
    )


def book(
    count: int = 24,
    *,
    occupations: tuple[Occupation, ...] = OCCUPATIONS,
    order: Order = Order.START,
    offers: tuple[Offer, ...] | None = None,
    providers: int = 9,
    **changed: object,
) -> PortfolioBook:
    """A portfolio of `count` offers, always the same for the same arguments."""
    seed = random.Random(count)
    made = offers or tuple(offer(n, seed, occupations[n % len(occupations)].id, providers) for n in range(count))
    values: dict[str, object] = {
        "offers": made,
        "organisations": {p.id: p for p in (provider(n) for n in range(providers))},
        "occupations": {o.id: o for o in occupations},
        "centre": centre(logo=logo()),
        "event": event(),
        "title": "Nachqualifizierung am Oberrhein",
        "subtitle": "Wege zum Berufsabschluss für an- und ungelernte Beschäftigte und Arbeitsuchende",
        "order": order,
        "funding": funding(),
        "on": ON,
        "distance": lambda _: None,
    }
    return assemble(**{**values, **changed})  # type: ignore[arg-type]


def hard_offers() -> tuple[Offer, ...]:
    """Offers that are hard to set: long, empty, many runs, foreign letters, no place to break."""
    long_title = (
        "Berufsanschlussfähige Teilqualifikation zur Verfahrensmechanikerin oder zum Verfahrensmechaniker für "
        "Beschichtungstechnik mit Schwerpunkt Oberflächenvorbereitung, Pulverbeschichtungsanlagenbedienung und "
        "Qualitätssicherungsdokumentation in der Automobilzulieferindustrie"
    )
    many = tuple(
        OfferDate(
            start=ON + timedelta(days=7 * n + 3),
            end=ON + timedelta(days=7 * n + 40),
            place="Villingen-Schwenningen" if n % 3 else "Offenburg",
            plz="77652",
            time_model=TimeModel.BERUFSBEGLEITEND,
            form=Form.BLENDED,
            hours=1240,
            price=Decimal(1000 + n) if n % 2 else None,
            note="Anmeldung bis zwei Wochen vorher unter anmeldung@example.org" if n % 5 == 0 else "",
        )
        for n in range(40)
    )
    return (
        Offer(id="h1", title=long_title, provider_id="p5", occupation_id="b10", kind=OfferKind.TQ, tq_number=1),
        Offer(id="h2", title="Lehrgang mit vierzig Terminen", provider_id="p1", occupation_id="b10", dates=many),
        Offer(id="h3", title="Ohne alles", occupation_id="b10"),
        Offer(
            id="h4",
            title="Kurs „Łódź – Gdańsk“, Öğretmenlik, Điện tử, Сварщик, Μηχανικός",
            provider_id="p2",
            occupation_id="b10",
            description="",
            web="https://www.example.org/" + "sehrlangeradressbestandteilohnetrennstelle" * 5,
            contact=Contact(
                name="Zoë Ångström-Müller",
                role="Anmeldung",
                phone="+49 (0) 781 000000-123",
                mobile="0170 0000000",
                email="sehr.lange.adresse.fuer.die.anmeldung@bildungszentrum-weiterqualifizierung.example.org",
            ),
            requirements="Arbeitnehmerüberlassungsgesetzbestimmungen " * 20,
            price=Decimal("123456.78"),
            price_note="zuzüglich Prüfungsgebühr 120,00 €",
            dates=(OfferDate(rolling=True, place="Kehl"), OfferDate(start=date(2027, 1, 4), place="Lahr")),
        ),
        Offer(
            id="h5",
            title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftslehrgang",
            provider_id="p0",
            occupation_id="",
            field="Sprache",
            kind=OfferKind.LANGUAGE,
            dates=(OfferDate(start=date(2027, 3, 1), place="Freiburg", seats=12),),
            information_date=date(2026, 11, 20),
        ),
        Offer(id="h6", title="Angebot ohne Beruf und Feld", provider_id="p4", price=Decimal(0)),
    )
