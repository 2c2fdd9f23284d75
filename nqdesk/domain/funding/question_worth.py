"""How much asking for a fact saves: what an exclusion makes needless, against the chance that it is asked in vain.

An open instrument stays a reason to ask for all of its open facts until one answer excludes it. A fact that other
instruments will need anyway costs nothing; one that only excludes an instrument saves what this one alone would need.
"""

from collections.abc import Mapping
from math import prod

LEAST_SHARE = 0.1
"""How often an answer excludes at least: where a criterion hangs on several facts, one answer alone shows nothing."""
MOST_SHARE = 0.99
"""And at most: no answer is taken for certain."""
SMALLEST_COST = 0.1
"""Part of a question that even a fact costs which is needed for sure: among such the one that saves more goes first."""

Shares = Mapping[str, Mapping[str, float]]
"""Of each open instrument its open facts, each with the share of answers that exclude the instrument."""


def worth(shares: Shares) -> dict[str, float]:
    """Return of each fact the questions that asking it saves, per question that it costs."""
    needs: dict[str, dict[str, float]] = {}
    for instrument, facts in shares.items():
        leaves = {name: 1 - min(max(share, LEAST_SHARE), MOST_SHARE) for name, share in facts.items()}
        stays = prod(leaves.values())
        for name, left in leaves.items():
            needs.setdefault(name, {})[instrument] = stays / left
    spared = {name: _spared(of) for name, of in needs.items()}
    alone = {instrument: sum(spared[name][instrument] for name in facts) for instrument, facts in shares.items()}
    found = {}
    for name, of in needs.items():
        saved = sum(shares[instrument][name] * (alone[instrument] - spared[name][instrument]) for instrument in of)
        found[name] = saved / (prod(1 - need for need in of.values()) + SMALLEST_COST)
    return found


def _spared(needs: Mapping[str, float]) -> dict[str, float]:
    """Return the chance of each instrument that no other one needs the fact as well."""
    certain = sum(need == 1 for need in needs.values())
    others = prod(1 - need for need in needs.values() if need != 1)
    found = {}
    for instrument, need in needs.items():
        if certain > (need == 1):
            found[instrument] = 0.0
        else:
            found[instrument] = others if need == 1 else others / (1 - need)
    return found
