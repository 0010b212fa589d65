"""One kernel through the HTTP and WebSocket protocol of Jupyter Server and Kernel Gateway (what JupyterLab speaks).

Argument: the base URL of a running server. Prints one JSON object with what was seen.
"""

import json
import sys
import urllib.error
import urllib.request
import uuid

import websocket

base = sys.argv[1]
seen = {}


def http(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data=data, method=method)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=60) as response:
        text = response.read()
        return json.loads(text) if text else None


specs = http("GET", "/api/kernelspecs")["kernelspecs"]
seen["display_name"] = specs["multitask-typescript"]["spec"]["display_name"]
kernel = http("POST", "/api/kernels", {"name": "multitask-typescript"})
socket = websocket.create_connection(base.replace("http", "ws") + f"/api/kernels/{kernel['id']}/channels", timeout=60)


def send(code):
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "s", "username": "u", "version": "5.3", "date": ""}
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
    socket.send(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}))
    return header["msg_id"]


def until_idle(msg_id, on_busy=None):
    texts, reply = [], None
    idle = False
    while not (idle and reply):
        msg = json.loads(socket.recv())
        if msg["parent_header"].get("msg_id") != msg_id:
            continue
        content = msg["content"]
        if msg["msg_type"] == "stream":
            texts.append(content["text"])
            if on_busy:
                on_busy()
                on_busy = None
        elif msg["msg_type"] == "execute_result":
            texts.append(content["data"]["text/plain"])
        elif msg["msg_type"] == "execute_reply":
            reply = content["status"]
        elif msg["msg_type"] == "status" and content["execution_state"] == "idle":
            idle = True
    return reply, "".join(texts)


seen["result"] = until_idle(send("let keep = 20; console.log('printed'); keep * 2 + 2"))
interrupt = lambda: http("POST", f"/api/kernels/{kernel['id']}/interrupt", {})
seen["interrupt"] = until_idle(send("console.log('spinning'); while (true) {}"), interrupt)
seen["kept"] = until_idle(send("keep"))
socket.close()
http("DELETE", f"/api/kernels/{kernel['id']}")
try:
    seen["after_delete"] = http("GET", f"/api/kernels/{kernel['id']}")
except urllib.error.HTTPError as error:
    seen["after_delete"] = error.code
print(json.dumps(seen))
