"""What the start page tells: what is due, what changes in the rules, which programmes end."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nqdesk.actions import rule_book
from nqdesk.actions.rule_book import SetAside
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding import rule_news
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.funding.rule_news import RuleNews
from nqdesk.domain.funding.rule_text import RuleText
from nqdesk.store import checks, follow_ups, rule_texts
from nqdesk.store.database import Store

DUE_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Taken:
    """Rules that were taken over or changed together: the texts, and what the instruments in them are called."""

    texts: tuple[RuleText, ...]
    at: datetime
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the package's name, else the names of what is in it."""
        return self.texts[0].package or ", ".join(self.names)


@dataclass(frozen=True)
class Today:
    """All that the start page shows.

    Attributes:
        due: follow-ups that are due within a fortnight, overdue ones first, with the kept check they are about.
        later: how many more are open. open_checks: kept checks that are not closed.
        taken: changes of this database's rules in the last 60 days, the latest first.
        set_aside: texts that do not count.
    """

    due: tuple[tuple[FollowUp, KeptCheck | None], ...]
    later: int
    open_checks: int
    news: RuleNews
    taken: tuple[Taken, ...]
    set_aside: tuple[SetAside, ...]


def read(store: Store, on: date) -> Today:
    """Return what the start page shows on a day."""
    everything = follow_ups.open_ones(store.db)
    due = [found for found in everything if found.due is not None and found.due <= on + DUE_WITHIN]
    rules = rule_book.rules_in_use(store)
    return Today(
        due=tuple((found, checks.get(store.db, found.about_id) if found.about_id else None) for found in due),
        later=len(everything) - len(due),
        open_checks=checks.count(store.db, only_open=True),
        news=rule_news.news(rules.engine.book, on),
        taken=_taken(rule_texts.history(store.db), on),
        set_aside=rules.set_aside,
    )


def _taken(history: list[RuleText], on: date) -> tuple[Taken, ...]:
    """Put together what was stored at the same moment."""
    found: dict[datetime, list[RuleText]] = {}
    for text in history:
        if text.created_at is not None and on - text.created_at.date() <= rule_news.LOOKS_BACK:
            found.setdefault(text.created_at, []).append(text)
    return tuple(
        Taken(tuple(texts), at, tuple(_called(text, history) for text in texts)) for at, texts in found.items()
    )


def _called(text: RuleText, history: Iterable[RuleText]) -> str:
    """Return the title in a rule file, for one that was taken out the title that it had last; else the file's name."""
    for known in (text, *(older for older in history if older.name == text.name)):
        try:
            title = tomllib.loads(known.text).get("title")
        except tomllib.TOMLDecodeError:
            continue
        if isinstance(title, str) and title:
            return title
    return text.name.partition("/")[2].removesuffix(".toml")


def engines_around(store: Store, taken: Taken) -> tuple[Engine, Engine]:
    """Return the rules as they counted before and after a change of this database's rules."""
    ids = {text.id for text in taken.texts}
    texts = rule_texts.history(store.db)[::-1]
    places = [place for place, text in enumerate(texts) if text.id in ids]
    before, after = texts[: places[0]], texts[: places[-1] + 1]
    return rule_book.combined(_last_of_each(before)).engine, rule_book.combined(_last_of_each(after)).engine


def _last_of_each(texts: list[RuleText]) -> list[RuleText]:
    last = {text.name: text for text in texts}
    return [text for text in last.values() if text.text]
