import type { Content, Outlet, Request } from '../jupyter/index.ts';
import type { FromUser, Outcome, ToUser } from '../link/index.ts';
import type { CommTable } from './comms.ts';
import type { Outputs } from './outputs.ts';
import type { Death } from './process/death.ts';
import type { LiveProcess } from './process/live-process.ts';

export type End = Outcome | { readonly kind: 'death'; readonly death: Death };

/** Sends runs to the user process and turns what it says into messages of the requests that started them. */
export interface Dispatch {
  /** A number for a new run, which answers `request`. */
  begin(request: Request, outlet: Outlet): number;
  /** Sends the run and waits for its end. */
  send(message: Extract<ToUser, { execution: number }>, hearValue?: (value: Content) => void): Promise<End>;
  /** The run will not be sent. */
  withdraw(execution: number): void;
  /** Stops every run; nothing happens when there is none. */
  interrupt(): void;
  inputReply(content: Content): void;
  isIdle(): boolean;
  hear(message: FromUser): void;
  hearRaw(name: 'stdout' | 'stderr', text: string): void;
  hearDeath(death: Death): void;
}

type Going = {
  readonly request: Request;
  readonly outlet: Outlet;
  /** Present once it was sent. */
  end?: (end: End) => void;
  interrupted?: boolean;
  hearValue?: ((value: Content) => void) | undefined;
};

export function createDispatch(live: () => LiveProcess, outputs: Outputs, comms: CommTable): Dispatch {
  const going = new Map<number, Going>();
  let executions = 0;
  let asking: number | undefined;

  const ask = ({ execution, request, prompt, password }: Extract<FromUser, { kind: 'input' }>): void => {
    const asker = going.get(execution);
    if (asker?.request.content.allow_stdin !== true) {
      live().send({ kind: 'input', request, value: null });
      return;
    }
    asking = request;
    // The question comes after what was printed.
    void outputs.flushed().then(() => asker.outlet.askInput(asker.request, { prompt, password }));
  };

  return {
    begin(request, outlet) {
      executions += 1;
      going.set(executions, { request, outlet });
      outputs.begin(executions, request.header, outlet);
      return executions;
    },
    async send(message, hearValue) {
      const run = going.get(message.execution);
      const end = await new Promise<End>((resolve) => {
        if (run?.interrupted) return resolve({ kind: 'interrupted' });
        if (run) Object.assign(run, { end: resolve, hearValue });
        live().send(message);
      });
      going.delete(message.execution);
      await outputs.flushed();
      return end;
    },
    withdraw: (execution) => void going.delete(execution),
    interrupt() {
      const sent = [...going].filter(([, run]) => run.end !== undefined).map(([execution]) => execution);
      for (const run of going.values()) run.interrupted = true;
      if (sent.length > 0) live().send({ kind: 'interrupt', executions: sent });
    },
    inputReply({ value }) {
      if (asking !== undefined) live().send({ kind: 'input', request: asking, value: String(value ?? '') });
      asking = undefined;
    },
    isIdle: () => going.size === 0,
    hear(message) {
      switch (message.kind) {
        case 'stream':
          return outputs.stream(message.execution, message.name, message.text);
        case 'display': {
          const { execution, data, metadata, displayId, update } = message;
          const transient = displayId === undefined ? {} : { display_id: displayId };
          return outputs.publish(execution, update ? 'update_display_data' : 'display_data', {
            data,
            metadata,
            transient,
          });
        }
        case 'clear':
          return outputs.publish(message.execution, 'clear_output', { wait: message.wait });
        case 'result':
          return going.get(message.execution)?.hearValue?.({ data: message.data, metadata: message.metadata });
        case 'comm':
          return comms.fromCell(message.execution, message.comm);
        case 'input':
          return ask(message);
        case 'done':
          return going.get(message.execution)?.end?.(message.outcome);
      }
    },
    hearRaw(name, text) {
      outputs.stream([...going.keys()].at(-1) ?? executions, name, text);
    },
    hearDeath(death) {
      asking = undefined;
      comms.closeAll(executions);
      if (going.size === 0) outputs.stream(executions, 'stderr', `${death.ename}: ${death.evalue}\n`);
      for (const run of going.values()) run.end?.({ kind: 'death', death });
    },
  };
}
