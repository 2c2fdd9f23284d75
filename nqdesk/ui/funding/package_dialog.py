"""What a rule package would change, before it does: where it comes from, the changes in words, and its faults."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from nqdesk.actions import impact, messages, rule_changes, rule_packages
from nqdesk.actions.impact import Affected
from nqdesk.actions.rule_packages import Package, RulesPreview
from nqdesk.domain.change import Change
from nqdesk.domain.problem import Problem
from nqdesk.store.database import Store
from nqdesk.ui.funding.impact_dialog import ask_ahead
from nqdesk.ui.session import Session
from nqdesk.ui.taking_back import tell_with_way_back
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import show_count, show_day


class ChangesDialog(Dialog):
    """What changes rules, in words, whom it affects, and one button that makes it so."""

    def __init__(self, session: Session, title: str, detail: str, take: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, detail=detail)
        self._session = session
        self._found: RulesPreview | None = None
        self._noted: tuple[Affected, ...] = ()
        wanted = (step(180), step(150))
        room = parent.window().size() if parent is not None else None
        self.resize(*(wanted if room is None else (min(wanted[0], room.width()), min(wanted[1], room.height()))))
        self.area = ScrollArea(gap=step(3), reading="Änderungen")
        self.area.body.setContentsMargins(0, 0, step(2), 0)
        self.body.addWidget(self.area, 1)
        self.afterwards = Notice("", Tone.ACCENT, action="Doch nicht", on_action=lambda: self._note(()))
        self.body.addWidget(self.afterwards)
        self.whom = self.add_button("Wen betrifft das?", icon="person", on_click=self.show_whom, left=True)
        self.whom.setToolTip("Offene aufbewahrte Förderchecks mit den neuen Regeln vergleichen")
        self.add_button("Abbrechen", on_click=self.reject)
        self.take = self.add_button(take, "primary", icon="check", on_click=self.accept)
        self._note(())

    def show_changes(self, found: RulesPreview) -> None:
        """List what changes; without any change nothing can be taken over."""
        self._found = found
        for change in found.versions:
            card = Card(rule_packages.headline(change))
            lines = rule_packages.lines(change)
            if change.before is None and change.after is not None and not change.differences:
                lines += [f"Voraussetzung: {each.text} ({each.grounds.law})" for each in change.after.criteria]
                lines += [
                    f"Betrag: {rule_changes.amount_text(each)} ({each.grounds.law})" for each in change.after.amounts
                ]
            for line in lines:
                card.add(Label(f"– {line}"))
            self.area.body.addWidget(card)
        if found.figures:
            card = Card("Werte")
            for figure in found.figures:
                card.add(Label(f"– {rule_changes.figure_line(figure)}"))
            self.area.body.addWidget(card)
        if rule_packages.changes_no_result(found):
            self.area.body.addWidget(Label(messages.phrase("rules_package_formal")))
        self.finish(can_take=bool(found.files))

    def finish(self, *, can_take: bool) -> None:
        """Fill the room below and say whether there is anything to take over."""
        self.area.body.addStretch(1)
        self.take.setEnabled(can_take)
        self.whom.setEnabled(can_take)
        if can_take:
            self.take.setFocus()

    def show_whom(self) -> None:
        """Show which open cases come out differently with these rules; nothing is written."""
        found, on = self._found, self._session.today()
        if found is None:
            return
        what = "Offene Förderchecks mit den Regeln von heute und mit den neuen. Noch ist nichts gespeichert."
        noted = ask_ahead(self._session, what, lambda store: impact.of_preview(store, found, on), self)
        if noted is not None:
            self._note(noted)
            self.take.setFocus()

    def _note(self, affected: tuple[Affected, ...]) -> None:
        self._noted = affected
        count = len(affected)
        cases = "für 1 Fall eine Wiedervorlage" if count == 1 else f"für {count} Fälle je eine Wiedervorlage"
        self.afterwards.set(f"„{self.take.text().strip()}“ legt auch {cases} an." if count else "")

    def settle(self, act: Callable[[Store, datetime], Change]) -> bool:
        """Ask; if it shall be so, do it and make the follow-ups that were wanted. Return whether it was done."""
        if not self.exec():
            return False
        session, noted = self._session, self._noted
        done = session.perform(act, quiet=bool(noted))
        if done.change is None:
            return False
        if noted:
            today = session.today()
            session.perform(lambda store, now: impact.follow_up(store, noted, today, now), quiet=True)
            count = "1 Wiedervorlage" if len(noted) == 1 else f"{len(noted)} Wiedervorlagen"
            tell_with_way_back(session, f"{messages.verb(done.change.verb)}, dazu {count}.", done.change)
        return True


class PackageDialog(ChangesDialog):
    """The preview of one package, or why it cannot be taken over."""

    def __init__(
        self,
        session: Session,
        package: Package,
        found: RulesPreview | None,
        faults: Sequence[Problem] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            session,
            "Regelpaket übernehmen",
            "Noch ist nichts gespeichert. Ihre Regeln von bisher bleiben im Verlauf erhalten.",
            "Übernehmen",
            parent,
        )
        self.area.body.addWidget(_about(package))
        if found is None:
            self._show_faults(faults)
            return
        for title in rule_packages.own_replaced(found):
            text = messages.phrase("rules_package_replaces_own", {"title": title})
            self.area.body.addWidget(Notice(text, Tone.OPEN))
        if found.older:
            self.area.body.addWidget(_older(found.older))
        if not found.files:
            self.area.body.addWidget(Notice(messages.phrase("rules_package_nothing"), Tone.NEUTRAL))
        self.show_changes(found)

    def _show_faults(self, faults: Sequence[Problem]) -> None:
        text = "Das Paket hat Fehler und kann nicht übernommen werden. Bitte geben Sie diese Liste der gebenden Stelle."
        self.area.body.addWidget(Notice(text, Tone.NO))
        card = Card("1 Fehler" if len(faults) == 1 else f"{show_count(len(faults))} Fehler")
        for fault in faults:
            line = Label(f"– {messages.problem(fault)}")
            line.setTextInteractionFlags(line.textInteractionFlags().TextSelectableByMouse)
            card.add(line)
        self.area.body.addWidget(card)
        self.finish(can_take=False)


def _about(package: Package) -> Card:
    card = Card(package.name, detail=f"von {package.giver}, {show_day(package.made_on)}")
    count = len(package.files)
    card.add(Label("1 Regeldatei" if count == 1 else f"{show_count(count)} Regeldateien"))
    if package.note:
        card.add(Label(package.note))
    digits = package.checksum.removeprefix("sha256:")
    blocks = " ".join(digits[n : n + 8] for n in range(0, len(digits), 8))
    sums = Label(f"Prüfsumme (SHA-256): {blocks}", "small")
    sums.setTextInteractionFlags(sums.textInteractionFlags().TextSelectableByMouse)
    card.add(sums)
    return card


def _older(names: Sequence[str]) -> Card:
    card = Card("Wird nicht übernommen", detail="nqdesk enthält von diesen Dateien schon einen neueren Stand.")
    for name in names:
        card.add(Label(f"– {name}"))
    return card
