"""The same Python on an object store: a server on loopback that speaks like S3."""

import json
import logging
import os
import sys
import unittest
from pathlib import Path

import boto3
import pyarrow as pa
import pyarrow.parquet as pq
from moto.server import ThreadedMotoServer
from pyarrow import fs

sys.path.insert(0, str(Path(__file__).parents[2] / "kernel/multitask/cluster/python"))

from ray_driver import trouble_of, trouble_of_storage  # noqa: E402
from scores import WRITING, Output, OutputError, parts_of  # noqa: E402
from shards import DataError, open_shards  # noqa: E402
from storage import Storage, locate  # noqa: E402

ROWS = pa.table({"n": [1.0, 2.0, 3.0]})


class OnObjectStore(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        logging.getLogger("werkzeug").setLevel("ERROR")
        cls.server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        cls.server.start()
        host, port = cls.server.get_host_and_port()
        os.environ.update(
            AWS_ENDPOINT_URL=f"http://{host}:{port}",
            AWS_ACCESS_KEY_ID="key",
            AWS_SECRET_ACCESS_KEY="secret",
            AWS_EC2_METADATA_DISABLED="true",
        )
        client = boto3.client("s3", region_name="us-east-1")
        for bucket in ("log", "shut"):
            client.create_bucket(Bucket=bucket)
        resources = ["arn:aws:s3:::shut", "arn:aws:s3:::shut/*"]
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}
        policy = {"Version": "2012-10-17", "Statement": {**deny, "Resource": resources}}
        client.put_bucket_policy(Bucket="shut", Policy=json.dumps(policy))

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def write(self, place: str) -> None:
        system, path = locate(place)
        pq.write_table(ROWS, path, filesystem=system)

    def keys(self, place: str) -> list[str]:
        system, path = locate(place)
        found = system.get_file_info(fs.FileSelector(path, recursive=True))
        return sorted(info.path for info in found if info.type == fs.FileType.File)

    def test_files_are_found_whatever_their_keys_have(self) -> None:
        for name in ("a b.parquet", "c[1]?.parquet", "x/d.parquet", "_tmp/e.parquet"):
            self.write(f"s3://log/day 1/{name}")
        for path, files in (
            ("s3://log/day 1", 3),
            ("s3://log/day 1/*.parquet", 2),
            ("s3://log/*/*/d.parquet", 1),
            ("s3://log/day 1/a b.parquet", 1),
        ):
            shards = open_shards(path, ["n"])
            self.assertEqual((shards.files, shards.rows), (files, 3 * files))

    def test_storage_holds_what_was_written_and_makes_no_folders(self) -> None:
        storage = Storage("s3://log/runs/one")
        self.assertFalse(storage.has("epoch-0001/done.json"))
        storage.write("epoch-0001/done.json", b'{"step": 2}')
        self.assertEqual(storage.read_json("epoch-0001/done.json"), {"step": 2})
        self.assertEqual(
            self.keys("s3://log/runs"), ["log/runs/one/epoch-0001/done.json"]
        )

    def test_scores_are_claimed_written_once_and_kept(self) -> None:
        self.write("s3://log/scored/a.parquet")
        parts = parts_of(open_shards("s3://log/scored", ["n"]))
        manifest = {"title": "m", "model": "1", "data": "d", "keys": [], "outputs": []}
        output = Output("s3://log/scores", "1", [])
        self.assertTrue(output.claim(manifest, "job"))
        self.assertEqual(output.missing(parts), parts)
        # As a job leaves it that was killed.
        Storage(output.folder).write(f"{WRITING}other/half", b"torn")
        output.write_scores(parts[0], ROWS, "job")
        output.end("job")
        again = Output("s3://log/scores", "1", [])
        self.assertFalse(again.claim(manifest, "next"))
        self.assertEqual(again.missing(parts), [])
        self.assertEqual(
            self.keys("s3://log/scores"),
            ["log/scores/_multitask.json", "log/scores/a-0000.parquet"],
        )
        with self.assertRaisesRegex(OutputError, "of another model"):
            again.claim({**manifest, "model": "2"}, "next")

    def test_trouble_is_known_by_its_kind(self) -> None:
        for folder, reason, message in (
            ("s3://nowhere/runs", "bucket", "Bucket 'nowhere' not found"),
            ("s3://shut/runs", "denied", "in bucket 'shut'.*ACCESS_DENIED"),
            ("s3://log/runs/never", "storage", "does not see s3://log/runs/never"),
            ("abfs://log/runs", "storage", "no address that PyArrow knows"),
        ):
            told = trouble_of_storage(folder, "spec.json")
            self.assertIsNotNone(told)
            self.assertEqual(told[0], reason)
            self.assertRegex(told[1], message)
        with self.assertRaises(OSError) as raised:
            open_shards("s3://nowhere/*.parquet", ["n"])
        self.assertEqual(trouble_of(raised.exception, "data")[0], "bucket")
        with self.assertRaisesRegex(DataError, "no Parquet file at s3://log/none"):
            open_shards("s3://log/none", ["n"])
        given = os.environ["AWS_ENDPOINT_URL"]
        os.environ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
        try:
            told = trouble_of_storage("s3://log/runs", "spec.json")
        finally:
            os.environ["AWS_ENDPOINT_URL"] = given
        self.assertEqual(told[0], "endpoint")
        no_client = OSError("Unable to load libjvm\ndlopen(/usr/lib/jvm) failed")
        self.assertEqual(
            trouble_of(no_client, "data"), ("hadoop", "Unable to load libjvm")
        )


if __name__ == "__main__":
    unittest.main()
