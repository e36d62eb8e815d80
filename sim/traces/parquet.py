"""A trace as Parquet, for whoever reads it with pandas, DuckDB or Spark: a column a name.

Made column by column, from the numbers of the records: what it holds are the rows of `rows.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import Any, BinaryIO

from desireline.scenarios.errors import DesirelineError

from ..clock import TICKS_A_SECOND
from ..record import What
from .rows import CAUSE, SECONDS, SEGMENT, TEAM, TIMES, VALUES, WORDS, Row, names_of, plain
from .walk import Trace, moment_of

ROWS_AT_ONCE = 1 << 16
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check_pyarrow() -> None:
    """Refuse when Parquet can't be written here (DL246)."""
    if find_spec("pyarrow") is None:
        raise DesirelineError(
            "DL246",
            "to write Parquet takes pyarrow, which is not installed",
            hint="pip install 'desireline[parquet]', or write a .jsonl: it has the same records",
        )


def write_parquet(trace: Trace, file: BinaryIO, walked: Callable[[int], None]) -> int:
    """Write all records, some at once; give how many there are. `walked` is told how far it is.

    Raises DesirelineError DL249 when no calendar reaches as far as they do.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    columns = trace.records.columns
    if len(columns):
        moment_of(trace.starts, int(columns["at"][-1]))  # the last of them
    schema = _schema(trace)
    with ParquetWriter(file, schema) as writer:
        for first in range(0, len(columns), ROWS_AT_ONCE):
            walked(first)
            some = columns[first : first + ROWS_AT_ONCE]
            writer.write_batch(pa.record_batch(_arrays(trace, some, schema), schema=schema))
    return len(columns)


def _arrays(trace: Trace, some: Any, schema: Any) -> list[Any]:
    """Give records by columns, in the order of a row's names."""
    import pyarrow as pa

    names = names_of(trace)
    places = [plain(name) for name in trace.flow.touchpoints]
    kinds = [WORDS[what] for what in What]
    begins = (trace.starts - EPOCH) // timedelta(microseconds=1)
    at, value = some["at"], some["value"]

    def valued(name: str) -> Any:
        return _is_one_of(some["what"], [what for what, named in VALUES.items() if named == name])

    found = {
        "at": pa.array(at / TICKS_A_SECOND),
        "time": pa.array(at + begins, schema.field("time").type),
        "customer": pa.array(some["customer"], pa.int64()),
        "what": _words(some["what"], kinds),
        "touchpoint": _words(some["place"], places),
        SECONDS: pa.array(value / TICKS_A_SECOND, mask=~valued(SECONDS)),
        TIMES: pa.array(value, pa.int64(), mask=~valued(TIMES)).cast(pa.int32(), safe=False),
    } | {name: _words(value, names[name], valued(name)) for name in (SEGMENT, TEAM, CAUSE)}
    return [found[name] for name in Row._fields]


def _is_one_of(what: Any, kinds: Collection[What]) -> Any:
    import numpy as np

    return np.isin(what, list(kinds))


def _words(numbers: Any, names: Sequence[str], there: Any = None) -> Any:
    """Give a column of words, by the numbers of their names; where it says so, none."""
    import numpy as np
    import pyarrow as pa

    known: dict[str, int] = {}  # two names may read alike
    places = np.array([known.setdefault(name, len(known)) for name in names] or [0], np.int32)
    given = numbers if there is None else np.where(there, numbers, 0)
    indices = pa.array(places[given], mask=None if there is None else ~there)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(known), pa.string()))


def _schema(trace: Trace) -> Any:
    import pyarrow as pa

    word = pa.dictionary(pa.int32(), pa.string())
    types = {
        "at": pa.float64(),
        "time": pa.timestamp("us", tz=str(trace.starts.tzinfo)),
        "customer": pa.int64(),
        SECONDS: pa.float64(),
        TIMES: pa.int32(),
    }
    about = {
        "journey": plain(trace.journey),
        "seed": str(trace.seed),
        "replication": str(trace.replication),
        "days": f"{trace.days:g}",
        "warm_up_days": f"{trace.warm_up_days:g}",
    }
    return pa.schema([(name, types.get(name, word)) for name in Row._fields], metadata=about)
