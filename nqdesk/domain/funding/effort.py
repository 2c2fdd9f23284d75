"""How much work an expression can make, found out when it is loaded: a hostile one is refused instead of waited for."""

from nqdesk.domain.funding.syntax import Tree, parts

MOST_NODES = 500
"""Parts of one expression, shared terms put in; shipped ones have less than a hundred."""
DEEPEST_TREE = 60
"""Parts within each other, shared terms put in; shipped ones have about ten."""
MOST_TURNS = 400
"""Comparisons of one expression, those within their sides counted each time that they are looked at; shipped: 17."""

_SMALL = 16


def size(tree: Tree, most: int = MOST_NODES) -> tuple[int, int]:
    """Return the number of parts of a tree and how deep the deepest stands; counting ends beyond ``most`` parts.

    It does not call itself: a tree may be deeper than Python can follow.
    """
    nodes, deepest, todo = 0, 0, [(tree, 0)]
    while todo and nodes <= most:
        node, depth = todo.pop()
        nodes += 1
        deepest = max(deepest, depth)
        todo += [(part, depth + 1) for part in parts(node)]
    return nodes, deepest


def is_too_large(tree: Tree) -> bool:
    """Return whether an expression has more parts, is deeper or compares more than any rule needs."""
    nodes, deepest = size(tree)
    if nodes <= _SMALL:  # so few cannot compare too much
        return False
    return nodes > MOST_NODES or deepest > DEEPEST_TREE or turns(tree) > MOST_TURNS


def turns(tree: Tree) -> int:
    """Return how many comparisons are looked at to find where those of a tree turn over."""
    below = [turns(part) for part in parts(tree)]
    own = 0
    if tree[0] in ("cmp", "ranked"):
        own = 1 + sum(below)
    elif tree[0] in ("min", "max"):
        own = len(below) * (len(below) - 1) // 2 + (len(below) - 1) * sum(below)
    elif tree[0] == "tier":
        own = len(tree[2]) * (1 + below[0])
    return own + sum(below)
