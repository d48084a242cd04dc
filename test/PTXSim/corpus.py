"""Makes the PTX that the tests run: by nvcc, by Triton, from CUTLASS's wheel.

Everything lands in build/ptx and is made again when its source, its options or
its compiler change. What cannot be made here (no nvcc, no network) skips the test.
"""

import functools
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "build" / "ptx"
VENV = FOLDER / "venv"


def find(tool):
    path = shutil.which(tool) or f"/usr/local/cuda/bin/{tool}"
    if not os.access(path, os.X_OK):
        pytest.skip(f"{tool} is not here")
    return path


@functools.cache
def version(tool):
    return subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout


def digest(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]


@functools.cache
def nvcc(source, *flags):
    """The PTX of a .cu file for sm_80; `source` is a path or a name in cuda/."""
    tool = find("nvcc")
    source = HERE / "cuda" / f"{source}.cu" if isinstance(source, str) else source
    key = digest(source.read_text(), version(tool), *(f.split("/site-packages/")[-1] for f in flags))
    out = FOLDER / f"{source.stem}-{key}.ptx"
    if not out.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        part = out.with_suffix(f".{os.getpid()}")
        command = [tool, "-std=c++17", "-arch=sm_80", "-ptx", *flags, "-o", part, source]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        part.rename(out)
    return out


@functools.cache
def install():
    """Makes the environment with requirements.txt, outside build/venv because it is large.

    Returns why that cannot be done here, or nothing; tried once only.
    """
    wanted = (HERE / "requirements.txt").read_text()
    made = VENV / "requirements.txt"
    if made.exists() and made.read_text() == wanted:
        return None
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    # nvidia-cutlass is wanted for its headers, not for the packages that its Python part needs.
    command = [VENV / "bin" / "pip", "install", "-q", "--retries=1", "--no-deps", "-r", HERE / "requirements.txt",
               "setuptools"]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return "Triton and CUTLASS do not arrive"
    if done.returncode != 0:
        return "pip cannot fetch Triton and CUTLASS here: " + done.stderr.strip()[-200:]
    made.write_text(wanted)
    return None


def venv():
    """The python of the environment."""
    if reason := install():
        pytest.skip(reason)
    return VENV / "bin" / "python"


@functools.cache
def triton(name):
    """PTX of a kernel in triton/ with its facts: entry, threads of a block, shared bytes."""
    python = venv()
    sources = [HERE / "triton" / part for part in ("kernels.py", "compile.py")]
    versions = sorted(p.name for p in VENV.glob("lib/python*/site-packages/triton-*"))
    folder = FOLDER / f"triton-{digest(*versions, *(s.read_text() for s in sources))}"
    if not (folder / "done").exists():
        done = subprocess.run([python, "-W", "ignore", sources[1], folder], capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        (folder / "done").touch()
    return folder / f"{name}.ptx", json.loads((folder / f"{name}.json").read_text())


@functools.cache
def cutlass_source():
    venv()
    return next(VENV.glob("lib/python*/site-packages/cutlass_library/source"))


def cutlass(source, *flags):
    headers = cutlass_source()
    return nvcc(source, "--expt-relaxed-constexpr", f"-I{headers}/include", f"-I{headers}/tools/util/include", *flags)


def cutlass_gemm():
    return cutlass("cutlass_gemm")


def cute_sgemm():
    return cutlass(cutlass_source() / "examples" / "cute" / "tutorial" / "sgemm_sm80.cu")
