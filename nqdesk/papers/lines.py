"""Breaking text into lines: ragged right, hyphenated German, links and emphasis inside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nqdesk.papers.colours import Colour
from nqdesk.papers.german import NBSP
from nqdesk.papers.hyphenation import break_places
from nqdesk.papers.styles import Style
from nqdesk.papers.typefaces import SOFT_HYPHEN, Face, clean, unit_width

_HYPHENATE_SHARE, _HYPHENATE_ROOM = 0.16, 40.0  # left empty (of the line; points) before syllables are parted
_RUNT = 0.12  # of the width; a last line shorter than that looks lost
# Letters that stay together while there is another way: "/in" with its word, no "-tik" on a line.
_LEAST_AFTER_A_JOINT, _LEAST_BESIDE_A_HYPHEN = 3, 4
_ADDRESS = re.compile(
    r"https?://[^\s<>\"„“]+|www\.[\w\-]+\.[^\s<>\"„“]+|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE
)
_BOLD = {Face.REGULAR: Face.BOLD, Face.ITALIC: Face.BOLD_ITALIC}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with its own look.

    Attributes:
        link: target of a link ("https://…", "mailto:…", "tel:…", "#name"), "" for none.
        label: what a screen reader says for the link; "" says the text.
    """

    text: str
    bold: bool = False
    colour: Colour | None = None
    link: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line: text as drawn, beginning `x` points from the line's left end."""

    text: str
    run: Run
    face: Face
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `width` without a trailing space."""

    pieces: tuple[Piece, ...]
    width: float


def linked(text: str, *, bold: bool = False, colour: Colour | None = None) -> list[Run]:
    """Return a text as runs, every web or e-mail address in it a link."""
    if "@" not in text and "://" not in text and "www." not in text.lower():
        return [Run(text, bold, colour)]
    runs, last = [], 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:!?)")
        if found.start() > last:
            runs.append(Run(text[last : found.start()], bold, colour))
        runs.append(Run(address, bold, colour, link=target_of(address)))
        last = found.start() + len(address)
    if last < len(text):
        runs.append(Run(text[last:], bold, colour))
    return runs


def target_of(address: str) -> str:
    """Return the link target of an address as it is printed."""
    if "://" in address:
        return address
    if "@" in address:
        return f"mailto:{address}"
    return f"https://{address}"


Fragment = tuple[str, Run, Face]
Word = list[Fragment]


def _words(runs: Sequence[Run], face: Face) -> list[tuple[Word, Run]]:
    """The words with the run whose space follows them; a word may consist of fragments of several runs."""
    words: list[tuple[Word, Run]] = []
    current: Word = []
    for run in runs:
        cut = _BOLD.get(face, face) if run.bold else face
        parts = run.text.split(" ")
        for index, part in enumerate(parts):
            if index and current:
                words.append((current, run))
                current = []
            if part:
                current.append((part, run, cut))
    if current:
        words.append((current, runs[-1]))
    return words


class _Setter:
    """Fills lines of a width word by word."""

    def __init__(self, width: float, style: Style) -> None:
        self.width = width
        self.style = style
        self.lines: list[Line] = []
        self.pieces: list[Piece] = []
        self.x = 0.0

    def measure(self, text: str, face: Face) -> float:
        return unit_width(text, face) * self.style.size + self.style.spacing * len(text)

    def put(self, text: str, run: Run, face: Face, width: float) -> None:
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last.run is run and last.face is face:
            self.pieces[-1] = Piece(last.text + text, run, face, last.x, last.width + width)
        else:
            self.pieces.append(Piece(text, run, face, self.x, width))
        self.x += width

    def close(self, *, space_after: bool) -> None:
        """End the line; the space at which it was broken stays in the text, beyond the visible end."""
        width = self.x
        if space_after and self.pieces:
            last = self.pieces[-1]
            self.pieces[-1] = Piece(last.text + " ", last.run, last.face, last.x, last.width)
        self.lines.append(Line(tuple(self.pieces), width))
        self.pieces = []
        self.x = 0.0

    def add(self, word: Word, space_run: Run | None) -> None:
        """Place a word; `space_run` is the run of the space before it, None at the start."""
        width = sum(self.measure(text, face) for text, _, face in word)
        space = 0.0
        if space_run is not None and self.pieces:
            cut = _BOLD.get(self.style.face, self.style.face) if space_run.bold else self.style.face
            space = self.measure(" ", cut)
            if self.x + space + width <= self.width + 0.01:
                self.put(" ", space_run, cut, space)
                self._put_word(word)
                return
        elif self.x + width <= self.width + 0.01:
            self._put_word(word)
            return
        room = self.width - self.x - space
        broken = self._broken(word, room, must=width > self.width)
        if broken is None and self.pieces:
            self.close(space_after=True)
            self.add(word, None)
            return
        if broken is None:
            broken = self._forced(word)
        head, rest = broken
        if self.pieces and space_run is not None:
            self.put(" ", space_run, self.style.face, space)
        self._put_word(head)
        self.close(space_after=False)
        self.add(rest, None)

    def _put_word(self, word: Word) -> None:
        for text, run, face in word:
            self.put(text, run, face, self.measure(text, face))

    def _broken(self, word: Word, room: float, *, must: bool) -> tuple[Word, Word] | None:
        """Split a word so that its head fits `room`; joints first, syllables if the line would stay rather empty."""
        if room <= 0:
            return None
        syllables = must or (self.style.hyphens and room > max(self.width * _HYPHENATE_SHARE, _HYPHENATE_ROOM))
        best: tuple[Word, Word] | None = None
        before = 0.0
        for index, (text, run, face) in enumerate(word):
            for place, hyphen in break_places(text):
                least = _LEAST_BESIDE_A_HYPHEN if hyphen else _LEAST_AFTER_A_JOINT
                if (hyphen and not syllables) or (not must and min(place + 1, len(text) - place) < least):
                    continue
                head = text[:place] + (SOFT_HYPHEN if hyphen else "")
                if before + self.measure(head, face) > room + 0.01:
                    continue
                best = ([*word[:index], (head, run, face)], [(text[place:], run, face), *word[index + 1 :]])
            before += self.measure(text, face)
            if before > room:
                break
            if index + 1 < len(word) and must:
                best = (word[: index + 1], word[index + 1 :])
        return best

    def _forced(self, word: Word) -> tuple[Word, Word]:
        """Split a word that has no place to break between letters, as the last resort on an empty line."""
        text, run, face = word[0]
        length = len(text) - 1 if len(text) > 1 else 1
        while length > 1 and self.measure(text[:length], face) > self.width:
            length -= 1
        bound = text.rfind(NBSP, 1, length) + 1
        length = bound or length
        rest = [(text[length:], run, face)] if text[length:] else []
        return [(text[:length], run, face)], [*rest, *word[1:]]


def broken(runs: Sequence[Run], width: float, style: Style) -> tuple[Line, ...]:
    """Return the lines of a text in a width (points). Empty runs give no line."""
    clean_runs = _cleaned(runs)
    words = _words(clean_runs, style.face)
    if not words:
        return ()
    setter = _Setter(width, style)
    space_run: Run | None = None
    for word, following in words:
        setter.add(word, space_run)
        space_run = following
    setter.close(space_after=False)
    return tuple(setter.lines)


def settled(runs: Sequence[Run], width: float, style: Style) -> tuple[Line, ...]:
    """Return the lines of a paragraph, set a little narrower where its last line would hold one short word only."""
    lines = broken(runs, width, style)
    if len(lines) < 2 or lines[-1].width > _RUNT * width:
        return lines
    for share in (0.97, 0.94, 0.9):
        tried = broken(runs, width * share, style)
        if len(tried) == len(lines) and tried[-1].width > _RUNT * width:
            return tried
    return lines


def balanced(runs: Sequence[Run], width: float, style: Style) -> tuple[Line, ...]:
    """Return the lines of a title, about equally long: the narrowest width that needs no further line."""
    lines = broken(runs, width, style)
    if len(lines) < 2:
        return lines
    low, high, best = width / len(lines) * 0.8, width, lines
    for _ in range(9):
        middle = (low + high) / 2
        tried = broken(runs, middle, style)
        if len(tried) > len(lines) or any(_ends_in_hyphen(line) for line in tried):
            low = middle
        else:
            best, high = tried, middle
    return best


def _ends_in_hyphen(line: Line) -> bool:
    return line.pieces[-1].text.endswith(SOFT_HYPHEN)


def _cleaned(runs: Sequence[Run]) -> list[Run]:
    cleaned = []
    for run in runs:
        text = clean(run.text)
        if run.text[:1] == " " and text:
            text = " " + text
        if run.text[-1:] == " " and text and run is not runs[-1]:
            text += " "
        if text:
            cleaned.append(run if text == run.text else Run(text, run.bold, run.colour, run.link, run.label))
        elif run.text and cleaned and not cleaned[-1].text.endswith(" "):
            cleaned.append(Run(" ", run.bold, run.colour))
    return cleaned
