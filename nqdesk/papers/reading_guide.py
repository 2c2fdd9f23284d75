"""The page that says how to read the portfolio: structure, order, signs, and what nobody promises."""

from collections.abc import Sequence

from nqdesk.domain.offers import OLD_INFORMATION_DAYS
from nqdesk.domain.portfolio_book import TqTile
from nqdesk.papers.blocks import Block, Rule, Text, draw_stack, stack_height
from nqdesk.papers.edition import Edition
from nqdesk.papers.german import NBSP, long_day
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, BOLD, LEAD, PART_TITLE, SMALL_MUTED
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.way import NOT_OFFERED, OFFERED, TqStrip
from nqdesk.papers.words import NO_DATE, ORDER_SENTENCES, ROLLING

TITLE = "So lesen Sie dieses Portfolio"
DESTINATION = "lesen"


class Labelled(Block):
    """A label at the left with text beside it, an item of a list."""

    def __init__(
        self, label: str, blocks: Sequence[Block], label_node: Node, *, label_width: float = 112.0, after: float = 0.0
    ) -> None:
        super().__init__(after=after)
        self.label = Text(label, BOLD, label_node)
        self.blocks = blocks
        self.label_width = label_width

    def height(self, width: float) -> float:
        """See Block."""
        left = self.label.height(self.label_width - 12)
        return max(left, stack_height(self.blocks, width - self.label_width))

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        self.label.draw(canvas, x, top, self.label_width - 12)
        draw_stack(canvas, self.blocks, x + self.label_width, top, width - self.label_width)


def reading_guide(edition: Edition, parent: Node) -> list[Block]:
    """Return the blocks of the guide; texts name the chosen order and the day of the portfolio."""
    book = edition.book
    sect = parent.add("Sect")
    blocks: list[Block] = [
        Text(TITLE, PART_TITLE, sect.add("H2"), after=8, destination=DESTINATION, outline=(0, TITLE)),
        Text(
            "Nachqualifizierung heißt: Erwachsene ohne passenden Berufsabschluss holen ihn nach, oft Schritt für "
            "Schritt und neben der Arbeit. Dieses Portfolio zeigt, welche Angebote es dafür gibt.",
            LEAD,
            sect.add("P"),
            after=14,
        ),
        Rule(after=14),
    ]
    items = sect.add("L")
    for label, text in _items(edition):
        item = items.add("LI")
        label_node, body = item.add("Lbl"), item.add("LBody")
        inside: list[Block] = [Text(text, BODY, body.add("P"))]
        if label == "Weg zum Abschluss":
            inside.append(_example(edition, body))
        blocks.append(Labelled(label, inside, label_node, after=11))
    blocks.append(Text(f"Stand: {long_day(book.on)}.", SMALL_MUTED, sect.add("P"), before=4))
    return blocks


def _example(edition: Edition, body: Node) -> Block:
    tiles = (
        TqTile(number=1, name="Name der Teilqualifikation", offered=True),
        TqTile(number=2, name="Name der Teilqualifikation", offered=False),
    )
    return TqStrip(tiles, edition.colours, body, before=7, after=4)


def _items(edition: Edition) -> tuple[tuple[str, str], ...]:
    book = edition.book
    return (
        (
            "Aufbau",
            "Die Angebote stehen nach Berufsfeldern und darin nach Berufen im Alphabet. Die Berufsfelder folgen der "
            f"Klassifikation der Berufe (KldB{NBSP}2010).",
        ),
        (
            "Reihenfolge",
            f"{ORDER_SENTENCES[book.order]} Diese Regel gilt für alle Anbieter gleich, niemand wird bevorzugt.",
        ),
        (
            "Weg zum Abschluss",
            "Gibt es für einen Beruf Teilqualifikationen (TQ), zeigt eine Leiste die Schritte zum Abschluss. "
            f"Unter jedem Schritt steht „{OFFERED}“ oder „{NOT_OFFERED}“. Gemeint sind die Angebote in diesem "
            "Portfolio.",
        ),
        (
            "Termine",
            f"Gezeigt werden Termine, die am {long_day(book.on)} noch nicht begonnen hatten. "
            f"„{ROLLING[0].upper()}{ROLLING[1:]}“ heißt, dass man jederzeit beginnen kann; „{NO_DATE}“, "
            "dass noch kein Tag feststeht. Stunden sind Unterrichtsstunden.",
        ),
        (
            "Zulassung",
            "„AZAV-zugelassen“ heißt, dass die Zulassung des Anbieters nach der Akkreditierungs- und "
            "Zulassungsverordnung Arbeitsförderung am Tag der Zusammenstellung galt.",
        ),
        (
            "Förderung",
            "„Förderfähig laut Anbieter“ gibt wieder, was Anbieter oder Quelle nennen. Ob im Einzelfall gefördert "
            "wird, entscheidet die zuständige Stelle, und zwar vor dem Beginn.",
        ),
        (
            "Deutsch",
            f"„Deutsch ab{NBSP}B1“ nennt das gewünschte Sprachniveau nach dem Gemeinsamen Europäischen "
            f"Referenzrahmen (A1{NBSP}bis{NBSP}C2).",
        ),
        (
            "Alter der Angaben",
            f"Sind Angaben älter als {OLD_INFORMATION_DAYS} Tage oder ohne Datum, steht das am Angebot. Maßgeblich "
            "ist immer die Auskunft des Anbieters.",
        ),
        ("QR-Code", "Er führt zur Webseite des Angebots oder des Anbieters. Die Adresse steht auch beim Kontakt."),
    )
