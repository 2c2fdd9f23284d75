"""What all pages have in common, and the table of pages."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from PySide6.QtWidgets import QWidget

from nqdesk.domain.change import Area, Change
from nqdesk.ui.session import Session


class Page(QWidget):
    """Base of all pages. A page is made when it is first shown and thrown away when the window is locked.

    Its focus proxy (`setFocusProxy`) is where the keyboard goes when the page is opened.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def refresh(self, change: Change | None) -> None:
        """Read anew. `change` is what happened (its areas concern this page), None for "read everything" (F5)."""

    def leave(self) -> None:
        """Save what is being edited: another page comes, the window is locked or closed."""

    def may_close(self) -> bool:
        """Tell whether the window may close; a page asks if something would be lost that `leave` cannot save."""
        return True

    def show_record(self, area: Area, record_id: str) -> None:
        """Show one record (search, message, another page)."""

    def focus_search(self) -> None:
        """Ctrl+F: put the cursor into the page's own search."""

    def new_record(self) -> None:
        """Ctrl+N: make a new record."""

    def print_it(self) -> None:
        """Ctrl+P: print what is shown."""

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Return the page's own keys for the overview under F1: (key, what it does)."""
        return ()


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """One line of the sidebar.

    Attributes:
        key: stable name. icon: file in resources/icons. page: "module:class", imported when first shown.
        areas: changes of these make the page read anew; `shows` are the areas whose records it opens.
        handbook: page of the handbook under F1.
    """

    key: str
    title: str
    icon: str
    page: str
    areas: frozenset[Area]
    shows: frozenset[Area] = frozenset()
    handbook: str = ""

    def exists(self) -> bool:
        """Tell whether the page's module is there."""
        package, _, _ = self.page.partition(":")[0].rpartition(".")
        return find_spec(package) is not None and find_spec(self.page.partition(":")[0]) is not None

    def make(self, session: Session, parent: QWidget) -> Page:
        """Import and build the page."""
        module, _, name = self.page.partition(":")
        page = getattr(import_module(module), name)(session, parent)
        if not isinstance(page, Page):
            raise TypeError(self.page)
        return page


PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        key="today",
        title="Heute",
        icon="home",
        page="nqdesk.ui.today.page:TodayPage",
        areas=frozenset({Area.FOLLOW_UPS, Area.CHECKS, Area.RULES}),
        shows=frozenset({Area.FOLLOW_UPS}),
        handbook="heute",
    ),
    PageEntry(
        key="offers",
        title="Angebote",
        icon="offers",
        page="nqdesk.ui.offers.page:OffersPage",
        areas=frozenset({Area.OFFERS, Area.ORGANISATIONS, Area.IMPORT_LAYOUTS}),
        shows=frozenset({Area.OFFERS, Area.ORGANISATIONS}),
        handbook="angebote",
    ),
    PageEntry(
        key="events",
        title="Veranstaltungen",
        icon="events",
        page="nqdesk.ui.events.page:EventsPage",
        areas=frozenset({Area.EVENTS, Area.ATTENDEES, Area.PORTFOLIOS, Area.OFFERS, Area.ORGANISATIONS, Area.CENTRE}),
        shows=frozenset({Area.EVENTS, Area.ATTENDEES, Area.PORTFOLIOS}),
        handbook="veranstaltungen",
    ),
    PageEntry(
        key="funding",
        title="Förderung",
        icon="funding",
        page="nqdesk.ui.funding.page:FundingPage",
        areas=frozenset({Area.CHECKS, Area.RULES, Area.FOLLOW_UPS, Area.ORGANISATIONS}),
        shows=frozenset({Area.CHECKS, Area.RULES}),
        handbook="foerderung",
    ),
    PageEntry(
        key="settings",
        title="Einstellungen",
        icon="settings",
        page="nqdesk.ui.settings.page:SettingsPage",
        areas=frozenset(Area),  # the trail shows every change
        shows=frozenset({Area.CENTRE, Area.SETTINGS, Area.PEOPLE, Area.IMPORT_LAYOUTS}),
        handbook="einstellungen",
    ),
)
