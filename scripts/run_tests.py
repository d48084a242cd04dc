"""Runs all tests on a built tree; started by scripts/test.

    build/venv/bin/python scripts/run_tests.py [--quick] [--only STEP]
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
LIT = "/usr/lib/llvm-22/bin/lit"


class Count:
    def __init__(self, passed=0, failed=0):
        self.passed, self.failed = passed, failed


def call(*command, **kwargs):
    return subprocess.run([str(c) for c in command], cwd=ROOT, **kwargs)


def lint(args):
    return one(call(sys.executable, "scripts/lint"))


def one(done):
    """A step that passes or fails as a whole."""
    return Count(1, 0) if done.returncode == 0 else Count(0, 1)


def spec(args):
    return one(call(sys.executable, "scripts/check-spec"))


def labels(args):
    """Each label's test without the check that it is for."""
    if args.quick:
        print("labels: left out by --quick")
        return Count()
    return one(call(sys.executable, "scripts/check-labels"))


def lit(args):
    """lit's tests and, through it, GoogleTest's."""
    result = BUILD / "lit.json"
    result.unlink(missing_ok=True)
    call(LIT, "-q", "-o", result, BUILD / "test", BUILD / "test" / "Unit")
    if not result.exists():
        return Count(0, 1)
    codes = [test["code"] for test in json.loads(result.read_text())["tests"]]
    passed = sum(code in ("PASS", "XFAIL", "FLAKYPASS") for code in codes)
    skipped = sum(code in ("UNSUPPORTED", "SKIPPED", "EXCLUDED") for code in codes)
    print(f"lit: {passed} passed, {skipped} not supported here, {len(codes) - passed - skipped} failed")
    return Count(passed, len(codes) - passed - skipped)


def properties(args):
    """Presburger answers on random formulas, against enumeration."""
    count = 200 if args.quick else 2000
    tests = BUILD / "test" / "Unit" / "AttnPresburgerTests"
    done = call(tests, f"--formulas={count}", "--gtest_filter=*Properties*:Emitter*", "--gtest_brief=1",
                stdout=subprocess.PIPE, text=True)  # fmt: skip
    print("".join(line for line in done.stdout.splitlines(True) if " formulas" in line or done.returncode), end="")
    return one(done)


def pytest(args):
    result = BUILD / "pytest.xml"
    result.unlink(missing_ok=True)
    quick = ["-m", "not slow"] if args.quick else []
    done = call(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header",
                *quick, f"--junitxml={result}", "test/python", "test/Tools",
                "test/PTXSim")  # fmt: skip
    if not result.exists():
        return Count(0, 1)
    suite = xml.etree.ElementTree.parse(result).getroot()[0]
    bad = int(suite.get("failures")) + int(suite.get("errors"))
    passed = int(suite.get("tests")) - bad - int(suite.get("skipped"))
    return Count(passed, max(bad, int(done.returncode not in (0, 5))))


def fuzz(args):
    seconds = 15 if args.quick else 120
    return one(call(sys.executable, "test/python/fuzz.py", "--seconds", seconds))


def ptx_fuzz(args):
    """Mutated PTX through the simulator, both built with sanitizers."""
    if args.quick:
        print("ptx-fuzz: left out by --quick")
        return Count()
    if call("ninja", "-C", BUILD, "ptx-fuzz", stdout=subprocess.DEVNULL).returncode:
        return Count(0, 1)
    seeds = sorted((ROOT / "test" / "PTXSim").rglob("*.ptx"))
    return one(call(BUILD / "test" / "Unit" / "PTXSim" / "ptx-fuzz", 3000, 1, BUILD, *seeds))


def mutate(args):
    """Mutated modules through the parser, the verifiers and the pipelines."""
    if call("ninja", "-C", BUILD, "mlir-mutate", stdout=subprocess.DEVNULL).returncode:
        return Count(0, 1)
    seeds = sorted((ROOT / "test").rglob("*.mlir")) + sorted((ROOT / "examples").rglob("*.mlir"))
    texts = 500 if args.quick else 2000
    return one(call(BUILD / "test" / "Fuzz" / "mlir-mutate", f"--count={texts}", f"--folder={BUILD}", *seeds))


def determinism(args):
    return one(call(sys.executable, "scripts/check-determinism", *(["--quick"] if args.quick else [])))


def threads(args):
    """Compiled kernels under the thread sanitizer."""
    return one(call(sys.executable, "scripts/check-threads", *(["--quick"] if args.quick else [])))


def downstream(args):
    """A project of its own against the installed tree."""
    return one(call(sys.executable, "scripts/check-downstream"))


def readme(args):
    return one(call(sys.executable, "scripts/check-readme"))


STEPS = {"lint": lint, "spec": spec, "labels": labels, "lit": lit, "properties": properties, "pytest": pytest, "determinism": determinism,
         "readme": readme, "threads": threads, "downstream": downstream, "fuzz": fuzz, "mutate": mutate,
         "ptx-fuzz": ptx_fuzz}  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=STEPS, action="append")
    args = parser.parse_args()
    os.environ["ATTN_BIN"] = str(BUILD / "bin")
    total = Count()
    for name in args.only or STEPS:
        print(f"== {name}", flush=True)
        start = time.monotonic()
        count = STEPS[name](args)
        total.passed += count.passed
        total.failed += count.failed
        state = "ok" if count.failed == 0 else "FAILED"
        print(f"-- {name}: {state}, {time.monotonic() - start:.0f} s", flush=True)
    print(f"{total.passed} passed, {total.failed} failed")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
