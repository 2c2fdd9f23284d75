"""Write resources/demo/kurskatalog_beispiel.xml: an openQ-cat catalogue of invented providers and courses.

    python packaging/build_demo.py [--from 2026-11-23] [--out resources/demo] [--seed 7]

All days follow from the first day, so that the demo can be made fresh; same arguments, same bytes.
"""

import argparse
from datetime import date, timedelta
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

from demo_courses import COURSES, PLACES, PROVIDERS, Course, Provider, Run

FILE = "kurskatalog_beispiel.xml"
FIRST_DAY = date(2026, 11, 23)
SEED = 7
COURSE_TYPES = {"language": "4"}
EDUCATION_TYPES = {"tq": "105", "umschulung": "109", "extern": "105", "language": "110"}
FORMS = {101: "Präsenzunterricht", 201: "Virtuelles Klassenzimmer", 301: "Blended Learning"}
FUNDING = {
    2: "Bildungsgutschein",
    8: "Qualifizierungsgeld zur Förderung der beruflichen Weiterbildung Beschäftigter",
    11: "Zuschuss bei der Qualifizierung Beschäftigter",
    12: "Arbeitslosengeld bei beruflicher Weiterbildung",
}
# Plain names of a subject where no occupation is meant; "BEISPIEL" stands where a code would be made up.
SUBJECTS = {"language": "Deutsch für den Beruf", "basic": "Grundkompetenzen", "other": "Lagerwirtschaft"}
TEXTS = {
    "tq": "Berufsanschlussfähige Teilqualifikation mit Theorie, Praxis und einer betrieblichen Phase. Am Ende steht "
    "eine Kompetenzfeststellung mit Zertifikat.",
    "umschulung": "Umschulung zum anerkannten Berufsabschluss mit betrieblichem Praktikum und Vorbereitung auf die "
    "Prüfung bei der zuständigen Stelle.",
    "extern": "Vorbereitung auf die Abschlussprüfung für Menschen mit Berufserfahrung ohne Abschluss. Über die "
    "Zulassung zur Prüfung entscheidet die zuständige Stelle.",
    "basic": "Lernen in kleinen Gruppen, angepasst an das eigene Tempo. Übungen aus dem Arbeitsalltag.",
    "language": "Deutsch für den Beruf, mit Übungen aus dem Arbeitsalltag und einer Prüfung am Ende.",
    "other": "Praktischer Kurs in kleinen Gruppen.",
}
TARGETS = {
    "tq": "Beschäftigte und Arbeitsuchende ohne passenden Berufsabschluss",
    "umschulung": "Arbeitsuchende, die einen neuen Beruf lernen möchten",
    "extern": "Menschen mit Berufserfahrung, die den Abschluss nachholen möchten",
    "basic": "Erwachsene, die ihre Grundlagen auffrischen möchten",
    "language": "Menschen mit einer anderen Erstsprache als Deutsch",
    "other": "Beschäftigte und Arbeitsuchende",
}
INVENTED = "Erfundenes Beispielangebot: Anbieter, Termine und Preise gibt es nicht."
DURATION_CLASSES = ((0.6, 1), (1, 2), (4.4, 3), (13, 4), (26, 5), (52, 6), (104, 7), (156, 8))


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Append an element and return it."""
    element = ET.SubElement(parent, tag, attributes)
    if text:
        element.text = text
    return element


def phone(number: int) -> str:
    """Return a telephone number from the range kept free for films and books (Frankfurt, 90009)."""
    return f"+49.69.90009{number:03d}"


def moment(day: date) -> str:
    """Return midnight of a day as German local time, summer or winter."""
    summer = _last_sunday(day.year, 3) < day <= _last_sunday(day.year, 10)
    return f"{day.isoformat()}T00:00:00.000+0{2 if summer else 1}:00"


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def monday(day: date) -> date:
    """Return the first Monday on or after a day."""
    return day + timedelta(days=-day.weekday() % 7)


def catalogue(first: date, seed: int) -> ET.Element:
    """Return the whole catalogue with its information dated `first`."""
    random = Random(seed)  # noqa: S311 - seats of invented courses
    root = ET.Element("OPENQCAT", version="1.1")
    head = add(root, "HEADER")
    add(head, "GENERATOR_INFO", "nqdesk Beispielkatalog (erfunden)")
    about = add(head, "CATALOG")
    add(about, "LANGUAGE", "deu")
    add(about, "CATALOG_ID", f"BEISPIEL-{first:%Y%m%d}")
    add(about, "CATALOG_VERSION", "1")
    add(about, "CATALOG_NAME", "Beispielkatalog (erfunden)")
    add(about, "GENERATION_DATE", moment(first))
    for number, provider in enumerate(PROVIDERS):
        _supplier(head, provider, number, first)
    courses = add(root, "NEW_CATALOG", FULLCATALOG="true")
    by_number = {p.number: (n, p) for n, p in enumerate(PROVIDERS)}
    for number, course in enumerate(COURSES, start=1):
        place, provider = by_number[course.provider]
        seats = random.choice((10, 12, 14, 16, 18))
        parent = f"BSP-{number:03d}"
        for nth, run in enumerate(course.runs or (None,)):
            product = parent if nth == 0 else f"{parent}-{nth + 1}"
            _service(courses, course, provider, run, first, number, place, seats, product, parent)
    return root


def _supplier(head: ET.Element, provider: Provider, number: int, first: date) -> None:
    supplier = add(head, "SUPPLIER")
    add(supplier, "SUPPLIER_ID", provider.number, type="supplier_specific")
    add(supplier, "SUPPLIER_NAME", provider.name)
    address = add(supplier, "ADDRESS")
    add(address, "STREET", provider.street)
    add(address, "ZIP", provider.plz)
    add(address, "CITY", provider.city)
    add(address, "STATE", "Baden-Württemberg")
    add(address, "COUNTRY", "deutschland")
    add(address, "PHONE", phone(number * 100))
    add(add(address, "EMAILS"), "EMAIL", f"info@{provider.host}.example.org")
    add(address, "URL", f"https://{provider.host}.example.org")
    contact = add(supplier, "CONTACT")
    add(contact, "CONTACT_ROLE", "Gesamtansprechpartner", type="2")
    add(contact, "LAST_NAME", "Beratung")
    add(contact, "PHONE", phone(number * 100 + 1))
    add(add(contact, "EMAILS"), "EMAIL", f"beratung@{provider.host}.example.org")
    if provider.azav_days is not None:
        certificate = add(supplier, "CERTIFICATE")
        add(certificate, "CERTIFICATE_STATUS", "1")
        add(certificate, "CERTIFICATE_NUMBER", f"BEISPIEL-{provider.number}")
        until = first + timedelta(days=provider.azav_days)
        add(add(certificate, "CERT_VALIDITY"), "END_DATE", until.isoformat())
    add(add(supplier, "EXTENDED_INFO", input_type="2"), "ORGANIZATIONAL_FORM", type="0")


def _service(
    catalogue: ET.Element,
    course: Course,
    provider: Provider,
    run: Run | None,
    first: date,
    number: int,
    provider_place: int,
    seats: int,
    product: str,
    parent: str,
) -> None:
    service = add(catalogue, "SERVICE", mode="new")
    add(service, "PRODUCT_ID", product)
    add(service, "COURSE_TYPE", COURSE_TYPES.get(course.kind, "1"))
    add(service, "SUPPLIER_ID_REF", provider.number, type="supplier_specific")
    details = add(service, "SERVICE_DETAILS")
    add(details, "TITLE", course.title)
    add(details, "DESCRIPTION_LONG", " ".join(t for t in (TEXTS[course.kind], course.extra, INVENTED) if t))
    if "contact" not in course.gaps:
        contact = add(details, "CONTACT")
        add(contact, "CONTACT_ROLE", "Ansprechpartner", type="1")
        add(contact, "LAST_NAME", "Kursbüro")
        add(contact, "PHONE", phone(provider_place * 100 + 10 + number))
        add(add(contact, "EMAILS"), "EMAIL", f"kurse@{provider.host}.example.org")
    if course.level:
        add(details, "REQUIREMENTS", f"Deutschkenntnisse mindestens {course.level}")
    start = monday(first + timedelta(weeks=run.week)) if run else None
    if start:
        weeks = course.weeks * (1.6 if run and run.part_time and course.kind == "tq" else 1)
        end = start + timedelta(weeks=round(weeks), days=-3)
        period = add(details, "SERVICE_DATE")
        add(period, "START_DATE", moment(start))
        add(period, "END_DATE", moment(end))
    for word in filter(None, (course.degree, "Berufsabschluss" if course.occupation else "", "Beispiel")):
        add(details, "KEYWORD", word)
    add(add(details, "TARGET_GROUP"), "TARGET_GROUP_TEXT", TARGETS[course.kind])
    education = add(add(details, "SERVICE_MODULE"), "EDUCATION", type="true" if product == parent else "false")
    _education(education, course, provider, run, first, number, seats, parent)
    add(add(details, "ANNOUNCEMENT"), "START_DATE", first.isoformat())
    if course.code:
        classification = add(service, "SERVICE_CLASSIFICATION")
        add(classification, "REFERENCE_CLASSIFICATION_SYSTEM_NAME", "Kurssystematik")
        feature = add(classification, "FEATURE")
        add(feature, "FNAME", course.code)
        add(feature, "FVALUE", course.degree or SUBJECTS[course.kind])
    if course.price:
        price = add(add(service, "SERVICE_PRICE_DETAILS"), "SERVICE_PRICE")
        add(price, "PRICE_AMOUNT", course.price)
        add(price, "PRICE_CURRENCY", "EUR")


def _education(
    education: ET.Element,
    course: Course,
    provider: Provider,
    run: Run | None,
    first: date,
    number: int,
    seats: int,
    parent: str,
) -> None:
    add(education, "COURSE_ID", parent)
    if course.degree:
        degree = add(education, "DEGREE", type="0")
        add(degree, "DEGREE_TITLE", course.degree)
        exam = add(degree, "DEGREE_EXAM", type="Zertifikat" if course.kind == "tq" else "Berufsabschluss")
        add(exam, "EXAMINER", "HWK" if "Gebäude" in course.degree or "Metallbauer" in course.degree else "IHK")
    if "web" not in course.gaps:
        mime = add(add(education, "MIME_INFO"), "MIME_ELEMENT")
        add(mime, "MIME_SOURCE", f"https://{provider.host}.example.org/kurs/{number}")
    if course.funding:
        certificate = add(education, "CERTIFICATE")
        add(certificate, "CERTIFICATE_STATUS", "1")
        until = first + timedelta(days=900 if number % 9 else 120)
        add(add(certificate, "CERT_VALIDITY"), "END_DATE", until.isoformat())
    info = add(education, "EXTENDED_INFO")
    add(info, "INSTITUTION", "Einrichtung der beruflichen Weiterbildung", type="105")
    add(info, "INSTRUCTION_FORM", FORMS[course.form], type=str(course.form))
    if run:
        add(info, "INSTRUCTION_TIME", "Teilzeit" if run.part_time else "Vollzeit", type="2" if run.part_time else "1")
    for code in course.funding:
        add(info, "FUNDING_TYPES_FEDERAL", FUNDING[code], type=str(code))
    add(info, "TEACHING_LANGUAGES", "deu")
    add(info, "EDUCATION_TYPE", type=EDUCATION_TYPES.get(course.kind, "104"))
    if course.funding and "measure" not in course.gaps:
        add(info, "MEASURE_NUMBER", f"000-{number:06d}-{first.year % 100 + 1:02d}")
    module = add(education, "MODULE_COURSE")
    add(module, "MIN_PARTICIPANTS", "6")
    add(module, "MAX_PARTICIPANTS", str(seats))
    location = add(module, "LOCATION")
    if run and run.plz:
        city, street = PLACES[run.plz]
        add(location, "NAME", "Beispiel-Lernort")
        add(location, "STREET", street)
        add(location, "ZIP", run.plz)
        add(location, "CITY", city)
        add(location, "COUNTRY", "deutschland")
        add(location, "BARRIER_FREE_LOCATION", "true" if run.plz != "77855" else "false")
    else:
        add(location, "NAME")
    duration = next((code for weeks, code in DURATION_CLASSES if course.weeks <= weeks), 9)
    add(module, "DURATION", type=str(duration) if run else "0")
    if course.hours is not None:
        times = "montags bis freitags" if run and not run.part_time else "an drei Tagen in der Woche"
        add(module, "INSTRUCTION_REMARKS", f"{course.hours} Unterrichtsstunden, {times}")
    add(module, "FLEXIBLE_START", "true" if course.rolling else "false")
    add(add(module, "EXTENDED_INFO"), "SEGMENT_TYPE", type="0")


def written(first: date, seed: int = SEED) -> bytes:
    """Return the catalogue as a UTF-8 file."""
    root = catalogue(first, seed)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=FIRST_DAY, metavar="DAY")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "resources" / "demo")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    target = args.out / FILE
    target.write_bytes(written(args.first, args.seed))
    print(f"{target}: {len(COURSES)} Angebote, {len(PROVIDERS)} Anbieter")


if __name__ == "__main__":
    main()
