"""An expression's tree as text again, and the one place where two texts differ."""

from nqdesk.domain.funding.syntax import Tree

_RANKS = {"or": 0, "and": 1, "not": 2, "cmp": 3, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5}
_ATOM = 6
_FIXED = {"yes": "ja", "no": "nein", "unknown": "unbekannt"}
_SIGNS = {1: "plus", -1: "minus"}
_UNITS = {"years": "jahre", "months": "monate", "days": "tage"}
_AROUND = 40


def written(tree: Tree) -> str:
    """Return the text of a tree that has not been typed yet; reading it gives the same tree."""
    return _inner(tree, 0)


def _inner(tree: Tree, least: int) -> str:
    rank = _RANKS.get(tree[1] if tree[0] == "arith" else tree[0], _ATOM)
    text = _text(tree, rank)
    return f"({text})" if rank < least else text


def _text(tree: Tree, rank: int) -> str:
    match tree[0]:
        case "or" | "and":
            return (" oder " if tree[0] == "or" else " und ").join(_inner(part, rank + 1) for part in tree[1])
        case "not":
            return f"nicht {_inner(tree[1], rank)}"
        case "cmp":
            return f"{_inner(tree[2], 4)} {tree[1]} {_inner(tree[3], 4)}"
        case "in":
            return f"{_inner(tree[1], 4)} in {{{', '.join(map(_word, tree[2]))}}}"
        case "arith":
            return f"{_inner(tree[2], rank)} {tree[1]} {_inner(tree[3], rank + 1)}"
        case _:
            return _called(tree) or _atom(tree)


def _called(tree: Tree) -> str:
    """Return the text of a function with its arguments; "" for anything else."""
    match tree[0]:
        case "min" | "max":
            return f"{tree[0]}({_listed(*tree[1])})"
        case "if":
            return f"wenn({_listed(*tree[1:])})"
        case "tier":
            tiers = [f"{sign}{bound}: {written(part)}" for sign, bound, part in tree[2]]
            return f"stufe({', '.join([written(tree[1]), *tiers])}, sonst: {written(tree[3])})"
        case "age":
            return f"alter({_listed(*tree[1:])})"
        case "between":
            return f"{'monate' if tree[1] == 'months' else 'tage'}_zwischen({_listed(*tree[2:])})"
        case "shift":
            return f"{_SIGNS[tree[1]]}_{_UNITS[tree[2]]}({written(tree[3])}, {tree[4]})"
        case "known":
            return f"wenn_bekannt({tree[1]}, {_listed(*tree[2:])})"
        case _:
            return ""


def _listed(*trees: Tree) -> str:
    return ", ".join(map(written, trees))


def _atom(tree: Tree) -> str:
    if tree[0] in _FIXED:
        return _FIXED[tree[0]]
    if tree[0] == "word":
        return _word(tree[1])
    prefix = {"param": "parameter.", "term": "begriff."}.get(tree[0], "")
    return f"{prefix}{tree[1]}"


def _word(word: str) -> str:
    return word if word.isidentifier() else f'"{word}"'


def changed_part(before: str, after: str) -> str:
    """Return where two texts differ, with a little of what stands around it: "…age [>= → >] 45…"."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    start = _word_start(before, start)
    while end and before[-end] not in " (),":
        end -= 1
    first = max(start - _AROUND, 0)
    last = max(end - _AROUND, 0)
    head = ("…" if first else "") + before[first:start]
    tail = before[len(before) - end : len(before) - last] + ("…" if last else "")
    return f"{head}[{before[start : len(before) - end]} → {after[start : len(after) - end]}]{tail}"


def _word_start(text: str, place: int) -> int:
    while place and text[place - 1] not in " (),":
        place -= 1
    return place
