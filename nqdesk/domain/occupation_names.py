"""German occupation titles, taken apart so that all their spellings meet.

"Fachlagerist/in", "Fachlageristin", "Fachlagerist:in (m/w/d)" and "zum Fachlageristen" are one name;
"Kaufmann/-frau für Büromanagement" and "Kauffrau Büromanagement" are one name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nqdesk.domain.folding import fold

# Words between the parts of a title that do not tell occupations apart.
_LINK_WORDS = """
    fuer im in und der die das den dem des zum zur als an am mit oder bzw sowie ein eine einer einem einen von vom
    fr fachrichtung sp schwerpunkt einsatzgebiet bereich richtung ihk hwk m w d x n r e
"""
_LINKS = frozenset(_LINK_WORDS.split())
# Words before a hyphen that belong to the course and not to the occupation ("TQ-Fachlagerist").
_COURSE = re.compile(r"(?:tq\d*|teilqualifi\w+|umschulung|externenpruefung|ihk|hwk|vorbereitung|kurs|lehrgang)-")
_INNER_I = re.compile(r"(?<=[a-zäöüß])In(?:nen)?\b")
_MARKS = re.compile(
    r"\([mwdxfi](?:\s*[/|,]\s*[mwdxfi])*\)"  # (m/w/d)
    r"|\(-?(?:in(?:nen)?|r|frau)\)"  # Fachlagerist(in), Angestellte(r)
    r"|(?<=\w)\s?[/:*_]\s?-?(?:in(?:nen)?|r|e|er|n|frau|mann|ze?n?)(?![\w])"  # /in, :in, *in, /r, /-frau
    r"|(?<=\w)/-\w+"  # /-technologin
)
_TOKEN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ABBREVIATIONS = {
    "shk": ("sanitaer", "heizungs", "klimatechnik"),
    "fiae": ("fachinformatiker", "anwendungsentwicklung"),
    "fisi": ("fachinformatiker", "systemintegration"),
    "kfz": ("kraftfahrzeug",),
    "kfm": ("kaufmann",),
    "kffr": ("kaufmann",),
    "personenkraftwagentechnik": ("pkwtechnik",),
}
_GENERIC = frozenset(("fachkraft", "kaufmann", "fachmann", "servicekraft", "servicefachkraft", "produktionsfachkraft"))
_ENDINGS = (("frau", "mann"), ("leute", "mann"), ("leuten", "mann"))
_WEAK = ("ist", "ant", "loge", "angestellte", "medizinische")
_LEGAL_NOTE = re.compile(r"\s*\((?:BBiG|HwO)\)$")
_GENDERED = re.compile(r"/-?\w+")


@dataclass(frozen=True)
class OccupationName:
    """One catalogue title taken apart.

    Attributes:
        head: words every spelling has, in order: ("maschinen", "anlagenfuehrer"), ("kaufmann",).
        tails: words that make it this occupation and no other: {"bueromanagement"}; empty if the head says it all.
    """

    head: tuple[str, ...]
    tails: frozenset[str]

    @property
    def is_generic(self) -> bool:
        """Tell whether the head alone ("Fachkraft") says nothing."""
        return self.head[-1] in _GENERIC


class TitleReader:
    """Turns titles into canonical words. Knows the gendered and inflected forms of the catalogue's titles."""

    def __init__(self, titles: Iterable[str]) -> None:
        self._canonical: dict[str, str] = {}
        for title in titles:
            self._learn(title)

    def _learn(self, title: str) -> None:
        for first, second in re.findall(r"([\w-]+)/(-?[\w-]+)", fold(title)):
            plain = first.replace("-", "")
            full = second.lstrip("-")
            if full in ("in", "r"):
                self._forms(plain, plain + full)
            elif full == "frau":
                self._forms(plain, plain[: -len("mann")] + "frau")
            else:  # Koch/Köchin; Kautschuktechnologe/-technologin
                start = plain.rfind(full[:4]) if second.startswith("-") else 0
                self._forms(plain, plain[: max(start, 0)] + full)

    def _forms(self, word: str, other: str) -> None:
        for form in (other, *(w + "n" for w in (word,) if w.endswith("e"))):
            self._canonical[form] = word
        if word.endswith(_WEAK):
            self._canonical[word + ("n" if word.endswith("e") else "en")] = word
        if word.endswith("e") and other == word + "r":
            self._canonical[word + "n"] = word

    def words(self, text: str) -> list[str]:
        """Return the canonical words of any text in order, without links; immediate repetitions once."""
        folded = fold(_MARKS.sub(" ", _INNER_I.sub("", text)))
        found: list[str] = []
        canonical = self._canonical
        for token in _TOKEN.findall(folded):
            word = token
            if "-" in word:
                word = _COURSE.sub("", word)
                if word.startswith("kfz-"):
                    word = "kraftfahrzeug" + word[4:]
                word = word.replace("-", "")
            if word in _LINKS:
                continue
            for ending, replacement in _ENDINGS:
                if word.endswith(ending):
                    word = word[: -len(ending)] + replacement
            word = canonical.get(word, word)
            for part in _ABBREVIATIONS.get(word, (word,)):
                if not found or found[-1] != part:
                    found.append(part)
        return found

    def name(self, title: str) -> OccupationName:
        """Return a catalogue title taken apart."""
        title = _LEGAL_NOTE.sub("", title)
        plain, _, note = title.partition(" (")
        gendered = list(_GENDERED.finditer(plain))
        split = gendered[-1].end() if gendered else len(plain.partition(" ")[0])
        head = self.words(plain[:split])
        tails = [*self.words(plain[split:]), *self.words(note)]
        return OccupationName(tuple(head), frozenset(tails))
