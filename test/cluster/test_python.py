"""The Python that a cluster's workers run, without a cluster: `python -m unittest`."""

import json
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch

PYTHON = Path(__file__).parents[2] / "kernel/multitask/cluster/python"
sys.path.insert(0, str(PYTHON))

from columns import Columns  # noqa: E402
from node import find_node, run_node, trouble_of_node  # noqa: E402
from ray_train import reason_of  # noqa: E402
from shards import (  # noqa: E402
    DataError,
    Encoder,
    Order,
    batches,
    open_shards,
    steps_of,
)
from storage import Selection, Storage  # noqa: E402

DESCRIBED = {
    "inputs": "standardised",
    "columns": [
        {"kind": "numeric", "name": "n", "mean": 1.0, "sd": 2.0},
        {"kind": "categorical", "name": "c", "values": ["a", "b", "1", "2.5", "true"]},
        {"kind": "list", "name": "l", "values": ["x", "y"]},
    ],
    "tasks": [
        {"name": "click", "kind": "binary"},
        {"name": "spent", "kind": "numeric", "mean": 3.0, "sd": 2.0},
    ],
}


def table(rows: int, first: int = 0) -> pa.Table:
    numbers = range(first, first + rows)
    return pa.table(
        {
            "n": [None if i % 7 == 0 else float(i) for i in numbers],
            "c": ["ab?"[i % 3] for i in numbers],
            "l": [["x", "z", "y"][: i % 4] for i in numbers],
            "click": [i % 2 for i in numbers],
            "spent": [float(i) for i in numbers],
        }
    )


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = Path(self.temporary.name)

    def write(self, name: str, rows: pa.Table, group: int = 1000) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(rows, path, row_group_size=group)


class Files(InFolder):
    def names(self, path: str) -> list[str]:
        files = Selection.of(f"{self.folder}/{path}").files()
        return [Path(file).name for file in files]

    def test_are_found(self) -> None:
        for name in (
            "b.parquet",
            "a.parquet",
            "x/c.parquet",
            "_tmp/d.parquet",
            ".e.parquet",
        ):
            self.write(name, table(1))
        (self.folder / "notes.txt").write_text("none")
        self.assertEqual(self.names("a.parquet"), ["a.parquet"])
        self.assertEqual(self.names(""), ["a.parquet", "b.parquet", "c.parquet"])
        self.assertEqual(
            self.names("*.parquet"), [".e.parquet", "a.parquet", "b.parquet"]
        )
        self.assertEqual(self.names("*/[c-d].parquet"), ["d.parquet", "c.parquet"])
        self.assertEqual(self.names("nowhere/*.parquet"), [])
        self.assertEqual(self.names("nowhere"), [])

    def test_of_a_job_are_written_and_read(self) -> None:
        storage = Storage(f"{self.folder}/a job")
        self.assertFalse(storage.has("epoch-0001/done.json"))
        storage.write("epoch-0001/done.json", b'{"step": 2}')
        self.assertEqual(storage.read_json("epoch-0001/done.json"), {"step": 2})
        shared = torch.arange(3.0)
        storage.write_tensors("w", {"a": shared, "b": shared})
        self.assertEqual(storage.read_tensors("w")["b"].tolist(), [0, 1, 2])


class Rows(InFolder):
    def order(self, rank: int, world: int, **others: object) -> Order:
        given = {"batch_size": 10, "seed": 1, "epoch": 1, "shuffled": True, **others}
        return Order(**given, rank=rank, world=world, average="batch", epsilon=None)

    def spent(self, world: int, **others: object) -> list[list[list[float]]]:
        """What each worker has in each step."""
        shards = open_shards(str(self.folder), ["n"])
        return [
            [
                (3 + 2 * batch.targets.labels["spent"]).tolist()
                for batch in batches(
                    shards, Encoder(DESCRIBED, {}), self.order(rank, world, **others)
                )
            ]
            for rank in range(world)
        ]

    def test_each_is_visited_once_in_an_epoch(self) -> None:
        draw = random.Random(1)
        for rows in (10, 11, 95, 137):
            for world in (1, 2, 3):
                for file in self.folder.iterdir():
                    file.unlink()
                first = 0
                while first < rows:
                    size = min(draw.randint(1, 40), rows - first)
                    self.write(f"{first:04d}.parquet", table(size, first), group=13)
                    first += size
                workers = self.spent(world)
                steps = {len(own) for own in workers}
                self.assertEqual(steps, {steps_of(rows, 10, world, shuffled=True)})
                seen = sorted(x for own in workers for step in own for x in step)
                self.assertEqual(seen, [float(i) for i in range(rows)])
                for step in zip(*workers, strict=True):
                    self.assertLessEqual(sum(map(len, step)), 10 + world)
                    self.assertGreater(min(map(len, step)), 0)

    def test_come_in_another_order_in_each_epoch_and_in_the_same_again(self) -> None:
        self.write("a.parquet", table(100), group=20)
        first = self.spent(2)
        self.assertEqual(first, self.spent(2))
        self.assertNotEqual(first, self.spent(2, epoch=2))
        self.assertNotEqual(first, self.spent(2, seed=2))
        self.assertNotEqual(sum(first[0], []), sorted(sum(first[0], [])))

    def test_as_given_are_the_batches_of_one_machine(self) -> None:
        self.write("a.parquet", table(33), group=9)
        self.write("b.parquet", table(34, 33), group=50)
        for world in (1, 2, 3):
            workers = self.spent(world, shuffled=False)
            self.assertEqual(len(workers[0]), steps_of(67, 10, world, shuffled=False))
            for step, parts in enumerate(zip(*workers, strict=True)):
                batch = sorted(sum(parts, []))
                last = min(67, 10 * step + 10)
                self.assertEqual(batch, [float(i) for i in range(10 * step, last)])

    def test_a_last_batch_that_is_too_small_is_left_out(self) -> None:
        self.write("a.parquet", table(21))
        workers = self.spent(2, shuffled=False)
        self.assertEqual([len(own) for own in workers], [2, 2])

    def test_shares_are_of_the_whole_batch(self) -> None:
        self.write("a.parquet", table(23), group=5)
        for shuffled in (True, False):
            for step in zip(
                *(
                    batches(
                        open_shards(str(self.folder), ["n"]),
                        Encoder(DESCRIBED, {}),
                        self.order(rank, 2, shuffled=shuffled),
                    )
                    for rank in range(2)
                ),
                strict=True,
            ):
                self.assertAlmostEqual(sum(batch.share for batch in step), 2)
                rows = sum(len(batch.inputs) for batch in step)
                for batch in step:
                    self.assertAlmostEqual(batch.share, 2 * len(batch.inputs) / rows)

    def test_a_sample_is_of_all_files(self) -> None:
        for i in range(30):
            self.write(f"{i:02d}.parquet", table(100, 100 * i))
        sample = open_shards(str(self.folder), ["n"]).sample(["spent"], 50)
        self.assertEqual(len(sample), 50)
        files = {int(value) // 100 for value in sample["spent"].to_pylist()}
        self.assertGreater(len(files), 10)

    def test_what_is_wrong_is_said(self) -> None:
        with self.assertRaisesRegex(DataError, "there is no Parquet file"):
            open_shards(f"{self.folder}/*.parquet", ["n"])
        self.write("a.parquet", table(0))
        with self.assertRaisesRegex(DataError, "have no rows"):
            open_shards(str(self.folder), ["n"])
        self.write("a.parquet", table(3))
        with self.assertRaisesRegex(DataError, "has no column 'age'; it has c, click"):
            open_shards(str(self.folder), ["n", "age"])
        (self.folder / "b.parquet").write_text("n,c\n1,2\n")
        with self.assertRaisesRegex(DataError, "b.parquet is no Parquet file"):
            open_shards(str(self.folder), ["n"])


class Encoding(unittest.TestCase):
    def encoded(self, of: pa.Table, read: dict | None = None) -> tuple:
        return Encoder(DESCRIBED, read or {}).encode_table(of)

    def one(self, **columns: object) -> tuple:
        given = {name: [value] for name, value in table(1, 1).to_pydict().items()}
        flat = {name: values[0] for name, values in given.items()}
        return self.encoded(pa.table({**flat, **columns}))

    def test_is_that_of_an_exported_folder(self) -> None:
        of = table(50)
        inputs, labels = self.encoded(of)
        expected = Columns(DESCRIBED).encode(of.to_pydict())
        self.assertTrue(torch.equal(inputs.numbers, expected.numbers))
        self.assertTrue(torch.equal(inputs.codes["c"], expected.codes["c"]))
        self.assertTrue(torch.equal(inputs.lists["l"], expected.lists["l"]))
        targets = Columns(DESCRIBED).targets(of.to_pydict())
        for task, values in targets.labels.items():
            self.assertTrue(torch.equal(labels[task], values))

    def test_of_categories_that_are_no_texts(self) -> None:
        for value, code in ((True, 5), (1, 3), (2.5, 4), (None, 0), ("?", 0)):
            inputs, _ = self.one(c=pa.array([value]))
            self.assertEqual(inputs.codes["c"].tolist(), [code], value)
        inputs, _ = self.one(c=pa.array(["b"]).dictionary_encode())
        self.assertEqual(inputs.codes["c"].tolist(), [2])

    def test_of_lists(self) -> None:
        for value, codes in ((["x", None, "y"], [1, 0, 2]), ([], []), (None, [])):
            inputs, _ = self.one(l=pa.array([value], pa.list_(pa.string())))
            self.assertEqual(inputs.lists["l"].tolist(), [codes])
        inputs, _ = self.one(l=pa.array(["y|x"]))
        self.assertEqual(inputs.lists["l"].tolist(), [[2, 1]])
        inputs, _ = self.one(l=pa.array([""]))
        self.assertEqual(inputs.lists["l"].tolist(), [[]])
        with self.assertRaisesRegex(DataError, "should hold lists but holds int64"):
            self.one(l=pa.array([1]))

    def test_of_what_a_table_was_told(self) -> None:
        of = pa.table(
            {
                "n": ["-1", "3"],
                "c": ["a", "?"],
                "l": [["x"], ["y"]],
                "click": ["yes", "no"],
                "spent": [1.0, 2.0],
            }
        )
        read = {
            "missing": {"n": ["-1"], "c": ["a"]},
            "labels": {"click": {"positive": "yes", "negative": "no"}},
        }
        inputs, labels = self.encoded(of, read)
        self.assertEqual(inputs.numbers.tolist(), [[0], [1]])
        self.assertEqual(inputs.codes["c"].tolist(), [0, 0])
        self.assertEqual(labels["click"].tolist(), [1, 0])
        wrong = of.set_column(3, "click", [["yes", "maybe"]])
        with self.assertRaisesRegex(DataError, "'yes' or 'no', but a row has 'maybe'"):
            self.encoded(wrong, read)

    def test_of_what_is_no_number_or_label(self) -> None:
        with self.assertRaisesRegex(DataError, "column 'n' holds what is no number"):
            self.one(n=pa.array(["many"]))
        with self.assertRaisesRegex(DataError, "'click' is binary.* a row has 2"):
            self.one(click=pa.array([2]))
        _, labels = self.one(click=pa.array([None], pa.int64()))
        self.assertTrue(np.isnan(labels["click"].item()))


class Troubles(unittest.TestCase):
    def test_of_ray_are_told_apart(self) -> None:
        for error, reason in (
            ("X: \n ray.exceptions.OutOfMemoryError: Task was killed", "memory"),
            ("RuntimeError: Gloo connectFullMesh failed with …", "network"),
            ("ModuleNotFoundError: No module named 'torch'", "packages"),
            ("FileNotFoundError: /mnt/shared/plan.json", "storage"),
            ("ValueError: odd", "other"),
            ("", "other"),
        ):
            self.assertEqual(reason_of(error)[0], reason)
        self.assertEqual(reason_of("A\n  ValueError: odd  \n")[1], "ValueError: odd")

    def told(self, code: str) -> dict:
        program = f"import sys; sys.argv = ['', '/no where']; import ray_train; {code}"
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=PYTHON, capture_output=True, text=True
        )
        self.assertEqual(done.returncode, 1)
        return json.loads(done.stdout.strip().removeprefix("@multitask "))

    def test_before_ray_is_asked(self) -> None:
        told = self.told("ray_train.main()")
        self.assertEqual((told["kind"], told["reason"]), ("failed", "storage"))
        self.assertIn("does not see /no where", told["message"])
        told = self.told(
            "import ray_driver; ray_driver.NEEDED = ('no_such_thing',); ray_train.main()"
        )
        self.assertEqual(told["reason"], "packages")
        self.assertIn("has no no_such_thing", told["message"])


class Node(InFolder):
    """What a host does with Node."""

    def program(self, code: str) -> list[str]:
        path = self.folder / "program.mjs"
        path.write_text(code)
        return [find_node() or "", str(path)]

    def node(self, text: str) -> str:
        """The folder of another one, which prints a text."""
        path = self.folder / "node"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(self.folder)

    def test_gives_what_it_is_given(self) -> None:
        code = """
        const chunks = [];
        for await (const chunk of process.stdin) {
          chunks.push(chunk);
          const all = Buffer.concat(chunks);
          const line = all.indexOf(10);
          if (line < 0) continue;
          const [first, second] = JSON.parse(all.subarray(0, line));
          if (all.length < line + 1 + first + second) continue;
          console.log(JSON.stringify({ kind: 'epoch', epoch: 1 }));
          console.log(JSON.stringify({ kind: 'result', sizes: [second, first] }));
          process.stdout.write(all.subarray(line + 1 + first));
          process.stdout.write(all.subarray(line + 1, line + 1 + first));
        }
        """
        heard: list[dict] = []
        given = [bytes(range(256)) * 1000, b"\n\0"]
        message, result, state = run_node(self.program(code), given, heard.append)
        self.assertIsNone(message)
        self.assertEqual([result, state], given[::-1])
        self.assertEqual(heard, [{"kind": "epoch", "epoch": 1}])

    def test_says_how_it_ended(self) -> None:
        for code, expected in (
            ('console.log(\'{"kind":"failed","message":"odd"}\')', "^odd$"),
            ("console.error('broken'); process.exit(3)", "code 3 on .*: broken$"),
            ("process.kill(process.pid, 'SIGKILL')", "killed on .*memory runs out"),
            (
                'console.log(\'{"kind":"result","sizes":[5,0]}\'); process.exit(0)',
                "ended with code 0",
            ),
        ):
            message, _, _ = run_node(self.program(code), [b"x"], lambda _: None)
            self.assertRegex(message or "", expected)

    def test_is_looked_for(self) -> None:
        self.assertIsNone(trouble_of_node("20.19"))
        with (
            mock.patch("importlib.util.find_spec", return_value=None),
            mock.patch.dict("os.environ", {"PATH": str(self.folder)}),
        ):
            self.assertRegex((trouble_of_node("20.19") or ("", ""))[1], "has no Node$")
            for text, expected in (
                ("echo v18.20.1", r"has Node v18\.20\.1; 20\.19 is needed$"),
                ("echo v20.9.0", r"has Node v20\.9\.0; 20\.19 is needed$"),
                ("exit 127", "which does not run; 20.19 is needed$"),
            ):
                self.node(text)
                reason, message = trouble_of_node("20.19") or ("", "")
                self.assertEqual(reason, "node")
                self.assertRegex(message, expected)
            self.node("echo v24.0.0")
            self.assertIsNone(trouble_of_node("20.19"))


if __name__ == "__main__":
    unittest.main()
