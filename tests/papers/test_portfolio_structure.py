"""What a portfolio says to a screen reader is exactly what the book holds."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from nqdesk.domain.offers import Offer, OfferDate
from nqdesk.domain.portfolio import Order, Variant
from nqdesk.domain.portfolio_book import Entry, PortfolioBook
from tests.papers.books import book, funding, hard_offers, occupation
from tests.papers.making import printed
from tests.papers.structure_reader import Element, Tagged, headed, read

NB = "\u00a0"


def entries_of(portfolio: PortfolioBook) -> list[Entry]:
    """All entries in printed order; the section without a name stands last."""
    sections = sorted(portfolio.sections, key=lambda section: not section.title)
    return [entry for section in sections for part in section.occupations for entry in part.entries]


def heading_in(element: Element) -> str:
    """Text of the first heading directly in an element."""
    return next((kid.text for kid in element.children if kid.kind in {"H2", "H3", "H4"}), "")


def cards(tagged: Tagged) -> list[Element]:
    """The elements of the offers: sections that hold a table directly, up to the funding part."""
    found = [element for element in tagged.root.all("Sect") if any(kid.kind == "Table" for kid in element.children)]
    return [element for element in found if heading_in(element) != "Bildungsanbieter"]


@pytest.fixture(scope="module", params=["few", "many", "hard"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[PortfolioBook, Tagged]:
    """A full portfolio and its structure."""
    portfolio = {
        "few": lambda: book(3),
        "many": lambda: book(60),
        "hard": lambda: book(offers=hard_offers()),
    }[request.param]()
    out = tmp_path_factory.mktemp("papers") / "portfolio.pdf"
    printed(portfolio, Variant.FULL, out)
    return portfolio, read(out)


def test_headings_follow_the_book(made: tuple[PortfolioBook, Tagged]) -> None:
    portfolio, tagged = made
    expected = [portfolio.title, "So lesen Sie dieses Portfolio", "Inhalt"]
    for section in sorted(portfolio.sections, key=lambda s: not s.title):
        if section.title != section.occupations[0].title:
            expected.append(section.title)
        for part in section.occupations:
            expected.append(part.title or "Weitere Angebote")
            expected.extend(entry.offer.title for entry in part.entries)
    expected.extend(("So wird gefördert", *(heading for heading, _, _ in portfolio.funding.parts)))
    expected.extend(("Bildungsanbieter", "Kontakt und Beratung", portfolio.centre.name, "Impressum"))
    headings = tagged.root.all("H1", "H2", "H3", "H4")
    assert [element.actual or element.text for element in headings] == expected


def test_each_card_names_provider_runs_price_and_links(made: tuple[PortfolioBook, Tagged]) -> None:
    portfolio, tagged = made
    entries = entries_of(portfolio)
    found = cards(tagged)
    assert len(found) == len(entries)
    for entry, card in zip(entries, found, strict=True):
        assert heading_in(card) == entry.offer.title
        assert (entry.provider.name or "Anbieter nicht angegeben") in card.text
        rows = headed(next(kid for kid in card.children if kid.kind == "Table"))
        runs = entry.runs or (OfferDate(rolling=entry.is_rolling),)
        assert len(rows) == len(runs)
        for run, row in zip(runs, rows, strict=True):
            if run.start:
                assert row["Beginn"] == f"{run.start:%d.%m.%Y}"
            assert row.get("Ende", "") == (f"{run.end:%d.%m.%Y}" if run.end else "")
            assert row.get("Ort", "") == run.place
            hours = run.hours or entry.offer.hours
            assert row.get("Stunden", "") == (f"{hours:,}".replace(",", ".") if hours else "")
        assert "None" not in card.text
        _check_price(entry, card)
        _check_links(entry, card)


def _check_price(entry: Entry, card: Element) -> None:
    price = entry.offer.price
    if price:
        german = f"{price:,.2f}".replace(",", "·").replace(".", ",").replace("·", ".")
        assert f"{german}{NB}€".replace(NB, " ") in card.text.replace(NB, " ")
    elif price is not None:
        assert "kostenfrei" in card.text
    else:
        assert "Preis nicht angegeben" in card.text or "Preis je nach Termin" in card.text


def _check_links(entry: Entry, card: Element) -> None:
    contact, provider = entry.offer.contact, entry.provider
    mail = (contact.email if contact else "") or provider.email
    web = entry.offer.web or provider.web
    expected = [target for target in (mail and f"mailto:{mail}", web) if target]
    notes = [run for run in entry.runs if "anmeldung@example.org" in run.note]
    expected = ["mailto:anmeldung@example.org"] * len(notes) + expected
    assert all(f"Zum Termin {run.start:%d.%m.%Y}: {run.note}" in card.text for run in notes if run.start)
    links = [link.links for link in card.all("Link")]
    assert [spots[0][0] for spots in links] == expected
    assert all(len({target for target, _ in spots}) == 1 for spots in links)
    figures = card.all("Figure")
    assert [figure.alt for figure in figures] == ([f"QR-Code mit der Web-Adresse {web}"] if web else [])


def test_contents_lead_to_the_pages_they_name(made: tuple[PortfolioBook, Tagged]) -> None:
    _, tagged = made
    links = tagged.root.all("TOC")[0].all("Link")
    assert links
    for link in links:
        target, label = link.links[0]
        page = link.text.split()[-1]
        assert target == f"#{int(page) - 1}"
        assert label.endswith(f", Seite {page}")
    names = [title for _, title, _ in tagged.outline]
    assert names[:2] == ["So lesen Sie dieses Portfolio", "Inhalt"]
    pages = [page for _, _, page in tagged.outline]
    assert pages == sorted(pages)


def test_only_furniture_decoration_and_repeated_heads_are_skipped(made: tuple[PortfolioBook, Tagged]) -> None:
    portfolio, tagged = made
    heads = {"Beginn", "Ende", "Form", "Stunden", "Ort", "Preis", "Anbieter", "Kontakt", "Zulassung"}
    for number, page in enumerate(tagged.artifacts, start=1):
        for text in page:
            is_footer = text.startswith("Angebotsportfolio Nachqualifizierung") and text.endswith(f"Seite {number}")
            parts = [section.title for section in portfolio.sections]
            is_running = any(text in {p.title, p.title.upper()} for s in portfolio.sections for p in s.occupations)
            is_kicker = text in {title.upper() for title in parts}
            is_short_running = any(
                p.title.startswith(text.removesuffix(" …")) for s in portfolio.sections for p in s.occupations
            )
            repeats = text in heads or text.endswith("(Fortsetzung)")
            assert is_footer or is_running or is_kicker or is_short_running or repeats, text


def test_the_strip_says_in_words_what_is_on_offer(tmp_path: Path) -> None:
    portfolio = book(24)
    printed(portfolio, Variant.FULL, out := tmp_path / "portfolio.pdf")
    tagged = read(out)
    strips = [
        element
        for element in tagged.root.all("L")
        if element.text.startswith("TQ") and "Name der Teilqualifikation" not in element.text
    ]
    expected = [part.strip for section in portfolio.sections for part in section.occupations if part.strip]
    assert len(strips) == len(expected)
    for tiles, strip in zip(expected, strips, strict=True):
        words = [[p.text for p in item.all("P")] for item in strip.children]
        assert words == [
            [t for t in (f"TQ {tile.number}", tile.name, "im Angebot" if tile.offered else "kein Angebot") if t]
            for tile in tiles
        ]


@pytest.mark.parametrize("order", list(Order))
def test_the_order_principle_is_printed(order: Order, tmp_path: Path) -> None:
    words = {
        Order.START: "nach ihrem nächsten Beginn",
        Order.PROVIDER: "nach dem Namen des Anbieters im Alphabet, die eines Anbieters",
        Order.DISTANCE: "nach ihrer Entfernung",
        Order.ROTATION: "wechselt jeden Tag",
    }
    printed(book(3, order=order), Variant.FULL, out := tmp_path / "portfolio.pdf")
    assert words[order] in read(out).root.text


def test_the_glance_table_holds_every_offer_under_its_heads(tmp_path: Path) -> None:
    portfolio = book(60)
    printed(portfolio, Variant.GLANCE, out := tmp_path / "portfolio.pdf")
    tagged = read(out)
    table = tagged.root.all("Table")[0]
    rows = headed(table)
    assert [row["Angebot"] for row in rows] == [entry.offer.title for entry in entries_of(portfolio)]
    assert [row["Anbieter"] for row in rows] == [entry.provider.label for entry in entries_of(portfolio)]
    assert tagged.page_count > 3
    heads = ["Angebot", "Anbieter", "Beginn", "Ende", "Form", "Stunden", "Ort", "Preis", "Förderung laut Anbieter"]
    for number, page in enumerate(tagged.artifacts, start=1):
        footer = ["Auf einen Blick: Nachqualifizierung am Oberrhein", f"Seite {number}"]
        joined = " ".join(page)
        assert joined.endswith("".join(footer)) or joined.endswith(" ".join(footer))
        if number > 1:
            assert page[: len(heads)] == heads or footer[0] in page[0]


@pytest.mark.heavy
def test_the_overview_has_exactly_one_page_per_occupation(tmp_path: Path) -> None:
    for count in (24, 600):
        portfolio = book(count)
        result = printed(portfolio, Variant.OVERVIEW, out := tmp_path / f"overview{count}.pdf")
        tagged = read(out)
        titles = [part.title for section in portfolio.sections for part in section.occupations]
        assert result.pages == tagged.page_count == len(titles)
        assert [element.text for element in tagged.root.all("H1")] == titles
    assert "weitere Angebote: Fragen Sie die Beratungsstelle." in tagged.root.text.replace(NB, " ")


def test_an_overview_with_many_modules_and_a_long_funding_text_stays_on_its_page(tmp_path: Path) -> None:
    crowded = occupation(1, "Verfahrensmechaniker/in für Beschichtungstechnik", "22", "Kunststoffherstellung", 20)
    long_text = replace(funding(), summary="Ein Satz zur Förderung, der recht lang ist. " * 25)
    portfolio = book(80, occupations=(crowded,), funding=long_text)
    assert printed(portfolio, Variant.OVERVIEW, tmp_path / "overview.pdf").pages == 1


def test_an_endless_title_is_cut_and_nothing_is_lost_behind_it(tmp_path: Path) -> None:
    endless = Offer(title="Sehr langer Titel " * 200, provider_id="p1", occupation_id="b1", price=Decimal(900))
    for variant in Variant:
        printed(book(offers=(endless,)), variant, out := tmp_path / f"{variant}.pdf")
        text = read(out).root.text
        assert ("900,00" in text) is (variant is not Variant.POSTER)


def test_one_occupation_can_be_printed_alone(tmp_path: Path) -> None:
    portfolio = book(24)
    result = printed(portfolio, Variant.OVERVIEW, out := tmp_path / "overview.pdf", "Fachlagerist/in")
    assert result.pages == 1
    assert [element.text for element in read(out).root.all("H1")] == ["Fachlagerist/in"]


def test_the_poster_is_one_page_and_names_the_occupations(tmp_path: Path) -> None:
    portfolio = book(24)
    result = printed(portfolio, Variant.POSTER, out := tmp_path / "poster.pdf")
    assert result.pages == 1
    named = {element.text for element in read(out).root.all("LBody")}
    assert named == {part.title for section in portfolio.sections for part in section.occupations}


def test_the_handout_has_short_sentences(tmp_path: Path) -> None:
    printed(book(24), Variant.PLAIN, out := tmp_path / "plain.pdf")
    tagged = read(out)
    for element in tagged.root.all("P"):
        for sentence in element.text.replace("?", ".").replace(":", ".").split(". "):
            assert len(sentence.split()) <= 14, sentence
    assert "Teilqualifikation" in tagged.root.text
