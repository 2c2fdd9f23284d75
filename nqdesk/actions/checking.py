"""The funding check of a case file, as values for other programs and lines for readers."""

from datetime import date
from pathlib import Path

from nqdesk.actions import messages
from nqdesk.actions.refused import Refused
from nqdesk.domain.funding.askable import without_idle
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult, Engine, InstrumentResult
from nqdesk.domain.funding.coverage import uncovered
from nqdesk.domain.funding.questions import Question, questions
from nqdesk.domain.problem import Problem
from nqdesk.exchange import case_files, check_results


def read_case(engine: Engine, path: Path) -> Case:
    """Return the case of a file; raises Refused with the first facts that are wrong, ExchangeError for no JSON."""
    case, problems = case_files.read(path, engine.book.catalogue)
    if problems:
        first = problems[0]
        where = f"{path.name}, {first.fact}" if first.fact else path.name
        raise Refused([Problem(f"case_{first.code}", first.fact, where=where, values=_values(engine, first.fact))])
    return case


def _values(engine: Engine, name: str) -> dict[str, str]:
    fact = engine.book.catalogue.by_name.get(name)
    return {"values": ", ".join(fact.values)} if fact else {}


def check(engine: Engine, case: Case, on: date) -> tuple[CheckResult, tuple[Question, ...]]:
    """Return the check of a case and the questions that are still worth asking."""
    checked = engine.check(case, on)
    return checked, questions(engine, case, checked)


def told(engine: Engine, case: Case, on: date) -> tuple[CheckResult, tuple[Question, ...]]:
    """Return the check as it is told to people: what nobody would ask for is not called missing."""
    checked, asked = check(engine, case, on)
    return without_idle(engine.book, case, checked), asked


def plain(
    engine: Engine, checked: CheckResult, asked: tuple[Question, ...], *, everything: bool = False
) -> dict[str, object]:
    """Return a check that an engine made as JSON values, in the form of the case format."""
    return check_results.plain(checked, asked, engine.book, everything=everything)


def why_uncovered(found: InstrumentResult) -> str:
    """Return in words why an instrument has no version on its decisive day; "" if it has one."""
    why = uncovered(found.instrument, found.decisive.day)
    if why is None:
        return ""
    told = [why.reason] if why.reason else []
    if why.ended and not why.reason:
        told.append(messages.phrase("uncovered_ended", {"day": f"{why.ended:%d.%m.%Y}"}))
    if why.begins:
        told.append(messages.phrase("uncovered_begins", {"day": f"{why.begins:%d.%m.%Y}"}))
    return " ".join(told)
