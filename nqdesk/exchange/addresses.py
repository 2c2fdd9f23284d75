"""Postcodes, telephone numbers and web addresses as sources write them."""

import re

_GERMANY = frozenset(("", "d", "de", "deu", "ger", "germany", "deutschland", "bundesrepublik deutschland"))
_FIVE = re.compile(r"(?:D(?:E)?[-\s])?\s*(\d{5})", re.IGNORECASE)
_DOTTED = re.compile(r"\+{1,2}49\.(\d+)\.?(\d*)\.?(\d*)")
_WEB = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>\"';,]+@[\w.-]+\.\w{2,}")


def is_german(country: str) -> bool:
    """Tell whether a country field means Germany: "DE", "D", "deutschland"; empty counts as Germany."""
    return country.strip().lower() in _GERMANY


def plz(text: str, country: str = "", *, lost_zero: bool = False) -> str:
    """Return a German postcode of five digits, "" for anything else.

    With `lost_zero` four digits get their leading zero back (spreadsheets store 04315 as the number 4315).
    """
    text = text.strip()
    if text.endswith(".0"):
        text = text[:-2]
    if not is_german(country):
        return ""
    match = _FIVE.fullmatch(text)
    if match:
        return match.group(1)
    if lost_zero and len(text) == 4 and text.isascii() and text.isdigit():
        return "0" + text
    return ""


def phone(text: str) -> str:
    """Return a telephone number for the reader: the agency's "+49.911.12345" becomes "0911 12345"."""
    text = " ".join(text.split())[:60]
    match = _DOTTED.fullmatch(text)
    if match is None:
        return "" if not any(c.isdigit() for c in text) else text
    area, number, extension = match.groups()
    if not number:
        return f"0{area}"
    return f"0{area.lstrip('0')} {number}" + (f"-{extension}" if extension else "")


def dotted_phone(text: str) -> str:
    """Return a telephone number as openQ-cat wants it ("+49.911.12345"), "" if there are no digits."""
    text = text.strip()
    if re.fullmatch(r"\++[0-9]+\.[0-9]+\.?[0-9]*", text) and len(text) <= 30:
        return text
    foreign = re.match(r"(?:\+|00)(\d{2})", text)
    rest = text
    country = "49"
    if foreign:
        country = foreign.group(1)
        rest = text[foreign.end() :]
    groups = re.findall(r"\d+", rest.replace("(0)", ""))
    if not groups:
        return ""
    area = groups[0].lstrip("0") or "0"
    dotted = f"+{country}.{area}"
    if len(groups) > 1:
        dotted += "." + "".join(groups[1:])
    return dotted[:30]


def web(text: str) -> str:
    """Return a web address with its scheme, "" if the text is none; "www.beispiel.de" gets "https://"."""
    text = text.strip()
    if len(text) > 2000 or not _WEB.fullmatch(text):
        return ""
    text = _without_tracking(text)
    return text if text.lower().startswith(("http://", "https://")) else f"https://{text}"


def _without_tracking(address: str) -> str:
    """Return an address without the parameters that only tell the portal where a visitor came from."""
    before, mark, rest = address.partition("?")
    if "utm_" not in rest:
        return address
    query, hash_mark, fragment = rest.partition("#")
    kept = "&".join(part for part in query.split("&") if not part.startswith("utm_"))
    return before + (mark + kept if kept else "") + hash_mark + fragment


def email(text: str) -> str:
    """Return an e-mail address without "mailto:", "" if the text is none."""
    text = text.strip().removeprefix("mailto:")
    return text if len(text) <= 255 and _MAIL.fullmatch(text) else ""
