"""Column layouts that are recognised by themselves: KursNet tables, the KURSNET scraper, and nqdesk's own export."""

from collections.abc import Collection
from functools import lru_cache

from nqdesk.domain.column_layout import COLUMN_FIELDS, ColumnLayout, folded_heading
from nqdesk.exchange import german_words

KURSNET = ColumnLayout(
    "KursNet",
    {
        "source_id": "PRODUCT ID",
        "title": "TITEL",
        "description": "BESCHREIBUNG",
        "form": "UNTERRICHTSFORM_KLASSE",
        "execution_form": "DURCHFUEHRUNGSFORM_KLASSE",
        "education_type": "EDUCATION_TYPE_KLASSE",
        "measure_number": "MASSNAHMEN_NR",
        "start": "START_DATUM",
        "end": "END_DATUM",
        "run_note": "TERMIN_HINWEISE",
        "duration_class": "DAUER_KLASSE",
        "rolling": "FLEXIBLE_ANMELDUNG",
        "seats": "MAX_TEILNEHMER",
        "venue": "ORT_NAME",
        "street": "ORT_STRASSE",
        "plz": "ORT_PLZ",
        "place": "ORT_STADT",
        "country": "ORT_LAND",
        "keywords": "SCHLAGWORTE",
        "contact_name": "KONTAKT_NAME",
        "contact_email": "KONTAKT_EMAIL",
        "contact_phone": "KONTAKT_TEL",
        "codes": "KURSSYSTEMATIK",
    },
)
SCRAPER = ColumnLayout(
    "KURSNET-Auszug",
    {
        "source_id": "id",
        "title": "headline",
        "provider_name": "anbieter",
        "start": "beginn",
        "end": "ende",
        "duration_class": "dauer",
        "rolling": "laufender_einstieg",
        "run_note": "unterrichtszeiten",
        "time_model": "unterrichtszeit",
        "berufsbegleitend": "berufsbegleitend",
        "form": "lernform",
        "degree": "abschlussart",
        "price": "gesamtkosten",
        "price_note": "kosten_bemerkung",
        "bildungsgutschein": "bildungsgutschein",
        "funding_note": "förderung",
        "requirements": "zugang",
        "target_group": "zielgruppe",
        "seats": "teilnehmerzahl",
        "description": "inhalt",
    },
)
# What nqdesk itself writes, in the order of its columns.
EXPORTED = (
    "source_id",
    "title",
    "kind",
    "tq_number",
    "tq_name",
    "occupation",
    "codes",
    "provider_name",
    "provider_number",
    "provider_street",
    "provider_plz",
    "provider_city",
    "provider_phone",
    "provider_email",
    "provider_web",
    "run_id",
    "start",
    "end",
    "rolling",
    "venue",
    "street",
    "plz",
    "place",
    "run_note",
    "form",
    "time_model",
    "hours",
    "duration_months",
    "duration_class",
    "price",
    "price_note",
    "seats",
    "measure_number",
    "certified_until",
    "funding",
    "funding_note",
    "language_level",
    "language_support",
    "childcare",
    "accessible",
    "target_group",
    "requirements",
    "degree",
    "examiner",
    "web",
    "contact_name",
    "contact_role",
    "contact_phone",
    "contact_mobile",
    "contact_email",
    "contact_web",
    "keywords",
    "description",
    "information_date",
)

# Other headings under which a field is often found; only a proposal, a person decides.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": ("Titel", "Kurstitel", "Kurs", "Angebot", "Bezeichnung", "Kursname", "Name", "Maßnahme", "Thema"),
    "source_id": ("Nummer", "Nr", "ID", "Kursnummer", "Kurs-Nr", "Angebotsnummer", "Kurs-ID"),
    "provider_name": ("Anbieter", "Träger", "Bildungsträger", "Veranstalter", "Bildungsanbieter"),
    "description": ("Beschreibung", "Inhalt", "Inhalte", "Kursinhalt"),
    "occupation": ("Beruf", "Berufsfeld", "Zielberuf"),
    "start": ("Beginn", "Start", "Startdatum", "von", "Kursbeginn", "Starttermin"),
    "end": ("Ende", "Enddatum", "bis", "Kursende"),
    "place": ("Ort", "Stadt", "Kursort", "Standort"),
    "plz": ("PLZ", "Postleitzahl"),
    "street": ("Straße", "Strasse", "Adresse"),
    "form": ("Form", "Unterrichtsform", "Lernform"),
    "time_model": ("Zeitmodell", "Unterrichtszeit", "Vollzeit/Teilzeit", "Zeitform"),
    "hours": ("Stunden", "UE", "Unterrichtsstunden", "Unterrichtseinheiten", "Umfang"),
    "duration_months": ("Dauer", "Dauer in Monaten", "Monate"),
    "price": ("Preis", "Kosten", "Gebühr", "Kursgebühr", "Gesamtkosten"),
    "seats": ("Plätze", "Teilnehmerzahl", "max. Teilnehmer"),
    "measure_number": ("Maßnahmenummer", "Maßnahmennummer", "Massnahmenummer", "Maßnahme-Nr"),
    "certified_until": ("zugelassen bis", "zertifiziert bis", "Zulassung bis"),
    "requirements": ("Voraussetzungen", "Zugang", "Zugangsvoraussetzungen"),
    "target_group": ("Zielgruppe",),
    "degree": ("Abschluss", "Abschlussart", "Zertifikat"),
    "web": ("Link", "Web", "Webadresse", "URL", "Internet", "Homepage"),
    "contact_name": ("Ansprechpartner", "Ansprechpartnerin", "Kontakt", "Ansprechperson"),
    "contact_phone": ("Telefon", "Tel", "Telefonnummer"),
    "contact_email": ("E-Mail", "Email", "Mail"),
    "language_level": ("Sprachniveau", "Deutschniveau", "Deutsch"),
    "tq_number": ("TQ", "TQ-Nummer", "TQ-Nr"),
    "tq_name": ("TQ-Name", "Modulname"),
}


@lru_cache(maxsize=1)
def own_layout() -> ColumnLayout:
    """Return the layout of tables that nqdesk writes."""
    return ColumnLayout("nqdesk", {field: german_words.heading(field) for field in EXPORTED})


def built_in() -> tuple[ColumnLayout, ...]:
    """Return the layouts that need no person to choose them."""
    return (own_layout(), KURSNET, SCRAPER)


def proposed(headings: Collection[str], name: str = "") -> ColumnLayout:
    """Return a layout for the mapping dialog: each field with the column whose heading sounds like it."""
    present = {folded_heading(h): h for h in reversed(list(headings))}
    columns: dict[str, str] = {}
    taken: set[str] = set()
    for field in COLUMN_FIELDS:
        own = (german_words.heading(field),) if field in EXPORTED else ()
        for heading in (*own, *_SYNONYMS.get(field, ())):
            found = present.get(folded_heading(heading))
            if found is not None and found not in taken:
                columns[field] = found
                taken.add(found)
                break
    return ColumnLayout(name, columns)
