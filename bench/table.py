"""Tables for a terminal."""

from collections.abc import Sequence


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right, two blanks between."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    widths[0] = max(widths[0], 26)

    def line(row: Sequence[str]) -> str:
        first, *rest = (
            cell.ljust(widths[0]) if i == 0 else cell.rjust(widths[i]) for i, cell in enumerate(row)
        )
        return "  ".join(["  " + first, *rest]).rstrip()

    return "\n".join([title, line(heads), *(line(row) for row in rows)])


def number(value: float | None) -> str:
    """Three significant figures are all that a busy machine can promise."""
    if value is None:
        return "-"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
