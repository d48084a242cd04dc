/* Nothing that a call allocates outlives it, in either branch. */
#include HEADER
#include <malloc.h>
#include <stdio.h>

static float a[100 * 64], w[64 * 64], r[100 * 64];

static int call(int64_t rows) { return chain(a, rows, 64, w, 64, r, rows, 64); }

/* How much 500 calls of each branch leave behind; -1 where one failed. */
static long long grow(void) {
  struct mallinfo2 before = mallinfo2();
  for (int i = 0; i < 500; ++i)
    if (call(100) || call(5))
      return -1;
  struct mallinfo2 after = mallinfo2();
  return (long long)(after.uordblks + after.hblkhd) -
         (long long)(before.uordblks + before.hblkhd);
}

int main(void) {
  /* Calls that leak do so each time; a runtime of threads allocates once. */
  long long least = grow();
  for (int i = 0; i < 3 && least != -1; ++i) {
    long long grown = grow();
    if (grown < least)
      least = grown;
  }
  printf("leaked %lld bytes\n", least);
  return 0;
}
