//===- Codegen.cpp - LLVM dialect to machine code -------------------------===//

#include "attn/Target/Host/Codegen.h"

#include "mlir/IR/TypeUtilities.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/PassInfo.h"
#include "llvm/PassRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace mlir;
using namespace mlir::attn;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

static const llvm::Target *lookupHostTarget(std::string &error) {
  static const bool initialized = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    llvm::InitializeNativeTargetAsmParser();
    return true;
  }();
  static_cast<void>(initialized);
  return llvm::TargetRegistry::lookupTarget(
      llvm::Triple(llvm::sys::getDefaultTargetTriple()), error);
}

bool CpuModel::hasFeature(StringRef feature) const {
  for (StringRef item : llvm::split(features, ','))
    if (item.consume_front("+") && item == feature)
      return true;
  return false;
}

/// The features that `name` implies, spelled out, so that capabilities can be
/// asked for by feature whatever way the processor was named.
static std::string impliedFeatures(const llvm::Target &target, StringRef name,
                                   llvm::MCSubtargetInfo &info) {
  SmallVector<std::string> features;
  for (const llvm::SubtargetFeatureKV &feature : info.getAllProcessorFeatures())
    if (info.checkFeatures(("+" + StringRef(feature.Key)).str()))
      features.push_back(("+" + StringRef(feature.Key)).str());
  return llvm::join(features, ",");
}

llvm::Expected<CpuModel> mlir::attn::resolveCpu(StringRef name) {
  std::string error;
  const llvm::Target *target = lookupHostTarget(error);
  if (!target)
    return makeError(error);
  llvm::Triple triple(llvm::sys::getDefaultTargetTriple());
  CpuModel cpu;
  if (name == "native") {
    cpu.name = llvm::sys::getHostCPUName().str();
    SmallVector<std::string> features;
    for (const auto &feature : llvm::sys::getHostCPUFeatures())
      features.push_back((feature.second ? "+" : "-") + feature.first().str());
    llvm::sort(features);
    cpu.features = llvm::join(features, ",");
  } else {
    std::unique_ptr<llvm::MCSubtargetInfo> base(
        target->createMCSubtargetInfo(triple, "", ""));
    if (!base || !base->isCPUStringValid(name))
      return makeError(
          "expected 'native' or a processor that LLVM knows, got '" + name +
          "'");
    std::unique_ptr<llvm::MCSubtargetInfo> info(
        target->createMCSubtargetInfo(triple, name, ""));
    cpu.name = name.str();
    cpu.features = impliedFeatures(*target, name, *info);
  }
  if (cpu.hasFeature("avx512f"))
    cpu.vectorBits = 512, cpu.numVectorRegisters = 32,
    cpu.scalef = cpu.hasFeature("avx512dq");
  else if (cpu.hasFeature("avx"))
    cpu.vectorBits = 256;
  return cpu;
}

static llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(const CpuModel &cpu) {
  std::string error;
  const llvm::Target *target = lookupHostTarget(error);
  if (!target)
    return makeError(error);
  llvm::TargetOptions options;
  std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
      llvm::Triple(llvm::sys::getDefaultTargetTriple()), cpu.name, cpu.features,
      options, llvm::Reloc::PIC_, std::nullopt,
      llvm::CodeGenOptLevel::Aggressive));
  if (!machine)
    return makeError("no code generator for processor '" + cpu.name + "'");
  return machine;
}

/// LLVM rounds vectors of bf16 that it legalises by a library function that C
/// libraries got only lately: bring it along, invisible to others.
static void addTruncateToBF16(llvm::Module &module) {
  static constexpr llvm::StringLiteral name = "__truncsfbf2";
  if (module.getFunction(name))
    return;
  llvm::IRBuilder<> b(module.getContext());
  llvm::Type *bf16 = b.getBFloatTy(), *f32 = b.getFloatTy();
  auto *function = llvm::Function::Create(
      llvm::FunctionType::get(bf16, {f32}, /*isVarArg=*/false),
      llvm::GlobalValue::WeakAnyLinkage, name, module);
  function->setVisibility(llvm::GlobalValue::HiddenVisibility);
  b.SetInsertPoint(
      llvm::BasicBlock::Create(module.getContext(), "entry", function));
  llvm::Value *x = function->getArg(0);
  llvm::Value *bits = b.CreateBitCast(x, b.getInt32Ty());
  llvm::Value *odd = b.CreateAnd(b.CreateLShr(bits, 16), b.getInt32(1));
  llvm::Value *sum = b.CreateAdd(b.CreateAdd(bits, b.getInt32(0x7fff)), odd);
  llvm::Value *half = b.CreateTrunc(b.CreateLShr(sum, 16), b.getInt16Ty());
  llvm::Value *isNaN = b.CreateFCmpUNO(x, x);
  llvm::Value *result = b.CreateSelect(isNaN, b.getInt16(0x7fc0), half);
  b.CreateRet(b.CreateBitCast(result, bf16));
  // Only code generation will call it.
  llvm::appendToCompilerUsed(module, {function});
}

static bool usesBF16(ModuleOp module) {
  return module
      .walk([](Operation *op) {
        auto isBF16 = [](Type type) {
          return getElementTypeOrSelf(type).isBF16();
        };
        return llvm::any_of(op->getResultTypes(), isBF16) ||
                       llvm::any_of(op->getOperandTypes(), isBF16)
                   ? WalkResult::interrupt()
                   : WalkResult::advance();
      })
      .wasInterrupted();
}

/// Translates the module and gives its functions the attributes that make LLVM
/// use the processor's whole vector width.
static llvm::Expected<std::unique_ptr<llvm::Module>>
translateToLLVM(ModuleOp module, llvm::LLVMContext &context,
                llvm::TargetMachine &machine, const CpuModel &cpu) {
  // The layout has to be set first: the translation folds sizes and alignments.
  std::string layout = machine.createDataLayout().getStringRepresentation();
  module->setAttr(LLVM::LLVMDialect::getDataLayoutAttrName(),
                  StringAttr::get(module.getContext(), layout));
  std::unique_ptr<llvm::Module> result =
      translateModuleToLLVMIR(module, context, "attn");
  if (!result)
    return makeError("translation to LLVM IR failed");
  result->setTargetTriple(machine.getTargetTriple());
  result->setDataLayout(machine.createDataLayout());
  if (usesBF16(module))
    addTruncateToBF16(*result);
  std::string width = llvm::utostr(cpu.vectorBits);
  for (llvm::Function &function : *result) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("target-cpu", cpu.name);
    function.addFnAttr("target-features", cpu.features);
    // Without both, LLVM splits 512-bit vectors on processors where it thinks
    // that they slow the clock down.
    function.addFnAttr("prefer-vector-width", width);
    function.addFnAttr("min-legal-vector-width", width);
  }
  return result;
}

/// Runs LLVM's -O2 pipeline: -O3 takes longer and finds nothing more to do.
static void optimize(llvm::Module &module, llvm::TargetMachine &machine) {
  llvm::LoopAnalysisManager lam;
  llvm::FunctionAnalysisManager fam;
  llvm::CGSCCAnalysisManager cgam;
  llvm::ModuleAnalysisManager mam;
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = true;
  tuning.SLPVectorization = true;
  // The generators unroll what should be. LLVM would make one block of small
  // static loops, over which instruction selection sits for minutes.
  tuning.LoopUnrolling = false;
  llvm::PassBuilder builder(&machine, tuning);
  builder.registerModuleAnalyses(mam);
  builder.registerCGSCCAnalyses(cgam);
  builder.registerFunctionAnalyses(fam);
  builder.registerLoopAnalyses(lam);
  builder.crossRegisterProxies(lam, fam, cgam, mam);
  builder.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O2)
      .run(module, mam);
}

namespace {
/// LLVM's passes without the one that writes EVEX instructions as VEX ones to
/// save bytes. That of LLVM 22 also joins the move of a vector's signs to a
/// mask register with the move from there to a general one, and so loses the
/// mask for an instruction after them that both reads and writes its register
/// (llvm/llvm-project#174871; #191304 is about the registers from ymm16 on).
class MachinePasses : public llvm::legacy::PassManager {
public:
  void add(llvm::Pass *pass) override {
    const llvm::PassInfo *info =
        llvm::PassRegistry::getPassRegistry()->getPassInfo(pass->getPassID());
    if (info && info->getPassArgument() == "x86-compress-evex") {
      delete pass;
      return;
    }
    llvm::legacy::PassManager::add(pass);
  }
};
} // namespace

static llvm::Error emitMachineCode(llvm::Module &module,
                                   llvm::TargetMachine &machine,
                                   llvm::CodeGenFileType type,
                                   llvm::raw_pwrite_stream &stream) {
  MachinePasses passes;
  if (machine.addPassesToEmitFile(passes, stream, nullptr, type))
    return makeError("this target cannot emit files of the kind asked for");
  passes.run(module);
  return llvm::Error::success();
}

static bool usesOpenMP(const llvm::Module &module) {
  return llvm::any_of(module, [](const llvm::Function &function) {
    return function.getName().starts_with("__kmpc_");
  });
}

llvm::Expected<GeneratedCode>
mlir::attn::generateCode(ModuleOp module, StringRef cpuName, CodeKind kind) {
  llvm::Expected<CpuModel> cpu = resolveCpu(cpuName);
  if (!cpu)
    return cpu.takeError();
  auto machine = createTargetMachine(*cpu);
  if (!machine)
    return machine.takeError();
  llvm::LLVMContext context;
  auto translated = translateToLLVM(module, context, **machine, *cpu);
  if (!translated)
    return translated.takeError();
  optimize(**translated, **machine);
  GeneratedCode code;
  code.openMP = usesOpenMP(**translated);
  llvm::raw_svector_ostream stream(code.bytes);
  if (kind == CodeKind::LLVM) {
    (*translated)->print(stream, nullptr);
    return code;
  }
  auto type = kind == CodeKind::Assembly ? llvm::CodeGenFileType::AssemblyFile
                                         : llvm::CodeGenFileType::ObjectFile;
  if (llvm::Error error =
          emitMachineCode(**translated, **machine, type, stream))
    return std::move(error);
  return code;
}
