# The one place for substitutions and features: a RUN line never spells a path.
import os
import shutil

import lit.formats
from lit.llvm import llvm_config
from lit.llvm.subst import ToolSubst

config.name = "attn"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test", ".ptx", ".c"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.attn_obj_root, "test")

# Unit is GoogleTest's, python and PTXSim are pytest's, Downstream and Scaling have scripts
# of their own. Inputs, lib and CMakeLists.txt hold no tests.
config.excludes = ["Fuzz", "Labels", "Threads", "Inputs", "Unit", "python", "PTXSim", "lib", "Downstream",
                   "CMakeLists.txt", "lit.cfg.py", "lit.site.cfg.py"]

llvm_config.with_environment("PATH", config.llvm_tools_dir, append_path=True)
llvm_config.with_environment("PATH", config.attn_tools_dir, append_path=True)

config.substitutions.append(("%python", config.python_executable))
config.substitutions.append(("%host-cc", config.host_cc))
config.substitutions.append(("%attn-src-root", config.attn_src_root))
config.substitutions.append(
    ("%run-all-targets",
     config.python_executable + " " + os.path.join(
         config.test_source_root, "Integration", "Inputs",
         "run_all_targets.py")))

config.substitutions.append(
    ("%capi-test", os.path.join(config.test_exec_root, "CAPI", "attn-capi-test")))

attn_tools = ["attn-opt", "attn-run", "attn-compile", "attn-explain",
              "attn-reduce", "attn-lsp-server", "ptx-sim"]
llvm_config.add_tool_substitutions(
    [ToolSubst(tool, unresolved="ignore") for tool in attn_tools],
    [config.attn_tools_dir])
llvm_config.add_tool_substitutions(
    ["FileCheck", "count", "not", "split-file", "mlir-opt"],
    [config.llvm_tools_dir])

# `REQUIRES: attn-run` and so on: a tool that this build has.
for tool in attn_tools:
    if os.path.exists(os.path.join(config.attn_tools_dir, tool)):
        config.available_features.add(tool)

# What the machine offers: `REQUIRES: ptxas`, `REQUIRES: avx512f`.
if shutil.which("ptxas") or os.path.exists("/usr/local/cuda/bin/ptxas"):
    config.available_features.add("ptxas")
try:
    with open("/proc/cpuinfo") as info:
        flags = next((l for l in info if l.startswith("flags")), "").split()
except OSError:
    flags = []
for flag in ["avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16"]:
    if flag in flags:
        config.available_features.add(flag.replace("_", "-"))
