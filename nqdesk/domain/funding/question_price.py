"""What a question costs in a conversation: the effort of its answer, and how early a counsellor would come to it."""

from nqdesk.domain.funding.facts import Effort, Fact

OF_EFFORT = {Effort.AT_ONCE: 1.0, Effort.LOOK_UP: 2.0, Effort.ASK_OTHERS: 4.0, Effort.LATER: 8.0}
"""A question that must wait for papers or for others has to spare that many times as much to be asked as early."""
OF_GROUP = {"person": 1.0, "betrieb": 1.5, "massnahme": 2.0, "antrag": 2.0}
"""A conversation begins with the person: of two questions worth nearly the same, hers is asked first."""


def price(fact: Fact) -> float:
    """Return what asking for a fact costs; one that the person knows of herself at once costs 1."""
    return OF_EFFORT[fact.effort] * OF_GROUP[fact.group]
