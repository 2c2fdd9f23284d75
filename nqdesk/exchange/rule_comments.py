"""Comments of a rule file, carried over to where they belong in a text that was written anew."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field

Place = tuple[tuple[str, str], ...]
"""Where a statement stands: the blocks around it, each with what tells it from others of its name, then its key."""

_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{}\n]"
    r"|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)
_HEADER = re.compile(r"\[\[?\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"([\w-]+)\s*=\s*")
_TELLING = ("valid_from", "from", "id", "use", "instrument", "kind", "text")


@dataclass
class _Statement:
    """A header or a key with its value: where its line begins, and the comments above, in and behind it."""

    begin: int
    header: str = ""
    key: str = ""
    value: str = ""
    comments: list[str] = field(default_factory=list)


def carried(before: str, after: str) -> str:
    """Return the second text with the comments of the first one.

    Each stands above the block or key that it belonged to; where that is gone, above the block around it, and at the
    end of the file where that is gone too.
    """
    if "#" not in before:
        return after
    old, new = list(_statements(before)), list(_statements(after))
    begins: dict[Place, int] = {}
    for place, statement in _placed(new):
        begins.setdefault(place, statement.begin)
    above: dict[int, list[str]] = {}
    for place, statement in _placed(old):
        while place and place not in begins:
            place = place[:-1]
        above.setdefault(begins.get(place, len(after)), []).extend(statement.comments)
    found = after
    for begin in sorted(above, reverse=True):
        lines = "".join(f"{comment}\n" for comment in above[begin])
        found = f"{found[:begin]}{lines}{found[begin:]}"
    return found if tomllib.loads(found) == tomllib.loads(after) else after


def _statements(text: str) -> Iterator[_Statement]:
    """Yield all statements of a sound text, and one without header and key for what stands below the last."""
    comments: list[str] = []
    place = 0
    while place < len(text):
        end_of_line = text.find("\n", place)
        end_of_line = len(text) if end_of_line < 0 else end_of_line
        line = text[place:end_of_line].strip()
        if not line or line.startswith("#"):
            comments += [line] if line else []
            place = end_of_line + 1
            continue
        begin = place + len(text[place:end_of_line]) - len(text[place:end_of_line].lstrip())
        header, key = _HEADER.match(text, begin), _KEY.match(text, begin)
        start = header.end() if header else key.end() if key else begin
        end, value, inside = _value(text, start)
        yield _Statement(
            place,
            header.group(1) if header else "",
            key.group(1) if key and not header else "",
            value,
            [*comments, *inside],
        )
        comments, place = [], end + 1
    yield _Statement(len(text), comments=comments)


def _value(text: str, start: int) -> tuple[int, str, list[str]]:
    """Return where a statement's last line ends, what stands there, and the comments on the way."""
    parts: list[str] = []
    comments, depth = [], 0
    for token in _TOKEN.finditer(text, start):
        found = token.group()
        if found.startswith("#"):
            comments.append(found.rstrip())
            continue
        if found in "[{":
            depth += 1
        elif found in "]}":
            depth -= 1
        elif found == "\n" and depth <= 0:
            return token.start(), "".join(parts).strip(), comments
        parts.append(found)
    return len(text), "".join(parts).strip(), comments


def _placed(statements: list[_Statement]) -> Iterator[tuple[Place, _Statement]]:
    """Yield each statement with its place; a block is told by the first of its telling keys."""
    around: Place = ()
    for number, statement in enumerate(statements):
        if statement.header:
            parent, _, name = statement.header.rpartition(".")
            around = (*(around[:1] if parent else ()), (name, _telling(statements, number)))
            yield around, statement
        elif statement.key:
            yield (*around, ("=", statement.key)), statement
        else:
            yield (), statement


def _telling(statements: list[_Statement], header: int) -> str:
    own = {}
    for statement in statements[header + 1 :]:
        if statement.header:
            break
        own[statement.key] = statement.value
    told = next((own[key] for key in _TELLING if key in own), '""')
    return str(tomllib.loads(f"told = {told}")["told"])  # however it is quoted
