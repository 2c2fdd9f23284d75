"""The command line: the same verbs as the window, German for the reader, JSON for programs.

Exit codes: 0 done, 1 done with refusals listed, 2 bad input or usage (one line on stderr, nothing changed).
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from nqdesk import __version__
from nqdesk.actions import messages
from nqdesk.actions.refused import Refused
from nqdesk.cli import funding
from nqdesk.cli.opening import Stop, open_named, password, path_of, to_be_filled
from nqdesk.domain.failure import Failure
from nqdesk.domain.progress import Progress

if TYPE_CHECKING:
    from nqdesk.domain.funding.check import Engine
    from nqdesk.domain.import_plan import ImportPreview
    from nqdesk.store.database import Store

Result = TypeVar("Result")
_LONGEST = 1000
"""Signs of a complaint: it may quote what a file holds."""


# argparse speaks English; these are all the complaints that this command line can give.
_COMPLAINTS = (
    (r"argument BEFEHL: invalid choice: '?(.*?)'? \(choose from.*", "Den Befehl „{0}“ gibt es nicht."),
    (r"argument (.*): invalid choice: '?(.*?)'? \(choose from (.*)\)", "Bei {0} ist „{1}“ nicht möglich, nur {2}."),
    (r"the following arguments are required: (.*)", "Es fehlt eine Angabe: {0}."),
    (r"one of the arguments (.*) is required", "Es fehlt eine dieser Angaben: {0}."),
    (r"argument (.*): not allowed with argument (.*)", "{0} und {1} gehen nicht zusammen."),
    (r"argument (.*): invalid day value: '(.*)'", "Bei {0} ist „{1}“ kein Tag. Möglich ist zum Beispiel 2026-11-22."),
    (r"argument (.*): expected .*", "Hinter {0} fehlt eine Angabe."),
    (r"unrecognized arguments: (.*)", "Damit ist nichts anzufangen: {0}."),
    (r"ambiguous option: (\S+) .*", "{0} ist nicht eindeutig."),
)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    def __init__(self, *, add_help: bool = True, **others: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **others)
        if add_help:
            self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def format_help(self) -> str:
        text = super().format_help()
        return text.replace("positional arguments:", "Angaben:", 1).replace("options:", "Optionen:", 1)

    def error(self, message: str) -> NoReturn:
        for pattern, german in _COMPLAINTS:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                message = german.format(*match.groups())
                break
        raise Stop(f"{message} „{self.prog} --help“ zeigt, was möglich ist.")


def _run(job: Generator[Progress, None, Result]) -> Result:
    while True:
        try:
            next(job)
        except StopIteration as finished:
            result: Result = finished.value
            return result


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return datetime.now().astimezone().date()


def _parser() -> _Parser:
    shared = _Parser(add_help=False)
    # SUPPRESS: --database may stand before or after the command without one undoing the other.
    shared.add_argument("--database", type=Path, metavar="DATEI", default=argparse.SUPPRESS, help="Datenbankdatei")
    shared.add_argument(
        "--password-file", type=Path, metavar="DATEI", default=argparse.SUPPRESS, help="Datei mit dem Passwort"
    )
    writing = _Parser(add_help=False)
    writing.add_argument("--create", action="store_true", help="Datenbank anlegen, wenn es sie nicht gibt")
    writing.add_argument("--recovery-file", type=Path, metavar="DATEI", help="Datei für den Wiederherstellungscode")
    writing.add_argument("--person", metavar="NAME", default="", help="Name der Person bei --create")

    parser = _Parser(prog="nqdesk", parents=[shared], description="Arbeitsplatz für Nachqualifizierungsberatung")
    parser.add_argument("--version", action="version", version=f"nqdesk {__version__}", help="die Version zeigen")
    commands = parser.add_subparsers(dest="command", metavar="BEFEHL", parser_class=_Parser)

    def add(name: str, text: str, *parents: _Parser) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[shared, *parents])

    demo = add("demo", "Beispieldatenbank anlegen, Kursdatei einlesen, Portfolio drucken")
    demo.add_argument("folder", nargs="?", type=Path, default=Path("nqdesk-demo"), metavar="ORDNER")
    take = add("import", "Kursdateien einlesen", writing)
    take.add_argument("files", nargs="+", type=Path, metavar="DATEI")
    take.add_argument("--json", action="store_true", help="Ergebnis als JSON")
    offers = add("offers", "Angebote auflisten")
    offers.add_argument("--search", default="", metavar="TEXT")
    offers.add_argument("--json", action="store_true", help="Ergebnis als JSON")
    portfolio = add("portfolio", "Portfolio als PDF drucken")
    what = portfolio.add_mutually_exclusive_group(required=True)
    what.add_argument("--event", metavar="NAME", help="Titel der Veranstaltung")
    what.add_argument("--all", action="store_true", help="alle aktuellen Angebote")
    portfolio.add_argument("--out", type=Path, required=True, metavar="DATEI.pdf")
    portfolio.add_argument(
        "--variant", default="full", choices=["full", "overview", "glance", "poster", "plain"], help="Ausgabe"
    )
    portfolio.add_argument("--occupation", default="", metavar="BERUF", help="nur dieser Beruf (Überblick)")
    add("backup", "Sicherung anlegen")
    restore = add("restore", "Sicherung zurückholen")
    restore.add_argument("backup", nargs="?", type=Path, metavar="SICHERUNG", help="ohne Angabe die neueste gute")
    add("verify", "Datenbank prüfen")
    check = add("check", "Förderung für einen Fall prüfen")
    check.add_argument("case", type=Path, metavar="FALL.json")
    check.add_argument("--on", type=funding.day, metavar="TAG", help="Stichtag (JJJJ-MM-TT), ohne Angabe heute")
    check.add_argument("--json", action="store_true", help="Ergebnis als JSON")
    check.add_argument("--all", action="store_true", help="auch Instrumente ohne Fassung am maßgeblichen Tag")
    check.add_argument("--paper", type=Path, metavar="DATEI", help="Protokoll als PDF")
    check.add_argument("--plain", type=Path, metavar="DATEI", help="Blatt in Einfacher Sprache als PDF")
    rules = add("rules", "Förderregeln ansehen und prüfen")
    rules.add_argument("--on", type=funding.day, metavar="TAG", help="Fassungen, die an diesem Tag gelten")
    rules.add_argument("--json", action="store_true", help="Ergebnis als JSON")
    about = rules.add_subparsers(dest="about", metavar="BEFEHL", parser_class=_Parser)
    show = about.add_parser(
        "show", help="ein Instrument mit allen Fassungen", description="Ein Instrument zeigen", parents=[shared]
    )
    show.add_argument("id", metavar="KENNUNG")
    show.add_argument("--json", action="store_true", dest="as_json", help="Ergebnis als JSON")
    diff = about.add_parser(
        "diff",
        help="was sich zwischen zwei Tagen ändert",
        description="Die Regeln zweier Tage vergleichen",
        parents=[shared],
    )
    diff.add_argument("first", type=funding.day, metavar="TAG", help="JJJJ-MM-TT oder TT.MM.JJJJ")
    diff.add_argument("second", type=funding.day, metavar="TAG")
    diff.add_argument("--json", action="store_true", dest="as_json", help="Ergebnis als JSON")
    onto_paper = about.add_parser(
        "print", help="das Regelwerk als PDF", description="Regelwerk als PDF", parents=[shared]
    )
    onto_paper.add_argument("--out", type=Path, required=True, metavar="DATEI.pdf")
    onto_paper.add_argument(
        "--on",
        type=funding.day,
        metavar="TAG",
        default=argparse.SUPPRESS,
        help="nur was an diesem Tag gilt, sonst alles",
    )
    lint = about.add_parser("lint", help="Regeldateien prüfen", description="Regeldateien prüfen")
    lint.add_argument("files", nargs="+", type=Path, metavar="DATEI")
    take_rules = about.add_parser(
        "import", help="Regelpaket übernehmen", description="Regelpaket übernehmen", parents=[shared]
    )
    take_rules.add_argument("file", type=Path, metavar="PAKET")
    take_rules.add_argument("--preview", action="store_true", help="nur zeigen, was sich ändern würde")
    take_rules.add_argument("--json", action="store_true", dest="as_json", help="Ergebnis als JSON")
    give = about.add_parser("export", help="Regeln als Paket", description="Regeln als Paket", parents=[shared])
    give.add_argument("ids", nargs="+", metavar="KENNUNG")
    give.add_argument("--out", type=Path, required=True, metavar="PAKET")
    give.add_argument("--name", required=True, metavar="NAME", help="Name des Pakets")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a name of a file or a case may hold anything
    try:
        chosen = _parser().parse_args(arguments)
        if chosen.command is None:
            from nqdesk import app

            return app.run(getattr(chosen, "database", None))
        return _COMMANDS[chosen.command](chosen)
    except Stop as stopped:
        return _complain(str(stopped))
    except Refused as refused:
        return _complain(" ".join(messages.problem(p) for p in refused.problems))
    except Failure as error:
        return _complain(messages.sentence(error.code, error.values))
    except KeyboardInterrupt:
        return _complain("Abgebrochen. Es wurde nichts geändert.")
    except BrokenPipeError:  # who reads along has seen enough, as with "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        name = Path(error.filename).name if isinstance(error.filename, str) else ""
        return _complain(messages.sentence("file_unwritable", {"name": name}))


def _complain(text: str) -> int:
    shown = "".join(sign if sign.isprintable() else "?" for sign in " ".join(text.split()))
    print(f"nqdesk: {shown if len(shown) <= _LONGEST else shown[:_LONGEST] + ' …'}", file=sys.stderr)
    return 2


def _say(text: str) -> None:
    print(text)


def _pages(number: int) -> str:
    return messages.phrase("cli_one_page") if number == 1 else messages.phrase("cli_pages", {"number": str(number)})


def _demo(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import demo

    made = _run(demo.make(chosen.folder, _now(), _today()))
    _say(messages.phrase("cli_demo_database", {"path": str(made.database), "offers": str(made.offers)}))
    _say(messages.phrase("cli_demo_portfolio", {"path": str(made.portfolio), "pages": _pages(made.pages)}))
    _say(messages.phrase("cli_demo_password", {"password": demo.PASSWORD}))
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import importing

    for file in chosen.files:
        if not file.is_file():
            raise Stop(messages.sentence("file_missing", {"name": str(file)}))
    with to_be_filled(chosen) as store:
        taken = _run(importing.import_files(store, chosen.files, _now()))
    if chosen.json:
        _say(json.dumps(_import_json(taken), ensure_ascii=False, indent=1))
    else:
        for preview in taken:
            counts = {name: str(number) for name, number in asdict(preview.offers).items()}
            _say(messages.phrase("cli_imported", {"name": preview.file_name, **counts}))
            for found in preview.problems:
                _say("  " + messages.problem(found))
    return 1 if any(preview.problems for preview in taken) else 0


def _import_json(taken: Sequence["ImportPreview"]) -> dict[str, object]:
    def total(of: str) -> dict[str, int]:
        counts = [asdict(getattr(preview, of)) for preview in taken]
        return {name: sum(c[name] for c in counts) for name in counts[0]}

    formats = {preview.format for preview in taken}
    several = len(taken) > 1
    return {
        "format": formats.pop() if len(formats) == 1 else "mixed",
        "offers": total("offers"),
        "providers": total("providers"),
        "problems": [
            {
                "where": f"{preview.file_name}: {found.where}" if several else found.where,
                "what": messages.sentence(found.code, found.values),
            }
            for preview in taken
            for found in preview.problems
        ],
    }


def _offers(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import listing
    from nqdesk.domain.offer_query import OfferQuery, OfferSort

    with open_named(chosen, read_only=True) as store:
        found = listing.offers(store, OfferQuery(search=chosen.search, sort=OfferSort.TITLE), _today())
        if chosen.json:
            _say(json.dumps(list(found), ensure_ascii=False, indent=1))
            return 0
        for offer in found:
            _say(messages.phrase("cli_offer", {k: str(v if v is not None else "") for k, v in offer.items()}))
    return 0


def _portfolio(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import portfolios
    from nqdesk.domain.portfolio import Variant

    if chosen.out.suffix.lower() != ".pdf":
        raise Stop(messages.sentence("pdf_ending", {"name": chosen.out.name}))
    with open_named(chosen, read_only=True) as store:
        event = portfolios.find_event(store, chosen.event) if chosen.event is not None else None
        book = portfolios.book_for(store, event, _today())
        missing = portfolios.missing(book)
        printed = _run(portfolios.print_book(book, Variant(chosen.variant), chosen.out, chosen.occupation))
    _say(messages.phrase("cli_portfolio", {"path": str(chosen.out), "pages": _pages(printed.pages)}))
    for found in missing:
        _say("  " + messages.problem(found))
    return 0


def _backup(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import backups

    with open_named(chosen, read_only=True) as store:
        made = _run(backups.back_up(store, _now()))
    _say(messages.phrase("cli_backup", {"path": str(made.path)}))
    return 0


def _restore(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import backups

    restored = backups.restore(path_of(chosen), chosen.backup, password(chosen), _now())
    _say(messages.phrase("cli_restored", {"path": str(restored.path), "kept": str(restored.kept or "")}))
    return 0


def _check(chosen: argparse.Namespace) -> int:
    for paper in (chosen.paper, chosen.plain):
        if paper is not None and paper.suffix.lower() != ".pdf":
            raise Stop(messages.sentence("pdf_ending", {"name": paper.name}))
    return funding.check(chosen, _today(), _rules_in_use(chosen))


def _rules(chosen: argparse.Namespace) -> int:
    if chosen.about == "import":
        with open_named(chosen, read_only=chosen.preview) as store:
            return funding.import_rules(chosen, store, _now())
    if chosen.about == "export":
        with open_named(chosen, read_only=True) as store:
            return funding.export_rules(chosen, store, _today())
    if chosen.about == "print":
        return _print_rules(chosen)
    if chosen.about == "lint":  # works also where the rules in use are what is wrong
        return funding.lint(chosen)
    return funding.rules(chosen, _today(), _rules_in_use(chosen))


def _rules_in_use(chosen: argparse.Namespace) -> "Engine":
    """Return the rules of the database that is named, else those that come with nqdesk."""
    from nqdesk.actions import rule_book

    with _named_database(chosen) as store:
        return rule_book.in_use(store)


def _named_database(chosen: argparse.Namespace) -> "AbstractContextManager[Store | None]":
    """Open the database that was named to be read; rules can be used without any."""
    return open_named(chosen, read_only=True) if hasattr(chosen, "database") else nullcontext()


def _print_rules(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import rule_book, rule_papers

    if chosen.out.suffix.lower() != ".pdf":
        raise Stop(messages.sentence("pdf_ending", {"name": chosen.out.name}))
    with _named_database(chosen) as store:
        book = rule_book.in_use(store).book
        rules = rule_papers.printed_rules(book, printed_on=_today(), on=chosen.on, store=store)
    pages = _run(rule_papers.write_rules(rules, chosen.out))
    _say(messages.phrase("cli_rules_printed", {"path": str(chosen.out), "pages": _pages(pages)}))
    return 0


def _verify(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import backups

    with open_named(chosen, read_only=True) as store:
        found = backups.verify(store)
    if set(found) - {"slots_incomplete"}:
        raise Stop(" ".join(messages.sentence(code) for code in found))
    if found:  # the data are whole
        _say(messages.sentence("slots_incomplete"))
        return 1
    _say(messages.phrase("cli_verified", {"name": path_of(chosen).name}))
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": _demo,
    "import": _import,
    "offers": _offers,
    "portfolio": _portfolio,
    "backup": _backup,
    "restore": _restore,
    "verify": _verify,
    "check": _check,
    "rules": _rules,
}
