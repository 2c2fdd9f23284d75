"""Course files broken in every way: none ends in anything but records, refusals or one plain ExchangeError."""

import io
import json
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psutil
from lxml import etree

from nqdesk import resource_files
from nqdesk.actions import messages
from nqdesk.domain.centre import Centre
from nqdesk.domain.incoming import IncomingOffer, Refusal
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import check_offer
from nqdesk.exchange import occupation_files, openqcat_out, reading, spreadsheets_out
from nqdesk.exchange.errors import ExchangeError
from tests.exchange.answer_maker import an_answer, an_entry
from tests.exchange.catalogue_maker import header, services_of, write_catalogue
from tests.faults.trial import Trial

FULL = 2_000
LONGEST_SECONDS = 10.0  # for one mutant, on a busy machine
MOST_MEMORY = 400 << 20  # bytes by which the process may grow over all mutants

Mutator = Callable[[Random, dict[str, bytes]], tuple[str, bytes]]

NASTY = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "NaN",
    "9" * 5_000,
    "0x10",
    "1.2.3",
    "trimester",
    "0000-00-00",
    "2027-02-30",
    "99999-12-31",
    "9999-12-31T23:59:59Z",
    "2027-02-05T25:61:61+99:99",
    "Thu Jan 22 16:04:49 UTC 2026",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "<" * 20_000,
    "&lt;" * 20_000,
    "<p>" * 20_000,
    "a" * 200_000,
    "TQ " * 5_000,
    "Dauer: " * 5_000,
    "Deutsch " * 5_000,
    "\u202e\u200f\U0001f600",
    "Kinderbetreuung " * 3_000,
    "1" * 9 + " UE " * 2_000,
    "https://" + "a." * 3_000,
    "B 51312-90700",
    "true",
    "𝟙𝟚𝟛",
)


def originals(folder: Path) -> dict[str, bytes]:
    """Return whole files of every format, by kind."""
    found: dict[str, bytes] = {}
    for encoding in ("utf-8", "iso-8859-15", "windows-1252"):
        made = write_catalogue(folder / "katalog.xml", 12, seed=7, encoding=encoding)
        found[f"xml {encoding}"] = made.path.read_bytes()
    body = "".join(services_of(4, seed=3))
    head = header(date(2026, 10, 1), 3)
    removal = "<DELETE><SERVICE><PRODUCT_ID>3-1</PRODUCT_ID></SERVICE></DELETE>"
    update = f'<OPENQCAT version="1.1">{head}<UPDATE_CATALOG seq_number="1">{removal}<NEW>{body}</NEW></UPDATE_CATALOG>'
    found["xml update"] = f"{update}</OPENQCAT>".encode()
    found["xml service"] = next(services_of(1, seed=4)).replace('<SERVICE mode="new">', f"<SERVICE>{head}", 1).encode()
    found["json"] = json.dumps(an_answer(*(an_entry(id=n) for n in range(8)))).encode()
    catalogue = _catalogue()
    path = folder / "katalog.xml"
    records = [r for r in reading.open_file(path, catalogue)[1] if isinstance(r, IncomingOffer)]
    providers = {r.provider.id: r.provider for r in records}
    offers = [replace(r.offer, provider_id=r.provider.id) for r in records]
    for ending in ("csv", "xlsx"):
        spreadsheets_out.write(folder / f"a.{ending}", offers, providers, catalogue.by_id)
        found[ending] = (folder / f"a.{ending}").read_bytes()
    openqcat_out.write(folder / "a.xml", offers, providers, Centre(name="Beispiel"), date(2026, 11, 23))
    found["xml own"] = (folder / "a.xml").read_bytes()
    return found


def _catalogue() -> OccupationIndex:
    return OccupationIndex(occupation_files.read(resource_files.path("occupations/occupations.json")))


def _any(random: Random, files: dict[str, bytes], kind: str = "") -> bytes:
    return files[random.choice(sorted(name for name in files if name.startswith(kind)))]


def some_bytes(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Change, insert, drop, repeat or cut bytes."""
    content = bytearray(_any(random, files))
    for _ in range(random.choice((1, 1, 3, 30))):
        at = random.randrange(len(content))
        to = min(len(content), at + random.choice((1, 2, 64, 2_000)))
        match random.randrange(6):
            case 0:
                content[at] = random.randrange(256)
            case 1:
                content[at:at] = random.randbytes(random.choice((1, 4, 100)))
            case 2 if len(content) > 200:
                del content[at:to]
            case 3:
                content[at:at] = content[at:to]
            case 4:
                content[at:to] = bytes(to - at)
            case _:
                del content[max(at, 1) :]
    return "bytes", bytes(content)


def structure(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Drop, double, move, rename or nest elements."""
    root = etree.fromstring(_any(random, files, "xml"))
    for _ in range(random.choice((1, 3, 20))):
        elements = list(root.iter(etree.Element))
        chosen = random.choice(elements)
        parent = chosen.getparent()
        if parent is None:
            continue
        match random.randrange(6):
            case 0:
                parent.remove(chosen)
            case 1:
                parent.append(etree.fromstring(etree.tostring(chosen, with_tail=False)))
            case 2:
                random.choice([e for e in elements if chosen not in e.iterancestors() and e is not chosen]).append(
                    chosen
                )
            case 3:
                chosen.tag = random.choice(elements).tag
            case 4:
                for name in list(chosen.attrib):
                    chosen.set(name, random.choice(NASTY[:20]))
            case _:
                chosen.tag = "{http://beispiel.example/x}" + str(chosen.tag).rpartition("}")[2]
    return "structure", bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def values(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Put nasty texts into elements."""
    root = etree.fromstring(_any(random, files, "xml"))
    elements = [e for e in root.iter(etree.Element) if not len(e)]
    for element in random.sample(elements, min(len(elements), random.choice((1, 5, 60)))):
        element.text = random.choice(NASTY)
    out = io.BytesIO()
    etree.ElementTree(root).write(out, encoding=random.choice(("utf-8", "iso-8859-1", "utf-16")), xml_declaration=True)
    return "values", out.getvalue()


def encodings(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Say one encoding and use another, with or without a mark."""
    text = _any(random, files, random.choice(("xml utf-8", "xml utf-8", "json", "csv"))).decode("utf-8-sig")
    said = random.choice(
        ("utf-8", "iso-8859-1", "ISO-8859-15", "windows-1252", "utf-16", "klingon", "ebcdic-cp-us", "")
    )
    if text.startswith("<?xml"):
        declaration = f'<?xml version="1.0" encoding="{said}"?>' if said else ""
        text = declaration + text.partition("?>")[2]
    used = random.choice(("utf-8", "iso-8859-1", "windows-1252", "utf-16-le", "utf-16-be", "utf-32", "mac-roman"))
    mark = random.choice((b"", b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    return "encodings", mark + text.encode(used, errors="replace")


def entities(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Add a document type: entities that grow, that read files, that ask the network."""
    text = _any(random, files, "xml utf-8").decode().partition("?>")[2]
    lots = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(12))
    inside = random.choice(
        (
            lots,
            '<!ENTITY l11 SYSTEM "file:///etc/passwd">',
            '<!ENTITY l11 SYSTEM "http://127.0.0.1:9/x">',
            '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
        )
    )
    space = random.choice(("", " ", "\n" * 5_000, "<!-- " + "x" * 70_000 + " -->"))
    body = text.replace("<TITLE>", "<TITLE>&l11;", 1)
    return "entities", f"<?xml version='1.0'?>{space}<!DOCTYPE OPENQCAT [{inside}]>{body}".encode()


def depth_and_size(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Nest deeply, or make one thing very large."""
    deep = random.choice((200, 300, 5_000, 200_000))
    xml = _any(random, files, "xml utf-8").decode()
    match random.randrange(7):
        case 0:
            return "deep xml", xml.replace("<KEYWORD>", "<KEYWORD>" + "<a>" * deep + "</a>" * deep, 1).encode()
        case 1:
            return "deep json", b"[" * deep + b"]" * random.choice((deep, 0))
        case 2:
            return "large text", xml.replace(
                "<TITLE>", "<TITLE>" + "x" * random.choice((600, 3 << 20, 11 << 20)), 1
            ).encode()
        case 3:
            return "many elements", xml.replace("<KEYWORD>", "<KEYWORD>x</KEYWORD>" * 150_000 + "<KEYWORD>", 1).encode()
        case 4:
            one = "<MODULE_COURSE><LOCATION><NAME/></LOCATION></MODULE_COURSE>"
            return "many runs", xml.replace("<MODULE_COURSE>", one * 5_000 + "<MODULE_COURSE>", 1).encode()
        case 5:
            return "large number", b'{"_embedded": {"termine": [{"angebot": {"id": ' + b"9" * 10_000 + b"}}]}}"
        case _:
            return "attribute", xml.replace(
                "<TITLE>", '<TITLE a="' + "y" * random.choice((10_000, 12 << 20)) + '">', 1
            ).encode()


def json_values(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Put wrong kinds of values into an answer."""
    content: Any = json.loads(files["json"])
    strange: tuple[Any, ...] = (None, True, -1, 10**30, 1e308, [], {}, [[]], {"id": {}}, *NASTY)
    for _ in range(random.choice((1, 4, 40))):
        at = content
        for _ in range(random.randrange(1, 9)):
            keys = list(at) if isinstance(at, dict) else list(range(len(at))) if isinstance(at, list) else []
            if not keys:
                break
            key = random.choice(keys)
            if random.random() < 0.2 or not isinstance(at[key], dict | list):
                at[key] = deepcopy(random.choice(strange))
                break
            at = at[key]
    return "json values", json.dumps(content).encode()


def csv_values(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Break quotes, delimiters, widths and cells of a CSV file."""
    text = files["csv"].decode("utf-8-sig")
    match random.randrange(6):
        case 0:
            text = text.replace(";", random.choice((",", "\t", "|", ";;", "§")))
        case 1:
            text = text.replace('"', random.choice(("", "'", '""', "“")), random.choice((1, 10_000)))
        case 2:
            lines = text.split("\r\n")
            random.shuffle(lines)
            text = random.choice(("\r\n", "\n", "\r")).join(lines)
        case 3:
            text = text.replace(";", ";" + random.choice(NASTY), random.choice((1, 80, 400)))
        case 4:
            text = text + '"' + "x" * random.choice((10, 200_000))
        case _:
            text = ";".join(f"s{n}" for n in range(random.choice((300, 500, 20_000)))) + "\n" + text
    return "csv values", text.encode()


def workbook(random: Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """Break the parts inside a workbook, or make one that unpacks to very much."""
    with zipfile.ZipFile(io.BytesIO(files["xlsx"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice(sorted(parts))
    sheet = next(n for n in parts if n.startswith("xl/worksheets/"))
    match random.randrange(8):
        case 0:
            del parts[name]
        case 1:
            part = bytearray(parts[name])
            for _ in range(20):
                part[random.randrange(len(part))] = random.randrange(256)
            parts[name] = bytes(part)
        case 2:
            parts[sheet] = parts[sheet].replace(b'r="2"', b'r="' + random.choice((b"9" * 12, b"-1", b"x")) + b'"', 1)
        case 3:
            parts[sheet] = parts[sheet].replace(b"<v>", b"<v>" + random.choice((b"9" * 400, b"1e999", b"-", b"x")), 9)
        case 4:
            parts[sheet] = parts[sheet].replace(
                b'r="A2"', b'r="' + random.choice((b"XFD2", b"ZZZZZ2", b"2A")) + b'"', 1
            )
        case 5:
            parts["xl/sharedStrings.xml"] = b"<sst>" + b" " * random.choice((1 << 20, 65 << 20)) + b"</sst>"
        case 6:
            parts[name] = b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + parts[name]
        case _:
            parts = {f"{n}{k}": b"" for n in parts for k in range(random.choice((1, 400)))}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part_name, content in parts.items():
            archive.writestr(part_name, content)
    return "workbook", out.getvalue()


MUTATORS: tuple[Mutator, ...] = (
    some_bytes,
    some_bytes,
    some_bytes,
    structure,
    structure,
    values,
    values,
    encodings,
    entities,
    depth_and_size,
    json_values,
    csv_values,
    workbook,
)


def outcome(path: Path, catalogue: OccupationIndex) -> tuple[str, str]:
    """Read a file to its end; return what came of it and what is wrong with that, "" if nothing."""
    try:
        _, records = reading.open_file(path, catalogue)
        for record in records:
            if isinstance(record, IncomingOffer) and (problems := check_offer(record.offer)):
                return "read", f"an offer that cannot be stored: {problems[0].code} {problems[0].field}"
            if isinstance(record, Refusal):
                messages.problem(record.problem)
    except ExchangeError as error:
        sentence = messages.sentence(error.code, error.values)
        return error.code, f"incomplete sentence: {error.code}" if "…" in sentence else ""
    return "read", ""


def mutants(count: int, seed: int, folder: Path) -> Iterator[tuple[int, str, bytes]]:
    """Yield number, kind and content of mutants; the same seed gives the same."""
    files = originals(folder)
    for number in range(count):
        random = Random(seed * 1_000_003 + number)
        kind, content = MUTATORS[number % len(MUTATORS)](random, files)
        yield number, kind, content


def run(full: bool, seed: int) -> Iterable[Trial]:
    """Try 2,000 mutants (a tenth of them unless `full`)."""
    catalogue = _catalogue()
    codes: Counter[str] = Counter()
    failures: list[str] = []
    slowest = 0.0
    count = FULL if full else FULL // 10
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "mutant"
        process = psutil.Process()
        before, peak = 0, 0
        for number, kind, content in mutants(count, seed, folder):
            before = before or process.memory_info().rss
            path.write_bytes(content)
            begun = time.perf_counter()
            try:
                code, wrong = outcome(path, catalogue)
            except Exception as error:  # noqa: BLE001 - the very thing this looks for
                code, wrong = "exception", f"{type(error).__name__}: {str(error)[:200]}"
            taken = time.perf_counter() - begun
            slowest = max(slowest, taken)
            peak = max(peak, process.memory_info().rss)
            codes[code] += 1
            if not wrong and taken > LONGEST_SECONDS:
                wrong = f"{taken:.1f} s"
            if wrong:
                failures.append(f"seed {seed} number {number} ({kind}): {wrong}")
    if peak - before > MOST_MEMORY:
        failures.append(f"seed {seed}: memory grew by {(peak - before) >> 20} MB")
    note = f"{dict(codes.most_common())}, slowest {slowest:.2f} s, memory +{(peak - before) >> 20} MB"
    yield Trial("mutated import files", count, tuple(failures), note)
