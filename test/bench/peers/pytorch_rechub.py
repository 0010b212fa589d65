"""The models that torch-rechub publishes as classes, in its own code: an embedding for each column, batch norm after every layer.

python pytorch_rechub.py DATA SECONDS THREADS CASE...      a case is model:torch-rechub:batch[:rows]
"""
import sys

import torch
from torch.nn import functional as F
from torch_rechub.basic.features import DenseFeature, SparseFeature
from torch_rechub.models.multi_task import AITM, ESMM, MMOE, PLE, SharedBottom

from data import census, funnel
from measure import measure

kinds = ["classification"] * 2
towers = [{"dims": [8]}] * 2


def aitm(features):
    """Its dropout is one share for a whole tower: ours has .1, .3, .3."""
    return AITM(features, 2, {"dims": [128, 64, 32], "dropout": 0.2}, [{"dims": []}] * 2)


models = {
    "shared-bottom": lambda features: SharedBottom(features, kinds, {"dims": [117]}, towers),
    "mmoe": lambda features: MMOE(features, kinds, 8, {"dims": [16]}, towers),
    "ple": lambda features: PLE(features, kinds, 2, 3, 2, {"dims": [16]}, towers),
    "aitm": aitm,
}


def columns(codes, sizes, units):
    """A feature for each column and its codes from 0, as the library takes them."""
    firsts = torch.tensor([0, *sizes[:-1]]).cumsum(0)
    features = [SparseFeature(f"c{c}", size, embed_dim=units) for c, size in enumerate(sizes)]
    return features, {f"c{c}": column.contiguous() for c, column in enumerate((codes - firsts).T)}


def make(case, folder):
    model, _, _, *rest = case.split(":")
    if model == "esmm":
        data = funnel(folder, int(rest[0]), torch)
        features, inputs = columns(data["codes"], data["sizes"], 12)
        half = len(features) // 2
        net = ESMM(features[:half], features[half:], {"dims": [256, 64]}, {"dims": [256, 64]})
    else:
        data = census(folder, torch)
        features, inputs = columns(data["codes"], data["sizes"], 5 if model == "aitm" else 12)
        for c, column in enumerate(data["numeric"].T):
            features.append(DenseFeature(f"n{c}"))
            inputs[f"n{c}"] = column.contiguous()
        net = models[model](features)
    labels = data["labels"]

    def loss(at):
        found = net({name: column[at] for name, column in inputs.items()})
        return sum(F.binary_cross_entropy(found[:, t - 2], labels[at, t]) for t in range(2))

    return [torch.optim.Adam(net.parameters())], loss, len(labels)


if __name__ == "__main__":
    measure(sys.argv, make)
