/** Sends on one socket in order. ZeroMQ 6 refuses a send while another of the same socket is under way. */
export type Sender = (frames: Uint8Array[]) => Promise<void>;

export function createSender(socket: { send(frames: Uint8Array[]): Promise<void> }): Sender {
  let last: Promise<unknown> = Promise.resolve();
  return (frames) => {
    const sent = last.then(() => socket.send(frames));
    last = sent.catch(() => {});
    return sent;
  };
}
