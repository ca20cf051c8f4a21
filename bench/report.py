"""What a measurement prints, and leaves in ``bench/results/``."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RESULTS = Path(__file__).parent / "results"


def report(name: str, rows: Mapping[str, Sequence[float]]) -> None:
    """Print medians and 95th percentiles of ``rows``, and write them to ``bench/results/{name}.json``.

    Values are milliseconds unless the row's name says otherwise.
    """
    table = Table("figure", "p50", "p95", "rounds", title=f"Petri, {name}: milliseconds unless stated")
    figures = {}
    for figure, values in rows.items():
        p95 = quantiles(values, n=20)[-1] if len(values) >= 20 else max(values)
        figures[figure] = {"p50": round(median(values), 2), "p95": round(p95, 2), "rounds": len(values)}
        table.add_row(figure, f"{median(values):.1f}", f"{p95:.1f}" if len(values) > 1 else "", str(len(values)))
    Console().print(table)
    _RESULTS.mkdir(exist_ok=True)
    machine = {"machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"}
    (_RESULTS / f"{name}.json").write_text(json.dumps({**machine, "figures": figures}, indent=2) + "\n")
