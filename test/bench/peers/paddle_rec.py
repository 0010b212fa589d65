"""The seed's own networks in PaddlePaddle, as PaddleRec's MMoE and Share-Bottom have them: two softmax units for each task.

python paddle_rec.py DATA SECONDS THREADS CASE...      a case is model:variant:batch; variant: dygraph
"""
import json
import os
import sys
import time

if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = sys.argv[3]

import numpy
import paddle
from paddle import nn
from paddle.nn import functional as F

from data import census


class Tower(nn.Layer):
    def __init__(self, inputs):
        super().__init__()
        self.hidden = nn.Linear(inputs, 8)
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        return F.softmax(self.out(F.relu(self.hidden(x))))


class MMoE(nn.Layer):
    def __init__(self, inputs):
        super().__init__()
        self.experts = nn.LayerList([nn.Linear(inputs, 16) for _ in range(8)])
        self.gates = nn.LayerList([nn.Linear(inputs, 8) for _ in range(2)])
        self.towers = nn.LayerList([Tower(16) for _ in range(2)])

    def forward(self, x):
        experts = paddle.stack([F.relu(expert(x)) for expert in self.experts], axis=1)
        outputs = []
        for gate, tower in zip(self.gates, self.towers):
            weights = F.softmax(gate(x)).unsqueeze(2)
            outputs.append(tower((experts * weights).sum(axis=1)))
        return outputs


class ShareBottom(nn.Layer):
    def __init__(self, inputs):
        super().__init__()
        self.bottom = nn.Linear(inputs, 117)
        self.towers = nn.LayerList([Tower(117) for _ in range(2)])

    def forward(self, x):
        h = F.relu(self.bottom(x))
        return [tower(h) for tower in self.towers]


def run(case, folder, seconds):
    model, variant, batch = case.split(":")[:3]
    size = int(batch)
    data = census(folder)
    paddle.seed(1)
    dense = paddle.to_tensor(data["dense"])
    labels = paddle.to_tensor(data["labels"])
    net = (MMoE if model == "mmoe" else ShareBottom)(dense.shape[1])
    optimizer = paddle.optimizer.Adam(1e-3, parameters=net.parameters())
    order = paddle.to_tensor(numpy.random.default_rng(1).permutation(dense.shape[0]))
    at = 0

    def step():
        nonlocal at
        if at + size > dense.shape[0]:
            at = 0
        rows = order[at : at + size]
        at += size
        x, y = paddle.index_select(dense, rows), paddle.index_select(labels, rows)
        loss = sum(F.log_loss(p[:, 1:], y[:, t : t + 1]).mean() for t, p in enumerate(net(x)))
        loss.backward()
        optimizer.step()
        optimizer.clear_grad()
        return loss

    for _ in range(max(3, 2000 // size)):
        first = float(step())
    times = []
    for _ in range(5):
        steps = 0
        start, cpu = time.perf_counter(), time.process_time()
        while time.perf_counter() - start < seconds / 5:
            value = step()
            steps += 1
        wall = time.perf_counter() - start
        times.append((steps * size / wall, steps * size / (time.process_time() - cpu)))
    middle = [sorted(column)[2] for column in zip(*times)]
    print(
        json.dumps(
            {
                "peer": f"PaddlePaddle {paddle.__version__}",
                "model": model,
                "variant": variant,
                "batch": size,
                "rows": None,
                "threads": int(os.environ["OMP_NUM_THREADS"]),
                "perSecond": middle[0],
                "perCpuSecond": middle[1],
                "firstLoss": first,
                "lastLoss": float(value),
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    _, folder, seconds, _, *cases = sys.argv
    for case in cases:
        run(case, folder, float(seconds))
