/* Nodes of Doorcode over one new database, for devices that wait. */
import { dropDatabase, settle } from '../lib/postgres.mjs';
import { issueMany } from '../phases/requests.mjs';
import { doorcode, migrated, startDoorcode } from '../targets/doorcode.mjs';

/** Runs `work` with so many nodes; each has base, token (its URL), pid, and `issue(count)`. */
export async function withNodes(postgres, count, work) {
  const database = 'doorcode_waiting';
  await migrated(postgres, database);
  const url = postgres.url(database);
  await settle(url);
  const nodes = [];
  try {
    for (let place = 0; place < count; place++) {
      const port = doorcode.port + place;
      const name = `doorcode-${place + 1}`;
      const server = await startDoorcode({ name, port, url, publicPort: doorcode.port });
      const base = `http://127.0.0.1:${port}`;
      const issue = async (codes) =>
        (await issueMany({ ...doorcode, base }, codes)).map((one) => one.device_code);
      nodes.push({ ...server, base, token: base + doorcode.token, issue });
    }
    return await work(nodes, url);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await dropDatabase(postgres, database);
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
