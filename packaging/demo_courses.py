"""What the demo catalogue holds: invented providers, their courses, and gaps put there on purpose.

Names of modules are proven ones (see resources/occupations/occupations.json); where none is proven the name says
"Beispiel". No provider, person, address, telephone number or price is real.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Provider:
    """An invented provider. `azav_days`: validity of its approval in days from the first day, None if not stated."""

    number: str
    name: str
    street: str
    plz: str
    city: str
    host: str
    azav_days: int | None


@dataclass(frozen=True)
class Run:
    """One run: begins `week` weeks after the first day; place by postcode, "" if it is not stated."""

    week: int
    plz: str
    part_time: bool = False


@dataclass(frozen=True)
class Course:
    """One offer.

    Attributes:
        kind: "tq", "umschulung", "extern", "basic", "language" or "other".
        occupation: title in the catalogue, "" for none; code: Kurssystematik; degree: as the source would write it.
        hours: Unterrichtsstunden, None if not stated; weeks: length of a run. price: euro, None if not stated.
        form: agency's code. gaps: what is left out on purpose ("contact", "web", "measure", "dates").
    """

    provider: str
    kind: str
    title: str
    occupation: str = ""
    code: str = ""
    degree: str = ""
    runs: tuple[Run, ...] = ()
    hours: int | None = None
    weeks: int = 10
    price: str | None = None
    form: int = 101
    level: str = ""
    funding: tuple[int, ...] = (2,)
    extra: str = ""
    rolling: bool = False
    gaps: frozenset[str] = field(default_factory=frozenset)


PROVIDERS = (
    Provider("900001", "Beispiel-Bildungswerk Musterstadt (erfunden)", "Beispielweg 1", "77652", "Offenburg",
             "bildungswerk", 700),
    Provider("900002", "Muster-Akademie Oberrhein (erfunden)", "Musterallee 12", "77694", "Kehl", "akademie", 400),
    Provider("900003", "Lernwerkstatt Beispielhausen (erfunden)", "Probegasse 7", "77933", "Lahr/Schwarzwald",
             "lernwerkstatt", 900),
    Provider("900004", "Übungszentrum Fantasia (erfunden)", "Am Übungsplatz 3", "77855", "Achern", "uebungszentrum",
             -30),
    Provider("900005", "Sprachhaus Beispiel (erfunden)", "Wörterstraße 5", "79098", "Freiburg im Breisgau",
    "sprachhaus",
             None),
)  # fmt: skip

PLACES = {
    "77652": ("Offenburg", "Beispielweg 1"),
    "77694": ("Kehl", "Musterallee 12"),
    "77933": ("Lahr/Schwarzwald", "Probegasse 7"),
    "77855": ("Achern", "Am Übungsplatz 3"),
    "77704": ("Oberkirch", "Lernring 4"),
    "77716": ("Haslach im Kinzigtal", "Schulungsgasse 2"),
    "77815": ("Bühl", "Werkstattweg 9"),
    "79098": ("Freiburg im Breisgau", "Wörterstraße 5"),
    "79312": ("Emmendingen", "Kursplatz 6"),
    "76437": ("Rastatt", "Übungsstraße 8"),
}

_WORK, _COMPANY, _MUSTER, _FANTASIA, _LANGUAGE = (p.number for p in PROVIDERS)
_LAGER = ("Fachlagerist/in", "B 51312-90700", "Fachlagerist/Fachlageristin")
_LOGISTIK = ("Fachkraft für Lagerlogistik", "B 51312-90600", "Fachkraft für Lagerlogistik")
_SERVICE = ("Servicekraft für Schutz und Sicherheit", "B 53112-90800", "Servicekraft für Schutz und Sicherheit")
_METAL = ("Konstruktionsmechaniker/in", "B 24412-92500", "Konstruktionsmechaniker/Konstruktionsmechanikerin")
_MACHINE = (
    "Maschinen- und Anlagenführer/in (Metall- und Kunststofftechnik)",
    "B 24202-91400",
    "Maschinen- und Anlagenführer/Maschinen- und Anlagenführerin SP Metall- und Kunststofftechnik",
)
_SHOP = ("Verkäufer/in", "B 62102-90100", "Verkäufer/Verkäuferin")
_RETAIL = ("Kaufmann/-frau im Einzelhandel", "B 62102-90000", "Kaufmann/Kauffrau im Einzelhandel")
_OFFICE = ("Kaufmann/-frau für Büromanagement", "B 71402-92200", "Kaufmann/Kauffrau für Büromanagement")
_DRIVER = ("Berufskraftfahrer/in", "B 52122-90200", "Berufskraftfahrer/Berufskraftfahrerin")
_IT = (
    "Fachinformatiker/in Anwendungsentwicklung",
    "B 43412-90200",
    "Fachinformatiker FR Anwendungsentwicklung / Fachinformatikerin FR Anwendungsentwicklung",
)
_GASTRO = ("Fachkraft für Gastronomie", "B 63302-90800", "Fachkraft für Gastronomie")
_CLEAN = ("Gebäudereiniger/in", "B 54112-90000", "Gebäudereiniger/Gebäudereinigerin")

_LAGER_MODULES = ("Wareneingang", "Innerbetrieblicher Transport", "Lagerung von Gütern", "Kommissionierung", "Versand")
_SERVICE_MODULES = (
    "Menschen und Objekte schützen",
    "Verhalten und Handeln bei Schutz- und Sicherheitsmaßnahmen",
    "Sicherheitstechnische Einrichtungen und Hilfsmittel einsetzen und anwenden",
    "Sicherungsmaßnahmen zur präventiven Gefahrenabwehr umsetzen",
)
_METAL_MODULES = {
    1: "Bauteile manuell und mit maschinellen Fertigungsverfahren herstellen",
    2: "Bauteile zu Baugruppen fügen",
    3: "Baugruppen aus Blechen herstellen",
    7: "Konstruktionen durch Schweißverfahren herstellen",
}


def _tq(provider: str, number: int, name: str, of: tuple[str, str, str], runs: tuple[Run, ...], **more: Any) -> Course:
    return Course(provider, "tq", f"TQ {number}: {name} – {of[0]}", *of, runs=runs, funding=(2, 8, 11), **more)


def _none(*names: str) -> frozenset[str]:
    return frozenset(names)


COURSES = (
    *(
        _tq(_WORK, n, name, _LAGER, (Run(6 + 10 * (n - 1), "77652"), Run(12 + 9 * (n - 1), "77704", part_time=True)),
            hours=(320, 360, 400, 360, 320)[n - 1],
            price=("2688.00", "3024.00", "3360.00", "3024.00", "2688.00")[n - 1],
            level="B1", extra="Kinderbetreuung ist möglich." if n == 1 else "")
        for n, name in enumerate(_LAGER_MODULES, start=1)
    ),
    _tq(_COMPANY, 1, _LAGER_MODULES[0], _LAGER, (Run(9, "77694", part_time=True), Run(30, "77694", part_time=True)),
        hours=340, price="2992.00", level="A2", extra="Mit begleitender Sprachförderung."),
    _tq(_COMPANY, 2, _LAGER_MODULES[1], _LAGER, (Run(22, "77694", part_time=True),), hours=380, level="A2",
        extra="Mit begleitender Sprachförderung."),
    Course(_WORK, "umschulung", "Umschulung Fachlagerist/Fachlageristin", *_LAGER, runs=(Run(11, "77652"), Run(40,
           "77652")),
           weeks=70, hours=2240, price="15680.00", level="B1", funding=(2, 12)),
    Course(_MUSTER, "extern", "Vorbereitung auf die Externenprüfung Fachlagerist/Fachlageristin", *_LAGER,
           runs=(Run(8, "77933", part_time=True), Run(34, "77716", part_time=True)), weeks=24, hours=240,
           price="1980.00"),
    Course(_COMPANY, "umschulung", "Umschulung Fachkraft für Lagerlogistik", *_LOGISTIK, runs=(Run(13, "77694"),),
           weeks=104,
           hours=3200, price="21760.00", level="B1", funding=(2, 12)),
    Course(_MUSTER, "extern", "Vorbereitung auf die Externenprüfung Fachkraft für Lagerlogistik", *_LOGISTIK,
           runs=(Run(10, "77933", part_time=True),), weeks=28, hours=280, price="2310.00"),
    *(
        _tq(_FANTASIA, n, name, _SERVICE, (Run(7 + 9 * (n - 1), "77855"),), hours=(240, 280, 260, 240)[n - 1],
            price=None if n == 3 else ("2040.00", "2380.00", "", "2040.00")[n - 1], level="B1")
        for n, name in enumerate(_SERVICE_MODULES, start=1)
    ),
    Course(_FANTASIA, "extern", "Vorbereitung auf die Externenprüfung Fachkraft für Schutz und Sicherheit",
           "Fachkraft für Schutz und Sicherheit", "B 53112-90200", "Fachkraft für Schutz und Sicherheit",
           runs=(Run(14, "77855", part_time=True),), weeks=26, hours=260, gaps=_none("contact")),
    *(
        _tq(_MUSTER, n, name, _METAL, (Run(5 + 6 * n, "77933"), *((Run(8 + 6 * n, "77815"),) if n < 3 else ())),
            hours=480, price="4320.00", level="B1")
        for n, name in _METAL_MODULES.items()
    ),
    Course(_MUSTER, "umschulung", "Umschulung Konstruktionsmechaniker/Konstruktionsmechanikerin", *_METAL,
           runs=(Run(19, "77933"),), weeks=122, hours=4100, price="32800.00", funding=(2, 12)),
    _tq(_WORK, 1, "Beispielmodul A", _MACHINE, (Run(10, "77652"), Run(28, "77815")), hours=400, price="3600.00"),
    _tq(_WORK, 2, "Beispielmodul B", _MACHINE, (Run(20, "77652"),), hours=400, price="3600.00", gaps=_none("measure")),
    Course(_WORK, "extern",
           "Vorbereitung auf die Externenprüfung Maschinen- und Anlagenführer/Maschinen- und Anlagenführerin",
           *_MACHINE,
           runs=(Run(9, "77652", part_time=True),), weeks=24, hours=240, price="1980.00"),
    Course(_COMPANY, "umschulung", "Umschulung Verkäufer/Verkäuferin", *_SHOP, runs=(Run(12, "77694"), Run(38,
           "77652")),
           weeks=70, hours=2200, price="14300.00", level="B1", funding=(2, 12)),
    Course(_LANGUAGE, "extern", "Vorbereitung auf die Externenprüfung Verkäufer/Verkäuferin", *_SHOP,
           runs=(Run(11, "79098", part_time=True),), weeks=24, hours=220, price="1760.00"),
    Course(_COMPANY, "extern", "Vorbereitung auf die Externenprüfung Kaufmann/Kauffrau im Einzelhandel", *_RETAIL,
           runs=(Run(16, "77694", part_time=True),), weeks=30, hours=300, price="2400.00"),
    Course(_WORK, "umschulung", "Umschulung Kaufmann/Kauffrau für Büromanagement", *_OFFICE,
           runs=(Run(8, "77652"), Run(36, "79312")), weeks=104, hours=3300, price="21450.00", funding=(2, 12)),
    Course(_MUSTER, "umschulung", "Umschulung Kaufmann/Kauffrau für Büromanagement in Teilzeit", *_OFFICE,
           runs=(Run(15, "77933", part_time=True),), weeks=130, hours=3300, form=301, price="22110.00", funding=(2, 12),
           extra="Kinderbetreuung kann organisiert werden."),
    _tq(_FANTASIA, 1, "Güter befördern", _DRIVER, (Run(7, "77855"), Run(33, "76437")), weeks=26, hours=840,
        price="9240.00", level="B1"),
    Course(_FANTASIA, "umschulung", "Umschulung Berufskraftfahrer/Berufskraftfahrerin", *_DRIVER, runs=(Run(18,
           "76437"),),
           weeks=104, price="28900.00", funding=(2, 12)),
    Course(_COMPANY, "umschulung",
           "Umschulung Fachinformatiker Anwendungsentwicklung / Fachinformatikerin Anwendungsentwicklung",
           *_IT, runs=(Run(10, ""),), weeks=104, hours=3600, form=201, price="27360.00", level="B2", funding=(2, 12)),
    Course(_LANGUAGE, "umschulung", "Umschulung Fachkraft für Gastronomie", *_GASTRO, runs=(Run(13, "79098"),),
           weeks=70,
           hours=2160, gaps=_none("web")),
    _tq(_MUSTER, 1, "Beispielmodul Unterhaltsreinigung", _CLEAN, (Run(9, "77716"), Run(26, "77933")), hours=320,
        price="2560.00", level="A2", extra="Mit begleitender Sprachförderung."),
    _tq(_MUSTER, 2, "Beispielmodul Glasreinigung", _CLEAN, (Run(-9, "77933"),), hours=300, price="2400.00"),
    Course(_MUSTER, "other", "Umschulung Metallbauer/Metallbauerin", "", "", "Metallbauer/Metallbauerin",
           runs=(Run(17, "77933"),), weeks=122, hours=4000, price="31200.00"),
    Course(_MUSTER, "basic", "Grundkompetenzen: Lesen, Schreiben, Rechnen im Beruf", rolling=True,
           code="BEISPIEL", runs=(Run(6, "77933", part_time=True),), weeks=16, hours=200, price="1700.00"),
    Course(_WORK, "basic", "Grundkompetenzen: Computer und Internet am Arbeitsplatz", code="BEISPIEL",
           runs=(Run(6, "77652", part_time=True), Run(20, "77704", part_time=True), Run(32, "77716", part_time=True)),
           weeks=8, hours=120, price="1020.00"),
    Course(_LANGUAGE, "language", "Berufssprachkurs Deutsch B2", code="BEISPIEL", runs=(Run(7, "79098"), Run(29,
           "79312")),
           weeks=20, hours=400, level="B1", funding=(), form=101),
    Course(_LANGUAGE, "language", "Berufssprachkurs Deutsch B1 für Beschäftigte", code="BEISPIEL",
           runs=(Run(7, "77652", part_time=True),), weeks=40, hours=400, level="A2", funding=(), form=201),
    Course(_COMPANY, "language", "Berufssprachkurs Deutsch für Lager und Logistik", code="BEISPIEL",
           runs=(Run(12, "77694", part_time=True),), weeks=30, hours=300, level="A2", funding=(),
           gaps=_none("contact", "web")),
    Course(_COMPANY, "other", "Flurförderzeuge sicher führen (Beispielkurs)", code="D 51312-900",
           runs=(Run(8, "77694"), Run(17, "77694"), Run(29, "77694")), weeks=1, hours=40, price="420.00", funding=()),
    Course(_FANTASIA, "other", "Orientierung in technischen Berufen (Beispielkurs)", runs=(), hours=80, funding=(2,),
           gaps=_none("dates", "contact", "web", "measure")),
)  # fmt: skip
