"""What each worker of a Ray cluster does: its share of every step of every epoch."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import ray
import torch
from ray import train
from ray.train.torch import get_device
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from shards import Batch, DataError, Encoder, Order, batches, open_shards
from storage import Storage

Plan = Mapping[str, Any]


def work(config: Mapping[str, Any]) -> None:
    """Trains from the last checkpoint of the job on, or from its first weights."""
    try:
        _train(config)
    except DataError as error:
        # It would be no better the next time.
        told = {"kind": "failed", "reason": "data", "message": str(error)}
        ray.get(config["events"].put.remote(told))
        raise


def _train(config: Mapping[str, Any]) -> None:
    context = train.get_context()
    rank, world = context.get_world_rank(), context.get_world_size()
    storage = Storage(config["folder"])
    plan: Plan = storage.read_json("plan.json")
    columns = Encoder(plan["columns"], plan["read"])
    shards = open_shards(plan["data"], columns.names)
    device = get_device()
    torch.manual_seed(plan["seed"])
    model = load_model(storage.read("model.py").decode()).to(device)
    network = (
        DistributedDataParallel(model, find_unused_parameters=True)
        if world > 1
        else model
    )
    optimizer = make_optimizer(model, plan["optimizer"])
    done = load_state(storage, model, optimizer, plan)
    # Dropout is another in each worker, and another after each epoch.
    torch.manual_seed(hash((plan["seed"], rank, done["epoch"])) % 2**63)
    step = done["step"]
    told = Told(config["events"] if rank == 0 else None, list(plan["weights"]), device)
    for epoch in range(done["epoch"] + 1, plan["epochs"] + 1):
        order = Order(
            batch_size=plan["batchSize"],
            seed=plan["seed"],
            epoch=plan["firstEpoch"] + epoch,
            shuffled=plan["shuffled"],
            rank=rank,
            world=world,
            average=plan["average"],
            epsilon=plan["epsilon"],
        )
        model.train()
        for batch in batches(shards, columns, order):
            rates = plan["rates"]
            rate = rates if isinstance(rates, (int, float)) else rates[step]
            losses = one_step(model, network, optimizer, batch, plan, rate, device)
            step += 1
            told.add(epoch, step, {task: v * batch.share for task, v in losses.items()})
        told.flush(epoch, step)
        if rank == 0:
            save_state(storage, model, optimizer, epoch, step)
            told.say({"kind": "epoch", "epoch": epoch, "step": step})


def one_step(
    model: Any,
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    batch: Batch,
    plan: Plan,
    rate: float,
    device: torch.device,
) -> dict[str, Tensor]:
    """An optimizer's step, and the mean loss of each task over this worker's rows."""
    inputs = batch.inputs.map(lambda values: values.to(device))
    targets = batch.targets.to(device)
    signals = network(inputs)
    losses: dict[str, Tensor] = model.losses(signals, targets)
    weighted = [plan["weights"][task] * loss for task, loss in losses.items()]
    total = batch.share * (
        torch.stack(weighted).sum() + model.penalty(signals, targets).to(device)
    )
    if plan["l2"] > 0:
        squares = [p.square().sum() for p in model.parameters() if p.ndim > 1]
        total = total + plan["l2"] * torch.stack(squares).sum()
    optimizer.zero_grad()
    total.backward()
    if plan["clipNorm"] is not None:
        nn.utils.clip_grad_norm_(model.parameters(), plan["clipNorm"])
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    return {task: loss.detach() for task, loss in losses.items()}


class Told:
    """Losses of all workers, added up and sent a few times a second."""

    def __init__(self, events: Any, tasks: list[str], device: torch.device) -> None:
        self.events = events
        self.tasks = tasks
        self.device = device
        self.every = 1
        self.waiting: list[Tensor] = []
        self.begin = time.perf_counter()

    def add(self, epoch: int, step: int, losses: Mapping[str, Tensor]) -> None:
        self.waiting.append(torch.stack([losses[task] for task in self.tasks]))
        if len(self.waiting) >= self.every:
            self.flush(epoch, step)

    def flush(self, epoch: int, step: int) -> None:
        """All workers come here at the same step: they count alike."""
        if not self.waiting:
            return
        seconds = time.perf_counter() - self.begin
        clock = torch.full((1, len(self.tasks)), seconds, device=self.device)
        sums = torch.cat([torch.stack(self.waiting), clock])  # [step + 1, task]
        workers = 1
        if distributed.is_initialized():
            distributed.all_reduce(sums)
            workers = distributed.get_world_size()
        means = (sums / workers).tolist()
        each = max(means.pop()[0], 1e-6) / len(self.waiting)
        self.every = max(1, min(1000, round(SECONDS / each)))
        self.waiting = []
        self.begin = time.perf_counter()
        losses = {
            task: [row[i] if math.isfinite(row[i]) else None for row in means]
            for i, task in enumerate(self.tasks)
        }
        self.say({"kind": "steps", "epoch": epoch, "step": step, "losses": losses})

    def say(self, event: Mapping[str, Any]) -> None:
        if self.events is not None:
            self.events.put.remote(event)


SECONDS = 0.5
"""Between two reports of losses."""


def load_model(source: str) -> Any:
    module = ModuleType("model")
    exec(compile(source, "model.py", "exec"), module.__dict__)
    return module.__dict__["Model"]()


def make_optimizer(model: nn.Module, given: Mapping[str, Any]) -> torch.optim.Optimizer:
    parameters = list(model.parameters())
    match given["kind"]:
        case "adam" | "adamw":
            betas = (given["beta1"], given["beta2"])
            if given["kind"] == "adam":
                return torch.optim.Adam(parameters, betas=betas, eps=given["epsilon"])
            return torch.optim.AdamW(
                parameters,
                betas=betas,
                eps=given["epsilon"],
                weight_decay=given["weightDecay"],
            )
        case "adagrad":
            return torch.optim.Adagrad(
                parameters,
                initial_accumulator_value=given["initial"],
                eps=given["epsilon"],
            )
        case _:
            return torch.optim.SGD(parameters, lr=0.0)


SLOTS = {"exp_avg": "m", "exp_avg_sq": "v", "sum": "sum"}
"""What PyTorch's optimizers keep of a parameter, and what the notebook calls it."""


def load_state(
    storage: Storage, model: nn.Module, optimizer: torch.optim.Optimizer, plan: Plan
) -> dict[str, int]:
    """The newest whole checkpoint, else what the run began with."""
    newest = next(
        (
            epoch
            for epoch in range(plan["epochs"], 0, -1)
            if storage.has(f"{folder_of(epoch)}/done.json")
        ),
        0,
    )
    at = folder_of(newest)
    model.load_state_dict(storage.read_tensors(f"{at}/weights.safetensors"))
    done: dict[str, int] = storage.read_json(f"{at}/done.json")
    slots = storage.read_tensors(f"{at}/slots.safetensors")
    life = float(plan["stepsOfLife"] + done["step"])
    for name, parameter in model.named_parameters():
        kept = {
            ours: slots[f"{slot}/{name}"].to(parameter.device)
            for ours, slot in SLOTS.items()
            if f"{slot}/{name}" in slots
        }
        if kept:
            optimizer.state[parameter] = {"step": torch.tensor(life), **kept}
    return done


def save_state(
    storage: Storage,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    epoch: int,
    step: int,
) -> None:
    """The weights and what the optimizer keeps; it counts once its last file stands."""
    at = folder_of(epoch)
    slots = {
        f"{slot}/{name}": optimizer.state[parameter][ours]
        for name, parameter in model.named_parameters()
        for ours, slot in SLOTS.items()
        if ours in optimizer.state[parameter]
    }
    storage.write_tensors(f"{at}/weights.safetensors", model.state_dict())
    storage.write_tensors(f"{at}/slots.safetensors", slots)
    done = f'{{"epoch": {epoch}, "step": {step}}}'
    storage.write(f"{at}/done.json", done.encode())


def folder_of(epoch: int) -> str:
    return f"epoch-{epoch:04d}"
