"""examples/contextpool finds every pool and attention of its models, and they are right."""

import pathlib
import subprocess
import sys

import pytest
import tools

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "contextpool"

pytestmark = pytest.mark.skipif(not tools.available(), reason="the tools are not built")


@pytest.mark.slow
def test_demo(tmp_path):
    done = subprocess.run(
        [sys.executable, EXAMPLE / "demo.py", f"--bin={tools.BIN}", f"--work={tmp_path}"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 of 4 raised" in done.stdout and "2 of 2 raised" in done.stdout
