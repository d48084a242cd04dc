/*===- Attn.h - the C API of attn ------------------------------------*- C -*-===*
 *
 * Parse a module, run passes on it, compile it in this process and call it, or
 * fetch an artifact. Everything else (Python, the fuzzer, other languages)
 * stands on this and on nothing else of attn.
 *
 * Functions that can fail return 0 for success and 1 for failure, or NULL; the
 * reason is then attnLastError(context). A context and what was made from it
 * belong to one thread at a time; a program may be called from several.
 *
 *===----------------------------------------------------------------------===*/

#ifndef ATTN_C_ATTN_H
#define ATTN_C_ATTN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* DLPack's plain tensor (dlpack.h has the definition). */
struct DLTensor;

typedef struct AttnContext AttnContext;
typedef struct AttnModule AttnModule;
typedef struct AttnProgram AttnProgram;
typedef struct AttnArtifact AttnArtifact;

/* --- Context ------------------------------------------------------------- */

/* A new context with attn's and the upstream dialects. Never NULL. */
AttnContext *attnContextCreate(void);
/* Modules and programs of the context must have been destroyed. */
void attnContextDestroy(AttnContext *context);
/* What went wrong last, "" if nothing did: location, value, expectation. Valid
 * until the next call with this context. */
const char *attnLastError(const AttnContext *context);

/* --- Module -------------------------------------------------------------- */

/* Parses text or bytecode of `length` bytes; `name` appears in locations. NULL
 * on failure. */
AttnModule *attnModuleParse(AttnContext *context, const char *source,
                            size_t length, const char *name);
void attnModuleDestroy(AttnModule *module);
/* Runs a textual pass pipeline in place, e.g.
 * "builtin.module(attn-raise,attn-fuse)". */
int attnModuleRunPipeline(AttnModule *module, const char *pipeline);
/* Runs the stages of `target` ("cpu", "linalg") behind stage `from` up to and
 * including `to`; NULL or "" for the start and the end. */
int attnModuleRunStages(AttnModule *module, const char *target,
                        const char *cpu, const char *from, const char *to);
/* The module's text. NULL on failure. */
AttnArtifact *attnModulePrint(AttnModule *module);

/* --- Artifacts ----------------------------------------------------------- */

/* Compiles for `target` on processor `cpu` ("native" or a name) to `emit`:
 * mlir, llvm, asm, obj, shared or header. The module stays as it is. NULL on
 * failure. */
AttnArtifact *attnModuleCompile(AttnModule *module, const char *target,
                                const char *cpu, const char *emit);
const char *attnArtifactData(const AttnArtifact *artifact);
size_t attnArtifactSize(const AttnArtifact *artifact);
void attnArtifactDestroy(AttnArtifact *artifact);

/* --- Programs ------------------------------------------------------------ */

/* Compiles into this process. `tiles` forces the four tile sizes of attention
 * (batch, head, query, key); NULL leaves them to the cost model. The module
 * stays as it is. NULL on failure. */
AttnProgram *attnProgramCreate(AttnModule *module, const char *target,
                               const char *cpu, const int64_t *tiles);
void attnProgramDestroy(AttnProgram *program);
/* Threads of parallel loops from now on, in the whole process. */
int attnProgramSetThreads(AttnProgram *program, unsigned threads);
/* Fills the sizes of `results`, whose ndim is set and shape points to memory,
 * for a call of `entry` with `args`. No data is touched. */
int attnProgramResultShapes(AttnProgram *program, const char *entry,
                            struct DLTensor **args, size_t numArgs,
                            struct DLTensor **results, size_t numResults);
/* Calls `entry`. Element types, ranks, sizes and strides are checked; results
 * go into the memory that `results` describes. */
int attnProgramCall(AttnProgram *program, const char *entry,
                    struct DLTensor **args, size_t numArgs,
                    struct DLTensor **results, size_t numResults);

#ifdef __cplusplus
}
#endif

#endif /* ATTN_C_ATTN_H */
