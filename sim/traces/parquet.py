"""A trace as Parquet, for whoever reads it with pandas, DuckDB or Spark: a column a name."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from itertools import islice
from typing import Any, BinaryIO

from desireline.scenarios.errors import DesirelineError

from .rows import Row, plain
from .walk import Trace

ROWS_AT_ONCE = 1 << 16


def check_pyarrow() -> None:
    """Refuse when Parquet can't be written here (DL246)."""
    if find_spec("pyarrow") is None:
        raise DesirelineError(
            "DL246",
            "to write Parquet takes pyarrow, which is not installed",
            hint="pip install 'desireline[parquet]', or write a .jsonl: it has the same records",
        )


def write_parquet(trace: Trace, rows: Iterable[Row], file: BinaryIO) -> int:
    """Write rows, some at once; give how many there were."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    count, rest = 0, iter(rows)
    schema = _schema(trace)
    with ParquetWriter(file, schema) as writer:
        while some := list(islice(rest, ROWS_AT_ONCE)):
            columns = zip(zip(*some, strict=True), schema, strict=True)
            arrays = [pa.array(column, field.type) for column, field in columns]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(some)
    return count


def _schema(trace: Trace) -> Any:
    import pyarrow as pa

    word = pa.dictionary(pa.int32(), pa.string())
    types = {
        "at": pa.float64(),
        "time": pa.timestamp("us", tz=str(trace.starts.tzinfo)),
        "customer": pa.int64(),
        "seconds": pa.float64(),
        "times": pa.int32(),
    }
    about = {
        "journey": plain(trace.journey),
        "seed": str(trace.seed),
        "replication": str(trace.replication),
        "days": f"{trace.days:g}",
        "warm_up_days": f"{trace.warm_up_days:g}",
    }
    return pa.schema([(name, types.get(name, word)) for name in Row._fields], metadata=about)
