"""MMoE, Shared-Bottom and ESMM in Keras on TensorFlow, `Model.fit` as a user writes it: one JSON line for each case.

python keras_tensorflow.py DATA SECONDS THREADS CASE...      a case is model:variant:batch[:rows]; variants: dense, compiled
"""
import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy
import tensorflow as tf
from keras import layers, ops

from data import census, funnel


def tower(x, units, name):
    for size in units:
        x = layers.Dense(size, activation="relu")(x)
    return layers.Dense(1, activation="sigmoid", name=name)(x)


def build(model, data):
    if model == "esmm":
        codes = keras.Input((data["codes"].shape[1],), dtype="int64")
        e = layers.Flatten()(layers.Embedding(data["rows"], 12)(codes))
        ctr = tower(e, [256, 64], "click")
        cvr = tower(e, [256, 64], "pcvr")
        return keras.Model(codes, [ctr, layers.Multiply(name="buy")([ctr, cvr])]), data["codes"]
    x = keras.Input((data["dense"].shape[1],))
    if model == "shared-bottom":
        h = layers.Dense(117, activation="relu")(x)
        return keras.Model(x, [tower(h, [8], "click"), tower(h, [8], "buy")]), data["dense"]
    experts = layers.Lambda(lambda e: ops.stack(e, axis=1))([layers.Dense(16, activation="relu")(x) for _ in range(8)])
    mixed = [layers.Dot(axes=(1, 1))([experts, layers.Dense(8, activation="softmax")(x)]) for _ in range(2)]
    return keras.Model(x, [tower(h, [8], name) for h, name in zip(mixed, ("click", "buy"))]), data["dense"]


class Clock(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.start = (time.perf_counter(), time.process_time())

    def on_epoch_end(self, epoch, logs=None):
        self.times = getattr(self, "times", [])
        self.times.append((time.perf_counter() - self.start[0], time.process_time() - self.start[1]))


def run(case, folder, seconds):
    model, variant, batch, *rest = case.split(":")
    size = int(batch)
    data = funnel(folder, int(rest[0])) if model == "esmm" else census(folder)
    keras.utils.set_random_seed(1)
    net, inputs = build(model, data)
    net.compile("adam", "binary_crossentropy", jit_compile=variant == "compiled")
    labels = data["labels"]

    def fit(rows, epochs):
        clock = Clock()
        both = [labels[:rows, 0], labels[:rows, 1]]
        history = net.fit(inputs[:rows], both, batch_size=size, epochs=epochs, verbose=0, callbacks=[clock])
        return clock.times, history.history["loss"]

    probe = max(size * 4, 2048)
    fit(probe, 1)
    [(wall, _)], _ = fit(probe, 1)
    rows = min(len(inputs), max(size * 8, int(probe / wall * seconds / 6)))
    times, losses = fit(rows, 6)
    middle = [sorted(rows / t for t in column)[2] for column in zip(*times[1:])]
    print(
        json.dumps(
            {
                "peer": f"Keras {keras.__version__}, TensorFlow {tf.__version__}",
                "model": model,
                "variant": variant,
                "batch": size,
                "rows": int(rest[0]) if rest else None,
                "threads": tf.config.threading.get_intra_op_parallelism_threads(),
                "perSecond": middle[0],
                "perCpuSecond": middle[1],
                "firstLoss": losses[0],
                "lastLoss": losses[-1],
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    _, folder, seconds, threads, *cases = sys.argv
    tf.config.threading.set_intra_op_parallelism_threads(int(threads))
    for case in cases:
        run(case, folder, float(seconds))
