"""A kernel whose every socket must be encrypted (JEP 145). Prints one JSON object with what was seen."""

import json

from jupyter_client.manager import KernelManager

km = KernelManager(kernel_name="multitask-typescript", transport_encryption="required")
km.start_kernel()
kc = km.client()
kc.start_channels()
kc.wait_for_ready(timeout=30)
texts = []
reply = kc.execute_interactive("console.log('secret')", output_hook=lambda msg: texts.append(msg["content"].get("text")))
with open(km.connection_file) as file:
    keys = [name for name in json.load(file) if name.startswith("curve")]
seen = {"status": reply["content"]["status"], "texts": [text for text in texts if text], "keys": sorted(keys)}
seen["heartbeat"] = kc.is_alive()
kc.stop_channels()
km.shutdown_kernel()
print(json.dumps(seen))
