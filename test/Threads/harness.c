/* Calls a compiled function from two threads, with results of their own: that
   must be silent. With any argument, one thread calls it and the other writes to
   its result: that must not be. */
#include "kernel.h"

#include <pthread.h>
#include <stdio.h>

enum { B = 2, H = 4, G = 2, N = 300, D = 16, REPEATS = 4 };
static float q[B * H * N * D], k[B * G * N * D], v[B * G * N * D];
static float results[2][B * H * N * D];
static pthread_barrier_t both;

static void *call(void *result) {
  static const char failed[] = "failed";
  int status = 0;
  for (int i = 0; i < REPEATS; ++i)
    status |= kernel(q, H * N * D, N * D, D, k, G * N * D, N * D, D, v,
                     G * N * D, N * D, D, result, H * N * D, N * D, D);
  pthread_barrier_wait(&both);
  return status == 0 ? NULL : (void *)failed;
}

/* Ends after the call has: a thread that ends early may be forgotten. */
static void *scribble(void *result) {
  for (int i = 0; i < B * H * N * D; ++i)
    ((float *)result)[i] = 1;
  pthread_barrier_wait(&both);
  return NULL;
}

int main(int argc, char **argv) {
  pthread_t other;
  void *first, *second;
  (void)argv;
  for (int i = 0; i < B * H * N * D; ++i)
    q[i] = (float)(i % 17) / 17;
  for (int i = 0; i < B * G * N * D; ++i) {
    k[i] = (float)(i % 13) / 13;
    v[i] = (float)(i % 11) / 11;
  }
  pthread_barrier_init(&both, NULL, 2);
  if (pthread_create(&other, NULL, argc > 1 ? scribble : call,
                     results[argc > 1 ? 0 : 1]) != 0)
    return 2;
  first = call(results[0]);
  pthread_join(other, &second);
  puts(first || second ? "failed" : "ran");
  return first || second ? 2 : 0;
}
