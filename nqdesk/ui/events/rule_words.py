"""A portfolio's rule in words, and what its fields offer to choose from."""

from collections.abc import Sequence

from nqdesk.actions import messages
from nqdesk.domain.folding import fold
from nqdesk.domain.portfolio import OfferRule
from nqdesk.store import offers, organisations
from nqdesk.ui.events.event_lines import joined
from nqdesk.ui.offers.search_choice import Found
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.text_field import show_day

_FOUND_AT_MOST = 40
_NAMED = 3  # so many values are named, the rest is counted


class RuleWords:
    """Names of what a rule holds, looked up in the catalogues and the database."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._fields = {o.field_code: o.field_title for o in session.occupations.by_id.values()}
        self._free: tuple[str, ...] = ()
        key, reads = ("free fields", id(self)), session.reads
        reads.ask(key, lambda store: offers.free_fields(store.db), self._take_free, session.tell_failure)

    def _take_free(self, fields: Sequence[str]) -> None:
        self._free = tuple(fields)

    # -- occupations -------------------------------------------------------------------------------------------

    def find_occupations(self, text: str) -> Sequence[Found]:
        """Return occupations for what was typed."""
        found = self._session.occupations.search(text)
        return [Found(one.id, one.title) for one in found[:_FOUND_AT_MOST]]

    def occupation(self, occupation_id: str) -> str:
        """Return an occupation's title."""
        found = self._session.occupations.by_id.get(occupation_id)
        return found.title if found else occupation_id

    def find_fields(self, text: str) -> Sequence[Found]:
        """Return occupational fields for what was typed."""
        typed = fold(text.strip())
        pairs = sorted(self._fields.items(), key=lambda pair: fold(pair[1]))
        found = [Found(code, title) for code, title in pairs if typed in fold(title)]
        return [*found, *(Found(name, name) for name in self._free if typed in fold(name))]

    def field(self, code: str) -> str:
        """Return a field's title; free fields are their own title."""
        return self._fields.get(code, code)

    # -- places and providers ----------------------------------------------------------------------------------

    def find_kreise(self, text: str) -> Sequence[Found]:
        """Return Kreise for what was typed."""
        typed = fold(text.strip())
        kreise = self._session.region.kreise.values()
        begun = [k for k in kreise if fold(k.name).startswith(typed)]
        held = [k for k in kreise if typed in fold(k.name) and k not in begun] if typed else []
        return [Found(k.ags, self.kreis(k.ags)) for k in (*begun, *held)[:_FOUND_AT_MOST]]

    def kreis(self, ags: str) -> str:
        """Return a Kreis' name."""
        found = self._session.region.kreise.get(ags)
        return found.name if found else ags

    def find_providers(self, text: str) -> Sequence[Found]:
        """Return organisations for what was typed."""
        found = organisations.search(self._session.store.db, text, _FOUND_AT_MOST)
        return [Found(one.id, joined(one.name, one.city)) for one in found]

    def provider(self, organisation_id: str) -> str:
        """Return an organisation's name."""
        found = organisations.get(self._session.store.db, organisation_id)
        return found.label if found else "nicht mehr vorhandener Anbieter"

    # -- the whole rule ----------------------------------------------------------------------------------------

    def sentence(self, rule: OfferRule) -> str:
        """Return a rule in one line: "Umkreis 80 km um 77652 Offenburg · Präsenz"; "" without any limit."""
        around = ""
        if rule.centre_plz and rule.radius_km is not None:
            town = self._session.region.place_of(rule.centre_plz)
            around = f"Umkreis {rule.radius_km}\u00a0km um {rule.centre_plz}{f' {town}' if town else ''}"
        window = ""
        if rule.start_from and rule.start_to:
            window = f"Beginn {show_day(rule.start_from)} bis {show_day(rule.start_to)}"
        elif rule.start_from:
            window = f"Beginn ab {show_day(rule.start_from)}"
        elif rule.start_to:
            window = f"Beginn bis {show_day(rule.start_to)}"
        return joined(
            _listed([self.occupation(one) for one in rule.occupations]),
            _listed([self.field(one) for one in rule.fields]),
            _listed([messages.word(one) for one in rule.kinds]),
            _listed([messages.word(one) for one in rule.forms]),
            _listed([messages.word(one) for one in rule.funding]),
            around,
            _listed([self.kreis(one) for one in rule.kreise]),
            window,
            _listed([self.provider(one) for one in rule.providers]),
        )


def _listed(texts: Sequence[str]) -> str:
    ordered = sorted(texts, key=str.casefold)
    if len(ordered) > _NAMED:
        return f"{', '.join(ordered[:_NAMED])} und {len(ordered) - _NAMED} weitere"
    return " oder ".join(ordered)
