"""Calls functions of a library made by `attn-compile --emit=shared` on NumPy arrays.

Uses the DLPack entries of each public function f:

    int f_shapes(DLTensor **args, int num_args, DLTensor **results, int num_results);
    int f_dlpack(DLTensor **args, int num_args, DLTensor **results, int num_results);
"""

import ctypes

import numpy as np

STATUS = {
    1: "wrong number of tensors",
    2: "null pointer",
    3: "wrong element type",
    4: "wrong rank",
    5: "wrong size",
    6: "wrong stride",
    7: "wrong device",
    8: "out of memory",
    9: "an assertion of the module failed",
}
_CODES = {"i": 0, "u": 1, "f": 2, "b": 6}  # NumPy kind -> DLPack type code


class DLTensor(ctypes.Structure):
    """DLPack's plain tensor on the CPU."""

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("device_type", ctypes.c_int32),
        ("device_id", ctypes.c_int32),
        ("ndim", ctypes.c_int32),
        ("code", ctypes.c_uint8),
        ("bits", ctypes.c_uint8),
        ("lanes", ctypes.c_uint16),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("byte_offset", ctypes.c_uint64),
    ]

    @classmethod
    def of(cls, array):
        """Describes `array`, which must be C-contiguous and is kept alive."""
        assert array.flags.c_contiguous
        shape = (ctypes.c_int64 * array.ndim)(*array.shape)
        bits = 8 * array.itemsize
        self = cls(array.ctypes.data, 1, 0, array.ndim, _CODES[array.dtype.kind], bits, 1, shape)
        self.keep = array, shape
        return self


def _pointers(tensors):
    return (ctypes.POINTER(DLTensor) * len(tensors))(*(ctypes.pointer(t) for t in tensors))


class Function:
    """A public function; `results` gives (rank, dtype) of each result."""

    def __init__(self, library, name, results):
        self.name, self.results = name, results
        self.run = getattr(library, f"{name}_dlpack")
        self.shapes = getattr(library, f"{name}_shapes")

    def __call__(self, *args):
        """Runs on NumPy arrays or prepared DLTensors; returns NumPy arrays."""
        args = [
            a if isinstance(a, DLTensor) else DLTensor.of(np.ascontiguousarray(a)) for a in args
        ]
        wanted = [DLTensor.of(np.empty((0,) * rank, dtype)) for rank, dtype in self.results]
        self._call(self.shapes, args, wanted)
        arrays = [
            np.empty(tuple(t.shape[: t.ndim]), dtype)
            for t, (_, dtype) in zip(wanted, self.results)
        ]
        self._call(self.run, args, [DLTensor.of(a) for a in arrays])
        return arrays

    def _call(self, entry, args, results):
        status = entry(_pointers(args), len(args), _pointers(results), len(results))
        if status:
            where = f" (tensor {status >> 8})" if status >> 8 else ""
            message = STATUS.get(status & 255, f"status {status}")
            raise RuntimeError(f"{self.name}: {message}{where}")


def load(path, name, results):
    """Function `name` of the shared library at `path`."""
    return Function(ctypes.CDLL(str(path)), name, results)
