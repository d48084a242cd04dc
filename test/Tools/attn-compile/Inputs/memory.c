/* Nothing that a call allocates outlives it, in either branch. */
#include HEADER
#include <malloc.h>
#include <stdio.h>

static float a[100 * 64], w[64 * 64], r[100 * 64];

static int call(int64_t rows) { return chain(a, rows, 64, w, 64, r, rows, 64); }

int main(void) {
  for (int i = 0; i < 8; ++i)
    if (call(100) || call(5))
      return 1;
  struct mallinfo2 before = mallinfo2();
  for (int i = 0; i < 500; ++i)
    if (call(100) || call(5))
      return 1;
  struct mallinfo2 after = mallinfo2();
  printf("leaked %zu bytes\n", after.uordblks + after.hblkhd - before.uordblks -
                                   before.hblkhd);
  return 0;
}
