"""An expression of a rule: its text, its tree, and closures that are made when it is first used."""

from collections.abc import Callable
from functools import cached_property
from operator import itemgetter
from typing import Any

from nqdesk.domain.funding.closures import Compiled, Names, Tell, Values, compiled, is_unknown
from nqdesk.domain.funding.syntax import Tree, facts_in, parameters_in, tupled, walk


class Expression:
    """One expression, read and typed; equal to another of the same text and meaning."""

    def __init__(self, text: str, tree: Tree | Callable[[], Any]) -> None:
        """Take the text as it stands in the rule and the tree that it means, shared terms put in.

        The tree may come later: then what is given yields it, as lists, when it is first needed.
        """
        self.text = text
        self._given = tree

    @cached_property
    def _parts(self) -> Any:
        return self._given() if callable(self._given) else self._given

    @cached_property
    def tree(self) -> Tree:
        """Return what it means."""
        found: Tree = tupled(self._parts)
        return found

    def __eq__(self, other: object) -> bool:
        """Return whether two expressions mean the same."""
        return isinstance(other, Expression) and self.tree == other.tree

    def __hash__(self) -> int:
        """Return the hash of what it means."""
        return hash(self.text)

    def __repr__(self) -> str:
        """Return the text."""
        return f"Expression({self.text!r})"

    @cached_property
    def _compiled(self) -> Compiled:
        return compiled(self._parts)

    @cached_property
    def value(self) -> Any:
        """Return the closure that evaluates the expression for the values of a case."""
        return self._compiled.value

    @cached_property
    def size(self) -> int:
        """Return the number of its parts."""
        return sum(1 for _ in walk(self.tree))

    @cached_property
    def curved(self) -> frozenset[str]:
        """Return the facts that are multiplied by themselves somewhere."""
        products = [node[2:] for node in walk(self.tree) if node[:2] == ("arith", "*")]
        return frozenset(name for a, b in products for name in set(facts_in(a)).intersection(facts_in(b)))

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Return the facts that occur, each once, in their order."""
        return tuple(dict.fromkeys(facts_in(self._parts)))

    @cached_property
    def parameters(self) -> frozenset[str]:
        """Return the ids of the parameters that occur."""
        return parameters_in(self._parts)

    @cached_property
    def told(self) -> Tell:
        """Return the closure that gives the value and the unknown facts that it still hangs on.

        A fact stands there as often as it occurs in what is not settled.
        """
        return self._compiled.told

    def open(self, values: Values) -> Names:
        """Return the unknown facts that the value still hangs on, as often as they occur in what is not settled."""
        return self._compiled.told(values)[1]

    @cached_property
    def _used(self) -> tuple[tuple[str, ...], Callable[[Values], tuple[Any, ...]]]:
        """Return the names of facts and parameters, and what gives their values."""
        names = (*self.facts, *(f"parameter.{name}" for name in sorted(self.parameters)))
        if len(names) > 1:
            return names, itemgetter(*names)
        return names, lambda values: tuple([values[name] for name in names])

    def figures(self, values: Values) -> tuple[tuple[str, Any], ...]:
        """Return the known facts and parameters that were used, with their values."""
        names, get = self._used
        return tuple([pair for pair in zip(names, get(values), strict=True) if not is_unknown(pair[1])])
