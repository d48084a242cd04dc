//===- BufferizableOpInterfaceImpl.cpp - tile operations on memrefs -------===//
//
// A tile operation is the same operation before and after bufferisation; only
// its operand types change and its results go away.
//
//===----------------------------------------------------------------------===//

#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/IR/ExternalModels.h"

#include "mlir/Dialect/Bufferization/IR/BufferDeallocationOpInterface.h"
#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::bufferization;

namespace {
template <typename OpTy>
struct TileOpModel
    : DstBufferizableOpInterfaceExternalModel<TileOpModel<OpTy>, OpTy> {
  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options,
                          BufferizationState &state) const {
    auto dpsOp = cast<DestinationStyleOpInterface>(op);
    if (!dpsOp.hasPureTensorSemantics() && !op->getNumResults())
      return success();
    SmallVector<Value> operands;
    for (Value operand : op->getOperands()) {
      if (!isa<TensorType>(operand.getType())) {
        operands.push_back(operand);
        continue;
      }
      FailureOr<Value> buffer = getBuffer(rewriter, operand, options, state);
      if (failed(buffer))
        return failure();
      operands.push_back(*buffer);
    }
    SmallVector<Value> destinations;
    for (OpOperand &init : dpsOp.getDpsInitsMutable())
      destinations.push_back(operands[init.getOperandNumber()]);
    rewriter.setInsertionPoint(op);
    OperationState newState(op->getLoc(), op->getName());
    newState.addOperands(operands);
    newState.addAttributes(llvm::to_vector(op->getDiscardableAttrs()));
    newState.propertiesAttr = op->getPropertiesAsAttribute();
    for (Region &region : op->getRegions())
      newState.addRegion()->takeBody(region);
    rewriter.create(newState);
    replaceOpWithBufferizedValues(rewriter, op, destinations);
    return success();
  }
};

// The regions compute scalars: nothing in them owns a buffer. Without this the
// deallocation pass wants to know how control enters and leaves them.
struct NoOwnershipModel
    : BufferDeallocationOpInterface::ExternalModel<NoOwnershipModel,
                                                   OnlineAttentionOp> {
  FailureOr<Operation *> process(Operation *op, DeallocationState &,
                                 const DeallocationOptions &) const {
    return op;
  }
};
} // namespace

void mlir::attn::registerBufferizableOpInterfaceExternalModels(
    DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, AttnDialect *) {
    OnlineAttentionOp::attachInterface<TileOpModel<OnlineAttentionOp>>(
        *context);
    OnlineAggregateOp::attachInterface<TileOpModel<OnlineAggregateOp>>(
        *context);
    FinalizeOp::attachInterface<TileOpModel<FinalizeOp>>(*context);
    OnlineAttentionOp::attachInterface<NoOwnershipModel>(*context);
  });
}
