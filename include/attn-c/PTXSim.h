/*===- PTXSim.h - the C API of the PTX simulator ----------------------*- C
 *-*-===*
 *
 * A device has memory; a program is a PTX module on a device; a launch gives a
 * result with reports and counts.
 *
 *   PtxSimDevice *device = ptxsimDeviceCreate();
 *   PtxSimProgram *program =
 *       ptxsimProgramLoad(device, text, strlen(text), "k.ptx");
 *   uint64_t x = ptxsimAllocate(device, 4 * n, "x");
 *   const void *arguments[] = {&x, &n};
 *   size_t sizes[] = {sizeof(x), sizeof(n)};
 *   PtxSimLaunch launch = {{grid, 1, 1}, {128, 1, 1}, 0, 0, 0, 0, 0};
 *   PtxSimResult *result =
 *       ptxsimLaunch(program, "scale", arguments, sizes, 2, &launch);
 *
 * Functions that can fail return 0 for success and 1 for failure, or NULL; the
 * reason is then ptxsimLastError(device). A device and what was made from it
 * belong to one thread at a time.
 *
 *===----------------------------------------------------------------------===*/

#ifndef ATTN_C_PTXSIM_H
#define ATTN_C_PTXSIM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct PtxSimDevice PtxSimDevice;
typedef struct PtxSimProgram PtxSimProgram;
typedef struct PtxSimResult PtxSimResult;

/* Never NULL. */
PtxSimDevice *ptxsimDeviceCreate(void);
/* Programs of the device must have been destroyed. */
void ptxsimDeviceDestroy(PtxSimDevice *device);
/* What went wrong last, "" if nothing did; valid until the next call. */
const char *ptxsimLastError(const PtxSimDevice *device);

/* Uninitialised memory; `name` is for reports. Never 0. */
uint64_t ptxsimAllocate(PtxSimDevice *device, uint64_t size, const char *name);
int ptxsimFree(PtxSimDevice *device, uint64_t address);
int ptxsimWrite(PtxSimDevice *device, uint64_t address, const void *bytes,
                size_t size);
int ptxsimRead(PtxSimDevice *device, uint64_t address, void *bytes,
               size_t size);

/* Parses PTX and gives its variables memory; `file` is for messages. NULL on
 * failure. */
PtxSimProgram *ptxsimProgramLoad(PtxSimDevice *device, const char *text,
                                 size_t length, const char *file);
void ptxsimProgramDestroy(PtxSimProgram *program);
/* The address of a global or const variable. */
int ptxsimProgramGetVariable(PtxSimProgram *program, const char *name,
                             uint64_t *address);

typedef struct PtxSimLaunch {
  uint32_t grid[3], block[3];
  /* Bytes of dynamic shared memory. */
  uint64_t dynamicShared;
  /* Decides in which order warps take turns. */
  uint64_t seed;
  /* Of the host; 0 for one a core. */
  unsigned threads;
  /* Distinct reports that are kept; 0 for 100. */
  unsigned maxReports;
  /* Of warps in a block, after which it is given up; 0: never. */
  uint64_t maxInstructions;
} PtxSimLaunch;

/* Runs a grid to its end. NULL if no device would accept the launch; what the
 * kernel does wrong is in the result. */
PtxSimResult *ptxsimLaunch(PtxSimProgram *program, const char *entry,
                           const void *const *arguments, const size_t *sizes,
                           size_t numArguments, const PtxSimLaunch *launch);
/* Before its program. */
void ptxsimResultDestroy(PtxSimResult *result);

/* Who executed which line of the text. */
typedef struct PtxSimSite {
  /* 0: there is no such party. */
  uint32_t line;
  uint32_t lane, warp, block[3];
} PtxSimSite;

typedef struct PtxSimReport {
  /* "race", "out-of-bounds", ... */
  const char *kind;
  /* On one line; and the whole report as ptx-sim prints it. */
  const char *message, *text;
  PtxSimSite site, other;
  uint64_t address, occurrences;
} PtxSimReport;

size_t ptxsimResultNumReports(const PtxSimResult *result);
/* `index` must be below their number. Strings live as long as the result. */
PtxSimReport ptxsimResultGetReport(const PtxSimResult *result, size_t index);
/* The counts as JSON; lives as long as the result. */
const char *ptxsimResultCounts(const PtxSimResult *result);
double ptxsimResultSeconds(const PtxSimResult *result);

#ifdef __cplusplus
}
#endif

#endif /* ATTN_C_PTXSIM_H */
