"""The sheet with the recovery code: one page for the safe."""

from datetime import date
from pathlib import Path

from nqdesk.papers.blocks import Block, Marked, Rule, Stack, Text
from nqdesk.papers.colours import GROUND, INK, OPEN_SOFT
from nqdesk.papers.edition import Footers
from nqdesk.papers.finishing import Extras, Identity, finished
from nqdesk.papers.frame import Filler, PageFormat
from nqdesk.papers.german import long_day
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import BODY, HEADING, LEAD, PART_TITLE, SMALL_MUTED, Style
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.target_file import write
from nqdesk.papers.typefaces import Face, width

TITLE = "Wiederherstellungscode"
PAGE = PageFormat(left=68.0, right=68.0, top=84.0)
_TEXT = BODY.at(10.5, 16)
_GROUP = 5


class _Code(Block):
    """The code in groups, each on its own ground, letters wide apart."""

    def __init__(self, code: str, parent: Node) -> None:
        super().__init__(before=22, after=14)
        self.groups = groups(code)
        self.node = parent.add("P")

    def _style(self, width_: float) -> Style:
        style = Style(face=Face.BOLD, size=19, leading=26, spacing=2.4)
        column = self._column(width_)
        widest = max(width(group, style.face, style.size) + style.spacing * len(group) for group in self.groups)
        return style if widest <= column - 12 else style.at(19 * (column - 12) / widest)

    def _per_row(self) -> int:
        return min(len(self.groups), 5)

    def _column(self, width_: float) -> float:
        return (width_ - 8 * (self._per_row() - 1)) / self._per_row()

    def height(self, width: float) -> float:
        """See Block."""
        del width
        rows = -(-len(self.groups) // self._per_row())
        return rows * 46.0 + (rows - 1) * 8

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float) -> None:
        """See Block."""
        column, style, per_row = self._column(width), self._style(width), self._per_row()
        places = [
            (x + (index % per_row) * (column + 8), top - (index // per_row) * 54.0) for index in range(len(self.groups))
        ]
        with canvas.artifact():
            for left, upper in places:
                canvas.rounded(left, upper - 46, column, 46, 5, fill=GROUND)
        with canvas.tagged(self.node):
            for (left, upper), group in zip(places, self.groups, strict=True):
                wide = _spaced(group, style)
                text = group if group is self.groups[-1] else f"{group} "
                canvas.show(
                    left + (column - wide) / 2, upper - 30, text, style.face, style.size, INK, spacing=style.spacing
                )


def _spaced(text: str, style: Style) -> float:
    return width(text, style.face, style.size) + style.spacing * (len(text) - 1)


def groups(code: str) -> list[str]:
    """Return a code in its own groups, in groups of five where it has none."""
    parts = [part for part in code.replace("-", " ").split() if part]
    if len(parts) > 1:
        return parts
    whole = "".join(parts)
    return [whole[i : i + _GROUP] for i in range(0, len(whole), _GROUP)]


def make(code: str, centre_name: str, database_name: str, day: date, out: Path) -> None:
    """Write the sheet to `out`. PapersError as `target_file.write`; ValueError for an empty code."""
    if not groups(code):
        raise ValueError("code")
    canvas = TaggedCanvas(PAGE.size)
    document = Node("Document")
    filler = Filler(canvas, PAGE, Footers(TITLE, PAGE))
    filler.put(_blocks(code, centre_name, database_name, day, document))
    filler.next_page()
    title = f"{TITLE} für {centre_name}" if centre_name else TITLE
    identity = Identity(title=title, author=centre_name, subject=f"Datenbank {database_name}", day=day)
    extras = Extras(document=document, destinations=canvas.destinations, outline=())
    write(out, finished(canvas.finished(), identity, extras), secret=True)


def _blocks(code: str, centre_name: str, database_name: str, day: date, document: Node) -> list[Block]:
    about = [
        f"Beratungsstelle: {centre_name}" if centre_name else "",
        f"Datenbank: {database_name}",
        f"Ausgestellt am {long_day(day)}",
    ]
    blocks: list[Block] = [Text(TITLE, PART_TITLE.at(28, 36), document.add("H1"), after=8)]
    blocks.extend(Text(text, LEAD, document.add("P")) for text in about if text)
    blocks.append(_Code(code, document))
    blocks.append(
        Text(
            "Groß- und Kleinschreibung und die Abstände spielen bei der Eingabe keine Rolle.",
            SMALL_MUTED,
            document.add("P"),
            after=12,
        )
    )
    blocks.append(Rule(after=10))
    for heading, sentences in _SECTIONS:
        sect = document.add("Sect")
        blocks.append(Text(heading, HEADING, sect.add("H2"), before=18, after=5, keep_with_next=True))
        items = sect.add("L")
        for number, text in enumerate(sentences, start=1):
            item = items.add("LI")
            mark = Text(f"{number}." if heading == _STEPS else "•", _TEXT, item.add("Lbl"))
            blocks.append(Marked(mark, Text(text, _TEXT, item.add("LBody")), indent=18, after=4))
    warning = document.add("Sect")
    inside = [Text(text, _TEXT, warning.add("P")) for text in _WARNING]
    blocks.append(Stack(inside, padding=14, fill=OPEN_SOFT, before=24))
    return blocks


_STEPS = "So benutzen Sie den Code"
_SECTIONS = (
    (
        "Wofür ist dieses Blatt?",
        (
            "Die Datenbank ist verschlüsselt. Ohne Passwort kann niemand sie lesen, auch nicht der Hersteller.",
            "Sind alle Passwörter vergessen, öffnet dieser Code die Datenbank ein einziges Mal. Danach legen Sie ein "
            "neues Passwort fest und bekommen ein neues Blatt.",
        ),
    ),
    (
        "Wo bewahren Sie es auf?",
        (
            "Im Tresor oder verschlossen bei der Leitung, nicht am Arbeitsplatz und nicht beim Computer.",
            "Am besten zweimal auf Papier an zwei Orten. Bitte nicht fotografieren und nicht per E-Mail senden.",
        ),
    ),
    (
        _STEPS,
        (
            "nqdesk starten und die Datenbank wählen.",
            "Beim Passwort auf „Passwort vergessen“ gehen und den Code eintippen.",
            "Ein neues Passwort festlegen, das neue Blatt drucken und dieses hier vernichten.",
        ),
    ),
)
_WARNING = (
    "Wer diesen Code und die Datei hat, kann alle Daten lesen.",
    "Gehen Code und Passwörter verloren, sind die Daten nicht mehr zu retten.",
)
