"""What the demo database is called, who works in it and for whom: apart, as every start of the window asks for it."""

from nqdesk.actions import databases
from nqdesk.domain.centre import Centre

PASSWORD = "nqdesk-demo"  # noqa: S105 - published on purpose, opens invented data only
PERSON = "Kim Beispiel"
FILE_NAME = f"demo{databases.SUFFIX}"
CENTRE = Centre(
    name="Beratungsstelle Nachqualifizierung Oberrhein (Beispiel)",
    street="Musterstraße 1",
    plz="77652",
    city="Offenburg",
    phone="0781 000000",
    email="beratung@example.org",
    web="https://www.example.org",
    colour="#10344C",
    region_name="am Oberrhein",
    responsible="Kim Beispiel",
)
