"""openQ-cat files become offers: values, runs, removals, refusals."""

import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from nqdesk.domain.incoming import IncomingOffer, IncomingRemoval, Refusal
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import Form, FundingMark, LanguageLevel, OccupationCertainty, OfferKind, TimeModel
from nqdesk.exchange import reading
from tests.exchange.catalogue_maker import write_catalogue
from tests.exchange.services import NUMBER, catalogue_text, offers, read, service


def test_a_whole_catalogue_is_read_without_a_refusal(tmp_path: Path, catalogue: OccupationIndex) -> None:
    made = write_catalogue(tmp_path / "katalog.xml", 60)
    head, records = reading.open_file(made.path, catalogue)
    found = list(records)
    assert (head.format, head.complete, head.update, head.day) == ("openqcat", True, False, date(2026, 10, 1))
    assert len(found) == made.services
    read_offers = [r.offer for r in found if isinstance(r, IncomingOffer)]
    assert len({o.source_id for o in read_offers}) == made.offers


def test_an_offer_has_the_values_of_its_service(tmp_path: Path, catalogue: OccupationIndex) -> None:
    modules = """<MODULE_COURSE><MAX_PARTICIPANTS>12</MAX_PARTICIPANTS>
    <LOCATION><NAME>Lernort</NAME><NAME2>Haus B</NAME2><STREET>Probeweg 1</STREET><ZIP>04315</ZIP><CITY>Leipzig</CITY>
    <COUNTRY>deutschland</COUNTRY>
    <BARRIER_FREE_LOCATION>true</BARRIER_FREE_LOCATION></LOCATION><DURATION type="7"/>
    <INSTRUCTION_REMARKS>1.280 Unterrichtsstunden, 40 Stunden pro Woche</INSTRUCTION_REMARKS></MODULE_COURSE>"""
    details = """<DESCRIPTION_LONG>&lt;p&gt;Lagern &amp;amp; verpacken&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Stapler
    &lt;/li&gt;&lt;/ul&gt;</DESCRIPTION_LONG><CONTACT>
    <CONTACT_ROLE type="5">Sonstige</CONTACT_ROLE><LAST_NAME>Kundenservice</LAST_NAME>
    <PHONE>+49.341.55500</PHONE><FAX/></CONTACT><REQUIREMENTS>Deutschkenntnisse mindestens B1</REQUIREMENTS>
    <KEYWORD>Lager</KEYWORD><KEYWORD/><KEYWORD>Lager</KEYWORD>"""
    education = """<DEGREE type="0"><DEGREE_TITLE>Fachlagerist</DEGREE_TITLE>
    <DEGREE_EXAM type="x"><EXAMINER>IHK</EXAMINER></DEGREE_EXAM></DEGREE>
    <MIME_INFO><MIME_ELEMENT><MIME_SOURCE>www.lernwerk.example/um?utm_source=k&amp;a=1</MIME_SOURCE>
    </MIME_ELEMENT></MIME_INFO><CERTIFICATE><CERTIFICATE_STATUS>1</CERTIFICATE_STATUS><CERT_VALIDITY>
    <END_DATE>2028-06-30</END_DATE></CERT_VALIDITY></CERTIFICATE>"""
    extended = """<INSTRUCTION_FORM type="301"/><INSTRUCTION_TIME type="2">Teilzeit</INSTRUCTION_TIME>
    <FUNDING_TYPES_FEDERAL type="2">Bildungsgutschein</FUNDING_TYPES_FEDERAL>
    <FUNDING_TYPES_FEDERAL type="11">Zuschuss</FUNDING_TYPES_FEDERAL><EDUCATION_TYPE type="109"/>
    <MEASURE_NUMBER>M-20-23802-3</MEASURE_NUMBER>"""
    made = service(details=details, education=education, extended=extended, modules=modules)
    (offer,) = offers(tmp_path, catalogue, made)
    assert offer.description == "Lagern & verpacken\n\n• Stapler"
    assert offer.kind is OfferKind.UMSCHULUNG
    assert (offer.occupation_certainty, offer.codes) == (OccupationCertainty.SURE, ("B 51312-90700",))
    assert catalogue.by_id[offer.occupation_id].title.startswith("Fachlagerist")
    assert (offer.form, offer.time_model) == (Form.BLENDED, TimeModel.PART_TIME)
    assert (offer.price, offer.hours, offer.seats, offer.duration_class) == (Decimal("4860.50"), 1280, 12, 7)
    assert offer.funding == {FundingMark.BILDUNGSGUTSCHEIN, FundingMark.BESCHAEFTIGTE_82}
    assert (offer.language_level, offer.accessible) == (LanguageLevel.B1, True)
    assert (offer.measure_number, offer.certified_until) == ("M-20-23802-3", date(2028, 6, 30))
    assert (offer.degree, offer.examiner) == ("Fachlagerist", "IHK")
    assert offer.web == "https://www.lernwerk.example/um?a=1"
    assert offer.contact is not None
    assert (offer.contact.name, offer.contact.role, offer.contact.phone) == ("Kundenservice", "Sonstige", "0341 55500")
    assert offer.keywords == ("Lager",)
    assert (offer.source_system, offer.source_provider, offer.source_id) == ("openqcat", NUMBER, "4711")
    assert offer.information_date == date(2026, 10, 1)
    (run,) = offer.dates
    assert (run.start, run.end) == (date(2027, 2, 5), date(2027, 12, 17))
    assert (run.place, run.plz, run.street, run.venue) == ("Leipzig", "04315", "Probeweg 1", "Lernort Haus B")
    assert not offer.check_reasons


def test_the_provider_is_read_from_the_head(tmp_path: Path, catalogue: OccupationIndex) -> None:
    _, records = read(tmp_path / "a.xml", catalogue_text(service()), catalogue)
    (record,) = records
    assert isinstance(record, IncomingOffer)
    provider = record.provider
    assert provider.name.endswith("gGmbH (Beispiel)")
    assert provider.numbers == (("ba", NUMBER),)
    assert provider.azav is not None
    assert (provider.azav.certifier, provider.azav.valid_until) == ("TQCert", date(2028, 12, 31))
    assert (provider.plz, provider.email) == ("10115", "info@lernwerk.example")


def test_rows_with_type_false_are_further_runs_of_their_offer(tmp_path: Path, catalogue: OccupationIndex) -> None:
    part_time = '<INSTRUCTION_TIME type="2">Teilzeit</INSTRUCTION_TIME>'
    first, second = offers(
        tmp_path,
        catalogue,
        service("10"),
        service("11", parent="10", title="", extended=part_time, price="5000", start="2027-09-01"),
    )
    assert (first.source_id, second.source_id) == ("10", "10")
    assert second.title == first.title
    (run,) = second.dates
    assert (run.source_id, run.start) == ("11", date(2027, 9, 1))
    assert (run.time_model, run.price) == (TimeModel.PART_TIME, Decimal("5000.00"))


def test_a_further_run_before_its_offer_does_not_lend_it_its_price(tmp_path: Path, catalogue: OccupationIndex) -> None:
    _, offer = offers(tmp_path, catalogue, service("11", parent="10", price="5000"), service("10", price="4000"))
    assert offer.dates[0].price == Decimal("4000.00")


def test_rows_that_share_their_number_keep_their_own_prices(tmp_path: Path, catalogue: OccupationIndex) -> None:
    first, second = offers(tmp_path, catalogue, service("10", price="1000"), service("10", price="2000"))
    assert (first.source_id, second.source_id) == ("10", "10")
    assert second.dates[0].price == Decimal("2000.00")


def _module(place: str, start: str = "", end: str = "", extra: str = "", segment: str = "0") -> str:
    days = f"<START_DATE>{start}</START_DATE><END_DATE>{end}</END_DATE>" if start else ""
    return f"""<MODULE_COURSE><LOCATION><CITY>{place}</CITY></LOCATION><DURATION type="5">{days}</DURATION>{extra}
    <EXTENDED_INFO><SEGMENT_TYPE type="{segment}"/></EXTENDED_INFO></MODULE_COURSE>"""


def test_several_modules_are_several_runs(tmp_path: Path, catalogue: OccupationIndex) -> None:
    modules = _module("Kassel", "2027-03-01", "2027-05-01") + _module("Fulda", "2027-06-01", "2027-08-01")
    (offer,) = offers(tmp_path, catalogue, service(modules=modules))
    assert [(r.place, r.start, r.end) for r in offer.dates] == [
        ("Kassel", date(2027, 3, 1), date(2027, 5, 1)),
        ("Fulda", date(2027, 6, 1), date(2027, 8, 1)),
    ]


def test_phases_of_one_run_stay_one_run(tmp_path: Path, catalogue: OccupationIndex) -> None:
    modules = _module("Kassel", "2027-02-05", "2027-06-30") + _module("Kassel", "2027-07-01", "2027-12-17", segment="2")
    (offer,) = offers(tmp_path, catalogue, service(modules=modules))
    assert [(r.start, r.end) for r in offer.dates] == [(date(2027, 2, 5), date(2027, 12, 17))]


def test_entry_at_any_time_is_seen(tmp_path: Path, catalogue: OccupationIndex) -> None:
    flexible = "<MODULE_COURSE><LOCATION><NAME/></LOCATION><FLEXIBLE_START>true</FLEXIBLE_START></MODULE_COURSE>"
    (offer,) = offers(tmp_path, catalogue, service(modules=flexible))
    assert offer.rolling_entry
    assert offer.dates[0].rolling


def test_an_end_in_the_year_9999_is_no_end(tmp_path: Path, catalogue: OccupationIndex) -> None:
    (offer,) = offers(tmp_path, catalogue, service(end="9999-12-31T00:00:00+01:00"))
    assert offer.dates[0].end is None


def test_a_price_of_zero_is_no_price(tmp_path: Path, catalogue: OccupationIndex) -> None:
    (offer,) = offers(tmp_path, catalogue, service(price="0.0"))
    assert offer.price is None


def test_a_module_name_is_taken_only_from_the_title_and_names_its_source(
    tmp_path: Path, catalogue: OccupationIndex
) -> None:
    named, unnamed = offers(
        tmp_path,
        catalogue,
        service("1", title="TQ 2: Güter lagern (Fachlagerist/in)"),
        service("2", title="TQ 2 – Fachlagerist/in"),
    )
    assert (named.kind, named.tq_number, named.tq_name) == (OfferKind.TQ, 2, "Güter lagern")
    assert named.tq_source.endswith("gGmbH (Beispiel)")
    assert (unnamed.kind, unnamed.tq_number, unnamed.tq_name, unnamed.tq_source) == (OfferKind.TQ, 2, "", "")


def test_time_that_contradicts_itself_is_to_be_checked(tmp_path: Path, catalogue: OccupationIndex) -> None:
    (offer,) = offers(tmp_path, catalogue, service(extended='<INSTRUCTION_TIME type="1">Teilzeit</INSTRUCTION_TIME>'))
    assert offer.time_model is TimeModel.PART_TIME
    assert "time_contradictory" in offer.check_reasons


def test_an_offer_without_an_occupation_keeps_its_field(tmp_path: Path, catalogue: OccupationIndex) -> None:
    made = service(title="Gartenschau verstehen", code="C 9999-10", field="Besondere Gartenkultur")
    (offer,) = offers(tmp_path, catalogue, made)
    assert offer.occupation_certainty is OccupationCertainty.NONE
    assert (offer.occupation_id, offer.field) == ("", "Besondere Gartenkultur")


def test_an_offer_without_a_number_is_to_be_checked(tmp_path: Path, catalogue: OccupationIndex) -> None:
    (offer,) = offers(tmp_path, catalogue, service("").replace("<COURSE_ID></COURSE_ID>", ""))
    assert offer.source_id == ""
    assert "identity_doubtful" in offer.check_reasons


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (service(title=""), "record_title_missing"),
        (service(start="trimester"), "record_day_unreadable"),
        (service(start="2027-02-30T00:00:00+01:00"), "record_day_impossible"),
        (service(start="2027-02-05", end="2026-01-01"), "record_end_before_start"),
        (service(start="0001-01-01T00:00:00Z"), "record_day_implausible"),
        (service(price="trimester"), "record_price_unreadable"),
        (service(price="-3"), "record_price_implausible"),
        (service(price="9" * 400), "record_price_unreadable"),
        (service(modules="<MODULE_COURSE><MAX_PARTICIPANTS>zwölf</MAX_PARTICIPANTS></MODULE_COURSE>"), ""),
        ("<SERVICE><PRODUCT_ID>4711</PRODUCT_ID></SERVICE>", "record_empty"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_and_the_rest_goes_on(
    tmp_path: Path, catalogue: OccupationIndex, made: str, code: str
) -> None:
    _, records = read(tmp_path / "a.xml", catalogue_text(made, service("2")), catalogue)
    refused, taken = records
    assert isinstance(refused, Refusal)
    assert isinstance(taken, IncomingOffer)
    assert refused.problem.code == (code or "record_number_unreadable")
    assert refused.problem.where.startswith("PRODUCT_ID 4711, Zeile ")
    assert (refused.problem.values["source_provider"], refused.problem.values["source_id"]) == (NUMBER, "4711")


def test_an_update_removes_and_adds(tmp_path: Path, catalogue: OccupationIndex) -> None:
    removal = f"""<DELETE><SERVICE><PRODUCT_ID>1</PRODUCT_ID>
    <SUPPLIER_ID_REF type="supplier_specific">{NUMBER}</SUPPLIER_ID_REF></SERVICE></DELETE>"""
    content = catalogue_text(removal, f"<NEW>{service('2')}</NEW>", catalogue='UPDATE_CATALOG seq_number="1"')
    head, records = read(tmp_path / "a.xml", content, catalogue)
    gone, new = records
    assert (head.complete, head.update) == (False, True)
    assert isinstance(gone, IncomingRemoval)
    assert (gone.source_system, gone.source_provider, gone.source_id) == ("openqcat", NUMBER, "1")
    assert isinstance(new, IncomingOffer)


def test_a_single_service_as_root_holds_its_head(tmp_path: Path, catalogue: OccupationIndex) -> None:
    whole = catalogue_text(service())
    head_part = whole[whole.index("<HEADER>") : whole.index("</HEADER>") + 9]
    content = service().replace('<SERVICE mode="new">', f"<SERVICE>{head_part}", 1)
    head, records = read(tmp_path / "a.xml", content, catalogue)
    (record,) = records
    assert (head.complete, head.day) == (False, date(2026, 10, 1))
    assert isinstance(record, IncomingOffer)
    assert record.provider.numbers == (("ba", NUMBER),)


def test_a_provider_that_the_head_does_not_explain_is_to_be_checked(tmp_path: Path, catalogue: OccupationIndex) -> None:
    module = "<MODULE_COURSE><LOCATION><NAME>Werkstatt Probe</NAME></LOCATION></MODULE_COURSE>"
    _, records = read(tmp_path / "a.xml", service(supplier="777", modules=module), catalogue)
    (record,) = records
    assert isinstance(record, IncomingOffer)
    assert (record.provider.name, record.provider.numbers) == ("Werkstatt Probe", (("ba", "777"),))
    assert "provider_unsure" in record.offer.check_reasons


def test_a_namespace_does_not_matter(tmp_path: Path, catalogue: OccupationIndex) -> None:
    content = catalogue_text(service()).replace("<OPENQCAT ", "<OPENQCAT xmlns='http://www.beispiel.example/q' ", 1)
    _, records = read(tmp_path / "a.xml", content, catalogue)
    (record,) = records
    assert isinstance(record, IncomingOffer)
    assert record.offer.price == Decimal("4860.50")


def test_a_catalogue_without_the_mark_of_completeness_is_complete_as_the_schema_says(
    tmp_path: Path, catalogue: OccupationIndex
) -> None:
    without, _ = read(tmp_path / "a.xml", catalogue_text(service(), catalogue="NEW_CATALOG"), catalogue)
    part, _ = read(tmp_path / "b.xml", catalogue_text(service(), catalogue='NEW_CATALOG FULLCATALOG="0"'), catalogue)
    assert without.complete
    assert not part.complete


@pytest.mark.parametrize(
    ("encoding", "declared", "found"),
    [
        ("utf-8", "UTF-8", "utf-8"),
        ("utf-8", "", "utf-8"),
        ("utf-8-sig", "", "utf-8"),
        ("iso-8859-1", "ISO-8859-1", "iso-8859-1"),
        ("iso-8859-15", "ISO-8859-15", "iso-8859-15"),
        ("windows-1252", "windows-1252", "windows-1252"),
        ("windows-1252", "ISO-8859-1", "windows-1252"),
        ("windows-1252", "", "windows-1252"),
        ("utf-16", "utf-16", "utf-16"),
    ],
)
def test_all_encodings_in_use_are_read(
    tmp_path: Path, catalogue: OccupationIndex, encoding: str, declared: str, found: str
) -> None:
    title = "Köche – für 5 € üben" if encoding not in ("iso-8859-1", "iso-8859-15") else "Köche für Süßes üben"
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    content = catalogue_text(service(title=title), declaration=declaration).encode(encoding)
    head, records = read(tmp_path / "a.xml", content, catalogue)
    (record,) = records
    assert isinstance(record, IncomingOffer)
    assert record.offer.title == title
    assert head.encoding == found


@pytest.mark.heavy
def test_memory_does_not_grow_with_the_file(tmp_path: Path, catalogue: OccupationIndex) -> None:
    def peak(count: int) -> tuple[int, int]:
        path = write_catalogue(tmp_path / f"{count}.xml", count).path
        tracemalloc.start()
        for _ in reading.open_file(path, catalogue)[1]:
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most, path.stat().st_size

    small, small_file = peak(2_500)  # enough to fill the bounded caches
    large, large_file = peak(4_500)
    assert large - small < 0.2 * (large_file - small_file)
