"""Figures as a Markdown table."""

from __future__ import annotations

from collections.abc import Mapping


def as_table(rows: Mapping[str, Mapping[str, float]], corner: str) -> str:
    """Gives figures by row and column, without the noughts before points; `corner` names the rows.

    Each row has the columns of the first. Raises StopIteration without any row.
    """
    columns = list(next(iter(rows.values())))
    lines = [[corner, *columns], ["---"] * (len(columns) + 1)]
    for name, figures in rows.items():
        lines.append([name, *(f"{figures[column]:.3f}".lstrip("0") for column in columns)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
