"""HTML and markup in course texts become clean text with paragraphs and bullet points."""

import html
import re
import unicodedata
from functools import lru_cache

LONGEST = 64_000  # characters kept of one text; openQ-cat allows 30,000

_HIDDEN = re.compile(
    r"<(script|style|head|title|noscript|template)\b[^<>]{0,2000}>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})(?:[\s/][^<>]{0,4000})?>")
_PARAGRAPHS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "pre",
    ]
)
_LINES = frozenset(["br", "tr", "dt", "dd", "hr"])
_CELLS = frozenset(("td", "th"))
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});?")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_ODD = re.compile(f"{_CONTROLS.pattern[:-1]}\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_BULLET = re.compile(r"^(?:[-–—•·∙●▪■*‣►➢✓✔o](?=\s)|[•·●▪■‣►➢✓✔*](?=[^\s*]))\s*")
_HEADING_MARK = re.compile(r"^!{1,3}(?=\w)")
_LINE_MARKS = tuple("-–—•·∙●▪■*‣►➢✓✔!")
_MARKED_LINE = re.compile(r"\n(?:[-–—•·∙●▪■*‣►➢✓✔!]|o )")
_MARKS = ("<", "\r", "\t", "  ", " \n", "\n ", "\n\n\n")
_REMEMBERED = 512  # longest text whose clean form is kept for the next record
_BLANK_LINES = re.compile(r"\n{3,}")
_PLACEHOLDERS = frozenset(
    (
        "keine angabe",
        "keine angaben",
        "k. a.",
        "k.a.",
        "n/a",
        "-",
        "--",
        "–",
        "none",
        "null",
        "nan",
        "entfällt",
        ".",
    )
)


def _replace_tag(match: re.Match[str]) -> str:
    name = match.group(1).lower()
    closing = match.group(0).startswith("</")
    if name == "li":
        return "" if closing else "\n• "
    if name in _PARAGRAPHS:
        return "\n\n"
    if name in _LINES:
        return "" if closing else "\n"
    if name in _CELLS:
        return " "
    return ""


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    if not _TAG.search(text) and "<!--" not in text:
        return text
    if re.search(r"<(?:p|br|div|li|h\d)\b", text, re.IGNORECASE):
        text = text.replace("\r", " ").replace("\n", " ")  # in HTML a line break is a space
    return _TAG.sub(_replace_tag, _HIDDEN.sub(" ", text))


def _is_clean(text: str) -> bool:
    """Tell whether a text needs no cleaning; most do not, and this is far cheaper than doing it."""
    for mark in _MARKS:
        if mark in text:
            return False
    if text[:1] in _LINE_MARKS or ("&" in text and _ENTITY.search(text)):
        return False
    if _ODD.search(text) or not unicodedata.is_normalized("NFC", text):
        return False
    return "\n" not in text or not _MARKED_LINE.search(text)


def clean(text: str) -> str:
    """Return a text without markup: paragraphs apart by one blank line, lists as lines with "• ".

    Entities are resolved (twice encoded ones too), scripts, styles, comments and control characters dropped, spaces
    joined; a "<" that opens no tag stays. At most `LONGEST` characters, then cut at a word with "…".
    """
    text = text.strip()
    if _is_clean(text):
        return _cut(text)
    text = text[: LONGEST * 8].replace("\r\n", "\n")
    text = _without_tags(text)
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
        if "<" in text or "&" in text:
            text = html.unescape(_without_tags(text))
    text = unicodedata.normalize("NFC", _CONTROLS.sub("", text.replace("\r", "\n")))
    lines = []
    for line in _SPACES.sub(" ", text).split("\n"):
        short = line.strip()
        if short:
            short = _HEADING_MARK.sub("", _BULLET.sub("• ", short))
            if short == "•":
                continue
        lines.append(short)
    return _cut(_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n"))


@lru_cache(maxsize=8192)
def _short_line(text: str) -> str:
    line = " ".join(clean(text).split()).removeprefix("• ")
    return "" if line.lower() in _PLACEHOLDERS else line


@lru_cache(maxsize=2048)
def _short_text(text: str) -> str:
    cleaned = clean(text)
    return "" if len(cleaned) < 16 and cleaned.lower() in _PLACEHOLDERS else cleaned


def clean_line(text: str | None) -> str:
    """Return a text as one line without markup; a bare "keine Angabe", "k. A.", "-" or "None" counts as empty."""
    if not text:
        return ""
    return _short_line(text) if len(text) <= _REMEMBERED else " ".join(clean(text).split())


@lru_cache(maxsize=8192)
def identifier(text: str) -> str:
    """Return a number or code of a source as one line; nothing counts as empty but emptiness."""
    return " ".join(_CONTROLS.sub("", text).split())


def clean_text(text: str | None) -> str:
    """Return `clean` of a text, or "" if all it says is "keine Angabe"."""
    if not text:
        return ""
    return _short_text(text) if len(text) <= _REMEMBERED else clean(text)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(None, 1)[0] + " …"
