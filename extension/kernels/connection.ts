import type { HandedOver, KernelEnd, Message, OwnedKernel, RequestOptions } from '../../kernel/jupyter/index.ts';

export type KernelState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  /** It ended although nobody asked it to; its variables are gone. */
  | { readonly kind: 'lost'; readonly how: string };

/** A kernel that waits for its next owner. */
type LeftKernel = HandedOver & {
  /** The execute requests that it is busy with. */
  readonly running: readonly string[];
  readonly disconnect: () => void;
};

/** The kernel of one notebook, over all its restarts: started by the first cell, ended with the notebook. */
export class KernelConnection {
  readonly #launch: () => Promise<OwnedKernel>;
  readonly #onState: (state: KernelState) => void;
  #kernel: Promise<OwnedKernel> | undefined;
  #state: KernelState = { kind: 'stopped' };
  /** Kernels that were asked to end. */
  readonly #stopped = new WeakSet<Promise<OwnedKernel>>();
  #closed = false;
  #running = 0;

  constructor(launch: () => Promise<OwnedKernel>, onState: (state: KernelState) => void) {
    this.#launch = launch;
    this.#onState = onState;
  }

  get state(): KernelState {
    return this.#state;
  }

  /** The running kernel, started if there is none. Throws an error that says why it did not start. */
  start(): Promise<OwnedKernel> {
    return this.#kernel ?? this.#startNow();
  }

  /**
   * Runs code; resolves with the reply when the kernel is idle again, or with 'stopped' when it was restarted or closed
   * meanwhile. Rejects when the kernel did not start or ended by itself.
   */
  execute(code: string, options: RequestOptions): Promise<Message | 'stopped'> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, stop_on_error: true };
    return this.#whileBusy(({ client }) => client.request('shell', 'execute_request', content, options));
  }

  /** Hears a run that an earlier window started; resolves when it has ended. */
  follow(messageId: string, options: RequestOptions): Promise<'stopped' | undefined> {
    return this.#whileBusy(async ({ client }) => {
      await client.follow(messageId, options);
      return undefined;
    });
  }

  /** Hears what a run that has ended says later. */
  async hear(messageId: string, options: RequestOptions): Promise<void> {
    const { client } = await this.start();
    client.follow(messageId, options).catch(() => {
      // The kernel has ended.
    });
  }

  /** Takes over a kernel that runs already. */
  adopt(kernel: OwnedKernel): void {
    this.#kernel = Promise.resolve(kernel);
    this.#watch(this.#kernel);
  }

  /** Leaves the kernel to the next window; nothing where none runs. */
  async handOver(seconds: number): Promise<LeftKernel | undefined> {
    const leaving = this.#kernel;
    if (!leaving || this.#state.kind === 'starting') return undefined;
    const kernel = await leaving;
    const { handOverKernel } = await import('../../kernel/jupyter/attach.ts');
    const left = await handOverKernel(kernel, seconds);
    this.#closed = true;
    this.#kernel = undefined;
    this.#stopped.add(leaving);
    return { ...left, disconnect: () => kernel.client.close() };
  }

  async #whileBusy<Reply>(ask: (kernel: OwnedKernel) => Promise<Reply>): Promise<Reply | 'stopped'> {
    const kernel = this.start();
    const running = await kernel;
    this.#running++;
    this.#enter({ kind: 'busy' });
    try {
      return await ask(running);
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

  #startNow(): Promise<OwnedKernel> {
    if (this.#closed) return Promise.reject(new Error('The notebook of this kernel was closed.'));
    const starting = this.#launch();
    // Who hears of its start may ask for it.
    this.#kernel = starting;
    this.#enter({ kind: 'starting' });
    this.#watch(starting);
    return starting;
  }

  #watch(starting: Promise<OwnedKernel>): void {
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
  if (signal) return `it was ended by ${signal}`;
  // The child of an earlier window tells nobody how it ended.
  return code === null ? 'its process ended' : `it ended with exit code ${code}`;
}
