/** The part of VS Code's notebook renderer contract (`vscode-notebook-renderer`) that the renderers use. */
export type Activate = (context: RendererContext) => Renderer;

export type RendererContext = {
  /** Kept by VS Code while the notebook's editor lives. */
  readonly getState?: () => unknown;
  readonly setState?: (state: unknown) => void;
  /** To the extension and from it; absent where there is none, e.g. in an exported page. */
  readonly postMessage?: (message: unknown) => void;
  readonly onDidReceiveMessage?: (listener: (message: unknown) => void) => unknown;
};

export type Renderer = {
  /** Called again with the same element when the output's data changes. */
  readonly renderOutputItem: (item: OutputItem, element: HTMLElement) => void;
  /** Without an id: all outputs were cleared. */
  readonly disposeOutputItem: (id?: string) => void;
};

export type OutputItem = { readonly id: string; readonly mime: string; json(): unknown };
