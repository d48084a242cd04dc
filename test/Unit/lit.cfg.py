import os

import lit.formats

config.name = "attn-unit"
config.test_exec_root = os.path.join(config.attn_obj_root, "test", "Unit")
config.test_source_root = config.test_exec_root
config.suffixes = []
config.test_format = lit.formats.GoogleTest(".", "Tests")
