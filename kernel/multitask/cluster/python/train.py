"""Trains the model of this folder on one process, or on several that torchrun starts.

python train.py rows.parquet --epochs 3
torchrun --nproc-per-node 2 train.py rows.parquet --epochs 3

Needs torch, safetensors and pyarrow. The weights go to trained.safetensors.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, distributed
from torch.nn.parallel import DistributedDataParallel

from columns import Columns
from model import Model
from objective import Targets

FOLDER = Path(__file__).parent


def read(path: str) -> dict[str, list[Any]]:
    """A .parquet file, a folder of them, or a .csv file."""
    table = (
        pyarrow.csv.read_csv(path)
        if path.endswith(".csv")
        else pyarrow.parquet.read_table(path)
    )
    columns: dict[str, list[Any]] = table.to_pydict()
    return columns


def batches(
    rows: int, size: int, seed: int, rank: int, world: int
) -> Iterator[tuple[Tensor, float]]:
    """This worker's rows of every global batch of `size`, and what its means count.

    Workers' gradients are averaged, so a mean over fewer rows than others have counts
    less. A last batch with fewer rows than workers is left out.
    """
    order = torch.randperm(rows, generator=torch.Generator().manual_seed(seed))
    for start in range(0, rows, size):
        batch = order[start : start + size]
        own = batch[rank::world]
        if len(batch) >= world:
            yield own, world * len(own) / len(batch)


def objective(
    model: Model, signals: dict[str, Tensor], targets: Targets, share: float, l2: float
) -> tuple[Tensor, dict[str, Tensor]]:
    """What a step makes small, and the mean loss of each task."""
    losses = model.losses(signals, targets)
    total = torch.stack(list(losses.values())).sum() + model.penalty(signals, targets)
    squares = [p.square().sum() for p in model.parameters() if p.ndim > 1]
    return share * total + l2 * torch.stack(squares).sum(), losses


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "data", help="a .parquet file, a folder of them, or a .csv file"
    )
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument(
        "--batch-size",
        type=int,
        default=256,
        help="rows of a step, of all workers together",
    )
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--l2", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", default=str(FOLDER / "trained.safetensors"))
    given = parser.parse_args()

    world = int(os.environ.get("WORLD_SIZE", "1"))
    rank = int(os.environ.get("RANK", "0"))
    device = torch.device(
        f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
        if torch.cuda.is_available()
        else "cpu"
    )
    if world > 1:
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")

    columns = Columns.load(FOLDER / "columns.json")
    table = read(given.data)
    inputs, targets = columns.encode(table), columns.targets(table)
    torch.manual_seed(given.seed)
    model = Model()
    model.load_state_dict(load_file(FOLDER / "weights.safetensors"))
    model.to(device)
    network = DistributedDataParallel(model) if world > 1 else model
    optimizer = torch.optim.Adam(network.parameters(), lr=given.learning_rate)
    for epoch in range(given.epochs):
        begin = time.perf_counter()
        sums: dict[str, float] = {}
        steps = 0
        for own, share in batches(
            len(inputs), given.batch_size, given.seed + epoch, rank, world
        ):
            batch = inputs.rows(own).map(lambda values: values.to(device))
            labels = targets.rows(own).to(device)
            total, losses = objective(model, network(batch), labels, share, given.l2)
            optimizer.zero_grad()
            total.backward()
            optimizer.step()
            steps += 1
            for task, loss in losses.items():
                sums[task] = sums.get(task, 0.0) + loss.item()
        if rank == 0:
            told = ", ".join(
                f"{task} {total / max(1, steps):.4f}" for task, total in sums.items()
            )
            speed = len(inputs) / (time.perf_counter() - begin)
            print(f"epoch {epoch + 1}: {told}, {speed:,.0f} examples/s", flush=True)
    if rank == 0:
        save_file(
            {
                name: values.detach().cpu().clone()
                for name, values in model.state_dict().items()
            },
            given.output,
        )
        print(f"weights in {given.output}")
    if world > 1:
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
