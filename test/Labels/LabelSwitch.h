//===- LabelSwitch.h - checks that can be switched off ----------*- C++ -*-===//
//
// Only in the copy of the dialect that scripts/check-labels builds.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TEST_LABELS_LABELSWITCH_H
#define ATTN_TEST_LABELS_LABELSWITCH_H

#include <cstdlib>
#include <cstring>

/// Whether the check with this label of docs/Spec.md is made.
inline bool attnLabelOn(const char *label) {
  static const char *off = std::getenv("ATTN_LABEL_OFF");
  return !off || std::strcmp(off, label) != 0;
}

#endif // ATTN_TEST_LABELS_LABELSWITCH_H
