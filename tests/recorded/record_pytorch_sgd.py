"""Record what torch.optim.SGD does, for test_peer_torch.py: python tests/recorded/record_pytorch_sgd.py.

Run it where PyTorch is installed; the answer goes beside this file, with the versions that gave it.
"""

import json
import platform
from pathlib import Path
from typing import Any

import torch

CASES: list[dict[str, Any]] = [
    {"name": "plain", "learning_rate": 0.098, "momentum": 0.0, "nesterov": False},
    {"name": "half", "learning_rate": 0.098, "momentum": 0.5, "nesterov": False},
    {"name": "usual", "learning_rate": 0.098, "momentum": 0.9, "nesterov": False},
    {"name": "long memory", "learning_rate": 0.098, "momentum": 0.99, "nesterov": False},
    {"name": "nesterov", "learning_rate": 0.05, "momentum": 0.9, "nesterov": True},
    {"name": "nesterov, little momentum", "learning_rate": 0.06, "momentum": 0.3, "nesterov": True},
]
CURVATURES = [0.05, 20.0]
START = [-10.0, 1.0]
STEPS = 60


def descend(learning_rate: float, momentum: float, nesterov: bool) -> dict[str, list[list[float]]]:
    """Return θ and the momentum buffer after each step, on the lesson's ravine, in float64."""
    curvatures = torch.tensor(CURVATURES, dtype=torch.float64)
    theta = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = torch.optim.SGD([theta], lr=learning_rate, momentum=momentum, nesterov=nesterov)
    parameters, buffers = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        (0.5 * (curvatures * theta**2).sum()).backward()
        optimizer.step()
        parameters.append(theta.detach().tolist())
        buffer = optimizer.state[theta].get("momentum_buffer")
        buffers.append(theta.grad.tolist() if buffer is None else buffer.tolist())
    return {"parameters": parameters, "buffer": buffers}


if __name__ == "__main__":
    record = {
        "provenance": {
            "by": "tests/recorded/record_pytorch_sgd.py",
            "torch": torch.__version__,
            "python": platform.python_version(),
        },
        "curvatures": CURVATURES,
        "start": START,
        "steps": STEPS,
        "cases": [
            case | descend(case["learning_rate"], case["momentum"], case["nesterov"]) for case in CASES
        ],
    }
    path = Path(__file__).with_name("pytorch_sgd.json")
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
