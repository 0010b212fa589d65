"""One kernel's life through jupyter_client's manager. Prints one JSON object with what was seen."""

import json
import os
import time

from jupyter_client.manager import start_new_kernel

seen = {}
km, kc = start_new_kernel(kernel_name="multitask-typescript")


def run(code, answer=None, timeout=30):
    """Executes and gives (reply content, texts on iopub)."""
    texts = []

    def hook(msg):
        content = msg["content"]
        if msg["msg_type"] == "stream":
            texts.append(content["text"])
        elif msg["msg_type"] in ("execute_result", "display_data"):
            texts.append(content["data"]["text/plain"])
        elif msg["msg_type"] == "error":
            texts.append(content["ename"])

    def ask(msg):
        kc.input(answer)

    reply = kc.execute_interactive(
        code, allow_stdin=answer is not None, stdin_hook=ask, output_hook=hook, timeout=timeout
    )
    return reply["content"], "".join(texts)


def left(pattern):
    """Process ids whose command line holds the pattern."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if pattern.encode() in file.read():
                    found.append(int(pid))
        except OSError:
            pass
    return found


connection_file = km.connection_file
run("let keep = 41")
seen["kept"] = run("keep + 1")[1]
seen["input"] = run("`hello ${await prompt('who?')}`", answer="you")[1]

msg_id = kc.execute("while (true) {}")
while kc.get_iopub_msg(timeout=10)["msg_type"] != "execute_input":
    pass
seen["alive_while_spinning"] = kc.is_alive()
start = time.time()
km.interrupt_kernel()
reply = kc.get_shell_msg(timeout=20)
seen["interrupt_seconds"] = time.time() - start
seen["interrupted"] = [reply["parent_header"]["msg_id"] == msg_id, reply["content"]["status"], reply["content"]["ename"]]
while True:
    msg = kc.get_iopub_msg(timeout=10)
    if msg["msg_type"] == "status" and msg["content"]["execution_state"] == "idle":
        if msg["parent_header"].get("msg_id") == msg_id:
            break
seen["kept_after_interrupt"] = run("keep + 1")[1]

km.restart_kernel()
kc.wait_for_ready(timeout=30)
seen["restart_forgets"] = run("typeof keep")[1]
seen["same_connection_file"] = km.connection_file == connection_file

pids = left(connection_file)
kc.stop_channels()
km.shutdown_kernel()
deadline = time.time() + 10
while left(connection_file) and time.time() < deadline:
    time.sleep(0.05)
seen["kernels"] = len(pids)
seen["left_after_shutdown"] = len(left(connection_file))
seen["connection_file_left"] = os.path.exists(connection_file)
print(json.dumps(seen))
