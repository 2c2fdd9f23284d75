"""Why a file cannot be read or written as a whole."""

from nqdesk.domain.failure import Failure


class ExchangeError(Failure):
    """A file as a whole cannot be used; nothing of it counts.

    Codes have their sentences in resources/texts/exchange.toml. A single record that cannot be read raises nothing:
    it becomes a `domain.incoming.Refusal`.
    """


class RecordError(ValueError):
    """One record cannot be taken; raised and caught within the exchange, where it becomes a Refusal.

    Attributes:
        code, field, values: as in `domain.problem.Problem`.
    """

    def __init__(self, code: str, field: str = "", **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.values = values
