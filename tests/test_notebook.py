"""The notebook of the manual is true: run anew, it says what it says."""

from pathlib import Path

import nbformat
import pytest
from notebook import NOTEBOOK, executed, texts


@pytest.mark.slow
def test_the_notebook_says_what_comes_out_when_it_is_run(tmp_path: Path) -> None:
    """Made anew by `python tests/notebook.py`; pictures are not compared."""
    saved = nbformat.read(NOTEBOOK, as_version=4)

    assert list(texts(executed(NOTEBOOK, tmp_path))) == list(texts(saved))


def test_the_notebook_holds_nothing_of_where_and_when_it_ran() -> None:
    saved = nbformat.read(NOTEBOOK, as_version=4)
    outputs = [output for cell in saved.cells for output in cell.get("outputs", ())]
    text = NOTEBOOK.read_text("utf-8")

    assert set(saved.metadata) == {"kernelspec"}
    assert all(not cell.metadata for cell in saved.cells)
    assert {output.get("name", "stdout") for output in outputs} == {"stdout"}
    assert {output.output_type for output in outputs} == {
        "stream",
        "execute_result",
        "display_data",
    }
    assert str(Path.home()) not in text
    assert str(Path(__file__).parent.parent) not in text
