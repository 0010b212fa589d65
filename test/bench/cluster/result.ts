import type { About } from '../about.ts';

/** What `--json` writes. */
export type ClusterResult = {
  readonly about: About;
  /** Versions of what the cluster runs. */
  readonly versions: { readonly ray: string; readonly torch: string };
  readonly rows: number;
  readonly batch: number;
  readonly training: Measured;
  readonly scoring: Measured;
};

/** How fast the same work is done here and there. */
export type Measured = {
  /** On all cores of this machine. */
  readonly here: Rate;
  readonly cluster: readonly (Rate & { readonly workers: number })[];
};

/** So many rows take `fixed + rows / rate` seconds. */
export type Rate = {
  /** Rows a second, once it runs. */
  readonly rate: number;
  /** Seconds before and after. */
  readonly fixed: number;
};
