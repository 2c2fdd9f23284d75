"""The commands of the funding check: check a case, look at the rules."""

import argparse
import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from nqdesk.actions import messages

if TYPE_CHECKING:
    from nqdesk.domain.funding.check import CheckResult, InstrumentResult


def day(text: str) -> date:
    """Return a day of the command line, YYYY-MM-DD or DD.MM.YYYY; raises ArgumentTypeError."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(text)


def check(chosen: argparse.Namespace, today: date) -> int:
    """Check a case file and print the result."""
    from nqdesk.actions import checking, rule_book

    engine = rule_book.shipped()
    case = checking.read_case(engine, chosen.case)
    checked, asked = checking.check(engine, case, chosen.on or today)
    if chosen.paper or chosen.plain:
        from nqdesk.actions import check_papers

        book = check_papers.book_of(engine, case, checked, asked, printed_on=today)
        if chosen.paper:
            check_papers.write_protocol(book, chosen.paper)
        if chosen.plain:
            check_papers.write_plain(book, chosen.plain)
    if chosen.json:
        print(json.dumps(checking.plain(checked, asked, everything=chosen.all), ensure_ascii=False, indent=1))
        return 0
    for line in _lines(checked):
        print(line)
    for question in asked[:3]:
        fact = engine.book.catalogue.by_name[question.fact]
        print(messages.phrase("cli_question", {"question": fact.ask_person or fact.label}))
    print(messages.phrase("check_office_decides"))
    return 0


def _lines(checked: "CheckResult") -> list[str]:
    lines = [messages.phrase("cli_check", {"day": f"{checked.on:%d.%m.%Y}", "count": str(len(checked.instruments))})]
    for found in checked.instruments:
        lines.append(f"{messages.word(found.result)}: {found.instrument.title} ({found.instrument.law})")
        lines += [f"    – {reason}" for reason in _reasons(found)]
    return lines


def _reasons(found: "InstrumentResult") -> list[str]:
    return [
        f"{counted.criterion.text} ({counted.criterion.grounds.law})"
        for counted in found.criteria
        if counted.met is False
    ]


def rules(chosen: argparse.Namespace, today: date) -> int:
    """Carry out one of the commands about rules; without one list the versions in force on a day."""
    if chosen.about == "lint":
        return _lint(chosen)
    if chosen.about == "show":
        return _show(chosen)
    if chosen.about == "diff":
        return _diff(chosen)
    from nqdesk.actions import rule_book

    found = rule_book.in_force(rule_book.shipped(), chosen.on or today)
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for entry in found:
        print(messages.phrase("cli_rule", {name: str(value) for name, value in entry.items()}))
    return 0


def _show(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import rule_book

    for line in rule_book.described(rule_book.shipped(), chosen.id):
        print(line)
    return 0


def _diff(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import rule_book, rule_changes

    found = rule_changes.between(rule_book.shipped().book, chosen.first, chosen.second)
    if chosen.as_json or chosen.json:
        print(json.dumps(rule_changes.plain(found), ensure_ascii=False, indent=1))
        return 0
    for line in rule_changes.described(found):
        print(line)
    return 0


def _lint(chosen: argparse.Namespace) -> int:
    from nqdesk.actions import rule_book

    problems = rule_book.lint(chosen.files)
    for found in problems:
        print(messages.problem(found))
    if not problems:
        print(messages.phrase("cli_rules_fine", {"count": str(len(chosen.files))}))
    return 2 if problems else 0
