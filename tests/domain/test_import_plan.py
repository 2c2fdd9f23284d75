from dataclasses import replace
from decimal import Decimal

from nqdesk.domain.import_plan import FieldChange, join_rows, merge_stored, offer_changes, organisation_changes
from nqdesk.domain.offers import OccupationCertainty
from tests.builders import TODAY, a_run, an_offer, an_organisation


def test_the_same_offer_shows_no_change_whatever_its_bookkeeping() -> None:
    stored = an_offer(version=7, note="mit Frau B. besprochen", provider_id="x")
    assert offer_changes(stored, an_offer()) == ()


def test_a_change_names_field_before_and_after() -> None:
    stored = an_offer()
    assert offer_changes(stored, replace(stored, price=Decimal("5000.00"))) == (
        FieldChange("price", Decimal("4860.00"), Decimal("5000.00")),
    )


def test_an_occupation_that_a_person_chose_stays() -> None:
    stored = an_offer(occupation_id="a", occupation_certainty=OccupationCertainty.CHOSEN, field="")
    incoming = an_offer(
        occupation_id="b",
        occupation_certainty=OccupationCertainty.DOUBTFUL,
        check_reasons=frozenset({"occupation_doubtful"}),
    )
    merged = merge_stored(stored, incoming)
    assert (merged.occupation_id, merged.occupation_certainty) == ("a", OccupationCertainty.CHOSEN)
    assert merged.check_reasons == frozenset()


def test_an_occupation_that_the_import_guessed_follows_the_file() -> None:
    stored = an_offer(occupation_id="a", occupation_certainty=OccupationCertainty.LIKELY)
    merged = merge_stored(stored, an_offer(occupation_id="b", occupation_certainty=OccupationCertainty.SURE))
    assert merged.occupation_id == "b"


def test_a_module_name_with_source_is_not_lost_to_a_file_without_one() -> None:
    stored = an_offer(tq_name="Wareneingang", tq_source="Zertifikat")
    merged = merge_stored(stored, an_offer())
    assert (merged.tq_name, merged.tq_source) == ("Wareneingang", "Zertifikat")
    assert merge_stored(stored, an_offer(tq_number=2)).tq_name == ""


def test_an_offer_named_again_is_no_longer_withdrawn() -> None:
    assert merge_stored(an_offer(withdrawn_on=TODAY), an_offer()).withdrawn_on is None


def test_rows_that_share_their_number_become_runs_of_one_offer() -> None:
    first, second = an_offer(), an_offer(dates=(a_run(place="Lahr"),))
    assert [run.place for run in join_rows(first, second).dates] == ["Offenburg", "Lahr"]
    assert join_rows(first, first).dates == first.dates


def test_a_file_never_empties_what_a_person_entered_for_a_provider() -> None:
    stored = an_organisation(phone="0781 1")
    assert organisation_changes(stored, an_organisation(phone="", web="")) == ()
    assert organisation_changes(stored, an_organisation(phone="0781 2")) == (FieldChange("phone", "0781 1", "0781 2"),)


def test_what_one_row_leaves_to_check_is_to_check_for_the_whole_offer() -> None:
    doubtful = an_offer(check_reasons=frozenset({"time_contradictory"}))
    assert join_rows(an_offer(), doubtful).check_reasons == {"time_contradictory"}
