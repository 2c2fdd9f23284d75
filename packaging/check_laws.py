"""Hold the rules against the law's words: python packaging/check_laws.py FOLDER, with one Markdown file a law.

For each criterion and amount that says it was read in the law: does the paragraph it cites hold the words it quotes,
and do the figures it uses stand in that paragraph (as digits, number words, percent, or years for months)?
"""

import re
import sys
from decimal import Decimal
from pathlib import Path

from nqdesk import resource_files
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.rules import Grounds, Proof, RuleBook
from nqdesk.domain.funding.syntax import numbers_in, parse
from nqdesk.exchange import rule_files, rule_sources

LAWS = {
    "SGB III": "sgb3", "SGB II": "sgb2", "BBiG": "bbig", "HwO": "hwo", "BQFG": "bqfg", "AufenthG": "aufenthg",
    "IntV": "intv", "DeuFöV": "deufoev", "AFBG": "afbg", "BBFVerfV": "bbfverfv", "AZAV": "azav",
}  # fmt: skip
WORDS: dict[str, int | Decimal] = {
    "einem": 1, "einer": 1, "einen": 1, "eines": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8,
    "zehn": 10, "zwölf": 12, "doppelte": 2, "eineinhalbfache": Decimal("1.5"), "hälfte": Decimal("0.5"),
}  # fmt: skip
_CITED = re.compile(r"§+\s*(\d+[a-z]?)")


def paragraphs(folder: Path) -> dict[tuple[str, str], str]:
    """Return the text of every paragraph by law (file name) and number."""
    found = {}
    for file in sorted(folder.glob("*.md")):
        for part in re.split(r"^# § ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            number = re.match(r"\d+[a-z]?", part)
            if number:
                found[file.stem, number[0]] = folded(part)
    return found


def folded(text: str) -> str:
    """Return a text with white space folded."""
    return " ".join(re.sub(r"[\u00a0\u202f]", " ", text).split())


def cited(law: str, texts: dict[tuple[str, str], str]) -> list[str]:
    """Return the texts of the paragraphs that a citation names."""
    found = []
    for part in re.split(r"(?<=[A-Zö]{3})[,;]|(?<=III)[,;]|(?<= II)[,;]", folded(law)):
        name = next((name for name in LAWS if re.search(rf"{name}\b", part)), None)
        if name:
            found += [texts[LAWS[name], n] for n in _CITED.findall(part) if (LAWS[name], n) in texts]
    return found


def holds(text: str, quote: str) -> bool:
    """Return whether a text holds the pieces of a quotation in their order."""
    place = 0
    for piece in filter(None, (part.strip(" .,;") for part in re.split(r"…|\.\.\.|\[[^\]]*\]", folded(quote)))):
        place = text.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True


def figures(texts: list[str]) -> set[Decimal]:
    """Return the figures that texts name, with those that follow from their unit."""
    found: set[Decimal] = {Decimal(0), Decimal(1)}
    for text in texts:
        for number in re.findall(r"\d+(?:[ .]\d{3})*(?:,\d+)?", text):
            found.add(Decimal(re.sub(r"[ .]", "", number).replace(",", ".")))
        found |= {Decimal(value) for word, value in WORDS.items() if re.search(rf"\b{word}\b", text, re.IGNORECASE)}
    return found | {number * 12 for number in found} | {number / 100 for number in found}


def faults(book: RuleBook, texts: dict[tuple[str, str], str]) -> list[str]:
    """Return a line for each quotation or figure that the law's text does not bear out."""
    lines = []
    for instrument in book.instruments:
        for version in instrument.versions:
            parts = [(p.id, p.grounds, p.expression) for p in version.criteria]
            parts += [(p.id, p.grounds, p.expression) for p in version.amounts]
            for name, grounds, expression in parts:
                where = f"{instrument.id} {version.valid_from} {name} ({grounds.law})"
                lines += [f"{where}: {fault}" for fault in _faults(grounds, expression, texts)]
    return lines


def _faults(grounds: Grounds, expression: Expression, texts: dict[tuple[str, str], str]) -> list[str]:
    if grounds.proof is not Proof.LAW:
        return []
    found = cited(grounds.law, texts)
    if not found:
        return ["paragraph not found"]
    lines = [] if grounds.quote and any(holds(text, grounds.quote) for text in found) else ["words not found"]
    named = figures(found)
    missing = [number for number in numbers_in(parse(expression.text)) if Decimal(number) not in named]
    return lines + [f"figure {number} not found" for number in dict.fromkeys(missing)]


def main() -> int:
    """Return 0 if the law bears every rule out."""
    folder = Path(sys.argv[1]) if len(sys.argv) == 2 else None
    if folder is None or not folder.is_dir():
        print(__doc__)
        return 2
    book = rule_files.read_rules(rule_sources.shipped_sources(resource_files.path("funding")))
    lines = faults(book, paragraphs(folder))
    for line in lines:
        print(line)
    count = sum(len(v.criteria) + len(v.amounts) for i in book.instruments for v in i.versions)
    print(f"{count} criteria and amounts, {len(lines)} not borne out")
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
