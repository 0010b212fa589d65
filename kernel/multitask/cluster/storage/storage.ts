/** The folder of one job, in the storage that this machine and the cluster share. */
export type Storage = {
  /** As the cluster names it. */
  readonly folder: string;
  write(name: string, content: string | Iterable<Uint8Array>): Promise<void>;
  /** Takes the files that `make` puts into the folder that it is given. */
  writeFolder(name: string, make: (folder: string) => Promise<unknown>): Promise<void>;
  /**
   * A file on this machine with what is there, until one of the same name is fetched.
   * @throws where the storage does not have it.
   */
  fetch(name: string): Promise<string>;
  /** The same with the files of a folder. */
  fetchFolder(name: string): Promise<string>;
  /** Removes what was fetched, where it lies beside the storage. */
  close(): Promise<void>;
  /** Closes it, and removes the whole folder, with what others have put into it. */
  remove(): Promise<void>;
};
