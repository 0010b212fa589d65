"""Losses of tasks, and penalties: what training makes small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from layers import whole


@dataclass
class Targets:
    """Labels of a batch, float32 [batch] of each task: NaN where not observed."""

    labels: Mapping[str, Tensor]
    average: str = "batch"
    """Whether a loss is averaged over the rows of a "batch" or the "observed" ones."""
    epsilon: float | None = None
    """Paddle's log loss adds it to a probability before its logarithm."""

    def __len__(self) -> int:
        return len(next(iter(self.labels.values())))

    def rows(self, which: Tensor) -> Targets:
        labels = {task: values[which] for task, values in self.labels.items()}
        return Targets(labels, self.average, self.epsilon)

    def to(self, device: torch.device) -> Targets:
        labels = {task: values.to(device) for task, values in self.labels.items()}
        return Targets(labels, self.average, self.epsilon)

    def observed(self, task: str) -> Tensor:
        return ~torch.isnan(self.labels[task])

    def label(self, task: str) -> Tensor:
        """0 where it is not observed."""
        return torch.nan_to_num(self.labels[task], nan=0.0)

    def cross_entropy(self, task: str, *logits: Tensor) -> Tensor:
        """Mean over the rows, of a probability that is the product of sigmoids."""
        label = self.label(task)
        if self.epsilon is not None:
            p = torch.stack([torch.sigmoid(logit) for logit in logits]).prod(dim=0)
            return self._mean(task, log_loss(p, label, self.epsilon))
        if len(logits) == 1:
            return self._mean(task, binary_loss(logits[0], label))
        return self._mean(task, product_loss(logits, label))

    def squared_error(self, task: str, value: Tensor) -> Tensor:
        return self._mean(task, (value - self.label(task)).square())

    def _mean(self, task: str, losses: Tensor) -> Tensor:
        seen = self.observed(task)
        total = torch.where(seen, losses, 0).sum()
        if self.average == "batch":
            return total / len(self)
        # As many as a worker would have, had all of them alike.
        part = len(self) / whole(losses.new_tensor([len(self)]))
        return (total / (whole(seen.sum().float()).clamp(min=1) * part)).squeeze()


def binary_loss(logit: Tensor, label: Tensor) -> Tensor:
    """Cross-entropy of sigmoid(logit): [batch]"""
    return F.softplus(logit) - logit * label


def product_loss(logits: Sequence[Tensor], label: Tensor) -> Tensor:
    """Cross-entropy of a product of probabilities, in log space: [batch]"""
    log_p = torch.stack([F.logsigmoid(logit) for logit in logits]).sum(dim=0)
    rest = -torch.log(-torch.expm1(log_p.clamp(max=-1e-37)))
    return (1 - label) * rest - label * log_p


def log_loss(p: Tensor, label: Tensor, epsilon: float) -> Tensor:
    """Paddle's log loss: [batch]"""
    return -label * torch.log(p + epsilon) - (1 - label) * torch.log(1 - p + epsilon)


def risk(
    logit: Tensor,
    propensity: Tensor,
    imputed: Tensor | None,
    targets: Targets,
    *,
    label: str,
    observed: str,
    unobserved_rows: bool,
    cap: float,
) -> Tensor:
    """A loss over all rows by inverse propensities, doubly robust with `imputed`."""
    seen = targets.label(observed)
    if unobserved_rows:
        share = (1 - seen) / (1 - propensity.detach()).clamp(min=1 / cap)
        y = torch.ones_like(logit)
    else:
        share = seen * targets.observed(label) / propensity.detach().clamp(min=1 / cap)
        y = targets.label(label)
    delta = binary_loss(logit, y)
    estimate = share * delta
    if imputed is not None:
        guess = F.softplus(imputed)
        error = (delta.detach() - guess).square()
        estimate = guess + share * (delta - guess + error)
    return torch.where(targets.observed(observed), estimate, 0).mean()


def imbalance(gate: Tensor) -> Tensor:
    """Squared coefficient of variation of a gate's mean weights over a batch."""
    mean = whole(gate.sum(dim=0)) / whole(gate.new_tensor([len(gate)]))
    return gate.shape[1] * mean.square().sum() - 1


def entropy(step: Tensor) -> Tensor:
    """Mean over rows of the entropy of a selector's bits, `decisions(…)`."""
    s = step.clamp(1e-7, 1 - 1e-7)
    return (-s * torch.log(s) - (1 - s) * torch.log(1 - s)).sum(dim=(1, 2)).mean()
