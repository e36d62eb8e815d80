"""Run docs/notebooks/what-if.ipynb from its cells, and keep what comes out.

Run `python tests/notebook.py` after changing the notebook or what it shows; a test compares.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebooks" / "what-if.ipynb"


def executed(file: Path, folder: Path) -> Any:
    """Run a notebook's cells in a folder, on a fresh kernel; give it with its outputs.

    Raises nbclient's CellExecutionError for a cell that fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(file, as_version=4)
    with TemporaryDirectory() as own:
        client = NotebookClient(
            notebook,
            timeout=300,
            resources={"metadata": {"path": str(folder)}},
            record_timing=False,
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
        )
        asyncio.run(client.async_execute(env=os.environ | {"IPYTHONDIR": own}))
    return plain(notebook)


def plain(notebook: Any) -> Any:
    """Take out what says when and where a notebook ran, and what a library says on stderr."""
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"]}
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
    return notebook


def texts(notebook: Any) -> Iterator[tuple[str, str]]:
    """Give each cell that says something in words, and what it says."""
    for cell in notebook.cells:
        told = [_text(output) for output in cell.get("outputs", ())]
        if any(told):
            yield cell.source, "".join(told)


def _text(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    if any(kind.startswith("image/") for kind in output.get("data", ())):
        return ""
    return str(output.get("data", {}).get("text/plain", ""))


if __name__ == "__main__":
    import nbformat

    with TemporaryDirectory() as folder:
        nbformat.write(executed(NOTEBOOK, Path(folder)), NOTEBOOK)
