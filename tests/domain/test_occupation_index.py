"""Which occupation a course belongs to, and how surely."""

import time

import pytest

from nqdesk.domain.occupation_index import Assignment, OccupationIndex
from nqdesk.domain.offers import OccupationCertainty
from nqdesk.exchange.occupation_files import read
from nqdesk.resource_files import path

INDEX = OccupationIndex(read(path("occupations/occupations.json")))
LAGERIST = "51312-fachlagerist"
LAGERLOGISTIK = "51312-fachkraft-fuer-lagerlogistik"
SURE, LIKELY = OccupationCertainty.SURE, OccupationCertainty.LIKELY
DOUBTFUL, NONE = OccupationCertainty.DOUBTFUL, OccupationCertainty.NONE


def test_every_title_of_the_catalogue_names_itself() -> None:
    for occupation in INDEX.by_id.values():
        assert INDEX.assign(occupation.title) == Assignment(occupation.id, LIKELY, (occupation.id,)), occupation.title


def test_every_code_of_the_catalogue_names_its_occupation_surely() -> None:
    for occupation in INDEX.by_id.values():
        for code in {occupation.ba_code, occupation.dkz} - {""}:
            assert INDEX.by_code(code) == occupation
            assert INDEX.assign("TQ 1", codes=(code,)).certainty is SURE


@pytest.mark.parametrize("code", ["B 51312-90700", "B51312-90700", "51312-907", "51312907", " B 51312-907 "])
def test_a_code_is_read_in_the_spellings_sources_use(code: str) -> None:
    assert INDEX.assign("TQ 2 Lager", codes=(code,)).occupation_id == LAGERIST


@pytest.mark.parametrize(
    "title",
    [
        "Fachlagerist",
        "Fachlageristin",
        "FACHLAGERIST/IN",
        "Fachlagerist/-in",
        "Fachlagerist:in (m/w/d)",
        "Fachlagerist*in",
        "Fachlagerist_in",
        "FachlageristIn",
        "Fachlagerist(in)",
        "Fachlagerist/Fachlageristin",
        "Umschulung zum Fachlageristen",
        "Umschulung zum/zur Fachlageristen/Fachlageristin (IHK) in Teilzeit",
        "TQ-Fachlagerist 3: Lagerung von Gütern",
        "Vorbereitung auf die Externenprüfung zur Fachlageristin",
    ],
)
def test_all_spellings_of_a_title_meet(title: str) -> None:
    assert INDEX.assign(title) == Assignment(LAGERIST, LIKELY, (LAGERIST,))


@pytest.mark.parametrize(
    ("title", "occupation_id"),
    [
        ("Kauffrau/-mann für Büromanagement", "71402-kaufmann-fuer-bueromanagement"),
        ("Umschulung zur Kauffrau im E-Commerce", "61282-kaufmann-im-e-commerce"),
        ("Kaufleute im Einzelhandel", "62102-kaufmann-im-einzelhandel"),
        ("Verkäuferin", "62102-verkaeufer"),
        ("Fachinformatiker FR Anwendungsentwicklung", "43412-fachinformatiker-anwendungsentwicklung"),
        ("Fachinformatiker Systemintegration", "43102-fachinformatiker-systemintegration"),
        ("Köchin", "29302-koch"),
        ("Süßwarentechnologin", "29262-suesswarentechnologe"),
        ("Suesswarentechnologe", "29262-suesswarentechnologe"),
        ("Medizinischer Fachangestellter", "81102-medizinische-fachangestellte"),
        ("Umschulung zur Zahnmedizinischen Fachangestellten", "81112-zahnmedizinische-fachangestellte"),
        ("Mechatroniker", "26112-mechatroniker"),
        ("Mechatroniker Kältetechnik", "34232-mechatroniker-fuer-kaeltetechnik"),
        ("Anlagenmechaniker SHK", "34212-anlagenmechaniker-sanitaer-heizungs-und-klimatechnik"),
        ("IT-Systemelektroniker", "26312-it-system-elektroniker"),
        (
            "Maschinen- und Anlagenführer/Maschinen- und Anlagenführerin SP Metall- und Kunststofftechnik",
            "24202-maschinen-und-anlagenfuehrer-metall-und-kunststofftechnik",
        ),
        ("Fachkraft Schutz & Sicherheit", "53112-fachkraft-fuer-schutz-und-sicherheit"),
        ("Servicekraft Schutz und Sicherheit", "53112-servicekraft-fuer-schutz-und-sicherheit"),
    ],
)
def test_a_title_that_names_one_occupation_is_likely(title: str, occupation_id: str) -> None:
    assert INDEX.assign(title) == Assignment(occupation_id, LIKELY, (occupation_id,))


def test_the_degree_decides_when_the_title_is_silent_or_unsure() -> None:
    assert INDEX.assign("Umschulung Lager und Logistik", "Fachlagerist/in").occupation_id == LAGERIST
    assert INDEX.assign("Fachinformatiker", "Fachinformatiker FR Systemintegration").certainty is LIKELY
    both = INDEX.assign("Fachlagerist/in oder Fachkraft für Lagerlogistik", "Fachlagerist/in")
    assert both.occupation_id == LAGERIST


@pytest.mark.parametrize(
    ("title", "candidates"),
    [
        ("Fachlagerist/in – Fachkraft für Lagerlogistik", (LAGERIST, LAGERLOGISTIK)),
        ("Verkäufer/in oder Kaufmann/-frau im Einzelhandel", ("62102-verkaeufer", "62102-kaufmann-im-einzelhandel")),
        (
            "Kfz-Mechatroniker",
            ("25212-kraftfahrzeugmechatroniker-nutzfahrzeugtechnik", "25212-kraftfahrzeugmechatroniker-pkw-technik"),
        ),
        ("Metallbauer/in", ("24412-metallbauer-konstruktionstechnik",)),
        ("Fachkraft im Gastgewerbe", ("63302-fachkraft-fuer-gastronomie",)),
        ("Englisch für Hotelfachleute", ("63222-hotelfachmann",)),
        (
            "Anlagenmechaniker Heizung",
            ("34342-anlagenmechaniker", "34212-anlagenmechaniker-sanitaer-heizungs-und-klimatechnik"),
        ),
    ],
)
def test_a_title_that_fits_several_or_in_part_is_doubtful_and_assigns_nothing(
    title: str, candidates: tuple[str, ...]
) -> None:
    assert INDEX.assign(title) == Assignment("", DOUBTFUL, candidates)


def test_a_title_without_its_branch_offers_all_branches() -> None:
    found = INDEX.assign("Umschulung Maschinen- und Anlagenführer/in")
    assert found.certainty is DOUBTFUL
    assert len(found.candidates) == 5


@pytest.mark.parametrize(
    "title", ["Fachkraft", "Staplerschein", "Lagerhelfer", "Deutsch B2", "Industriefachwirt", "Bürokauffrau", "", "***"]
)
def test_a_title_that_names_no_occupation_of_the_catalogue_gives_none(title: str) -> None:
    assert INDEX.assign(title) == Assignment("", NONE)


def test_similar_words_are_not_the_same_occupation() -> None:
    assert "62102-verkaeufer" not in INDEX.assign("Fachverkäufer/in im Lebensmittelhandwerk").candidates
    assert LAGERIST not in INDEX.assign("Fachkraft für Lagerlogistik").candidates
    assert "26112-mechatroniker" not in INDEX.assign("Kfz-Mechatroniker/in").candidates


def test_a_code_that_only_agrees_in_its_group_is_doubtful() -> None:
    assert set(INDEX.assign("Staplerschein", codes=("D 51312-900",)).candidates) == {LAGERIST, LAGERLOGISTIK}
    assert INDEX.assign("Staplerschein", codes=("C 1435-10-10", "MC 01 1", "51x")) == Assignment("", NONE)


def test_code_and_title_that_contradict_each_other_are_doubtful() -> None:
    found = INDEX.assign("Fachkraft für Lagerlogistik", codes=("B 51312-90700",))
    assert found == Assignment("", DOUBTFUL, (LAGERIST, LAGERLOGISTIK))
    unknown_code = INDEX.assign("Fachlagerist/in", codes=("B 99992-90000",))
    assert unknown_code == Assignment("", DOUBTFUL, (LAGERIST,))


def test_two_codes_are_decided_by_the_title_or_left_open() -> None:
    codes = ("B 51312-90700", "B 51312-90600")
    assert INDEX.assign("Fachlagerist/in", codes=codes).occupation_id == LAGERIST
    assert INDEX.assign("Lager", codes=codes) == Assignment("", DOUBTFUL, (LAGERIST, LAGERLOGISTIK))


def test_keywords_alone_only_suggest() -> None:
    assert INDEX.assign("Lager", keywords=("Logistik", "Fachlagerist")) == Assignment("", DOUBTFUL, (LAGERIST,))


def test_searching_finds_titles_codes_and_fields_in_both_foldings() -> None:
    def titles(text: str) -> list[str]:
        return [o.title for o in INDEX.search(text)]

    assert titles("lager") == ["Fachkraft für Lagerlogistik", "Fachlagerist/in"]
    assert titles("baecker")[0] == titles("backer")[0] == "Bäcker/in"
    assert titles("kauffrau büro") == ["Kaufmann/-frau für Büromanagement"]
    assert titles("51312-907") == ["Fachlagerist/in"]
    assert len(titles("")) == len(INDEX.by_id)
    assert titles("gibtesnicht") == []


def test_assigning_keeps_pace_with_an_import() -> None:
    occupations = list(INDEX.by_id.values())
    titles = [f"Umschulung {occupations[n % len(occupations)].title} Kurs {n}" for n in range(4000)]
    floor = time.perf_counter()
    for title in titles:
        sorted(title.lower().split() * 20)
    floor = time.perf_counter() - floor
    begin = time.perf_counter()
    for title in titles:
        INDEX.assign(title, "Abschluss", ("B 99992-90000",), ("Lager",))
    assert time.perf_counter() - begin < 20 * floor
