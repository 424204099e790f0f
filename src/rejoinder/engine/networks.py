"""Networks in ONNX, run on one thread each: many texts at once are many threads' work already."""

from typing import Any

from rejoinder.engine.model import ModelError
from rejoinder.engine.onnx_runtime import onnxruntime


def load_network(content: bytes, name: str, takes: list[str], gives: list[str]) -> Any:
    """A network from its file's bytes; what it takes and gives has these names.

    Raises ModelError, naming the file, when it is no such network.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    # The files hold the nodes that are to be run: put together further, some of them are slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # the library's own errors share no narrower class
        raise ModelError(f"The model's {name} cannot be read.") from problem
    inputs = [each.name for each in session.get_inputs()]
    outputs = [each.name for each in session.get_outputs()]
    if inputs != takes or outputs != gives:
        raise ModelError(f"The model's {name} does not answer what is asked of it.")
    return session
