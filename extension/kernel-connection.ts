import type { RequestOptions } from '../kernel/jupyter/client.ts';
import type { KernelEnd, LaunchedKernel } from '../kernel/jupyter/launch.ts';
import type { Message } from '../kernel/jupyter/messages.ts';

export type KernelState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  /** It ended although nobody asked it to; its variables are gone. */
  | { readonly kind: 'lost'; readonly how: string };

/** The kernel of one notebook, over all its restarts: started by the first cell, ended with the notebook. */
export class KernelConnection {
  readonly #launch: () => Promise<LaunchedKernel>;
  readonly #onState: (state: KernelState) => void;
  #kernel: Promise<LaunchedKernel> | undefined;
  #state: KernelState = { kind: 'stopped' };
  /** Kernels that were asked to end. */
  readonly #stopped = new WeakSet<Promise<LaunchedKernel>>();
  #closed = false;
  #running = 0;

  constructor(launch: () => Promise<LaunchedKernel>, onState: (state: KernelState) => void) {
    this.#launch = launch;
    this.#onState = onState;
  }

  get state(): KernelState {
    return this.#state;
  }

  /** The running kernel, started if there is none. Throws an error that says why it did not start. */
  start(): Promise<LaunchedKernel> {
    this.#kernel ??= this.#startNow();
    return this.#kernel;
  }

  /**
   * Runs code; resolves with the reply when the kernel is idle again, or with 'stopped' when it was restarted or closed
   * meanwhile. Rejects when the kernel did not start or ended by itself.
   */
  async execute(code: string, options: RequestOptions): Promise<Message | 'stopped'> {
    const kernel = this.start();
    const { client } = await kernel;
    this.#running++;
    this.#enter({ kind: 'busy' });
    try {
      return await client.request(
        'shell',
        'execute_request',
        { code, silent: false, store_history: true, user_expressions: {}, stop_on_error: true },
        options,
      );
    } catch (error) {
      if (this.#stopped.has(kernel)) return 'stopped';
      throw error;
    } finally {
      this.#running--;
      if (this.#running === 0 && this.#state.kind === 'busy') this.#enter({ kind: 'idle' });
    }
  }

  /** Asks the running cell to stop; its variables stay. Does nothing where no kernel runs. */
  async interrupt(): Promise<void> {
    const kernel = await this.#kernel?.catch(() => undefined);
    await kernel?.client.request('control', 'interrupt_request', {});
  }

  /** A new kernel in place of the old one. */
  async restart(): Promise<void> {
    await this.#end();
    await this.start();
  }

  /** Ends the kernel and keeps it from starting again. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  #startNow(): Promise<LaunchedKernel> {
    if (this.#closed) return Promise.reject(new Error('The notebook of this kernel was closed.'));
    this.#enter({ kind: 'starting' });
    const starting = this.#launch();
    const isStopped = () => this.#stopped.has(starting);
    starting.then(
      ({ ended }) => {
        if (!isStopped()) this.#enter({ kind: 'idle' });
        ended.then((end) => {
          if (isStopped()) return;
          this.#kernel = undefined;
          this.#enter({ kind: 'lost', how: howItEnded(end) });
        });
      },
      () => {
        if (isStopped()) return;
        this.#kernel = undefined;
        this.#enter({ kind: 'stopped' });
      },
    );
    return starting;
  }

  async #end(): Promise<void> {
    const ending = this.#kernel;
    this.#kernel = undefined;
    if (ending) this.#stopped.add(ending);
    const kernel = await ending?.catch(() => undefined);
    await kernel?.shutdown(2000);
    if (!this.#kernel) this.#enter({ kind: 'stopped' });
  }

  #enter(state: KernelState): void {
    this.#state = state;
    this.#onState(state);
  }
}

function howItEnded({ code, signal }: KernelEnd): string {
  return signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`;
}
