import type { Server } from './code-server.ts';
import type { ExtensionTests } from './extension-tests.ts';
import type { Workbench } from './workbench.ts';

/** What a person does in one sitting, in a VS Code of its own. Its checks build on each other. */
export type Journey = {
  readonly title: string;
  /** Whether VS Code trusts the workspace, or asks first. */
  readonly trust: 'given' | 'asked';
  /** Puts files into the workspace before VS Code opens it. */
  readonly prepare: (workspace: string) => void;
  /** A module with tests that VS Code itself runs in its extension host, built by `prepare`. */
  readonly extensionTests?: ExtensionTests;
  readonly run: (sitting: Sitting) => Promise<void>;
};

export type Sitting = {
  readonly server: Server;
  readonly workbench: Workbench;
  /** Opens the workspace in another window, after this one was closed. */
  readonly openWindow: () => Promise<Workbench>;
  /** Lets the next one sit down: what comes behind it is waiting. */
  readonly standUp: () => void;
  /** One thing that must hold; when it throws the journey ends. */
  readonly check: (title: string, probe: () => Promise<void>) => Promise<void>;
};
