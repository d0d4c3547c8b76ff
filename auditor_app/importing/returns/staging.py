"""Keeps the rows of a large table as flat binary in a private folder: 24 bytes an answer, at any number of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

ROWS_OF_A_BUCKET = 500_000
_ROWS_OF_A_BLOCK = 200_000


class StagedRows:
    """Rows of int32 numbers, the group's code first: appended in the order of the file, read group by group.

    A context manager: its file is closed with it.
    """

    def __init__(self, folder: Path, width: int) -> None:
        self.row_count = 0
        self._folder = folder
        self._width = width
        self._path = folder / "rows"
        self._file = self._path.open("wb")
        self._rows_of_groups = np.zeros(0, dtype=np.int64)

    def __enter__(self) -> StagedRows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, rows: np.ndarray) -> None:
        """`rows` is (n, width) int32."""
        rows.tofile(self._file)
        self.row_count += len(rows)
        counts = np.bincount(rows[:, 0], minlength=len(self._rows_of_groups))
        counts[: len(self._rows_of_groups)] += self._rows_of_groups
        self._rows_of_groups = counts

    def rows_of_groups(self, group_count: int) -> np.ndarray:
        """Rows by group code."""
        missing = group_count - len(self._rows_of_groups)
        counted: np.ndarray = np.pad(self._rows_of_groups, (0, max(0, missing)))[:group_count]
        return counted

    def buckets(self, bucket_of_group: np.ndarray) -> Iterator[np.ndarray]:
        """All rows, bucket by bucket; within a bucket in the order of the file."""
        self._file.close()
        bucket_count = int(bucket_of_group.max()) + 1 if len(bucket_of_group) else 0
        if bucket_count <= 1:
            if self.row_count:
                yield self._read(self._path)
            return
        paths = self._scatter(bucket_of_group, bucket_count)
        for path in paths:
            rows = self._read(path)
            path.unlink()
            yield rows

    def _scatter(self, bucket_of_group: np.ndarray, bucket_count: int) -> list[Path]:
        paths = [self._folder / f"bucket-{number}" for number in range(bucket_count)]
        for path in paths:
            path.write_bytes(b"")
        with self._path.open("rb") as file:
            while True:
                block = np.fromfile(file, dtype=np.int32, count=_ROWS_OF_A_BLOCK * self._width)
                if not len(block):
                    return paths
                rows = block.reshape(-1, self._width)
                buckets = bucket_of_group[rows[:, 0]]
                for number in np.unique(buckets).tolist():
                    with paths[number].open("ab") as bucket:
                        rows[buckets == number].tofile(bucket)

    def _read(self, path: Path) -> np.ndarray:
        return np.fromfile(path, dtype=np.int32).reshape(-1, self._width)


def share_out(rows_of_families: Sequence[int], limit: int = ROWS_OF_A_BUCKET) -> list[int]:
    """The bucket of each family of groups, in order, so that a bucket holds whole families and about `limit` rows.

    >>> share_out([3, 3, 5, 1, 9, 1], limit=6)
    [0, 0, 1, 1, 2, 3]
    """
    buckets = []
    number, filled = 0, 0
    for rows in rows_of_families:
        if filled and filled + rows > limit:
            number, filled = number + 1, 0
        buckets.append(number)
        filled += rows
    return buckets
