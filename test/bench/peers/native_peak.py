"""Prints what a large matrix product reaches on one thread: 10⁹ floating-point operations per second of processor time."""
import time

import torch

torch.set_num_threads(1)
a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
best = 0.0
for _ in range(20):
    start = time.process_time()
    for _ in range(5):
        a @ b
    best = max(best, 5 * 2 * 1024**3 / (time.process_time() - start) / 1e9)
print(round(best))
