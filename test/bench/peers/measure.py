"""Examples per second of training, one JSON line for each case."""
import json
import time

import numpy
import torch


def measure(arguments, make):
    """`make(case, folder)` gives the optimizers, a function from row numbers to the loss of that batch, and how many rows there are."""
    _, folder, seconds, threads, *cases = arguments
    torch.set_num_threads(int(threads))
    for case in cases:
        run(case, folder, float(seconds), make)


def run(case, folder, seconds, make):
    model, variant, batch, *rest = case.split(":")
    size = int(batch)
    torch.manual_seed(1)
    optimizers, loss, rows = make(case, folder)
    order = torch.from_numpy(numpy.random.default_rng(1).permutation(rows))
    at = 0

    def step():
        nonlocal at
        if at + size > rows:
            at = 0
        batch_rows = order[at : at + size]
        at += size
        for optimizer in optimizers:
            optimizer.zero_grad(set_to_none=True)
        value = loss(batch_rows)
        value.backward()
        for optimizer in optimizers:
            optimizer.step()
        return value

    for _ in range(max(3, 2000 // size)):
        first = step().item()
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
                "peer": f"PyTorch {torch.__version__}",
                "model": model,
                "variant": variant,
                "batch": size,
                "rows": int(rest[0]) if rest else None,
                "threads": torch.get_num_threads(),
                "perSecond": middle[0],
                "perCpuSecond": middle[1],
                "firstLoss": first,
                "lastLoss": value.item(),
            }
        ),
        flush=True,
    )
