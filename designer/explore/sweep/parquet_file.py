"""Results of a sweep as Parquet: columns of numbers, words held once, one row group for each piece that is written."""

import io
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from designer.explore.extra import need_extra
from designer.explore.sweep.columns import (
    HIGH,
    LOW,
    MISSING,
    NUMBER,
    PROBLEM,
    ROWS_AT_ONCE,
    UNIT,
    Columns,
    cell_text,
    columns_in,
)
from designer.explore.sweep.table import Column, FigureColumn, SweepRow, SweepTable, Words, joined_words
from designer.files.reading import shown_name
from designer.model.records import RefusedInput


class _Sink(io.RawIOBase):
    """A file that hands on what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any, /) -> int:
        """Keep DATA until it is taken."""
        piece = bytes(data)
        self._held.append(piece)
        self._place += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._place

    def taken(self) -> Iterator[bytes]:
        """Yield what is held and forget it."""
        held, self._held = self._held, []
        yield from held


def require_arrow() -> None:
    """Refuse Parquet where Arrow is not installed: before a sweep begins, not when it ends.

    Raises:
        RefusedInput: it is not.
    """
    with need_extra("Parquet"):
        import_module("pyarrow.parquet")


def parquet_pieces(
    pieces: Iterator[list[SweepRow]], columns: Columns, texts: Mapping[str, str] | None = None
) -> Iterator[bytes]:
    """Yield a Parquet file of the rows of PIECES, each piece a row group, with TEXTS in its metadata.

    Raises:
        RefusedInput: Arrow is not installed.
    """
    with need_extra("Parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

    # Arrow writes to what looks like a file; the bytes are taken off it after each row group, so that none pile up.
    schema = _schema(columns).with_metadata(dict(texts or {}))
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for rows in pieces:
            writer.write_table(_arrow_of(rows, columns, schema))
            yield from sink.taken()
    yield from sink.taken()


def _schema(columns: Columns) -> Any:
    import pyarrow as pa

    # The same few words stand in thousands of rows: they are held once, and rows have their numbers.
    words = pa.dictionary(pa.int32(), pa.string())
    fields: list[tuple[str, Any]] = [(NUMBER, pa.int64())]
    fields += [(name, words if is_words else pa.float64()) for name, is_words in columns.names.items()]
    for key, plain in columns.keys.items():
        fields.append((key, pa.float64()))
        if not plain:
            fields += [(f"{key}{end}", pa.float64()) for end in (LOW, HIGH)]
            fields += [(f"{key}{end}", words) for end in (UNIT, MISSING)]
    return pa.schema([*fields, (PROBLEM, words)])


def _arrow_of(rows: list[SweepRow], columns: Columns, schema: Any) -> Any:
    import pyarrow as pa

    values: list[list[Any]] = [[row.number for row in rows]]
    values += [[row.parameters[place] for row in rows] for place in range(len(columns.names))]
    for place, plain in enumerate(columns.keys.values()):
        for at in (0,) if plain else range(5):
            # Value, low and high of what is not known are null; unit and what is missing are words, and "" there.
            empty = None if at < 3 else ""
            values.append([row.figures[place][at] if row.figures else empty for row in rows])
    values.append([row.problem for row in rows])
    arrays = [pa.array(column, type=field.type) for column, field in zip(values, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def parquet_rows(path: Path) -> Iterator[list[str]]:
    """Yield the cells of the rows in PATH as texts, the headings first.

    Raises:
        RefusedInput: it is no Parquet file, or Arrow is not installed.
    """
    with _Opened(path) as file:
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches(ROWS_AT_ONCE):
            # The first column is whole numbers, which cell_text would write as such too.
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield [cell_text(value) for value in row]


def parquet_table(path: Path) -> SweepTable:
    """Return the results in PATH.

    Raises:
        RefusedInput: it holds none, or Arrow is not installed.
    """
    with _Opened(path) as file:
        names = list(file.schema_arrow.names)
        columns = columns_in(names, shown_name(path))
        if len(set(names)) < len(names):
            raise RefusedInput(f"{shown_name(path)} holds no results of a sweep: two columns have one name.")
        table = file.read()
    try:
        return _table_of(table, columns)
    except (TypeError, ValueError, NotImplementedError) as problem:
        raise RefusedInput(f"{shown_name(path)} holds no results of a sweep: a column is of another type.") from problem


def _table_of(table: Any, columns: Columns) -> SweepTable:
    figures: dict[str, FigureColumn] = {}
    for key, plain in columns.keys.items():
        value = _floats(table[key])
        if plain:
            nothing = Words(np.zeros(len(value), np.int32), ("",))
            figures[key] = FigureColumn(value, value, value, "", nothing, plain=True)
            continue
        unit = next((label for label in _words(table[f"{key}{UNIT}"]).labels if label), "")
        low, high = _floats(table[f"{key}{LOW}"]), _floats(table[f"{key}{HIGH}"])
        figures[key] = FigureColumn(value, low, high, unit, _words(table[f"{key}{MISSING}"]))
    return SweepTable(
        np.asarray(table[NUMBER].to_numpy(), dtype=np.int64),
        {name: _column(table[name]) for name in columns.names},
        figures,
        _words(table[PROBLEM]),
    )


def _column(column: Any) -> Column:
    import pyarrow as pa

    return _floats(column) if pa.types.is_floating(column.type) else _words(column)


def _floats(column: Any) -> NDArray[np.float64]:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _words(column: Any) -> Words:
    import pyarrow as pa

    chunks = [
        (chunk if pa.types.is_dictionary(chunk.type) else chunk.cast(pa.string()).dictionary_encode())
        for chunk in column.chunks
    ]
    if not chunks:
        return Words(np.zeros(0, np.int32), ())
    return joined_words(
        [
            Words(
                # What holds no word has the place of "", behind the others.
                np.asarray(chunk.indices.fill_null(len(chunk.dictionary)).to_numpy(zero_copy_only=False), np.int32),
                (*(str(label) for label in chunk.dictionary.to_pylist()), ""),
            )
            for chunk in chunks
        ]
    )


def parquet_texts(path: Path) -> dict[str, str]:
    """Return the texts in the metadata of PATH, by their keys.

    Raises:
        RefusedInput: it is no Parquet file, or Arrow is not installed.
    """
    with _Opened(path) as file:
        held = file.schema_arrow.metadata or {}
    try:
        return {key.decode(): value.decode() for key, value in held.items()}
    except UnicodeDecodeError as problem:
        raise RefusedInput(f"{shown_name(path)} holds no text in its metadata.") from problem


class _Opened:
    """The Parquet file at a path, open for reading."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None

    def __enter__(self) -> Any:
        with need_extra("Parquet"):
            import pyarrow as pa
            import pyarrow.parquet as pq
        try:
            self._file = pq.ParquetFile(self._path)
        except (pa.ArrowException, ValueError) as problem:
            raise RefusedInput(f"{shown_name(self._path)} is no Parquet file that can be read.") from problem
        return self._file

    def __exit__(self, *_: object) -> None:
        self._file.close()
