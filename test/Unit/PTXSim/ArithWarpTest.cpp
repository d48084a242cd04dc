//===- ArithWarpTest.cpp - shfl, vote, match, redux -----------------------===//

#include "ArithTest.h"
#include <algorithm>
#include <cmath>

using namespace ptxsim;
using namespace ptxsim::test;

/// shfl in the words of the manual, for one lane; `from` is the lane read.
static bool manualShuffle(const std::string &mode, unsigned lane, uint32_t b,
                          uint32_t c, unsigned &from) {
  int bval = b & 31, cval = c & 31, mask = c >> 8 & 31;
  int self = int(lane), j = 0;
  int maxLane = (self & mask) | (cval & ~mask & 31), minLane = self & mask;
  bool pval = false;
  if (mode == "up")
    j = self - bval, pval = j >= maxLane;
  if (mode == "down")
    j = self + bval, pval = j <= maxLane;
  if (mode == "bfly")
    j = self ^ bval, pval = j <= maxLane;
  if (mode == "idx")
    j = minLane | (bval & ~mask & 31), pval = j <= maxLane;
  from = unsigned(pval ? j : self);
  return pval;
}

TEST(ArithWarp, Shuffle) {
  Operands random(1);
  for (std::string mode : {"up", "down", "bfly", "idx"}) {
    Kernel kernel = kernelOf("shfl.sync." + mode + ".b32");
    for (int n = 0; n < 3000; ++n) {
      Warp warp;
      warp.args.active = random.below(2) ? ~0u : uint32_t(random.bits(32));
      // As compilers write them, or anything.
      unsigned width = 1u << random.below(6);
      uint32_t clamp =
          mode == "up" ? (32 - width) << 8 : (32 - width) << 8 | 31;
      uint32_t members = random.below(2) ? ~0u : uint32_t(random.bits(32));
      for (unsigned lane = 0; lane < kLanes; ++lane) {
        warp.src[0][lane] = random.bits(64);
        warp.src[1][lane] =
            random.below(2) ? 1u << random.below(5) : random.bits(5);
        warp.src[2][lane] = random.below(3) ? clamp : random.bits(13);
        warp.src[3][lane] = members;
      }
      warp.run(kernel);
      for (unsigned lane = 0; lane < kLanes; ++lane) {
        unsigned from;
        bool inside = manualShuffle(mode, lane, uint32_t(warp.src[1][lane]),
                                    uint32_t(warp.src[2][lane]), from);
        ASSERT_EQ(warp.dst[0][lane], uint32_t(warp.src[0][from])) << mode;
        ASSERT_EQ(warp.args.predDst[0] >> lane & 1, unsigned(inside));
        bool isActive = warp.args.active >> lane & 1;
        bool gives = (warp.args.active & members) >> from & 1;
        ASSERT_EQ(warp.args.unpredictable >> lane & 1,
                  unsigned(isActive && !gives));
      }
    }
  }
}

// A register may be replaced by what other lanes have in it.
TEST(ArithWarp, ShuffleInPlace) {
  Warp warp;
  for (unsigned lane = 0; lane < kLanes; ++lane) {
    warp.src[0][lane] = lane;
    warp.src[1][lane] = 1;
    warp.src[2][lane] = 31;
    warp.src[3][lane] = ~0u;
  }
  warp.args.dst[0] = warp.src[0];
  warp.run(kernelOf("shfl.sync.bfly.b32"));
  for (unsigned lane = 0; lane < kLanes; ++lane)
    EXPECT_EQ(warp.src[0][lane], lane ^ 1);
}

TEST(ArithWarp, Vote) {
  Operands random(2);
  for (int n = 0; n < 2000; ++n) {
    Warp warp;
    uint32_t members = uint32_t(random.bits(32) | random.bits(32));
    uint32_t predicate = uint32_t(random.bits(32));
    if (n % 3 == 0)
      predicate |= members;
    if (n % 3 == 1)
      predicate &= ~members;
    // Lanes out of the mask run another vote of their own.
    for (unsigned lane = 0; lane < kLanes; ++lane)
      warp.src[0][lane] = members >> lane & 1 ? members : ~members;
    warp.args.active = n % 2 ? ~0u : uint32_t(random.bits(32));
    warp.args.predSrc[0] = predicate;
    auto mode = [&](const char *text) {
      warp.run(kernelOf(text));
      return warp.args.predDst[0];
    };
    uint32_t all = mode("vote.sync.all.pred"), any = mode("vote.sync.any.pred"),
             uni = mode("vote.sync.uni.pred");
    mode("vote.sync.ballot.b32");
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      if (!(warp.args.active >> lane & 1))
        continue;
      uint32_t group = uint32_t(warp.src[0][lane]) & warp.args.active;
      bool every = true, some = false;
      for (unsigned other = 0; other < kLanes; ++other)
        if (group >> other & 1) {
          every = every && (predicate >> other & 1);
          some = some || (predicate >> other & 1);
        }
      ASSERT_EQ(all >> lane & 1, unsigned(every));
      ASSERT_EQ(any >> lane & 1, unsigned(some));
      ASSERT_EQ(uni >> lane & 1, unsigned(every || !some));
      ASSERT_EQ(warp.dst[0][lane], predicate & group);
    }
  }
}

TEST(ArithWarp, Match) {
  Operands random(3);
  for (const char *type : {"b32", "b64"})
    for (int n = 0; n < 1000; ++n) {
      Warp warp;
      unsigned values = 1 + random.below(4);
      uint64_t mask = type[1] == '3' ? 0xffffffff : ~0ull;
      uint64_t base = random.bits(64);
      for (unsigned lane = 0; lane < kLanes; ++lane) {
        warp.src[0][lane] = base + (uint64_t(random.below(values)) << 33) +
                            random.below(values);
        warp.src[1][lane] = lane < 20 ? 0xfffff : 0xfff00000;
      }
      warp.args.active = n % 2 ? ~0u : uint32_t(random.bits(32) | 1);
      auto same = [&](unsigned lane) {
        uint32_t equal = 0;
        for (unsigned other = 0; other < kLanes; ++other) {
          bool both = (warp.src[1][lane] & warp.args.active) >> other & 1;
          bool eq = ((warp.src[0][lane] ^ warp.src[0][other]) & mask) == 0;
          equal |= uint32_t(both && eq) << other;
        }
        return equal;
      };
      for (bool all : {false, true}) {
        warp.run(kernelOf(std::string("match.") + (all ? "all" : "any") +
                          ".sync." + type));
        for (unsigned lane = 0; lane < kLanes; ++lane) {
          if (!(warp.args.active >> lane & 1))
            continue;
          uint32_t group = uint32_t(warp.src[1][lane]) & warp.args.active;
          uint32_t equal = same(lane);
          ASSERT_EQ(warp.dst[0][lane], all && equal != group ? 0 : equal);
          if (all) {
            ASSERT_EQ(warp.args.predDst[0] >> lane & 1,
                      unsigned(equal == group));
          }
        }
      }
    }
}

TEST(ArithWarp, Redux) {
  Operands random(4);
  for (int n = 0; n < 500; ++n) {
    Warp warp;
    uint32_t members = uint32_t(random.bits(32) | 2);
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      warp.src[0][lane] = random.integer(32);
      warp.src[1][lane] = members;
    }
    warp.args.active = members;
    auto result = [&](const char *text) {
      warp.run(kernelOf(text));
      for (unsigned lane = 0; lane < kLanes; ++lane)
        if (members >> lane & 1) {
          EXPECT_EQ(warp.dst[0][lane], warp.dst[0][__builtin_ctz(members)]);
        }
      return uint32_t(warp.dst[0][__builtin_ctz(members)]);
    };
    uint32_t sum = 0, conj = ~0u, disj = 0, parity = 0, umin = ~0u, umax = 0;
    int32_t smin = INT32_MAX, smax = INT32_MIN;
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      if (!(members >> lane & 1))
        continue;
      uint32_t v = uint32_t(warp.src[0][lane]);
      sum += v, conj &= v, disj |= v, parity ^= v;
      umin = std::min(umin, v), umax = std::max(umax, v);
      smin = std::min(smin, int32_t(v)), smax = std::max(smax, int32_t(v));
    }
    EXPECT_EQ(result("redux.sync.add.s32"), sum);
    EXPECT_EQ(result("redux.sync.add.u32"), sum);
    EXPECT_EQ(result("redux.sync.and.b32"), conj);
    EXPECT_EQ(result("redux.sync.or.b32"), disj);
    EXPECT_EQ(result("redux.sync.xor.b32"), parity);
    EXPECT_EQ(result("redux.sync.min.u32"), umin);
    EXPECT_EQ(result("redux.sync.max.u32"), umax);
    EXPECT_EQ(int32_t(result("redux.sync.min.s32")), smin);
    EXPECT_EQ(int32_t(result("redux.sync.max.s32")), smax);
  }
}

TEST(ArithWarp, ReduxFloat) {
  Warp warp;
  auto set = [&](float first, float rest) {
    for (unsigned lane = 0; lane < kLanes; ++lane) {
      warp.src[0][lane] = bitsAs<uint32_t>(lane == 5 ? first : rest);
      warp.src[1][lane] = ~0u;
    }
  };
  auto result = [&](const char *text) {
    warp.run(kernelOf(text));
    return uint32_t(warp.dst[0][0]);
  };
  set(-3.0f, 2.0f);
  EXPECT_EQ(result("redux.sync.min.f32"), bitsAs<uint32_t>(-3.0f));
  EXPECT_EQ(result("redux.sync.max.f32"), bitsAs<uint32_t>(2.0f));
  EXPECT_EQ(result("redux.sync.max.abs.f32"), bitsAs<uint32_t>(3.0f));
  set(NAN, 2.0f);
  EXPECT_EQ(result("redux.sync.min.f32"), bitsAs<uint32_t>(2.0f));
  EXPECT_EQ(result("redux.sync.min.NaN.f32"), 0x7fffffffu);
  set(-0.0f, 0.0f);
  EXPECT_EQ(result("redux.sync.min.f32"), 0x80000000u);
  EXPECT_EQ(result("redux.sync.max.f32"), 0u);
}

TEST(ArithWarp, ActiveMask) {
  Warp warp;
  warp.args.active = 0x12345678;
  warp.run(kernelOf("activemask.b32"));
  EXPECT_EQ(warp.dst[0][9], 0x12345678u);
}
