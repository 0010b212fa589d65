"""The benchmark's data as the trainers' own bench wrote it: raw little-endian arrays beside a description."""
import json
import os

import numpy


def read(folder, name, dtype, columns):
    return numpy.fromfile(os.path.join(folder, name), dtype=dtype).reshape(-1, columns)


def told(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def census(folder, torch=None):
    """numeric [n, 11] standardised, codes [n, 29] as columns of one-hot inputs (never −1), dense [n, 499], labels [n, 2]."""
    about = told(folder, "census.json")
    numeric = read(folder, "census.numeric", "<f4", about["numeric"])
    codes = read(folder, "census.codes", "<i4", about["categorical"]).astype(numpy.int64)
    labels = read(folder, "census.labels", "<f4", 2)
    ones = about["ones"]
    dense = numpy.zeros((len(numeric), about["numeric"] + ones), dtype=numpy.float32)
    dense[:, : about["numeric"]] = numeric
    numpy.put_along_axis(dense, codes + about["numeric"], 1, axis=1)
    arrays = {"numeric": numeric, "codes": codes, "dense": dense, "labels": labels}
    if torch is not None:
        arrays = {name: torch.from_numpy(array) for name, array in arrays.items()}
    return {**arrays, "ones": ones, "sizes": about["sizes"]}


def funnel(folder, rows, torch=None):
    """codes [n, columns] as rows of one table, labels [n, 2]: click, and click with a conversion."""
    labels = read(folder, f"funnel-{rows}.labels", "<f4", 2)
    codes = read(folder, f"funnel-{rows}.codes", "<i4", 1).reshape(len(labels), -1).astype(numpy.int64)
    arrays = {"codes": codes, "labels": labels}
    if torch is not None:
        arrays = {name: torch.from_numpy(array) for name, array in arrays.items()}
    return {**arrays, "rows": rows, "sizes": told(folder, f"funnel-{rows}.json")["sizes"]}
