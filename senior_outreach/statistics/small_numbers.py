# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Hide figures about few people from leadership, and the neighbours from which they could be computed.

A row of figures holds sums: whoever sees a sum and all its parts but one, has that one too. So in every sum
that shows, either nothing is hidden or at least two parts are, and these together give nothing away either. A sum
that is hidden takes everything below it along: nothing inside then tells why it is hidden.
"""

from collections.abc import Iterator, Mapping

HIDDEN = ":"
"""The mark statistics offices use for a figure that is not shown out of regard for persons."""

Sums = Mapping[str, tuple[str, ...]]


def hidden_figures(figures: Mapping[str, int], sums: Sums, limit: int) -> frozenset[str]:
	"""Which figures must not be shown: those from 1 to below `limit`, and what they could be computed from.

	`sums` maps a total to its parts; of these, the last ones go first where a neighbour has to go along.
	Zero is shown, since it is about nobody, but not below a hidden sum.
	"""
	hidden: set[str] = set()
	more: set[str] | None = {name for name, number in figures.items() if 0 < number < limit}
	while more:
		hidden |= more
		hidden.update(name for total in sums if total in hidden for name in _below(total, sums))
		more = next(filter(None, (_go_along(total, hidden, figures, sums, limit) for total in sums)), None)
	return frozenset(hidden)


def _below(total: str, sums: Sums) -> Iterator[str]:
	for part in sums.get(total, ()):
		yield part
		yield from _below(part, sums)


def _go_along(
	total: str, hidden: set[str], figures: Mapping[str, int], sums: Sums, limit: int
) -> set[str] | None:
	"""What to hide next because of this sum, if it shows and gives something away."""
	concealed = [part for part in sums[total] if part in hidden]
	if total in hidden or not concealed:
		return None
	if len(concealed) > 1 and not _give_away(concealed, figures, limit):
		return None
	shown = [part for part in sums[total] if part not in hidden and figures[part]]
	# Not the smallest: which figure went along would then tell how large the small one is at most.
	return {shown[-1]} if shown else {total}


def _give_away(concealed: list[str], figures: Mapping[str, int], limit: int) -> bool:
	"""Whether the sum of these, which can be computed, says too much: it is small itself, or forces each.

	Four figures that are each from 1 to 4 must all be 1 if they make 4 together, and all be 4 if they make 16.
	"""
	numbers = [figures[name] for name in concealed]
	forced = all(number < limit for number in numbers) and sum(numbers) in (
		len(numbers),
		len(numbers) * (limit - 1),
	)
	return sum(numbers) < limit or forced


def hide(
	row: Mapping[str, object],
	sums: Sums,
	alone: tuple[str, ...],
	goes_with: Mapping[str, tuple[str, ...]],
	limit: int,
) -> dict[str, object]:
	"""The row as leadership sees it.

	`alone` are figures about people that stand in none of `sums`; `goes_with` maps a figure to those it is made
	of, and is hidden with any of them.
	"""
	in_sums = {name for total, parts in sums.items() for name in (total, *parts)}
	concealed = set(hidden_figures({name: int(row[name]) for name in in_sums}, sums, limit))
	concealed |= {name for name in alone if 0 < int(row[name]) < limit}
	concealed |= {name for name, parts in goes_with.items() if concealed & set(parts)}
	return {name: HIDDEN if name in concealed else value for name, value in row.items()}
