"""Rule packages: looked at before they are taken over, taken over as one change with one undo, and given to others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from nqdesk.actions import messages, rule_book, rule_changes
from nqdesk.actions.refused import Refused, demand, refuse
from nqdesk.domain.change import Change
from nqdesk.domain.funding import book_changes
from nqdesk.domain.funding.book_changes import VersionChange
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.funding.differences import ParameterChange
from nqdesk.domain.funding.rule_text import RuleText
from nqdesk.domain.funding.rules import Instrument, Origin
from nqdesk.domain.people import Right
from nqdesk.exchange import rule_files, rule_packages
from nqdesk.exchange.rule_packages import RulePackage
from nqdesk.exchange.rule_sources import RuleFaultsError, RuleSource
from nqdesk.store import centre as stored_centre
from nqdesk.store import rule_texts
from nqdesk.store.changing import rule_texts as changing
from nqdesk.store.database import Store

Package = RulePackage


@dataclass(frozen=True)
class RulesPreview:
    """What the rules would become: nothing is stored yet.

    Attributes:
        package: where the texts come from; None for an edit of the centre's own.
        before, after: the rules that count now, and then. files: texts that differ from those that count now.
        older: names of files of which nqdesk has read the law more lately; they are not taken over.
        state: the database's rules as they were looked at.
    """

    package: RulePackage | None
    before: Engine
    after: Engine
    files: tuple[RuleSource, ...]
    older: tuple[str, ...]
    versions: tuple[VersionChange, ...]
    figures: tuple[ParameterChange, ...]
    state: tuple[str, ...] = ()


def preview(store: Store, path: Path) -> RulesPreview:
    """Return what a package would change; raises ExchangeError for no package, Refused for rules with faults."""
    package = read_package(path)
    return preview_of(store, package.files, package)


def read_package(path: Path) -> RulePackage:
    """Return the package of a file; raises ExchangeError."""
    return rule_packages.read(path)


def preview_of(store: Store, files: Sequence[RuleSource], package: RulePackage | None = None) -> RulesPreview:
    """Return what texts of rules would change; raises Refused with every fault, file and line."""
    present = rule_book.rules_in_use(store)
    held = {source.name: source.text for source in present.sources}
    shipped = {source.name: source.text for source in rule_book.shipped_sources()}
    older = tuple(
        file.name
        for file in files
        if package and rule_book.newest_reading(file.text) < rule_book.newest_reading(shipped.get(file.name, ""))
    )
    aside = {found.text.name for found in present.set_aside}
    wanted = tuple(
        file
        for file in files
        if file.name not in older and (held.get(file.name, "") != file.text or (not file.text and file.name in aside))
    )
    try:
        after = Engine(rule_files.read_rules(rule_book.put_over(present.sources, wanted), present.before))
    except RuleFaultsError as error:
        raise Refused([rule_book.problem(fault) for fault in error.faults]) from None
    before = present.engine
    return RulesPreview(
        package=package,
        before=before,
        after=after,
        files=wanted,
        older=older,
        versions=book_changes.versions_compared(before.book, after.book),
        figures=book_changes.figures_compared(before.book, after.book),
        state=tuple(rule_texts.state(store.db)),
    )


def take_over(store: Store, found: RulesPreview, now: datetime, *, reason: str = "") -> Change:
    """Make the rules of a preview count; one change with one undo. Needs the right Verwaltung.

    Raises Refused if there is nothing to take over or the rules were changed since they were looked at.
    """
    demand(store.person, Right.VERWALTUNG)
    if not found.files:
        raise refuse("package_nothing_new")
    package = found.package
    texts = [
        RuleText(
            name=file.name,
            text=file.text,
            origin=Origin.PACKAGE if package else Origin.CENTRE,
            giver=package.giver if package else "",
            package=package.name if package else "",
            checksum=package.checksum if package else "",
            reason=reason or (package.note if package else ""),
        )
        for file in found.files
    ]
    with store.write(now) as tx:
        if tuple(rule_texts.state(tx.db)) != found.state:
            raise refuse("rules_changed_meanwhile")
        if package:
            return changing.add_rule_texts(tx, texts, verb="import_rules")
        verb = "save_rules" if any(text.text for text in texts) else "remove_rules"
        return changing.add_rule_texts(tx, texts, verb=verb, title=_titles(found))


def _titles(found: RulesPreview) -> str | None:
    """Return what the instruments of a preview are called, None if their files hold none."""
    titles = []
    for file in found.files:
        name = file.name.removeprefix("instruments/").removesuffix(".toml")
        instrument = found.after.book.by_id.get(name) or found.before.book.by_id.get(name)
        if instrument is not None:
            titles.append(instrument.title)
    return ", ".join(titles) or None


def save_own(store: Store, file: RuleSource, now: datetime, *, reason: str) -> Change:
    """Make a new text of an own rule file count (empty: take the file out); the texts before stay as history."""
    return take_over(store, preview_of(store, [file]), now, reason=reason)


def own(store: Store) -> list[Instrument]:
    """Return the instruments that the centre wrote itself."""
    return [each for each in rule_book.in_use(store).book.instruments if each.origin is Origin.CENTRE]


def instruments_of(found: RulesPreview) -> list[str]:
    """Return the ids of the instruments whose files a preview holds."""
    names = (file.name.removeprefix("instruments/").removesuffix(".toml") for file in found.files)
    return [name for name in names if name in found.after.book.by_id]


def file_of(store: Store, instrument: str) -> str:
    """Return the name of the file that an instrument stands in; raises Refused for an unknown id."""
    name = f"instruments/{instrument}.toml"
    if all(source.name != name for source in rule_book.rules_in_use(store).sources):
        raise refuse("rule_unknown_instrument", about=instrument)
    return name


def give(store: Store, names: Sequence[str], out: Path, on: date, *, name: str, note: str = "") -> RulePackage:
    """Write rule files that count for this database as a package for others; the centre is named as the giver."""
    sources = {source.name: source for source in rule_book.rules_in_use(store).sources}
    giver = stored_centre.get(store.db).name or messages.phrase("rules_giver_unnamed")
    package = RulePackage(name, giver, on, note, tuple(sources[each] for each in names))
    rule_packages.write(package, out)
    return package


def described(found: RulesPreview) -> Iterator[str]:
    """Yield what a preview says, as lines."""
    if found.package:
        yield messages.phrase(
            "rules_package_head",
            {
                "name": found.package.name,
                "giver": found.package.giver,
                "day": f"{found.package.made_on:%d.%m.%Y}",
                "checksum": found.package.checksum,
            },
        )
        if found.package.note:
            yield f"    {found.package.note}"
    for title in own_replaced(found):
        yield messages.phrase("rules_package_replaces_own", {"title": title})
    for change in found.versions:
        yield headline(change)
        for line in lines(change):
            yield f"    – {line}"
    for figure in found.figures:
        yield rule_changes.figure_line(figure)
    if changes_no_result(found):
        yield messages.phrase("rules_package_formal")
    for name in found.older:
        yield messages.phrase("rules_package_older", {"name": name})
    if not found.files:
        yield messages.phrase("rules_package_nothing")


def changes_no_result(found: RulesPreview) -> bool:
    """Return whether texts are others but no version and no figure is: titles, sources, days of reading."""
    return bool(found.files) and not found.versions and not found.figures


def own_replaced(found: RulesPreview) -> list[str]:
    """Return the titles of the centre's own instruments in place of which a package puts its own."""
    names = [file.name.removeprefix("instruments/").removesuffix(".toml") for file in found.files if found.package]
    known = (found.before.book.by_id.get(name) for name in names)
    return [each.title for each in known if each is not None and each.origin is Origin.CENTRE]


def headline(change: VersionChange) -> str:
    """Return which version of which instrument is new, gone or another one."""
    code = "new" if change.before is None else "gone" if change.after is None else "other"
    values = {
        "title": change.instrument.title,
        "law": change.instrument.law,
        "day": f"{change.valid_from:%d.%m.%Y}",
    }
    return messages.phrase(f"rules_version_{code}", values)


def lines(change: VersionChange) -> list[str]:
    """Return what is different about a version, a sentence each."""
    was, now = change.before, change.after
    said = [now.change] if now and now.change and (was is None or was.change != now.change) else []
    found = [rule_changes.in_words(each) for each in change.differences]
    if was and now and was.valid_to != now.valid_to:
        found.append(
            messages.phrase(
                "rules_period_until" if now.valid_to else "rules_period_open",
                {"last": f"{now.valid_to:%d.%m.%Y}" if now.valid_to else ""},
            )
        )
    if was and now and not said and not found:
        return [messages.phrase("rule_diff_nothing")]
    return [*said, *found]


def plain(found: RulesPreview) -> dict[str, object]:
    """Return a preview as JSON values."""
    package = found.package
    return {
        "package": package.name if package else None,
        "giver": package.giver if package else None,
        "checksum": package.checksum if package else None,
        "files": [file.name for file in found.files],
        "older": list(found.older),
        "replaces_own": own_replaced(found),
        "versions": [
            {
                "id": change.instrument.id,
                "valid_from": change.valid_from.isoformat(),
                "effect": "new" if change.before is None else "gone" if change.after is None else "changed",
                "changes": lines(change),
            }
            for change in found.versions
        ],
        "figures": [rule_changes.figure_line(figure) for figure in found.figures],
    }
