"""ONNX Runtime, kept from telling its makers of its runs here: from this module alone it is had.

Its builds send events to Microsoft, with a number of the machine's that they keep in the home
folder, unless the environment forbids it before the library begins; asked later, it has told
already (its Privacy.md).
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # noqa: TID251 - set, not read: for the library alone

import onnxruntime as onnxruntime
