"""What exported modules compute and learn, for every case of a folder, as JSON files beside them.

Started by torchrun on several workers, each takes its rows of every batch.
"""

import importlib
import json
import os
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

WORLD = int(os.environ.get("WORLD_SIZE", "1"))
RANK = int(os.environ.get("RANK", "0"))


def load(folder: Path) -> tuple:
    """The modules of one exported folder, none of another's."""
    for name in ("columns", "layers", "model", "objective", "train"):
        sys.modules.pop(name, None)
    sys.path.insert(0, str(folder))
    try:
        return tuple(importlib.import_module(name) for name in ("columns", "model", "train"))
    finally:
        sys.path.pop(0)


def check(case: Path) -> None:
    columns_py, model_py, train_py = load(case / "torch")
    given = json.loads((case / "given.json").read_text())
    columns = columns_py.Columns.load(case / "torch" / "columns.json")
    inputs, targets = columns.encode(given["table"]), columns.targets(given["table"])

    def fresh() -> torch.nn.Module:
        model = model_py.Model()
        model.load_state_dict(load_file(case / "torch" / "weights.safetensors"))
        return model

    results = {}
    if WORLD == 1:
        model = fresh().eval()
        predicted = model.predict(inputs)
        results["predictions"] = {name: values.tolist() for name, values in predicted.items()}
        model.train()
        total, losses = train_py.objective(model, model(inputs), targets, 1.0, given["l2"])
        total.backward()
        results["losses"] = {task: loss.item() for task, loss in losses.items()}
        gradients = {
            name: p.grad if p.grad is not None else torch.zeros_like(p)
            for name, p in model.named_parameters()
        }
        save_file(gradients, case / "gradients.safetensors")

    model = fresh()
    network = DistributedDataParallel(model, find_unused_parameters=True) if WORLD > 1 else model
    optimizer = torch.optim.Adam(network.parameters(), lr=given["learningRate"], eps=given["epsilon"])
    for batch in given["batches"]:
        own = torch.tensor(batch[RANK::WORLD])
        share = WORLD * len(own) / len(batch)
        total, _ = train_py.objective(
            model, network(inputs.rows(own)), targets.rows(own), share, given["l2"]
        )
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
    if RANK == 0:
        weights = {name: values.detach().clone() for name, values in model.state_dict().items()}
        save_file(weights, case / f"trained-{WORLD}.safetensors")
        (case / f"results-{WORLD}.json").write_text(json.dumps(results))


if WORLD > 1:
    distributed.init_process_group("gloo")
for each in sorted(Path(sys.argv[1]).iterdir()):
    check(each)
if WORLD > 1:
    distributed.destroy_process_group()
