import { Router, XPublisher } from 'zeromq';
import { bindAddress, type Channel, type ConnectionInfo, kernelSocketOptions, publisherOptions } from './connection.ts';

/** The five bound sockets of a kernel. */
export type KernelSockets = {
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  readonly iopub: XPublisher;
  readonly heart: Router;
};

/** Binds all five sockets, or none. Its error names the channel and the address. */
export async function bindSockets(connection: ConnectionInfo): Promise<KernelSockets> {
  const options = kernelSocketOptions(connection);
  /**
   * Who comes with the identity of an earlier client is that client again: the next owner of a kernel, or one whose connection broke. Without
   * `handover` a router that has not yet noticed that the earlier one went takes nothing from the new one, ever (zeromq/libzmq#2892).
   */
  const routerOptions = { ...options, handover: true };
  const sockets = {
    shell: new Router(routerOptions),
    control: new Router(routerOptions),
    stdin: new Router(routerOptions),
    // Every subscription is shown, also a second one to the same topic: each client gets its own iopub_welcome.
    iopub: new XPublisher({ ...options, ...publisherOptions, verbosity: 'allSubs' }),
    heart: new Router(routerOptions),
  };
  const bind = async (socket: Router | XPublisher, channel: Channel): Promise<void> => {
    const address = await bindAddress(connection, channel);
    await socket.bind(address).catch((error: Error) => {
      throw new Error(`The ${channel} socket cannot be bound to ${address}: ${error.message}`);
    });
  };
  try {
    await Promise.all([
      bind(sockets.shell, 'shell'),
      bind(sockets.control, 'control'),
      bind(sockets.stdin, 'stdin'),
      bind(sockets.iopub, 'iopub'),
      bind(sockets.heart, 'hb'),
    ]);
    return sockets;
  } catch (error) {
    for (const socket of Object.values(sockets)) socket.close();
    throw error;
  }
}
