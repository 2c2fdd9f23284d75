from datetime import date, time, timedelta

import pytest

from nqdesk.domain.attendees import Attendee, check_attendee, is_due_for_erasure
from nqdesk.domain.centre import Centre, check_centre
from nqdesk.domain.events import check_event
from nqdesk.domain.organisations import AzavCertificate, AzavState, azav_state, check_organisation
from nqdesk.domain.people import check_password
from nqdesk.domain.problem import Problem
from tests.builders import TODAY, an_event, an_organisation


def test_a_certificate_is_valid_on_its_last_day_and_expired_the_day_after() -> None:
    certificate = AzavCertificate(valid_until=TODAY)
    assert azav_state(certificate, TODAY) is AzavState.VALID
    assert azav_state(certificate, TODAY + timedelta(days=1)) is AzavState.EXPIRED


@pytest.mark.parametrize("certificate", [None, AzavCertificate(certifier="Beispielzert")])
def test_without_an_expiry_date_a_certificate_is_never_valid(certificate: AzavCertificate | None) -> None:
    assert azav_state(certificate, TODAY) is AzavState.UNKNOWN


def test_an_organisation_needs_a_name_and_readable_addresses() -> None:
    assert check_organisation(an_organisation()) == []
    wrong = an_organisation(name="", plz="123", email="info")
    assert [p.field for p in check_organisation(wrong)] == ["name", "plz", "email"]


def an_attendee(**values: object) -> Attendee:
    base = {"name": "Erika Beispiel", "purpose": "Einladung", "keep_until": date(2027, 11, 23), **values}
    return Attendee(**base)  # type: ignore[arg-type]


def test_an_attendee_needs_purpose_and_end_of_retention() -> None:
    assert check_attendee(an_attendee()) == []
    assert check_attendee(an_attendee(purpose="")) == [Problem("required", "purpose")]
    assert check_attendee(an_attendee(keep_until=None)) == [Problem("required", "keep_until")]


def test_contact_data_need_consent() -> None:
    assert check_attendee(an_attendee(phone="0781 0")) == [Problem("consent_missing", "consent_on")]
    assert check_attendee(an_attendee(phone="0781 0", consent_on=TODAY)) == []


def test_erasure_is_due_after_the_last_day_not_on_it() -> None:
    assert not is_due_for_erasure(an_attendee(keep_until=TODAY), TODAY)
    assert is_due_for_erasure(an_attendee(keep_until=TODAY - timedelta(days=1)), TODAY)


def test_an_event_must_not_end_before_it_begins() -> None:
    assert check_event(an_event(begins=time(14), ends=time(14))) == []
    assert check_event(an_event(begins=time(14), ends=time(13))) == [Problem("end_before_start", "ends")]


def test_a_centre_needs_a_name_and_a_colour() -> None:
    assert check_centre(Centre(name="Beratungsstelle")) == []
    assert [p.code for p in check_centre(Centre(colour="blau"))] == ["required", "colour_unreadable"]
    assert check_centre(Centre(name="Beratungsstelle", email="kein-mail")) == [Problem("email_unreadable", "email")]


def test_a_password_has_ten_characters_and_is_typed_twice() -> None:
    assert check_password("kurz", "kurz") == "password_short"
    assert check_password("lang genug 1", "lang genug 2") == "password_differs"
    assert check_password("lang genug 1", "lang genug 1") == ""
