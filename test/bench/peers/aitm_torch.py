"""AITM as torch-rechub 0.9.0 has it (models/multi_task/aitm.py, trainers/mtl_trainer.py): test AUC after each epoch.

python aitm_torch.py FOLDER [--seeds 10] [--epochs 3] [--no-batch-norm] [--embedding-sd 1e-4]

FOLDER is what `tsx test/bench/peers/aitm.ts --write FOLDER` wrote. One JSON line for each seed.
"""
import argparse
import json
import os

import numpy
import torch
from sklearn.metrics import roc_auc_score
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--seeds", type=int, default=10)
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--batch-norm", action=argparse.BooleanOptionalAction, default=True)
parser.add_argument("--embedding-sd", type=float, default=1e-4)
options = parser.parse_args()
torch.set_num_threads(1)

with open(os.path.join(options.folder, "about.json"), encoding="utf-8") as file:
    about = json.load(file)


def read(part, name, dtype):
    values = numpy.fromfile(os.path.join(options.folder, f"{part}.{name}"), dtype=dtype)
    return torch.from_numpy(numpy.ascontiguousarray(values.reshape(-1, about["rows"][part]).T))


def load(part):
    return read(part, "numeric", "<f4"), read(part, "codes", "<i4").long(), read(part, "labels", "<f4")


def mlp(inputs, dims, dropout, output):
    layers = []
    for units in dims:
        layers.append(nn.Linear(inputs, units))
        if options.batch_norm:
            layers.append(nn.BatchNorm1d(units))
        layers += [nn.ReLU(), nn.Dropout(dropout)]
        inputs = units
    return nn.Sequential(*layers, *([nn.Linear(inputs, 1)] if output else []))


class AITM(nn.Module):
    def __init__(self, dims=(128, 64, 32), tower=(16,), dropout=0.1, embedding=5):
        super().__init__()
        sizes = [size + 1 for size in about["sizes"]]
        self.offsets = torch.tensor(numpy.cumsum([0] + sizes[:-1]))
        self.table = nn.Embedding(sum(sizes), embedding)
        nn.init.normal_(self.table.weight, 0, options.embedding_sd)
        width, last, tasks = len(sizes) * embedding + about["numeric"], dims[-1], about["tasks"]
        self.bottoms = nn.ModuleList(mlp(width, dims, dropout, False) for _ in range(tasks))
        self.towers = nn.ModuleList(mlp(last, tower, dropout, True) for _ in range(tasks))
        self.infos = nn.ModuleList(mlp(last, (last,), 0, False) for _ in range(tasks - 1))
        self.attention = nn.ModuleList(
            nn.ModuleList(nn.Linear(last, last, bias=False) for _ in range(3)) for _ in range(tasks - 1)
        )

    def forward(self, numeric, codes):
        x = torch.cat([self.table(codes + self.offsets).flatten(1), numeric], 1)
        steps = [bottom(x) for bottom in self.bottoms]
        for i in range(1, len(steps)):
            pair = torch.stack([steps[i], self.infos[i - 1](steps[i - 1])], 1)
            query, key, value = (layer(pair) for layer in self.attention[i - 1])
            weights = torch.softmax((query * key).sum(-1) / pair.shape[-1] ** 0.5, 1)
            steps[i] = (weights.unsqueeze(-1) * value).sum(1)
        return torch.cat([tower(step) for tower, step in zip(self.towers, steps)], 1)


train, test = load("train"), load("test")
for seed in range(1, options.seeds + 1):
    torch.manual_seed(seed)
    model = AITM()
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
    epochs = []
    for _ in range(options.epochs):
        model.train()
        for rows in torch.randperm(len(train[0])).split(512):
            loss = nn.functional.binary_cross_entropy_with_logits(
                model(train[0][rows], train[1][rows]), train[2][rows]
            )
            adam.zero_grad()
            loss.backward()
            adam.step()
        model.eval()
        with torch.no_grad():
            logits = model(test[0], test[1]).numpy()
        epochs.append([roc_auc_score(test[2][:, task], logits[:, task]) for task in range(about["tasks"])])
    print(json.dumps({"seed": seed, "epochs": epochs}), flush=True)
