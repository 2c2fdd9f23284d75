"""Pages are filled without widows, cut rows or lost words, and what is drawn is what is tagged."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqdesk.papers.blocks import Block, Stack, Text
from nqdesk.papers.finishing import Extras, Identity, finished
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, HEADING
from nqdesk.papers.tables import Cell, Column, Look, Table
from nqdesk.papers.tagged_canvas import TaggedCanvas
from tests.papers.books import ON
from tests.papers.structure_reader import Tagged, headed, read

PAGE = PageFormat(size=(300, 300), left=30, right=30, top=30, bottom=40)
IDENTITY = Identity(title="Probe der Seiten", author="Beratungsstelle", subject="Probe", day=ON)
WORDS = st.lists(st.sampled_from(("Beruf", "Teilqualifikation", "Łódź", "und", "Anlagenführer/in")), min_size=1)


def set_pages(blocks: list[Block], document: Node, out: Path) -> Tagged:
    """Fill small pages with blocks and read them back."""
    canvas = TaggedCanvas(PAGE.size)
    filler = Filler(canvas, PAGE)
    filler.put(blocks)
    filler.next_page()
    extras = Extras(document=document, destinations=canvas.destinations, outline=canvas.outline)
    out.write_bytes(finished(canvas.finished(), IDENTITY, extras))
    return read(out)


def pages_of(blocks: list[Block]) -> list[list[str]]:
    """Which texts stand on which page; split ones on each of theirs."""

    class Noting(Filler):
        def _draw(self, block: Block) -> None:
            while len(found) <= self.canvas.page_number:
                found.append([])
            if isinstance(block, Text):
                found[self.canvas.page_number].extend(
                    "".join(piece.text for piece in line.pieces).strip() for line in block.lines(self.page.width)
                )
            super()._draw(block)

    found: list[list[str]] = []
    filler = Noting(TaggedCanvas(PAGE.size), PAGE)
    filler.put(blocks)
    filler.next_page()
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("P", "H1", "Table")), WORDS), min_size=1, max_size=12))
def test_words_come_back_in_the_order_they_went_in(tmp_path: Path, parts: list[tuple[str, list[str]]]) -> None:
    document = Node("Document")
    document.add("H1")
    blocks: list[Block] = []
    expected = []
    for kind, words in parts:
        text = " ".join(words)
        if kind == "Table":
            table = Table(document, (Column(title="Wort"), Column(title="Zahl")), Look())
            for number, word in enumerate(words):
                table.add((word, str(number)))
            blocks.append(table)
            expected.append(" ".join(["Wort Zahl", *(f"{word} {n}" for n, word in enumerate(words))]))
        else:
            style = HEADING if kind == "H1" else BODY
            blocks.append(Text(text, style, document.add(kind), keep_with_next=kind == "H1"))
            expected.append(text)
    tagged = set_pages(blocks, document, tmp_path / "probe.pdf")
    found = [
        " ".join(cell.text for cell in kid.all("TH", "TD")) if kid.kind == "Table" else kid.text
        for kid in tagged.root.children
    ]
    assert found == expected


def test_a_heading_never_stands_last_on_a_page() -> None:
    for lines_before in range(1, 18):
        document = Node("Document")
        blocks: list[Block] = [Text(f"Zeile {n}", BODY, document.add("P")) for n in range(lines_before)]
        blocks.append(Text("Überschrift", HEADING, document.add("H1"), keep_with_next=True))
        blocks.append(Text("Danach kommt ein Absatz. " * 12, BODY, document.add("P")))
        assert all(page[-1] != "Überschrift" for page in pages_of(blocks))


def test_a_paragraph_leaves_two_lines_on_either_page() -> None:
    for lines_before in range(1, 18):
        document = Node("Document")
        blocks: list[Block] = [Text(f"Zeile {n}", BODY, document.add("P")) for n in range(lines_before)]
        blocks.append(Text("Absatz mit einigen Wörtern. " * 9, BODY, document.add("P")))
        pages = [[line for line in page if not line.startswith("Zeile")] for page in pages_of(blocks)]
        assert all(len(page) != 1 for page in pages)


def test_rows_are_never_cut_and_the_head_is_repeated_as_an_artifact(tmp_path: Path) -> None:
    document = Node("Document")
    document.add("H1")
    table = Table(document, (Column(title="Nummer"), Column(title="Text")), Look())
    for number in range(40):
        table.add((f"Zeile {number}", Cell((("erster Absatz", None), ("zweiter Absatz", None)))))
    tagged = set_pages([table], document, tmp_path / "probe.pdf")
    assert tagged.page_count > 4
    rows = headed(tagged.root.all("Table")[0])
    assert [row["Nummer"] for row in rows] == [f"Zeile {number}" for number in range(40)]
    assert {row["Text"] for row in rows} == {"erster Absatzzweiter Absatz"}
    assert tagged.artifacts == [[], *[["Nummer", "Text"]] * (tagged.page_count - 1)]
    for cell in tagged.root.all("TD"):
        assert len(cell.children) in {0, 2}


def test_a_block_taller_than_a_page_is_not_lost(tmp_path: Path) -> None:
    document = Node("Document")
    stack = Stack([Text(f"Zeile {n}", BODY, document.add("P")) for n in range(60)])
    tagged = set_pages([stack], document, tmp_path / "probe.pdf")
    assert len(tagged.root.all("P")) == 60


def test_elements_for_which_nothing_was_drawn_are_left_out(tmp_path: Path) -> None:
    document = Node("Document")
    document.add("Sect").add("P")
    text = Text("da", BODY, document.add("P"))
    tagged = set_pages([text], document, tmp_path / "probe.pdf")
    assert [element.kind for element in tagged.root.walk()] == ["Document", "P"]
