"""Writes openQ-cat catalogues of any size: valid against the schema, seeded, every provider and person invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

_OCCUPATIONS = (
    ("Fachlagerist/Fachlageristin", "B 51312-90700", ("Güter annehmen", "Güter lagern", "Güter kommissionieren")),
    ("Fachkraft für Lagerlogistik", "B 51312-90800", ("Waren prüfen", "Bestände führen", "Versand vorbereiten")),
    ("Verkäufer/Verkäuferin", "B 62102-90100", ("Waren präsentieren", "Kasse und Service", "Sortiment pflegen")),
    (
        "Maschinen- und Anlagenführer/Maschinen- und Anlagenführerin",
        "B 25122-90100",
        ("Anlagen rüsten", "Anlagen warten"),
    ),
    ("Berufskraftfahrer/Berufskraftfahrerin", "B 52122-90100", ("Fahrzeuge warten", "Ladung sichern")),
    ("Koch/Köchin", "B 29302-90100", ("Kalte Küche", "Warme Küche")),
    ("Fachkraft für Metalltechnik", "B 24412-90100", ("Bauteile fertigen", "Bauteile montieren")),
    ("Industriekaufmann/Industriekauffrau", "B 71302-90100", ("Beschaffung planen", "Absatz steuern")),
)
_PLACES = (
    ("01067", "Dresden", "Musterallee"),
    ("10115", "Berlin", "Beispielstraße"),
    ("34117", "Kassel", "Probeweg"),
    ("44135", "Dortmund", "Am Übungsplatz"),
    ("90402", "Nürnberg", "Lernring"),
    ("99084", "Erfurt", "Schulungsgasse"),
)
_PROVIDERS = ("Lernwerk", "Bildungshaus", "Werkstatt für Abschlüsse", "Kolleg Neustart", "Akademie Zweite Chance")
_SENTENCES = (
    "Im Mittelpunkt stehen praktische Aufgaben aus dem Betrieb.",
    "Der Unterricht findet in kleinen Gruppen statt & wird von Lernbegleitern unterstützt.",
    "Am Ende steht eine Kompetenzfeststellung mit Zertifikat.",
    "Ein Praktikum in einem Unternehmen der Region gehört dazu.",
    "Vorkenntnisse werden angerechnet, wenn sie nachgewiesen sind.",
    "Teilnehmende erhalten Lernunterlagen und einen Leihlaptop.",
)


@dataclass(frozen=True)
class Made:
    """What a catalogue was made with.

    Attributes:
        services: SERVICE elements; offers: different offers; runs: runs in all (each SERVICE has one).
    """

    path: Path
    services: int
    offers: int


def write_catalogue(
    path: Path,
    offers: int,
    *,
    seed: int = 1,
    full: bool = True,
    encoding: str = "utf-8",
    further_runs: float = 0.25,
    generated: date = date(2026, 10, 1),
) -> Made:
    """Write a NEW_CATALOG with `offers` offers.

    Args:
        seed: same seed, same bytes.
        full: FULLCATALOG.
        further_runs: share of offers with one further run (a SERVICE of its own with ``type="false"``), 0 to 1.
        generated: GENERATION_DATE; runs begin within the two years around it.
    """
    services = 0
    with path.open("w", encoding=encoding, newline="\n", errors="xmlcharrefreplace") as file:
        file.write(f"<?xml version='1.0' encoding='{encoding}'?>\n")
        file.write(f'<OPENQCAT version="1.1">\n{header(generated, seed)}')
        file.write(f'<NEW_CATALOG FULLCATALOG="{"true" if full else "false"}">\n')
        for text in services_of(offers, seed=seed, further_runs=further_runs, generated=generated):
            file.write(text)
            services += 1
        file.write("</NEW_CATALOG>\n</OPENQCAT>\n")
    return Made(path, services, offers)


def supplier_number(seed: int) -> str:
    """Return the invented number of the provider of a catalogue."""
    return str(900_000 + seed % 90_000)


def header(generated: date, seed: int = 1) -> str:
    """Return a HEADER with one invented provider."""
    name = _PROVIDERS[seed % len(_PROVIDERS)]
    plz, city, street = _PLACES[seed % len(_PLACES)]
    return f"""<HEADER><GENERATOR_INFO>Beispielgenerator</GENERATOR_INFO>
<CATALOG><LANGUAGE>deu</LANGUAGE><CATALOG_ID>B-{seed}</CATALOG_ID><CATALOG_VERSION>1</CATALOG_VERSION>
<CATALOG_NAME>Beispielkatalog</CATALOG_NAME><GENERATION_DATE>{generated}T08:15:00.000+01:00</GENERATION_DATE></CATALOG>
<SUPPLIER><SUPPLIER_ID type="supplier_specific">{supplier_number(seed)}</SUPPLIER_ID>
<SUPPLIER_NAME>{name} {city} gGmbH (Beispiel)</SUPPLIER_NAME>
<ADDRESS><NAME>{name}</NAME><STREET>{street} 1</STREET><ZIP>{plz}</ZIP><CITY>{city}</CITY><COUNTRY>deutschland</COUNTRY>
<PHONE>+49.30.555{seed % 1000:03d}</PHONE><EMAILS><EMAIL>info@lernwerk.example</EMAIL></EMAILS>
<URL>https://www.lernwerk.example</URL></ADDRESS>
<CONTACT><CONTACT_ROLE type="2">Gesamtansprechpartner</CONTACT_ROLE><LAST_NAME>Beratung</LAST_NAME>
<PHONE>+49.30.555000</PHONE></CONTACT>
<CERTIFICATE><CERTIFICATE_STATUS>1</CERTIFICATE_STATUS><CERTIFIER_NUMBER>69</CERTIFIER_NUMBER>
<CERTIFICATE_NUMBER>BSP-{seed}</CERTIFICATE_NUMBER><CERT_VALIDITY><END_DATE>2028-12-31</END_DATE></CERT_VALIDITY></CERTIFICATE>
<EXTENDED_INFO input_type="2"><ORGANIZATIONAL_FORM type="0"/></EXTENDED_INFO></SUPPLIER></HEADER>
"""


def services_of(
    offers: int, *, seed: int = 1, further_runs: float = 0.25, generated: date = date(2026, 10, 1)
) -> Iterator[str]:
    """Yield the SERVICE elements of a catalogue as text."""
    random = Random(seed)
    for number in range(1, offers + 1):
        product = f"{seed}-{number}"
        body = _offer(random, number)
        yield _service(random, product, product, generated, seed, *body)
        if random.random() < further_runs:
            yield _service(random, f"{product}-B", product, generated, seed, *body)


def _offer(random: Random, number: int) -> tuple[str, str, str, int, str]:
    occupation, code, modules = random.choice(_OCCUPATIONS)
    short = occupation.split("/")[0]
    kind = random.randrange(4)
    if kind == 0:
        module = random.randrange(len(modules))
        return f"TQ {module + 1}: {modules[module]} ({short})", occupation, code, 105, "5"
    if kind == 1:
        return f"Vorbereitung auf die Externenprüfung {occupation}", occupation, code, 105, "6"
    if kind == 2:
        return f"Umschulung {occupation}", occupation, code, 109, "7"
    return f"Modul {number}: Fachkunde {short} auffrischen", occupation, code, 104, "3"


def _service(
    random: Random,
    product: str,
    parent: str,
    generated: date,
    seed: int,
    title: str,
    degree: str,
    code: str,
    education_type: int,
    duration: str,
) -> str:
    start = generated + timedelta(days=random.randrange(-365, 365))
    end = start + timedelta(days=random.randrange(20, 700))
    plz, city, street = random.choice(_PLACES)
    paragraphs = ["\n".join(random.choices(_SENTENCES, k=4)) for _ in range(random.randrange(1, 5))]
    description = escape("\n\n".join(paragraphs))
    online = random.random() < 0.2
    form = '203">Online-Coaching' if online else '101">Präsenzunterricht'
    time = '2">Teilzeit' if random.random() < 0.3 else '1">Vollzeit'
    hours = random.randrange(4, 120) * 10
    return f"""<SERVICE mode="new"><PRODUCT_ID>{product}</PRODUCT_ID><COURSE_TYPE>1</COURSE_TYPE>
<SUPPLIER_ID_REF type="supplier_specific">{supplier_number(seed)}</SUPPLIER_ID_REF>
<SERVICE_DETAILS><TITLE>{escape(title)}</TITLE>
<DESCRIPTION_LONG>{description}</DESCRIPTION_LONG>
<CONTACT><CONTACT_ROLE type="1">Ansprechpartner</CONTACT_ROLE><SALUTATION>w</SALUTATION><FIRST_NAME>Bea</FIRST_NAME>
<LAST_NAME>Beispiel</LAST_NAME><PHONE>+49.30.555100</PHONE><FAX/>
<EMAILS><EMAIL>bea.beispiel@lernwerk.example</EMAIL></EMAILS></CONTACT>
<REQUIREMENTS>Deutschkenntnisse mindestens B1</REQUIREMENTS>
<SERVICE_DATE><START_DATE>{start}T00:00:00.000+01:00</START_DATE><END_DATE>{end}T00:00:00.000+01:00</END_DATE></SERVICE_DATE>
<KEYWORD>{escape(degree)}</KEYWORD><KEYWORD>Berufsabschluss</KEYWORD><KEYWORD>Weiterbildung</KEYWORD>
<TARGET_GROUP><TARGET_GROUP_TEXT>Beschäftigte und Arbeitsuchende ohne Berufsabschluss</TARGET_GROUP_TEXT></TARGET_GROUP>
<TERMS_AND_CONDITIONS/>
<SERVICE_MODULE><EDUCATION type="{"true" if product == parent else "false"}"><COURSE_ID>{parent}</COURSE_ID>
<DEGREE type="0"><DEGREE_TITLE>{escape(degree)}</DEGREE_TITLE>
<DEGREE_EXAM type="Berufsabschluss"><EXAMINER>IHK</EXAMINER></DEGREE_EXAM></DEGREE>
<SUBSIDY>
<SUBSIDY_DESCRIPTION>Eine Förderung durch Agentur für Arbeit oder Jobcenter ist möglich.</SUBSIDY_DESCRIPTION></SUBSIDY>
<REGISTRATION_DATE>{start}T00:00:00.000+01:00</REGISTRATION_DATE>
<MIME_INFO><MIME_ELEMENT><MIME_SOURCE>https://www.lernwerk.example/kurs/{product}</MIME_SOURCE></MIME_ELEMENT></MIME_INFO>
<CERTIFICATE><CERTIFICATE_STATUS>1</CERTIFICATE_STATUS><CERTIFIER_NUMBER>69</CERTIFIER_NUMBER>
<CERT_VALIDITY><END_DATE>2028-06-30</END_DATE></CERT_VALIDITY></CERTIFICATE>
<EXTENDED_INFO><INSTITUTION type="105">Einrichtung der beruflichen Weiterbildung</INSTITUTION>
<INSTRUCTION_FORM type="{form}</INSTRUCTION_FORM><INSTRUCTION_TIME type="{time}</INSTRUCTION_TIME>
<FUNDING_TYPES_FEDERAL type="2">Bildungsgutschein</FUNDING_TYPES_FEDERAL>
<FUNDING_TYPES_FEDERAL type="8">Qualifizierungsgeld</FUNDING_TYPES_FEDERAL>
<DIGITAL_ACCESSIBILITY>false</DIGITAL_ACCESSIBILITY><TEACHING_LANGUAGES>deu</TEACHING_LANGUAGES>
<EDUCATION_TYPE type="{education_type}"/><MEASURE_NUMBER>123-{random.randrange(10**6):06d}-89</MEASURE_NUMBER>
</EXTENDED_INFO>
<MODULE_COURSE><MIN_PARTICIPANTS>4</MIN_PARTICIPANTS><MAX_PARTICIPANTS>{random.randrange(6, 25)}</MAX_PARTICIPANTS>
<LOCATION><NAME>Lernort {escape(city)}</NAME><STREET>{street} {random.randrange(1, 99)}</STREET><ZIP>{plz}</ZIP>
<CITY>{city}</CITY><COUNTRY>DE</COUNTRY><BARRIER_FREE_LOCATION>true</BARRIER_FREE_LOCATION></LOCATION>
<DURATION type="{duration}"/><INSTRUCTION_REMARKS>{hours} Unterrichtsstunden, montags bis freitags</INSTRUCTION_REMARKS>
<FLEXIBLE_START>false</FLEXIBLE_START><EXTENDED_INFO><SEGMENT_TYPE type="0"/></EXTENDED_INFO></MODULE_COURSE>
</EDUCATION></SERVICE_MODULE>
<ANNOUNCEMENT><START_DATE>{generated}+01:00</START_DATE></ANNOUNCEMENT></SERVICE_DETAILS>
<SERVICE_CLASSIFICATION><REFERENCE_CLASSIFICATION_SYSTEM_NAME>Kurssystematik</REFERENCE_CLASSIFICATION_SYSTEM_NAME>
<FEATURE><FNAME>{code}</FNAME><FVALUE>{escape(degree)}</FVALUE></FEATURE></SERVICE_CLASSIFICATION>
<SERVICE_PRICE_DETAILS><SERVICE_PRICE><PRICE_AMOUNT>{random.randrange(400, 20_000)}.5</PRICE_AMOUNT>
<PRICE_CURRENCY>EUR</PRICE_CURRENCY></SERVICE_PRICE></SERVICE_PRICE_DETAILS></SERVICE>
"""
