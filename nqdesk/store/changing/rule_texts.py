"""Writing rules beside the shipped ones; every text is a new record, none is ever overwritten."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nqdesk.domain.change import Area, Change
from nqdesk.domain.funding.rule_text import RuleText
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording
from nqdesk.store.errors import StoreError

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


class _RuleTexts(Shelf[RuleText]):
    area = Area.RULES
    kind = RuleText
    table = "rule_texts"
    columns = ("name", "origin")

    def title(self, record: RuleText) -> str:
        return record.package or record.name.partition("/")[2].removesuffix(".toml")

    def values(self, record: RuleText) -> tuple[Any, ...]:
        return (record.name, record.origin.value)


RULE_TEXTS = _RuleTexts()


def add_rule_texts(
    tx: "Tx", texts: Sequence[RuleText], *, verb: str = "save_rules", title: str | None = None
) -> Change:
    """Store new texts of rule files as one change with one undo; StoreError "rules_frozen" for a stored one.

    `title` is what the trail calls it; without one, the package or the file.
    """
    if any(text.version for text in texts):
        raise StoreError("rules_frozen")
    recording = Recording(tx, verb)
    for text in texts:
        recording.save(RULE_TEXTS, text)
    return recording.done(title=title)
