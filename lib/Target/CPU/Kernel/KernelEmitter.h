//===- KernelEmitter.h - one attention kernel being emitted -----*- C++ -*-===//
//
// For every head and every block of queries: pack the queries transposed; for
// every block of keys and group of queries: weights into scratch (the fast
// path, or the general path that handles everything), then weights times
// values. One class, several files: OnlineAttention.cpp has the loops,
// PackQueries.cpp, ScoreTile.cpp, FastScores.cpp, CaptureTiles.cpp,
// GeneralScores.cpp and ValueTile.cpp the parts.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_TARGET_CPU_KERNEL_KERNELEMITTER_H
#define ATTN_LIB_TARGET_CPU_KERNEL_KERNELEMITTER_H

#include "RegionVectorizer.h"
#include "VectorBuilder.h"
#include "attn/Target/CPU/Kernel.h"

namespace mlir::attn::cpu {

class KernelEmitter {
public:
  KernelEmitter(OpBuilder &b, Location loc, const OnlineAttentionArgs &args,
                const KernelParams &params);
  LogicalResult emit(Operation **blocker);

private:
  /// Keys or values a row at a time: row r of the key block lies at `memref`
  /// indices (leading.., first + r).
  struct RowSource {
    Value memref;
    SmallVector<Value> leading;
    Value first;
  };
  /// A block of keys: `count` keys from absolute key `key`.
  struct KeyBlock {
    Value key, count;
    Value partial; // i1
    RowSource keys, values;
    /// i1: some value is infinite or NaN, and pairs may be excluded.
    Value special;
  };
  /// A group of queries: lanes of `vectors` vectors, `rows` of them real,
  /// from row `row0` of the tile.
  struct Group {
    Value head, headIndex;
    Value slot; // in the packed queries
    Value row0, rows;
    SmallVector<Value> valid;   // masks of real rows
    SmallVector<Value> queries; // absolute query index of each lane, i32
    Value query0;               // absolute query of lane 0
    SmallVector<Value> factors; // on the scores; empty where there are none
  };
  /// What a block's weights are made against; per vector of the group.
  struct Stabilizer {
    SmallVector<Value> m;
    SmallVector<Value> reference; // -m in units of log 2
    SmallVector<Value> moved;     // lanes where m is not that of the state
  };

  // OnlineAttention.cpp
  void allocateScratch();
  void emitHead(Value head);
  void emitQueryBlock(Value head, Value rowStart);
  void emitKeyBlock(Value head, Value rowStart, Value rows, Value key,
                    Value count, Value partial);
  void emitGroup(const Group &group, const KeyBlock &block);
  void selectRange(Value position, Value &lo, Value &hi, Value &partial);
  Group makeGroup(Value head, Value rowStart, Value rows, Value slot);
  RowSource makeRows(Value memref, Value scratch, Value head, Value key,
                     Value count);
  Value emitSpecialTest(const RowSource &values, Value count);

  // PackQueries.cpp
  void packQueries(Value head, Value rowStart, Value rows);
  void packFactors(Value rowStart, Value rows);
  void packTile(Value head, Value rowStart, Value rows, Value slot,
                Value column, Value depth, Value mask);
  void widenRows(Value memref, Value scratch, Value head, Value row,
                 Value count);

  // ScoreTile.cpp
  SmallVector<Value> emitProducts(const Group &group, const KeyBlock &block,
                                  ArrayRef<Value> rows, ArrayRef<Value> init);
  void emitDepthStep(const Group &group, const KeyBlock &block,
                     ArrayRef<Value> rows, Value depth,
                     SmallVectorImpl<Value> &sums);
  RegionVectorizer::Lanes queryLanes(const Group &group, unsigned vector);
  Value applyCombine(const Group &group, Value query, Value key,
                     unsigned vector, Value k, Value depth);
  Value applyScore(const Group &group, Value s, unsigned vector, Value k,
                   RegionVectorizer::Context context);
  Value roundExponent(Value x);
  Value timesFactor(Value s, Value factor);
  Value toLog2(Value s);
  Value exponentOf(Value m);
  Value stabilizerAt(Value exponent);
  Value referenceOf(Value m);
  void storeSums(const Group &group, ArrayRef<Value> sums);

  // FastScores.cpp
  bool probesRegion() const;
  Stabilizer chooseStabilizer(const Group &group, const KeyBlock &block);
  void rescaleMoved(const Group &group, const Stabilizer &stabilizer);
  Value emitFastScores(const Group &group, const KeyBlock &block);
  void emitFastRow(const Group &group, const KeyBlock &block, Value tile,
                   int64_t number, const Stabilizer &stabilizer,
                   ArrayRef<Value> products, SmallVectorImpl<Value> &sums);
  void addContributions(Value s, Value weight, Value m, Value mask,
                        unsigned vector, SmallVectorImpl<Value> &sums);
  void trackSeen(Value s, Value &seen);
  Value finishFastScores(const Group &group, const Stabilizer &stabilizer,
                         ArrayRef<Value> sums);

  // CaptureTiles.cpp
  void findCaptureTiles();
  void allocateCaptureTiles();
  Value loadCaptureRow(const Group &group, memref::LoadOp load, Value lane,
                       Value key, int64_t count);
  void loadCaptureTiles(const Group &group, const KeyBlock &block, Value tile);
  llvm::DenseMap<Operation *, Value> takeCaptures(unsigned vector, int64_t row);

  // GeneralScores.cpp
  std::pair<Value, Value> emitGeneralScores(const Group &group,
                                            const KeyBlock &block);
  SmallVector<Value> emitGeneralTile(const Group &group, const KeyBlock &block,
                                     Value tile, ValueRange state);
  Value emitPredicateTile(const Group &group, const KeyBlock &block,
                          Value tile);
  SmallVector<Value> emitGeneralRows(const Group &group, const KeyBlock &block,
                                     Value tile, ValueRange state);
  void emitGeneralVector(Value s, Value mask, unsigned vector,
                         ArrayRef<Value> at, SmallVectorImpl<Value> &state);
  std::pair<Value, Value> nextStabilizer(Value score, Value m, Value first);
  double wholeFrom() const;
  Value exponentAbove(Value s, Value reference);
  Value moveStabilizer(const Group &group, ArrayRef<Value> maxima,
                       SmallVectorImpl<Value> &m,
                       SmallVectorImpl<Value> &factors);
  void emitStabilizer(const Group &group, ArrayRef<Value> maxima, Value lo,
                      Value hi);
  void emitRescale(const Group &group, ArrayRef<Value> factors);
  void emitUnstabilized(const Group &group, ArrayRef<Value> state);

  // ValueTile.cpp
  void emitValues(const Group &group, const KeyBlock &block, Value lo,
                  Value hi);
  void emitValueTile(const Group &group, const KeyBlock &block, Value row,
                     Value column, int64_t count, Value lastMask, Value lo,
                     Value hi);
  void emitSpecialValues(const Group &group, const KeyBlock &block, Value lo,
                         Value hi);

  // State.
  SmallVector<Value> groupQueries(Value query0, Value rows);
  SmallVector<Value> loadState(const Group &group, Value memref,
                               double outside);
  void storeState(const Group &group, Value memref, ArrayRef<Value> values);

  bool exponential() const { return args.normalizer->isExponential(); }
  bool stabilized() const { return args.normalizer->hasStabilizer(); }
  /// The score region may have excluded pairs that the pattern has not, and the
  /// stabiliser does not tell.
  bool tracksSeen() const {
    return !stabilized() && args.score &&
           args.normalizer->excludesMinusInfinity();
  }
  /// Some contribution reads the score.
  bool needsScores() const { return scoresRead; }
  unsigned numSums() const { return args.accumulators.size() * vectors; }
  Value scaled(Value x, double factor);

  OpBuilder &b;
  Location loc;
  OnlineAttentionArgs args;
  const KernelParams &params;
  VectorBuilder vb;
  RegionVectorizer regions;
  int64_t vectors, headDim = 0, valueDim;
  bool hasFull = false, fastRegion = true, scoresRead = false;
  Value queriesT, weights, visible, factorsBuffer, wideKeys, wideValues;
  Value scoreFactors; // of all groups of a query block; null: none
  Value rowCount;
  bool failedRegion = false;
  /// Loads of the score region that are made a tile at a time, and their tiles.
  SmallVector<memref::LoadOp> tileLoads;
  SmallVector<Value> tileBuffers;
};

} // namespace mlir::attn::cpu

#endif // ATTN_LIB_TARGET_CPU_KERNEL_KERNELEMITTER_H
