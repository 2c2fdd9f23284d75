"""The commands of the funding check: check a case, look at the rules."""

import argparse
import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from nqdesk.actions import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nqdesk.domain.funding.case import Case
    from nqdesk.domain.funding.check import CheckResult, Engine, InstrumentResult
    from nqdesk.domain.funding.facts import FactCatalogue
    from nqdesk.store.database import Store


def day(text: str) -> date:
    """Return a day of the command line, YYYY-MM-DD or DD.MM.YYYY; raises ValueError."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError(text)


def check(chosen: argparse.Namespace, today: date, engine: "Engine") -> int:
    """Check a case file and print the result."""
    from nqdesk.actions import checking

    case = checking.read_case(engine, chosen.case)
    told = checking.check if chosen.json else checking.told
    checked, asked = told(engine, case, chosen.on or today)
    if chosen.paper or chosen.plain:
        from nqdesk.actions import check_papers

        book = check_papers.book_of(engine, case, checked, asked, printed_on=today)
        if chosen.paper:
            check_papers.write_protocol(book, chosen.paper)
        if chosen.plain:
            check_papers.write_plain(book, chosen.plain)
    if chosen.json:
        print(json.dumps(checking.plain(engine, checked, asked, everything=chosen.all), ensure_ascii=False, indent=1))
        return 0
    for line in _lines(checked, case, engine.book.catalogue):
        print(line)
    for question in asked[:3]:
        fact = engine.book.catalogue.by_name[question.fact]
        print(messages.phrase("cli_question", {"question": fact.ask_person or fact.label}))
    print(messages.phrase("check_office_decides"))
    return 0


def _lines(checked: "CheckResult", case: "Case", catalogue: "FactCatalogue") -> list[str]:
    from nqdesk.actions import checking
    from nqdesk.domain.funding.check import Result
    from nqdesk.domain.funding.elsewhere import open_place

    if not checked.instruments:
        return [messages.phrase("cli_nothing_covered"), *_uncovered(checked, checking.why_uncovered)]
    lines = [messages.phrase("cli_check", {"day": f"{checked.on:%d.%m.%Y}", "count": str(len(checked.instruments))})]
    elsewhere = []
    for found in _in_order(checked.instruments, case):
        if open_place(found, case.values):
            elsewhere.append(found.instrument.title)
            continue
        lines.append(f"{messages.word(found.result)}: {found.instrument.title} ({found.instrument.law})")
        lines += [f"    – {reason}" for reason in _reasons(found)]
        if found.result is Result.OPEN and found.missing:
            labels = [catalogue.by_name[name].label for name in found.missing if name in catalogue.by_name]
            lines.append(f"    – {messages.phrase('cli_missing', {'labels': '; '.join(labels)})}")
    if elsewhere:
        lines.append(messages.phrase("cli_elsewhere", {"titles": "; ".join(elsewhere)}))
    if checked.without_version:
        lines.append(messages.phrase("cli_uncovered"))
        lines += _uncovered(checked, checking.why_uncovered)
    return lines


def _in_order(results: "Iterable[InstrumentResult]", case: "Case") -> "list[InstrumentResult]":
    """Return the possible ones, then the open ones with the nearest first, then the others: as in the window."""
    from nqdesk.domain.funding.check import POSITIVE, Result
    from nqdesk.domain.funding.elsewhere import in_order

    found = list(results)
    positive = [each for each in found if each.result in POSITIVE]
    excluded = [each for each in found if each.result is Result.EXCLUDED]
    nearest = (each for each in in_order(found, case.values) if each.result is Result.OPEN)
    return [*positive, *nearest, *excluded]


def _uncovered(checked: "CheckResult", why: "Callable[[InstrumentResult], str]") -> list[str]:
    return [f"    – {found.instrument.title}: {why(found)}" for found in checked.without_version]


def _reasons(found: "InstrumentResult") -> list[str]:
    return [
        f"{counted.criterion.text} ({counted.criterion.grounds.law})"
        for counted in found.criteria
        if counted.met is False
    ]


def rules(chosen: argparse.Namespace, today: date, engine: "Engine") -> int:
    """Carry out one of the commands about rules; without one list the versions in force on a day."""
    if chosen.about == "show":
        return _show(chosen, engine)
    if chosen.about == "diff":
        return _diff(chosen, engine)
    from nqdesk.actions import rule_book

    found = rule_book.in_force(engine, chosen.on or today)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    if not found:
        print(messages.phrase("cli_nothing_covered"))
    for entry in found:
        values = {name: str(value) for name, value in entry.items()}
        days = {name: f"{date.fromisoformat(values[name]):%d.%m.%Y}" for name in ("valid_from", "as_of")}
        print(messages.phrase("cli_rule", {**values, **days}))
    return 0


def import_rules(chosen: argparse.Namespace, store: "Store", now: datetime) -> int:
    """Take a rule package over, or with --preview only say what it would change."""
    from nqdesk.actions import rule_packages

    found = rule_packages.preview(store, chosen.file)
    if not chosen.preview:
        rule_packages.take_over(store, found, now)
    if chosen.as_json or chosen.json:
        print(json.dumps({**rule_packages.plain(found), "taken": not chosen.preview}, ensure_ascii=False, indent=1))
        return 1 if found.older else 0
    for line in rule_packages.described(found):
        print(line)
    if not chosen.preview:
        counts = {"versions": str(len(found.versions)), "figures": str(len(found.figures))}
        print(messages.phrase("rules_package_taken", counts))
    return 1 if found.older else 0


def export_rules(chosen: argparse.Namespace, store: "Store", today: date) -> int:
    """Write instruments of the database as a package for others."""
    from nqdesk.actions import rule_packages

    names = [rule_packages.file_of(store, name) for name in chosen.ids]
    package = rule_packages.give(store, names, chosen.out, today, name=chosen.name)
    print(messages.phrase("cli_rules_given", {"path": str(chosen.out), "checksum": package.checksum}))
    return 0


def _show(chosen: argparse.Namespace, engine: "Engine") -> int:
    from nqdesk.actions import rule_book

    if chosen.as_json or chosen.json:
        print(json.dumps(rule_book.told(engine, chosen.id), ensure_ascii=False, indent=1))
        return 0
    for line in rule_book.described(engine, chosen.id):
        print(line)
    return 0


def _diff(chosen: argparse.Namespace, engine: "Engine") -> int:
    from nqdesk.actions import rule_changes

    first, second = sorted((chosen.first, chosen.second))
    found = rule_changes.between(engine.book, first, second)
    if chosen.as_json or chosen.json:
        print(json.dumps(rule_changes.plain(found), ensure_ascii=False, indent=1))
        return 0
    for line in rule_changes.described(found):
        print(line)
    return 0


def lint(chosen: argparse.Namespace) -> int:
    """Say what is wrong with rule files."""
    from nqdesk.actions import rule_book

    problems = rule_book.lint(chosen.files)
    for found in problems:
        print(messages.problem(found))
    if not problems:
        count = len(chosen.files)
        print(messages.phrase("cli_rules_fine" if count != 1 else "cli_rule_fine", {"count": str(count)}))
    return 2 if problems else 0
