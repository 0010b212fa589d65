"""What a model is made of beside PyTorch's own layers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, distributed, nn
from torch.nn import functional as F


@dataclass
class Inputs:
    """What a model reads of a batch: `columns.Columns.encode` makes it of columns."""

    numbers: Tensor
    """float32 [batch, numeric columns], scaled as the model was trained"""
    codes: Mapping[str, Tensor]
    """int64 [batch] of each categorical column; 0: a value that training never had"""
    lists: Mapping[str, Tensor]
    """int64 [batch, longest list] of each list column; 0 behind a list's end"""

    def __len__(self) -> int:
        return len(self.numbers)

    def map(self, change: Callable[[Tensor], Tensor]) -> Inputs:
        """The same with every tensor changed, e.g. moved to a device."""
        codes = {name: change(values) for name, values in self.codes.items()}
        lists = {name: change(values) for name, values in self.lists.items()}
        return Inputs(change(self.numbers), codes, lists)

    def rows(self, which: Tensor | slice) -> Inputs:
        return self.map(lambda values: values[which])


class InputLinear(nn.Module):
    """A linear layer over numbers and one-hot categories, by looking weights up."""

    starts: Tensor

    def __init__(
        self,
        numbers: int,
        categories: Mapping[str, int],
        units: int,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.columns = list(categories)
        self.weight = nn.Parameter(torch.empty(numbers, units))
        self.bias = nn.Parameter(torch.zeros(units)) if bias else None
        nn.init.xavier_uniform_(self.weight) if numbers > 0 else None
        sizes = list(categories.values())
        self.categories = nn.EmbeddingBag(
            1 + sum(sizes), units, mode="sum", padding_idx=0
        )
        starts = [sum(sizes[:i]) for i in range(len(sizes))]
        self.register_buffer(
            "starts", torch.tensor(starts, dtype=torch.long), persistent=False
        )

    def forward(self, inputs: Inputs) -> Tensor:
        total = inputs.numbers @ self.weight  # [batch, units]
        if self.columns:
            codes = torch.stack([inputs.codes[name] for name in self.columns], dim=1)
            total = total + self.categories(behind(codes, self.starts))
        return total if self.bias is None else total + self.bias


class Embeddings(nn.Module):
    """Embeddings of columns side by side, lists pooled over the first `longest`."""

    def __init__(
        self,
        columns: Mapping[str, int],
        units: int,
        *,
        pool: str = "sum",
        longest: int | None = None,
        shared: bool = False,
    ) -> None:
        super().__init__()
        self.columns = list(columns)
        self.pool = pool
        self.longest = longest
        sizes = list(columns.values())
        self.starts = [sum(sizes[:i]) if shared else 0 for i in range(len(sizes))]
        tables = [sum(sizes)] if shared else sizes
        self.tables = nn.ModuleList(
            nn.Embedding(1 + size, units, padding_idx=0) for size in tables
        )

    def forward(self, inputs: Inputs) -> Tensor:
        parts = []
        for i, name in enumerate(self.columns):
            table = self.tables[0 if len(self.tables) == 1 else i]
            if name in inputs.codes:
                parts.append(table(behind(inputs.codes[name], self.starts[i])))
                continue
            codes = inputs.lists[name][:, : self.longest]
            total = table(behind(codes, self.starts[i])).sum(dim=1)
            if self.pool == "mean":
                total = total / (codes > 0).sum(dim=1, keepdim=True).clamp(min=1)
            parts.append(total)
        return torch.cat(parts, dim=1)  # [batch, columns * units]


class Attention(nn.Module):
    """Target attention over the values of a list (DIN, Zhou et al. 2018, eq. 3)."""

    def __init__(self, units: int, hidden: int) -> None:
        super().__init__()
        self.both = nn.Linear(2 * units, hidden, bias=False)
        self.scores = nn.Linear(hidden, 1, bias=False)

    def forward(
        self,
        table: nn.Module,
        codes: Tensor,
        query: Tensor,
        from_query: Tensor,
        *,
        normalised: bool = True,
    ) -> Tensor:
        each: Tensor = table(codes)  # [batch, value, units]
        both = torch.cat([each, each * query.unsqueeze(1)], dim=2)
        score = self.scores(F.relu(self.both(both) + from_query.unsqueeze(1)))
        if normalised:
            known = score.masked_fill((codes == 0).unsqueeze(2), -1e30)
            share = torch.softmax(known, dim=1)
        else:
            share = torch.sigmoid(score)
        return (share * each).sum(dim=1)


class BatchNorm(nn.Module):
    """Batch normalisation over the rows of all workers, as one batch has it."""

    running_mean: Tensor
    running_var: Tensor

    def __init__(self, units: int, eps: float, momentum: float) -> None:
        super().__init__()
        self.eps = eps
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(units))
        self.bias = nn.Parameter(torch.zeros(units))
        self.register_buffer("running_mean", torch.zeros(units))
        self.register_buffer("running_var", torch.ones(units))

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return self.scaled(x, self.running_mean, self.running_var)
        rows = whole(x.new_tensor([len(x)]))
        mean = whole(x.sum(dim=0)) / rows
        squares = whole((x - mean).square().sum(dim=0))
        if rows > 1:
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(squares / (rows - 1), self.momentum)
        return self.scaled(x, mean, squares / rows)

    def scaled(self, x: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
        return (x - mean) / torch.sqrt(variance + self.eps) * self.weight + self.bias


def whole(sums: Tensor) -> Tensor:
    """Sums over the rows of all workers; gradients pass."""
    if not distributed.is_available() or not distributed.is_initialized():
        return sums
    total: Tensor = _SumOfWorkers.apply(sums)
    return total


class _SumOfWorkers(torch.autograd.Function):
    @staticmethod
    def forward(_: Any, own: Tensor) -> Tensor:
        total = own.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(_: Any, gradient: Tensor) -> Tensor:
        total = gradient.clone()
        distributed.all_reduce(total)
        return total


def behind(codes: Tensor, start: Tensor | int) -> Tensor:
    """Codes as rows of a table in which others come first; 0, none, stays 0."""
    return torch.where(codes > 0, codes + start, 0)


def indicator(codes: Tensor, values: int) -> Tensor:
    """1 for each row's value of a categorical column, else 0: [batch, values]"""
    return F.one_hot(codes, values + 1)[:, 1:].float()


def mix(gate: Tensor, experts: Sequence[Tensor]) -> Tensor:
    """The experts' outputs, weighted by a gate [batch, experts]: [batch, units]"""
    return torch.einsum("be,beu->bu", gate, torch.stack(list(experts), dim=1))


def dot(a: Tensor, b: Tensor) -> Tensor:
    """[batch, 1]"""
    return (a * b).sum(dim=1, keepdim=True) / math.sqrt(a.shape[1])


def softmax(
    logits: Tensor, *, temperature: float = 1.0, top: int | None = None
) -> Tensor:
    """A gate [batch, experts], where asked over the `top` largest logits alone."""
    if top is not None:
        largest = torch.sort(logits, dim=1, descending=True, stable=True).indices[
            :, :top
        ]
        keep = torch.zeros_like(logits, dtype=torch.bool).scatter(1, largest, True)
        logits = logits.masked_fill(~keep, -1e30)
    return torch.softmax(logits / temperature, dim=1)


def drop_experts(gate: Tensor, rate: float, training: bool) -> Tensor:
    """Leaves experts out while training, and renormalises the others."""
    if not training or rate == 0:
        return gate
    left = gate * (torch.rand_like(gate) >= rate)
    return left / left.sum(dim=1, keepdim=True).clamp(min=1e-30)


def decisions(logits: Tensor, choices: int, experts: int, gamma: float) -> Tensor:
    """DSelect-k's steps (Hazimeh et al. 2021, eq. 4): [batch, choice, bit]"""
    bits = experts.bit_length() - 1
    t = logits[:, choices:].reshape(-1, choices, bits).clamp(-gamma / 2, gamma / 2)
    return -2 / gamma**3 * t**3 + 3 / (2 * gamma) * t + 0.5


def selector(logits: Tensor, choices: int, experts: int, gamma: float) -> Tensor:
    """DSelect-k's gate over 2^bits experts (eq. 3 to 6): [batch, experts]"""
    shares = torch.softmax(logits[:, :choices], dim=1)
    codes = shares.unsqueeze(2)  # [batch, choice, 1]
    for step in decisions(logits, choices, experts, gamma).unbind(dim=2):
        one = step.unsqueeze(2)
        codes = torch.cat([codes * (1 - one), codes * one], dim=2)
    return codes.sum(dim=1)
