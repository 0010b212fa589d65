"""The models beside MMoE, Shared-Bottom and ESMM in PyTorch, as their papers' users write them: a module for each expert, gate
and tower. Public classes (torch-rechub, DeepCTR-Torch) read embeddings only and add batch norm: they are not these networks.

python pytorch_models.py DATA SECONDS THREADS CASE...      a case is model:eager:batch, e.g. ple:eager:256
"""
import sys

import torch
from torch import nn
from torch.nn import functional as F

from data import census, funnel
from measure import measure


def mlp(inputs, *units):
    layers = []
    for size in units:
        layers += [nn.Linear(inputs, size), nn.ReLU()]
        inputs = size
    return nn.Sequential(*layers)


def tower(inputs, *units):
    return nn.Sequential(mlp(inputs, *units), nn.Linear(units[-1] if units else inputs, 1))


def mixed(gate, experts):
    """gate [batch, expert], experts a list of [batch, unit]."""
    return torch.einsum("be,beu->bu", gate, torch.stack(experts, dim=1))


def bce(logits, labels):
    return sum(F.binary_cross_entropy_with_logits(z.squeeze(1), labels[:, t]) for t, z in enumerate(logits))


class OneHot(nn.Module):
    """Reads the one-hot columns laid out, as ours does without embeddings."""

    def loss(self, data, at):
        return bce(self(data["dense"][at]), data["labels"][at])


class SingleTask(OneHot):
    def __init__(self, inputs, ones):
        super().__init__()
        self.nets = nn.ModuleList([tower(inputs, 117, 8) for _ in range(2)])

    def forward(self, x):
        return [net(x) for net in self.nets]


class OMoE(OneHot):
    def __init__(self, inputs, ones):
        super().__init__()
        self.experts = nn.ModuleList([mlp(inputs, 16) for _ in range(8)])
        self.gate = nn.Linear(inputs, 8)
        self.towers = nn.ModuleList([tower(16, 8) for _ in range(2)])

    def forward(self, x):
        h = mixed(F.softmax(self.gate(x), dim=1), [expert(x) for expert in self.experts])
        return [head(h) for head in self.towers]


class PLE(OneHot):
    """Two levels; owners are the tasks and, last, what they share."""

    def __init__(self, inputs, ones, counts=(3, 3, 2)):
        super().__init__()
        self.experts, self.gates = nn.ModuleList(), nn.ModuleList()
        for level, width in enumerate((inputs, 16)):
            self.experts.append(nn.ModuleList([nn.ModuleList([mlp(width, 16) for _ in range(n)]) for n in counts]))
            sizes = [counts[0] + counts[2], counts[1] + counts[2]] + ([sum(counts)] if level == 0 else [])
            self.gates.append(nn.ModuleList([nn.Linear(width, size) for size in sizes]))
        self.towers = nn.ModuleList([tower(16, 8) for _ in range(2)])

    def forward(self, x):
        below = [x, x, x]
        for experts, gates in zip(self.experts, self.gates):
            own = [[expert(h) for expert in some] for some, h in zip(experts, below)]
            seen = [own[0] + own[2], own[1] + own[2], own[0] + own[1] + own[2]]
            below = [mixed(F.softmax(gate(h), dim=1), e) for gate, h, e in zip(gates, below, seen)]
        return [head(h) for head, h in zip(self.towers, below)]


class AdaTT(OneHot):
    def __init__(self, inputs, ones, counts=(2, 2, 1)):
        super().__init__()
        self.experts, self.gates, self.own = nn.ModuleList(), nn.ModuleList(), nn.ParameterList()
        for level, width in enumerate((inputs, 16)):
            self.experts.append(nn.ModuleList([nn.ModuleList([mlp(width, 16) for _ in range(n)]) for n in counts]))
            owners = 3 if level == 0 else 2
            self.gates.append(nn.ModuleList([nn.Linear(width, sum(counts)) for _ in range(owners)]))
            self.own.extend([nn.Parameter(torch.rand(2)) for _ in range(2)])
        self.towers = nn.ModuleList([tower(16, 8) for _ in range(2)])

    def forward(self, x):
        below = [x, x, x]
        for level, (experts, gates) in enumerate(zip(self.experts, self.gates)):
            own = [[expert(h) for expert in some] for some, h in zip(experts, below)]
            every = [e for some in own for e in some]
            above = []
            for owner, gate in enumerate(gates):
                fused = mixed(F.softmax(gate(below[owner]), dim=1), every)
                weights = self.own[2 * level + owner] if owner < 2 else [1]
                above.append(fused + sum(w * e for w, e in zip(weights, own[owner])))
            below = above
        return [head(h) for head, h in zip(self.towers, below)]


class DSelectK(OneHot):
    """A gate chooses two of eight experts by 2 · 3 bits that a smooth step decides; their entropy is a penalty."""

    def __init__(self, inputs, ones):
        super().__init__()
        self.experts = nn.ModuleList([mlp(inputs, 16) for _ in range(8)])
        self.alphas = nn.ModuleList([nn.Linear(inputs, 2) for _ in range(2)])
        self.bits = nn.ModuleList([nn.Linear(inputs, 6) for _ in range(2)])
        self.towers = nn.ModuleList([tower(16, 8) for _ in range(2)])
        self.register_buffer("codes", torch.tensor([[e >> b & 1 for b in range(3)] for e in range(8)]).bool())

    def loss(self, data, at):
        x, labels = data["dense"][at], data["labels"][at]
        experts = [expert(x) for expert in self.experts]
        logits, penalty = [], 0
        for alpha, bits, head in zip(self.alphas, self.bits, self.towers):
            t = bits(x).view(-1, 2, 1, 3)
            s = torch.where(t <= -0.5, 0.0, torch.where(t >= 0.5, 1.0, -2 * t**3 + 1.5 * t + 0.5))
            chosen = torch.where(self.codes, s, 1 - s).prod(dim=3)  # [batch, choice, expert]
            penalty = penalty - 0.1 * (chosen * (chosen + 1e-6).log()).sum(dim=(1, 2)).mean()
            gate = (F.softmax(alpha(x), dim=1).unsqueeze(2) * chosen).sum(dim=1)
            logits.append(head(mixed(gate, experts)))
        return bce(logits, labels) + penalty


class DBMTL(OneHot):
    def __init__(self, inputs, ones):
        super().__init__()
        self.bottom = mlp(inputs, 117)
        self.towers = nn.ModuleList([mlp(117, 8) for _ in range(2)])
        self.relations = nn.ModuleList([mlp(8 * (task + 1), 8) for task in range(2)])
        self.heads = nn.ModuleList([nn.Linear(8, 1) for _ in range(2)])

    def forward(self, x):
        h, found = self.bottom(x), []
        for own, relation in zip(self.towers, self.relations):
            found.append(relation(torch.cat([own(h), *found], dim=1)))
        return [head(h) for head, h in zip(self.heads, found)]


class Embedded(nn.Module):
    def loss(self, data, at):
        return bce(self(data["codes"][at], data["numeric"][at]), data["labels"][at])


class AITM(Embedded):
    def __init__(self, columns, numbers, ones):
        super().__init__()
        self.table = nn.Embedding(ones, 5)
        self.towers = nn.ModuleList([self.own(columns * 5 + numbers) for _ in range(2)])
        self.info = mlp(32, 32)
        self.attention = nn.ModuleList([nn.Linear(32, 32) for _ in range(3)])
        self.heads = nn.ModuleList([nn.Linear(32, 1) for _ in range(2)])

    @staticmethod
    def own(inputs):
        layers = []
        for units, share in ((128, 0.1), (64, 0.3), (32, 0.3)):
            layers += [nn.Linear(inputs, units), nn.ReLU(), nn.Dropout(share)]
            inputs = units
        return nn.Sequential(*layers)

    def forward(self, codes, numeric):
        x = torch.cat([self.table(codes).flatten(1), numeric], dim=1)
        first, second = [own(x) for own in self.towers]
        pair = torch.stack([self.info(first), second], dim=1)
        value, key, query = [layer(pair) for layer in self.attention]
        weights = F.softmax((key * query).sum(dim=2) / 32**0.5, dim=1)
        return [self.heads[0](first), self.heads[1]((weights.unsqueeze(2) * value).sum(dim=1))]


class STEM(Embedded):
    def __init__(self, columns, numbers, ones, counts=(3, 3, 2)):
        super().__init__()
        width = columns * 12 + numbers
        self.tables = nn.ModuleList([nn.Embedding(ones, 12) for _ in counts])
        self.experts = nn.ModuleList([nn.ModuleList([mlp(width, 16) for _ in range(n)]) for n in counts])
        self.gates = nn.ModuleList([nn.Linear(width, sum(counts)) for _ in range(2)])
        self.towers = nn.ModuleList([tower(16, 8) for _ in range(2)])

    def forward(self, codes, numeric):
        found = [table(codes).flatten(1) for table in self.tables]
        own = [[e(torch.cat([x, numeric], dim=1)) for e in some] for x, some in zip(found, self.experts)]
        logits = []
        for task, (gate, head) in enumerate(zip(self.gates, self.towers)):
            x = torch.cat([found[task] + found[2], numeric], dim=1)
            seen = [e if owner in (task, 2) else e.detach() for owner, some in enumerate(own) for e in some]
            logits.append(head(mixed(F.softmax(gate(x), dim=1), seen)))
        return logits


class PEPNet(Embedded):
    def __init__(self, columns, numbers, ones, units=(64, 32)):
        super().__init__()
        width = columns * 12
        self.table, self.domain, self.people = [nn.Embedding(ones, 12) for _ in range(3)]
        self.scale = self.gate(12 + width, width)
        inputs, people = width + numbers, (columns - 1) * 12
        self.layers, self.gates = nn.ModuleList(), nn.ModuleList()
        for _ in range(2):
            self.layers.append(nn.ModuleList([mlp(a, b) for a, b in zip((inputs, *units), units)]))
            self.gates.append(nn.ModuleList([self.gate(people + inputs, size) for size in units]))
        self.heads = nn.ModuleList([nn.Linear(units[-1], 1) for _ in range(2)])

    @staticmethod
    def gate(inputs, units):
        return nn.Sequential(mlp(inputs, units), nn.Linear(units, units), nn.Sigmoid())

    def forward(self, codes, numeric):
        e = self.table(codes).flatten(1)
        scale = self.scale(torch.cat([self.domain(codes[:, :1]).flatten(1), e.detach()], dim=1))
        x = torch.cat([2 * scale * e, numeric], dim=1)
        prior = torch.cat([self.people(codes[:, 1:]).flatten(1), x.detach()], dim=1)
        logits = []
        for layers, gates, head in zip(self.layers, self.gates, self.heads):
            h = x
            for layer, gate in zip(layers, gates):
                h = layer(h) * 2 * gate(prior)
            logits.append(head(h))
        return logits


class ESCM2(nn.Module):
    """ESMM, and a risk of pCVR over all impressions by inverse propensity."""

    def __init__(self, rows, fields):
        super().__init__()
        self.table = nn.Embedding(rows, 12)
        self.ctr, self.cvr = mlp(fields * 12, 256, 64), mlp(fields * 12, 256, 64)
        self.heads = nn.ModuleList([nn.Linear(64, 1) for _ in range(3)])

    def loss(self, data, at):
        labels = data["labels"][at]
        x = self.table(data["codes"][at]).flatten(1)
        below = self.cvr(x)
        ctr, cvr = [torch.sigmoid(z).squeeze(1) for z in (self.heads[0](self.ctr(x)), self.heads[1](below))]
        click, buy = labels[:, 0], labels[:, 1]
        own = F.binary_cross_entropy(ctr, click) + F.binary_cross_entropy(ctr * cvr, buy)
        return own + self.risk(below, ctr.detach(), cvr, click, buy)

    def risk(self, below, p, cvr, click, buy):
        weights = click / p.clamp(min=0.01)
        return 0.5 * (weights * F.binary_cross_entropy(cvr, buy, reduction="none")).mean()


class DCMT(ESCM2):
    def risk(self, below, p, cvr, click, buy):
        twin = torch.sigmoid(self.heads[2](below)).squeeze(1)
        seen = click / p.clamp(min=0.01) * F.binary_cross_entropy(cvr, buy, reduction="none")
        others = (1 - click) / (1 - p).clamp(min=0.01) * F.binary_cross_entropy(twin, 1 - buy, reduction="none")
        return (seen + others + 0.001 * (1 - cvr - twin).abs()).mean()


one_hot = {"single-task": SingleTask, "omoe": OMoE, "ple": PLE, "adatt": AdaTT, "dselect-k": DSelectK, "dbmtl": DBMTL}
embedded = {"aitm": AITM, "stem": STEM, "pepnet": PEPNet}
funnels = {"escm2": ESCM2, "dcmt": DCMT}


def make(case, folder):
    model, _, _, *rest = case.split(":")
    if model in funnels:
        data = funnel(folder, int(rest[0]), torch)
        net = funnels[model](data["rows"], data["codes"].shape[1])
    else:
        data = census(folder, torch)
        if model in one_hot:
            net = one_hot[model](data["dense"].shape[1], data["ones"])
        else:
            net = embedded[model](data["codes"].shape[1], data["numeric"].shape[1], data["ones"])
    return [torch.optim.Adam(net.parameters())], lambda at: net.loss(data, at), len(data["labels"])


if __name__ == "__main__":
    measure(sys.argv, make)
