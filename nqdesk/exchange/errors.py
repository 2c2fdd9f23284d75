"""Why a file cannot be read or written as a whole."""

from nqdesk.domain.failure import Failure


class ExchangeError(Failure):
    """A file as a whole cannot be used; nothing of it counts.

    Codes have their sentences in resources/texts/exchange.toml. A single record that cannot be read raises nothing:
    it becomes a `domain.incoming.Refusal`.
    """
