"""Code lists of the employment agency (KURSNET Wertebereiche, as of 2026) and what they mean to nqdesk."""

from collections.abc import Mapping
from functools import lru_cache

from nqdesk.domain.offers import Form, FundingMark, TimeModel

# COURSE_TYPE
COURSE_EDUCATION, COURSE_STUDY, COURSE_AVGS, COURSE_LANGUAGE, COURSE_FURTHER = 1, 2, 3, 4, 5

# The kind of education (Bildungsart, EDUCATION_TYPE).
EDUCATION_BASIC_VOCATIONAL = 101
EDUCATION_TRAINING = 102
EDUCATION_FURTHER = 104
EDUCATION_LATER_QUALIFICATION = 105  # Nachholen des Berufsabschlusses
EDUCATION_UMSCHULUNG = 109
EDUCATION_LANGUAGE = 110
EDUCATION_ACTIVATION = 130
EDUCATION_TYPES = frozenset((0, *range(100, 111), 130))

# CERTIFICATE_STATUS
STATUS_NOT_APPROVED, STATUS_APPROVED, STATUS_EXTERNENPRUEFUNG, STATUS_LANGUAGE = 0, 1, 7, 8

# SUPPLIER_ID@type of the agency's own provider number, and the name of that system of numbers in nqdesk.
SUPPLIER_SPECIFIC = "supplier_specific"
AGENCY = "ba"

# INSTRUCTION_FORM (Unterrichtsform). 0 "auf Anfrage", 5 "E-Learning/Blended Learning/Virtuelles Klassenzimmer",
# 8 and 9 (single, group) do not say which form it is.
FORMS: Mapping[int, Form] = {
    1: Form.PRESENCE,
    2: Form.PRESENCE,
    4: Form.DISTANCE,
    7: Form.IN_COMPANY,
    **dict.fromkeys(range(101, 106), Form.PRESENCE),
    **dict.fromkeys(range(201, 207), Form.ONLINE),
    **dict.fromkeys(range(301, 305), Form.BLENDED),
    **dict.fromkeys(range(401, 404), Form.DISTANCE),
}
# EXECUTION_FORM (Durchführungsform, AVGS only)
EXECUTION_FORMS: Mapping[int, Form] = {1: Form.PRESENCE, 2: Form.ONLINE, 3: Form.BLENDED}

# The old forms that say something of time, and INSTRUCTION_TIME (Unterrichtszeit).
FORM_TIMES: Mapping[int, TimeModel] = {
    1: TimeModel.FULL_TIME,
    2: TimeModel.PART_TIME,
    3: TimeModel.WEEKEND,
    6: TimeModel.BLOCK,
}
TIMES: Mapping[int, TimeModel] = {1: TimeModel.FULL_TIME, 2: TimeModel.PART_TIME}

# Words under which sources and spreadsheets write them, folded.
FORM_WORDS: Mapping[str, Form] = {
    "praesenz": Form.PRESENCE,
    "praesenzunterricht": Form.PRESENCE,
    "praesenzveranstaltung": Form.PRESENCE,
    "sonstige praesenzveranstaltung": Form.PRESENCE,
    "vor ort": Form.PRESENCE,
    "vor-ort": Form.PRESENCE,
    "seminar": Form.PRESENCE,
    "workshop": Form.PRESENCE,
    "praxistraining": Form.PRESENCE,
    "online": Form.ONLINE,
    "digital": Form.ONLINE,
    "digitale veranstaltung": Form.ONLINE,
    "virtuelles klassenzimmer": Form.ONLINE,
    "online-seminar": Form.ONLINE,
    "online-coaching": Form.ONLINE,
    "selbstlernmodul": Form.ONLINE,
    "virtual reality": Form.ONLINE,
    "sonstige digitale lernform": Form.ONLINE,
    "sonstige digitale lernformen": Form.ONLINE,
    "e-learning": Form.ONLINE,
    "blended learning": Form.BLENDED,
    "combined learning": Form.BLENDED,
    "hybrid learning": Form.BLENDED,
    "hybrid": Form.BLENDED,
    "kombinierte veranstaltung": Form.BLENDED,
    "sonstige kombinierte lernform": Form.BLENDED,
    "sonstige kombinierte lernformen": Form.BLENDED,
    "praesenz und online": Form.BLENDED,
    "fernunterricht": Form.DISTANCE,
    "fernlehrgang": Form.DISTANCE,
    "fernunterricht/fernstudium": Form.DISTANCE,
    "sonstiger fernunterricht": Form.DISTANCE,
    "inhouse": Form.IN_COMPANY,
    "inhouse-/firmenseminar": Form.IN_COMPANY,
    "im betrieb": Form.IN_COMPANY,
}
TIME_WORDS: Mapping[str, TimeModel] = {
    "vollzeit": TimeModel.FULL_TIME,
    "vz": TimeModel.FULL_TIME,
    "teilzeit": TimeModel.PART_TIME,
    "tz": TimeModel.PART_TIME,
    "berufsbegleitend": TimeModel.BERUFSBEGLEITEND,
    "abend": TimeModel.EVENING,
    "abends": TimeModel.EVENING,
    "wochenende": TimeModel.WEEKEND,
    "wochenendveranstaltung": TimeModel.WEEKEND,
    "am wochenende": TimeModel.WEEKEND,
    "block": TimeModel.BLOCK,
    "blockunterricht": TimeModel.BLOCK,
    "in bloecken": TimeModel.BLOCK,
    "flexibel": TimeModel.FLEXIBLE,
    "flexible zeiten": TimeModel.FLEXIBLE,
}

# FUNDING_TYPES_FEDERAL (Förderarten des Bundes). Those not named become OTHER with their text.
FUNDING: Mapping[int, FundingMark] = {
    1: FundingMark.AUFSTIEGS_BAFOEG,
    2: FundingMark.BILDUNGSGUTSCHEIN,
    8: FundingMark.QUALIFIZIERUNGSGELD,
    11: FundingMark.BESCHAEFTIGTE_82,
}
# The agency's own names, needed again when writing; OTHER, LAND, AVGS and DEUFOEV have no federal code.
FUNDING_NAMES: Mapping[int, str] = {
    1: "Aufstiegs-BAföG",
    2: "Bildungsgutschein",
    8: "Qualifizierungsgeld zur Förderung der beruflichen Weiterbildung Beschäftigter",
    11: "Zuschuss bei der Qualifizierung Beschäftigter",
}

# DURATION@type (Dauerklasse): the longest time each class means, in German as the agency writes it.
DURATION_WORDS: Mapping[str, int] = {
    "keine angabe": 0,
    "auf anfrage": 0,
    "bis 3 tage": 1,
    "mehr als 3 tage bis 1 woche": 2,
    "mehr als 1 woche bis 1 monat": 3,
    "mehr als 1 monat bis 3 monate": 4,
    "mehr als 3 monate bis 6 monate": 5,
    "mehr als drei monate bis 6 monate": 5,
    "mehr als 6 monate bis 1 jahr": 6,
    "mehr als 1 jahr bis 2 jahre": 7,
    "mehr als 2 jahre bis 3 jahre": 8,
    "mehr als 3 jahre": 9,
}

# CERTIFIER_NUMBER (fachkundige Stellen)
CERTIFIERS: Mapping[str, str] = {
    "22": "TÜV Rheinland Cert",
    "23": "QUACERT",
    "24": "Cert-IT",
    "25": "GUT",
    "26": "TÜV Thüringen",
    "28": "ICG",
    "29": "DEKRA Certification",
    "30": "EUROPANOZERT",
    "31": "HZA",
    "34": "DQS",
    "35": "CEA",
    "38": "TÜV NORD CERT",
    "39": "TÜV SÜD Management Service",
    "40": "GZQ",
    "41": "ZDH-Zert",
    "42": "TAW Cert",
    "48": "CERTQUA",
    "69": "TQCert",
    "104": "WELL DONE",
    "124": "GüteZert",
    "144": "DeuZert",
    "204": "TÜV Hessen",
    "224": "ZertSozial",
    "244": "SocialCert",
    "304": "EQ ZERT",
    "364": "ÖHMI EuroCert",
    "384": "CERTURIA",
    "424": "APV",
    "464": "Qualidata",
    "524": "Kiwa ZERTPUNKT",
}


@lru_cache(maxsize=2048)
def code_number(text: str | None) -> int | None:
    """Return a code as a number, None if it is none ("trimester", "" or more than six digits)."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def duration_class(text: str | None) -> int | None:
    """Return the duration class 0 to 9 of a code, None for anything else."""
    number = code_number(text)
    return number if number is not None and number <= 9 else None
