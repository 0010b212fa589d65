/** The part of WebAssembly's JavaScript interface that is used here; TypeScript has it only with the browser's types. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: boolean });
    readonly buffer: SharedArrayBuffer;
    /** Pages of 64 KiB; returns how many there were. */
    grow(pages: number): number;
  }
  class Module {
    private constructor();
  }
  type Instance = { readonly exports: Readonly<Record<string, unknown>> };
  function validate(bytes: Uint8Array): boolean;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(
    module: Module,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<Instance>;
}
