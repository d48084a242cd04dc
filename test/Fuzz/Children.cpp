//===- Children.cpp - mutants in processes of their own -------------------===//

#include "Children.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <execinfo.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mlir::attn::fuzz;

/// Processor time that a step may take: it hangs if it takes more.
static constexpr int maxSeconds = 20;
static constexpr rlim_t maxBytes = rlim_t(6) << 30;
static constexpr int maxFrames = 400;

static Shared *current;
static int driverFrames;

Shared *mlir::attn::fuzz::makeShared() {
  void *memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : new (memory) Shared();
}

/// attn is linked into this program, all else is in shared libraries: who is
/// on the stack tells whose crash it is.
static void describeStack() {
  void *frames[maxFrames];
  int count = backtrace(frames, maxFrames);
  Dl_info self, info;
  if (!dladdr(reinterpret_cast<void *>(&describeStack), &self))
    return;
  size_t used = 0;
  // This function, the signal's and the C library's come first.
  for (int i = 3; i < count - driverFrames; ++i) {
    if (!dladdr(frames[i], &info))
      continue;
    current->inAttn |= info.dli_fbase == self.dli_fbase;
    if (i >= 13 || used >= sizeof(current->stack) - 1)
      continue;
    size_t room = sizeof(current->stack) - used;
    int size =
        info.dli_sname
            ? snprintf(current->stack + used, room, "%s\n", info.dli_sname)
            : snprintf(current->stack + used, room, "%s+0x%zx\n",
                       info.dli_fname,
                       size_t(frames[i]) - size_t(info.dli_fbase));
    used += std::min<size_t>(size, room - 1);
  }
}

static void onCrash(int number) {
  describeStack();
  signal(number, SIG_DFL);
  raise(number);
}

void mlir::attn::fuzz::restartClock() {
  void *frames[maxFrames];
  driverFrames = backtrace(frames, maxFrames);
  itimerval timer{};
  timer.it_value.tv_sec = maxSeconds;
  setitimer(ITIMER_PROF, &timer, nullptr);
}

static void prepareChild(Shared &shared) {
  current = &shared;
  rlimit limit{maxBytes, maxBytes};
#ifndef ATTN_SANITIZED
  // Sanitizers reserve terabytes.
  setrlimit(RLIMIT_AS, &limit);
#endif
  limit = {0, 0};
  setrlimit(RLIMIT_CORE, &limit);
  // A stack that overflows has no room for a handler.
  static char stack[1 << 17];
  stack_t alternative{};
  alternative.ss_sp = stack;
  alternative.ss_size = sizeof(stack);
  sigaltstack(&alternative, nullptr);
  struct sigaction action {};
  action.sa_handler = onCrash;
  action.sa_flags = SA_ONSTACK;
  for (int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGPROF})
    sigaction(number, &action, nullptr);
}

std::optional<Death> mlir::attn::fuzz::runChild(Shared &shared,
                                                llvm::function_ref<void()> work) {
  shared.inAttn = false;
  shared.stack[0] = shared.complaint[0] = 0;
  fflush(nullptr);
  pid_t child = fork();
  if (child == 0) {
    prepareChild(shared);
    work();
    _exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0)
    return Death{false, 0};
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return std::nullopt;
  int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return Death{number == SIGPROF, number};
}
