"""The whole rule book on paper: complete, tagged, linked, and the same as the data it is made of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from nqdesk.actions import rule_book, rule_papers
from nqdesk.domain.funding.printed_rules import PrintedRules
from nqdesk.domain.funding.rules import Amount, Criterion, Gap, Level, RuleBook, Version
from nqdesk.domain.progress import Progress
from nqdesk.papers.errors import PapersError
from nqdesk.papers.german import bound
from nqdesk.papers.rule_instrument import gap_line, version_name
from nqdesk.papers.typefaces import clean
from tests.papers.books import centre
from tests.papers.structure_reader import Element, Tagged, headed, read
from tests.papers.test_portfolio_checks import check

PRINTED_ON = date(2026, 11, 27)
EARLIER = date(2021, 6, 1)


def rules(on: date | None = None, book: RuleBook | None = None, **centre_changes: object) -> PrintedRules:
    made = rule_papers.printed_rules(book or rule_book.shipped().book, printed_on=PRINTED_ON, on=on)
    return replace(made, centre=centre(**centre_changes))


def written(made: PrintedRules, out: Path) -> tuple[int, list[Progress]]:
    """Write the paper; return its pages and every step that was told."""
    job, steps = rule_papers.write_rules(made, out), []
    while True:
        try:
            steps.append(next(job))
        except StopIteration as end:
            pages = end.value
            assert isinstance(pages, int)
            return pages, steps


def plain(text: str) -> str:
    """Return a text as it is read back: clean, without no-break spaces."""
    return clean(bound(text)).replace("\u00a0", " ")


@pytest.fixture(scope="module", params=[None, EARLIER], ids=["all", "one day"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[PrintedRules, Path]:
    wanted = rules(request.param)
    written(wanted, out := tmp_path_factory.mktemp("regelwerk") / "regelwerk.pdf")
    return wanted, out


@pytest.fixture(scope="module")
def paper(made: tuple[PrintedRules, Path]) -> Tagged:
    return read(made[1])


def sections(paper: Tagged) -> dict[str, Element]:
    """The sections of the instruments by their titles."""
    found = {}
    for heading in paper.root.all("H3"):
        sect = heading.parent
        assert sect is not None
        if any(each.kind == "H4" for each in sect.walk()):
            found[heading.text.replace("\u00a0", " ")] = sect
    return found


@pytest.mark.heavy
def test_both_checkers_find_no_error(made: tuple[PrintedRules, Path]) -> None:
    # PAG-001: tagged lines that recur at the top of pages are content (heads of tables, "Zuständig", a citation).
    assert check(made[1]) <= {"PAG-001"}


def test_every_instrument_stands_once_with_its_law_and_summary(made: tuple[PrintedRules, Path], paper: Tagged) -> None:
    wanted, found = made[0], sections(paper)
    assert len(wanted.printed) >= 10
    assert list(found) == [plain(each.title) for each in wanted.printed]
    for instrument in wanted.printed:
        text = found[plain(instrument.title)].text.replace("\u00a0", " ")
        assert plain(instrument.law) in text
        assert plain(instrument.summary) in text


def test_every_version_tells_criteria_amounts_and_what_to_bring(made: tuple[PrintedRules, Path], paper: Tagged) -> None:
    wanted, found = made[0], sections(paper)
    for instrument in wanted.printed:
        parts = {
            heading.text.replace("\u00a0", " "): heading.parent for heading in found[plain(instrument.title)].all("H4")
        }
        for version in wanted.versions(instrument):
            part = parts[version_name(version, noted=True)]
            assert part is not None
            _holds(part, version, wanted)
            text = part.text.replace("\u00a0", " ")
            for line in wanted.changes.get((instrument.id, version.valid_from), ()):
                assert plain(line) in text
            for precedence in version.yields_to:
                first = wanted.book.by_id[precedence.instrument]
                assert plain(first.title) in text


def _holds(part: Element, version: Version, wanted: PrintedRules) -> None:
    text = part.text.replace("\u00a0", " ")
    assert plain(version.source) in text
    assert f"{version.as_of:%d.%m.%Y}" in text
    rows = [row for table in part.all("Table") for row in headed(table)]
    listed: tuple[tuple[str, Sequence[Criterion | Amount]], ...] = (
        ("Voraussetzung", version.criteria),
        ("Betrag", version.amounts),
    )
    for title, members in listed:
        found = [row for row in rows if title in row]
        assert len(found) == len(members)
        for row, member in zip(found, members, strict=True):
            grounds = member.grounds
            where = next(said for name, said in row.items() if name.startswith("Fundstelle")).replace("\u00a0", " ")
            assert row[title].replace("\u00a0", " ").startswith(plain(member.text))
            assert where.startswith(plain(grounds.law))
            assert plain(grounds.quote) in where
            assert ("Quelle: " in where) == (grounds.source != version.source)
            assert row["Stand"].startswith("bestätigt" if grounds.confirmed else "prüfen")
            assert plain(wanted.word(grounds.proof)) in row["Stand"].replace("\u00a0", " ")
    assert all(plain(office.text) in text for office in version.offices)
    for remark in (*version.documents, *version.deadlines, *version.notes):
        assert plain(remark.text) in text


def test_newest_versions_come_first_and_only_those_of_the_day_if_one_is_given(
    made: tuple[PrintedRules, Path], paper: Tagged
) -> None:
    wanted, found = made[0], sections(paper)
    printed = {
        title: [h.text.replace("\u00a0", " ") for h in sect.all("H4") if h.text.startswith("Fassung")]
        for title, sect in found.items()
    }
    for instrument in wanted.printed:
        days = [v for v in reversed(instrument.versions) if wanted.on is None or v.covers(wanted.on)]
        assert printed[plain(instrument.title)] == [version_name(version, noted=True) for version in days]
    assert max(len(names) for names in printed.values()) == (1 if wanted.on else 5)


def test_an_instrument_without_a_version_on_the_day_is_named_with_the_reason(
    made: tuple[PrintedRules, Path], paper: Tagged
) -> None:
    wanted = made[0]
    heading = [each for each in paper.root.all("H2") if each.text == "Ohne Fassung an diesem Tag"]
    if wanted.on is None:
        assert heading == []
        return
    sect = heading[0].parent
    assert sect is not None
    text = sect.text.replace("\u00a0", " ")
    assert wanted.left_out
    for instrument in wanted.left_out:
        assert plain(instrument.title) in text
        for gap in wanted.gaps(instrument):
            assert plain(gap_line(gap)) in text


def test_gaps_and_dated_figures_are_told(paper: Tagged, made: tuple[PrintedRules, Path]) -> None:
    wanted, found = made[0], sections(paper)
    used = [(each, figures) for each in wanted.printed for figures in wanted.parameters(each)]
    assert used
    for instrument, (parameter, values) in used:
        rows = [row for table in found[plain(instrument.title)].all("Table") for row in headed(table) if "Wert" in row]
        row = next(row for row in rows if row["Wert"].replace("\u00a0", " ") == plain(parameter.text))
        assert values
        assert f"{values[0].valid_from:%d.%m.%Y}" in row["Höhe und Zeit"]
    shown = {plain(each.title): wanted.gaps(each) for each in wanted.printed}
    for title, gaps in shown.items():
        assert all(plain(gap_line(gap)) in found[title].text.replace("\u00a0", " ") for gap in gaps)


def test_figures_have_their_unit(paper: Tagged) -> None:
    told = {
        row["Höhe und Zeit"].replace("\u00a0", " ")
        for table in paper.root.all("Table")
        for row in headed(table)
        if "Höhe und Zeit" in row
    }
    assert any(each.startswith("20 %") for each in told)


def test_contents_and_outline_lead_to_the_pages_they_name(made: tuple[PrintedRules, Path], paper: Tagged) -> None:
    (toc,) = paper.root.all("TOC")
    entries = [link for item in toc.children for link in item.all("Link")]
    targets = [link.links[0] for link in entries]
    assert len(targets) >= len(made[0].printed) + 4
    for target, label in targets:
        assert int(label.rpartition("Seite ")[2]) == int(target.removeprefix("#")) + 1
    pages = {title: page for _, title, page in paper.outline}
    for instrument in made[0].printed:
        printed = next(label for _, label in targets if label.startswith(f"{instrument.title}, Seite "))
        same = [page for level, title, page in paper.outline if level == 1 and title == instrument.title]
        assert int(printed.rpartition(" ")[2]) - 1 in same
    assert {"So lesen Sie dieses Regelwerk", "Inhalt", "Bund", "Länder", "Impressum"} - pages.keys() <= (
        set() if made[0].on is None else {"Länder"}
    )
    assert sum(level == 2 for level, _, _ in paper.outline) == made[0].version_count


def test_a_second_page_of_the_contents_says_what_it_continues(made: tuple[PrintedRules, Path], paper: Tagged) -> None:
    pages = {title: page for level, title, page in paper.outline if level == 0}
    later = range(pages["Inhalt"] + 1, pages["Bund"])
    assert len(later) >= (1 if made[0].on is None else 0)
    assert all("Inhalt" in paper.artifacts[page] for page in later)
    assert "Inhalt" not in paper.artifacts[pages["Inhalt"]]


def test_headings_never_skip_a_level(paper: Tagged) -> None:
    levels = [int(each.kind[1]) for each in paper.root.walk() if each.kind in {"H1", "H2", "H3", "H4", "H5"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_cover_and_the_imprint_name_the_centre_the_state_of_the_law_and_who_decides(
    made: tuple[PrintedRules, Path], paper: Tagged
) -> None:
    wanted, text = made[0], paper.root.text.replace("\u00a0", " ")
    assert text.count("Die Entscheidung trifft die zuständige Stelle.") == 3
    assert wanted.centre.name in text
    assert f"Verantwortlich für den Inhalt: {wanted.centre.responsible}." in text
    assert wanted.book.digest.removeprefix("sha256:")[:12] in text
    assert ("Rechtsstand 1. Juni 2021" in text) == (wanted.on is not None)
    assert ("Alle hinterlegten Fassungen" in text) == (wanted.on is None)
    assert "bewilligt" not in text
    assert "\ufffd" not in text


@pytest.mark.heavy
def test_it_can_be_made_without_a_centre(tmp_path: Path) -> None:
    made = rule_papers.printed_rules(rule_book.shipped().book, printed_on=PRINTED_ON, on=EARLIER)
    pages, _ = written(made, out := tmp_path / "regelwerk.pdf")
    paper = read(out)
    assert paper.page_count == pages
    assert "Herausgegeben" not in paper.root.text
    assert check(out) <= {"PAG-001"}


def test_progress_counts_instruments_and_ends_complete(tmp_path: Path) -> None:
    wanted = rules(EARLIER)
    _, steps = written(wanted, tmp_path / "regelwerk.pdf")
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert done[0] == 0
    assert {step.total for step in steps} == {done[-1]} == {len(wanted.printed)}


def test_the_same_rules_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        written(rules(EARLIER), tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.heavy
def test_rules_of_the_centre_have_a_section_of_their_own(tmp_path: Path) -> None:
    book = rule_book.shipped().book
    few = [each for each in book.instruments if not any(version.yields_to for version in each.versions)][:6]
    own = replace(
        book.instruments[0],
        id="eigenes",
        title="Fonds der Stiftung Oberrhein",
        level=Level.CENTRE,
        versions=book.instruments[0].versions[-1:],
        gaps=(Gap(date(2019, 1, 1), date(2019, 12, 31), "Den Fonds gab es noch nicht."),),
    )
    written(rules(book=replace(book, instruments=(*few, own))), out := tmp_path / "regelwerk.pdf")
    paper = read(out)
    titles = [title for level, title, _ in paper.outline if level == 0]
    assert titles[-2:] == ["Eigene Regeln der Beratungsstelle", "Impressum"]
    assert "01.01.2019 bis 31.12.2019: Den Fonds gab es noch nicht." in paper.root.text
    assert check(out) <= {"PAG-001"}


def test_a_day_without_any_rule_and_a_place_that_is_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(PapersError) as caught:
        written(rules(date(1990, 1, 1)), tmp_path / "regelwerk.pdf")
    assert caught.value.code == "no_rules_on_day"
    with pytest.raises(PapersError) as caught:
        written(rules(EARLIER), tmp_path / "fehlt" / "regelwerk.pdf")
    assert caught.value.code == "paper_place_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    job = rule_papers.write_rules(rules(), tmp_path / "regelwerk.pdf")
    for _ in range(5):
        next(job)
    job.close()
    assert list(tmp_path.iterdir()) == []
