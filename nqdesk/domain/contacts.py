"""A person or department that can be asked."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Somebody to ask, printed as it stands.

    Attributes:
        name: person or department; sources often name a department in the field for the surname.
        role: what the contact is for, free text ("Beratung", "Anmeldung").
    """

    name: str = ""
    role: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    web: str = ""

    def is_empty(self) -> bool:
        """Tell whether nothing at all is known."""
        return not (self.name or self.role or self.phone or self.mobile or self.email or self.web)
