export type { attachKernel, HandedOver } from './attach.ts';
export type { RequestOptions } from './client.ts';
export { createConnection, readConnectionFile, removeConnectionFile, writeConnectionFile } from './connection.ts';
export type { Launcher } from './handover.ts';
export {
  installedKernels,
  kernelArgv,
  kernelDisplayName,
  kernelName,
  kernelSpec,
  userDataFolder,
  writeKernelSpec,
} from './kernelspec.ts';
export { type KernelEnd, type LaunchedKernel, launchKernel, type OwnedKernel } from './launch.ts';
export type { Attachments, Content, Header, Message, Outlet, Request, Session } from './messages.ts';
export {
  createNotebookOutputs,
  type Edit,
  type MimeBundle,
  type NotebookOutputs,
  type Output,
  pages,
  type SavedOutputs,
} from './notebook-outputs.ts';
export { isAlive } from './process-alive.ts';
export { serve } from './server.ts';
export { type StreamText, writeText } from './stream-text.ts';
export { isUncaught, shownTraceback } from './traceback.ts';
