"""The catalogue of occupations, made for asking: by id, by code, by words, and which one a course belongs to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nqdesk.domain.folding import fold, fold_plain, words
from nqdesk.domain.occupation_names import OccupationName, TitleReader
from nqdesk.domain.occupations import Occupation
from nqdesk.domain.offers import OccupationCertainty

_CODE = re.compile(r"\s*([A-Z]{0,2})\s*(\d{5})(?:\s*-?\s*(\d{3})(\d{2})?)?\s*")
_FORMER = re.compile(r"Vorgänger „([^“]+)“")
_PURPOSE = re.compile(
    r"umschul|teilquali|nachquali|\btq|extern|abschluss|pruefung|ausbildung|vorbereit|nachhol|baustein"
)
_CACHED = 50_000
_STEM = 6


@dataclass(frozen=True)
class Assignment:
    """Which occupation a course belongs to, as far as its source says.

    Attributes:
        occupation_id: the one occupation when certainty is SURE or LIKELY, otherwise "": nothing doubtful is
            assigned, a person decides.
        candidates: ids a person should be offered, best first; with SURE and LIKELY just the one.
    """

    occupation_id: str
    certainty: OccupationCertainty
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Named:
    """What one text names: occupations in full, and those it names in part only."""

    full: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


_NOTHING = _Named()
_NONE = Assignment("", OccupationCertainty.NONE)


class OccupationIndex:
    """The catalogue, indexed. Immutable but for a bounded cache; safe to share between threads."""

    def __init__(self, occupations: Iterable[Occupation]) -> None:
        ordered = sorted(occupations, key=lambda o: fold(o.title))
        self.by_id: Mapping[str, Occupation] = MappingProxyType({o.id: o for o in ordered})
        former = {o.id: _FORMER.findall(o.tq_source) for o in ordered}
        self._reader = TitleReader([o.title for o in ordered] + [t for titles in former.values() for t in titles])
        self._heads: dict[str, list[tuple[tuple[str, ...], list[tuple[str, OccupationName]]]]] = {}
        self._former: list[tuple[tuple[str, ...], str]] = []
        self._codes: dict[str, list[str]] = {}
        self._kldb: dict[str, list[str]] = {}
        self._search: list[tuple[tuple[str, ...], Occupation]] = []
        for occupation in ordered:
            self._add(occupation, former[occupation.id])
        self._former_words = frozenset(sequence[0] for sequence, _ in self._former)
        self._cache: dict[str, _Named] = {}

    def _add(self, occupation: Occupation, former: list[str]) -> None:
        name = self._reader.name(occupation.title)
        groups = self._heads.setdefault(name.head[0], [])
        group = next((g for g in groups if g[0] == name.head), None)
        if group is None:
            group = (name.head, [])
            groups.append(group)
            groups.sort(key=lambda g: -len(g[0]))
        group[1].append((occupation.id, name))
        self._former.extend((tuple(self._reader.words(title)), occupation.id) for title in former)
        for key in {_key(occupation.ba_code), _key(occupation.dkz)} - {""}:
            self._codes.setdefault(key, []).append(occupation.id)
        self._kldb.setdefault(occupation.kldb, []).append(occupation.id)
        text = f"{occupation.title} {occupation.ba_code} {occupation.dkz} {occupation.kldb} {occupation.field_title}"
        women = [w[: -len("mann")] + "frau" for w in self._reader.words(occupation.title) if w.endswith("mann")]
        spoken = (*words(fold(text)), *words(fold_plain(text)), *women)
        self._search.append((spoken, occupation))

    def by_code(self, code: str) -> Occupation | None:
        """Return the occupation of a Kurssystematik code ("B 51312-90700") or DKZ ("51312-907"), None if not one."""
        ids = self._codes.get(_key(code), [])
        return self.by_id[ids[0]] if len(ids) == 1 else None

    def search(self, text: str) -> tuple[Occupation, ...]:
        """Return the occupations whose title, codes or field hold each word typed, by title.

        Those in which all words typed begin a word come first ("lager": Lagerlogistik before Fachlagerist).
        """
        asked = [(fold(w), fold_plain(w)) for w in words(text)]
        begun: list[Occupation] = []
        held: list[Occupation] = []
        for spoken, occupation in self._search:
            if all(any(word.startswith(forms) for word in spoken) for forms in asked):
                begun.append(occupation)
            elif all(any(form in word for word in spoken for form in forms) for forms in asked):
                held.append(occupation)
        return (*begun, *held)

    def assign(
        self, title: str, degree: str = "", codes: Iterable[str] = (), keywords: Iterable[str] = ()
    ) -> Assignment:
        """Return the occupation of a course.

        Args:
            title: the course's title; degree: the qualification it names ("Fachlagerist/in"), "" if none.
            codes: the source's codes, e.g. "B 51312-90700"; keywords: search words, the weakest sign.

        SURE: a code names exactly one occupation and the texts name no other one instead. LIKELY: title or degree
        names exactly one. DOUBTFUL: several fit, or one in part only, or only the KldB code or a keyword agrees, or
        code and texts contradict each other. NONE: nothing fits.
        """
        named = [self._named(text) for text in (degree, title) if text]
        full = _once(i for n in named for i in n.full)
        partly = _once(i for n in named for i in n.partly)
        exact, foreign, related = self._coded(codes)
        if len(exact) == 1:
            if full and exact[0] not in full:
                return _doubtful((*exact, *full))
            return _certain(exact[0], OccupationCertainty.SURE)
        if exact:
            return self._one_of([i for i in full if i in exact], (*exact, *full))
        agreed = [i for i in full if all(not n.full or i in n.full for n in named)]
        if len(agreed) == 1:
            if foreign and self.by_id[agreed[0]].kldb not in foreign:
                return _doubtful((*agreed, *related))
            if any(n.partly and agreed[0] not in n.partly for n in named):
                return _doubtful((*agreed, *partly))
            return _certain(agreed[0], OccupationCertainty.LIKELY)
        if full:
            return _doubtful(full)
        weak = partly or related or self._keyed(keywords)
        best = [i for i in weak if i in related]
        return _doubtful((*best, *weak)) if weak else _NONE

    def _one_of(self, chosen: list[str], candidates: tuple[str, ...]) -> Assignment:
        return _certain(chosen[0], OccupationCertainty.LIKELY) if len(chosen) == 1 else _doubtful(candidates)

    def _coded(self, codes: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
        """Return occupations named by codes, KldB of unknown training codes, and those agreeing by KldB."""
        exact: list[str] = []
        foreign: list[str] = []
        related: list[str] = []
        for code in codes:
            match = _CODE.fullmatch(code)
            if match is None:
                continue
            system, kldb, number, _ = match.groups()
            found = self._codes.get(_key(code), []) if number else []
            exact.extend(found)
            if not found and number and system in ("", "B"):
                foreign.append(kldb)
            if not found:
                related.extend(self._kldb.get(kldb, []))
        return _once(exact), frozenset(foreign), _once(related)

    def _keyed(self, keywords: Iterable[str]) -> tuple[str, ...]:
        return _once(i for word in keywords for i in self._named(word).full)

    def _named(self, text: str) -> _Named:
        found = self._cache.get(text)
        if found is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            found = self._cache[text] = self._read(text)
        return found

    def _read(self, text: str) -> _Named:
        spoken = self._reader.words(text)
        heads = self._heads_in(spoken)
        full: list[str] = []
        partly: list[str] = []
        for number, (start, length, members) in enumerate(heads):
            end = heads[number + 1][0] if number + 1 < len(heads) else len(spoken)
            whole, part = _fitting(members, spoken[start + length : end])
            full.extend(whole)
            partly.extend(part)
        if full and partly:  # "Fachinformatiker/Fachinformatikerin Systemintegration": said in full once is enough
            settled = {i for _, _, members in heads for i, _ in members if any(m in full for m, _ in members)}
            partly = [i for i in partly if i not in settled]
        if not self._former_words.isdisjoint(spoken):
            joined = f" {' '.join(spoken)} "
            partly.extend(i for sequence, i in self._former if f" {' '.join(sequence)} " in joined)
        if not full and not partly:
            return _NOTHING
        if full and self._only_for(text):
            return _Named((), _once((*full, *partly)))
        kept = _once(full)
        return _Named(kept, tuple(i for i in _once(partly) if i not in kept))

    def _only_for(self, text: str) -> bool:
        """Tell whether a text offers something else to people of an occupation ("Englisch für Hotelfachleute")."""
        folded = fold(text)
        before, found, _ = folded.partition("fuer ")
        return bool(found) and not _PURPOSE.search(folded) and not self._heads_in(self._reader.words(before))

    def _heads_in(self, spoken: list[str]) -> list[tuple[int, int, list[tuple[str, OccupationName]]]]:
        found = []
        skip = 0
        for start, word in enumerate(spoken):
            groups = self._heads.get(word)
            if groups is None or start < skip:
                continue
            for head, members in groups:
                if len(head) == 1 or tuple(spoken[start : start + len(head)]) == head:
                    found.append((start, len(head), members))
                    skip = start + len(head)
                    break
        return found


def _fitting(members: list[tuple[str, OccupationName]], window: list[str]) -> tuple[list[str], list[str]]:
    """Return which occupations of one head the words behind it name in full, and which in part."""
    said = frozenset(window)
    whole = [(i, n) for i, n in members if n.tails <= said]
    best = [(i, n) for i, n in whole if not any(n.tails < other.tails for _, other in whole)]
    if any(n.tails for _, n in best):
        return [i for i, _ in best], []
    stems = {w[:_STEM] for w in window}
    generic = members[0][1].is_generic
    touched = [
        i for i, n in members if n.tails and ((n.tails & said) if generic else any(t[:_STEM] in stems for t in n.tails))
    ]
    if best:  # the head alone is an occupation; words of a sibling behind it make that doubtful
        return ([], [*(i for i, _ in best), *touched]) if touched else ([i for i, _ in best], [])
    if touched or generic:
        return [], touched
    return [], [i for i, _ in members]


def _key(code: str) -> str:
    """Return the ten digits of a training code (prefix B or none), "" for any other code."""
    match = _CODE.fullmatch(code)
    if match is None or match.group(1) not in ("", "B") or not match.group(3):
        return ""
    return f"{match.group(2)}{match.group(3)}{match.group(4) or '00'}"


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _certain(occupation_id: str, certainty: OccupationCertainty) -> Assignment:
    return Assignment(occupation_id, certainty, (occupation_id,))


def _doubtful(candidates: Iterable[str]) -> Assignment:
    return Assignment("", OccupationCertainty.DOUBTFUL, _once(candidates))
