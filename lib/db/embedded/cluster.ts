import type { Binaries } from './binaries';
import type { Home } from './home';

/** Everything needed to start the cluster, or to find it running. */
export type Cluster = {
  dataDir: string;
  home: Home;
  /** PostgreSQL's data directory, inside the home. */
  data: string;
  binaries: Binaries;
  password: string;
  log: (line: string) => void;
  /** Aborted when the server stops while it still waits for PostgreSQL. */
  signal: AbortSignal;
};
