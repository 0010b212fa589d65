"""MMoE, Shared-Bottom and ESMM in PyTorch: examples per second of training, one JSON line for each case.

python pytorch.py DATA SECONDS THREADS CASE...      a case is model:variant:batch, e.g. mmoe:eager:256
"""
import sys

import torch
from torch import nn
from torch.nn import functional as F

from data import census, funnel
from measure import measure


class Tower(nn.Module):
    def __init__(self, inputs, units):
        super().__init__()
        sizes = [inputs, *units, 1]
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU()]
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, x):
        return self.layers(x)


class EagerMMoE(nn.Module):
    """One Linear for each expert, gate and tower, as in DeepCTR-Torch."""

    def __init__(self, inputs, experts=8, units=16, tasks=2):
        super().__init__()
        self.experts = nn.ModuleList([nn.Linear(inputs, units) for _ in range(experts)])
        self.gates = nn.ModuleList([nn.Linear(inputs, experts) for _ in range(tasks)])
        self.towers = nn.ModuleList([Tower(units, [8]) for _ in range(tasks)])

    def forward(self, x):
        experts = torch.stack([F.relu(expert(x)) for expert in self.experts], dim=1)
        outputs = []
        for gate, tower in zip(self.gates, self.towers):
            weights = F.softmax(gate(x), dim=-1).unsqueeze(1)
            outputs.append(tower(torch.matmul(weights, experts).squeeze(1)))
        return [torch.sigmoid(output) for output in outputs]


class FusedMMoE(nn.Module):
    """The same as one product over the input and one for each layer of all towers. `bag` looks one-hot columns up."""

    def __init__(self, inputs, bag=0, experts=8, units=16, tasks=2):
        super().__init__()
        self.shape = (experts, units, tasks)
        width = experts * units + tasks * experts
        self.first = nn.Linear(inputs, width)
        self.bag = nn.EmbeddingBag(bag, width, mode="sum") if bag else None
        self.w1 = nn.Parameter(torch.randn(tasks, units, 8) * 0.2)
        self.b1 = nn.Parameter(torch.zeros(tasks, 1, 8))
        self.w2 = nn.Parameter(torch.randn(tasks, 8, 1) * 0.3)
        self.b2 = nn.Parameter(torch.zeros(tasks, 1, 1))

    def forward(self, x, codes=None):
        experts, units, tasks = self.shape
        h = self.first(x)
        if self.bag is not None:
            h = h + self.bag(codes)
        values, logits = h.split([experts * units, tasks * experts], dim=1)
        values = F.relu(values).view(-1, experts, units)
        gates = F.softmax(logits.view(-1, tasks, experts), dim=-1)
        mixed = torch.bmm(gates, values).transpose(0, 1)  # [task, batch, unit]
        hidden = F.relu(torch.baddbmm(self.b1, mixed, self.w1))
        return torch.baddbmm(self.b2, hidden, self.w2).squeeze(2)  # [task, batch]


class EagerSharedBottom(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.bottom = nn.Linear(inputs, 117)
        self.towers = nn.ModuleList([Tower(117, [8]) for _ in range(2)])

    def forward(self, x):
        h = F.relu(self.bottom(x))
        return [torch.sigmoid(tower(h)) for tower in self.towers]


class FusedSharedBottom(nn.Module):
    def __init__(self, inputs, bag=0):
        super().__init__()
        self.first = nn.Linear(inputs, 117)
        self.bag = nn.EmbeddingBag(bag, 117, mode="sum") if bag else None
        self.second = nn.Linear(117, 16)
        self.w2 = nn.Parameter(torch.randn(2, 8, 1) * 0.3)
        self.b2 = nn.Parameter(torch.zeros(2, 1, 1))

    def forward(self, x, codes=None):
        h = self.first(x)
        if self.bag is not None:
            h = h + self.bag(codes)
        h = F.relu(self.second(F.relu(h))).view(-1, 2, 8).transpose(0, 1)
        return torch.baddbmm(self.b2, h, self.w2).squeeze(2)


class ESMM(nn.Module):
    def __init__(self, rows, fields, sparse=False, fused=False):
        super().__init__()
        self.table = nn.Embedding(rows, 12, sparse=sparse)
        nn.init.uniform_(self.table.weight, -0.05, 0.05)
        self.is_fused = fused
        if fused:
            self.first = nn.Linear(fields * 12, 512)
            self.w = nn.ParameterList([torch.randn(2, 256, 64) * 0.08, torch.randn(2, 64, 1) * 0.17])
            self.b = nn.ParameterList([torch.zeros(2, 1, 64), torch.zeros(2, 1, 1)])
        else:
            self.towers = nn.ModuleList([Tower(fields * 12, [256, 64]) for _ in range(2)])

    def forward(self, codes):
        e = self.table(codes).flatten(1)
        if self.is_fused:
            h = F.relu(self.first(e)).view(-1, 2, 256).transpose(0, 1)
            h = F.relu(torch.baddbmm(self.b[0], h, self.w[0]))
            ctr, cvr = torch.sigmoid(torch.baddbmm(self.b[1], h, self.w[1]).squeeze(2))
        else:
            ctr, cvr = [torch.sigmoid(tower(e)).squeeze(1) for tower in self.towers]
        return [ctr, ctr * cvr]


def make(model, variant, data):
    """The model, its optimizers, and a function from row numbers to the loss of that batch."""
    labels = data["labels"]
    is_fused = variant in ("fused", "bag", "compile", "compile-bag")
    compiled = torch.compile if variant.startswith("compile") else lambda f: f
    if model == "esmm":
        net = ESMM(data["rows"], data["codes"].shape[1], sparse=variant == "sparse", fused=is_fused)

        def loss(at):
            ctr, ctcvr = net(data["codes"][at])
            return F.binary_cross_entropy(ctr, labels[at, 0]) + F.binary_cross_entropy(ctcvr, labels[at, 1])
    else:
        uses_bag = variant in ("bag", "compile-bag")
        inputs = data["numeric"] if uses_bag else data["dense"]
        width = inputs.shape[1]
        if is_fused:
            kind = FusedMMoE if model == "mmoe" else FusedSharedBottom
            net = kind(width, data["ones"] if uses_bag else 0)
        else:
            net = (EagerMMoE if model == "mmoe" else EagerSharedBottom)(width)

        def loss(at):
            x = inputs[at]
            if not is_fused:
                return sum(F.binary_cross_entropy(p.squeeze(1), labels[at, t]) for t, p in enumerate(net(x)))
            z = net(x, data["codes"][at]) if uses_bag else net(x)
            return F.binary_cross_entropy_with_logits(z, labels[at].T) * 2

    if is_fused:
        parameters = [p for p in net.parameters()]
        optimizers = [torch.optim.Adam(parameters, fused=True)]
    elif variant == "sparse":
        dense = [p for name, p in net.named_parameters() if name != "table.weight"]
        optimizers = [torch.optim.Adam(dense), torch.optim.SparseAdam([net.table.weight])]
    else:
        optimizers = [torch.optim.Adam(net.parameters())]
    return optimizers, compiled(loss)


def prepare(case, folder):
    model, variant, _, *rest = case.split(":")
    data = funnel(folder, int(rest[0]), torch) if model == "esmm" else census(folder, torch)
    optimizers, loss = make(model, variant, data)
    return optimizers, loss, len(data["labels"])


if __name__ == "__main__":
    measure(sys.argv, prepare)
