/* Calls `outer` through both of its entry points and provokes each status. */
#include HEADER
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static DLTensor tensor(void *data, int rank, int64_t *shape, int64_t *strides) {
  DLTensor t = {data, {kDLCPU, 0}, rank, {kDLFloat, 32, 1}, shape, strides, 0};
  return t;
}

int main(void) {
  /* Rows of b are 10 elements apart, rows of the result 8. */
  float a[2] = {2, 3}, b[30], r[16], s = 0;
  for (int i = 0; i < 30; ++i)
    b[i] = (float)i;
  for (int i = 0; i < 16; ++i)
    r[i] = -1;
  int status = outer(a, 2, b, 5, 10, 0.5f, r, 2, 5, 8, &s);
  assert(status == 0 && s == 0.5f);
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 8; ++j)
      assert(r[8 * i + j] == (j < 5 ? a[i] * b[10 + j] + 0.5f : -1));

  /* Sizes: of the result, negative, an assertion of the module; a null. */
  assert(outer(a, 2, b, 5, 10, 0.5f, r, 2, 4, 8, &s) == (ATTN_SIZE | 4 << 8));
  assert(outer(a, -2, b, 5, 10, 0.5f, r, 2, 5, 8, &s) == (ATTN_SIZE | 1 << 8));
  assert(outer(a, 6, b, 5, 10, 0.5f, r, 6, 5, 8, &s) == (ATTN_ASSERTION | 1 << 8));
  assert(outer(a, 2, 0, 5, 10, 0.5f, r, 2, 5, 8, &s) == (ATTN_NULL | 2 << 8));

  /* DLPack: first the sizes of the results, then the call. */
  float scalar = 0.25f;
  int64_t na[] = {2}, nb[] = {3, 5}, sb[] = {10, 1}, nr[] = {0, 0}, sr[] = {8, 1};
  DLTensor ta = tensor(a, 1, na, 0), tb = tensor(b, 2, nb, sb);
  DLTensor ts = tensor(&scalar, 0, 0, 0), tr = tensor(r, 2, nr, sr);
  DLTensor tz = tensor(&s, 0, 0, 0);
  DLTensor *args[] = {&ta, &tb, &ts}, *results[] = {&tr, &tz};
  assert(outer_shapes(args, 3, results, 2) == 0 && nr[0] == 2 && nr[1] == 5);
  ta.byte_offset = sizeof(float);
  na[0] = 1;
  assert(outer_dlpack(args, 3, results, 2) == (ATTN_SIZE | 4 << 8));
  nr[0] = 1;
  assert(outer_dlpack(args, 3, results, 2) == 0);
  assert(r[3] == a[1] * b[13] + 0.25f && s == 0.25f);

  assert(outer_dlpack(args, 2, results, 2) == ATTN_COUNT);
  tb.dtype.bits = 64;
  assert(outer_dlpack(args, 3, results, 2) == (ATTN_DTYPE | 2 << 8));
  tb.dtype.bits = 32, tb.ndim = 1;
  assert(outer_dlpack(args, 3, results, 2) == (ATTN_RANK | 2 << 8));
  tb.ndim = 2, nb[0] = 4;
  assert(outer_dlpack(args, 3, results, 2) == (ATTN_SIZE | 2 << 8));
  nb[0] = 3, sb[1] = 2;
  assert(outer_dlpack(args, 3, results, 2) == (ATTN_STRIDE | 2 << 8));
  sb[1] = 1, tb.device.device_type = 2;
  assert(outer_dlpack(args, 3, results, 2) == (ATTN_DEVICE | 2 << 8));
  tb.device.device_type = kDLCPU, args[1] = 0;
  assert(outer_dlpack(args, 3, results, 2) == (ATTN_NULL | 2 << 8));
  puts("all statuses right");
  return 0;
}
