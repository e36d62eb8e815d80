"""A trace as Parquet, for whoever reads it with pandas, DuckDB or Spark: a column a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, BinaryIO

from desireline.scenarios.errors import DesirelineError

from .columns import Column, columns_of
from .heading import Heading
from .rows import SECONDS, TIMES, Row, plain
from .walk import Take


def check_pyarrow() -> None:
    """Refuse when Parquet can't be written here (DL246)."""
    if find_spec("pyarrow") is None:
        raise DesirelineError(
            "DL246",
            "to write Parquet takes pyarrow, which is not installed",
            hint="pip install 'desireline[parquet]', or write a .jsonl: it has the same records",
        )


@contextmanager
def parquet_file(heading: Heading, file: BinaryIO) -> Iterator[Take]:
    """Give who writes records into a file, which ends with the block.

    It raises DesirelineError DL249 when no calendar reaches as far as they do.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = _schema(heading)
    with ParquetWriter(file, schema) as writer:

        def take(some: Any) -> None:
            columns = columns_of(heading, some)
            arrays = [_array(column, schema.field(name)) for name, column in columns.items()]
            writer.write_batch(pa.record_batch(arrays, schema=schema))

        yield take


def _array(column: Column, field: Any) -> Any:
    import pyarrow as pa

    mask = None if column.there is None else ~column.there
    if column.names is None:
        return pa.array(column.values, mask=mask).cast(field.type, safe=False)
    indices = pa.array(column.values, mask=mask)
    return pa.DictionaryArray.from_arrays(indices, pa.array(column.names, pa.string()))


def _schema(heading: Heading) -> Any:
    import pyarrow as pa

    word = pa.dictionary(pa.int32(), pa.string())
    types = {
        "at": pa.float64(),
        "time": pa.timestamp("us", tz=str(heading.starts.tzinfo)),
        "customer": pa.int64(),
        SECONDS: pa.float64(),
        TIMES: pa.int32(),
    }
    about = {
        "journey": plain(heading.journey),
        "seed": str(heading.seed),
        "replication": str(heading.replication),
        "days": f"{heading.days:g}",
        "warm_up_days": f"{heading.warm_up_days:g}",
    }
    return pa.schema([(name, types.get(name, word)) for name in Row._fields], metadata=about)
