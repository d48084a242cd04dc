"""check_memory.py SMALL LARGE MIB: two lines of attn-run --bench; the large
run may have MIB of tensors and 16 MiB more than the small one."""

import json
import pathlib
import sys

small, large = (json.loads(pathlib.Path(p).read_text())["rss_anon_mib"] for p in sys.argv[1:3])
growth, allowed = large - small, int(sys.argv[3]) + 16
print(f"grew by {growth:.1f} MiB, at most {allowed} allowed")
sys.exit(growth > allowed)
