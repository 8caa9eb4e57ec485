import { parseArgs } from 'node:util';
import { type BatchFault, type Verification, verifyAudit } from '@/lib/audit/verify';
import { env } from '@/lib/env';
import { readHead } from '@/server/audit-head';
import { besideServer, CommandError, runCommand } from '@/server/operator-command';

/** `npm run audit:verify`: is the audit log as it was sealed? */

const usage = `npm run audit:verify                     is every row as it was sealed, and none missing or added? Ends with 1 if not
npm run audit:verify -- --head HEX       … and does the log still have this end, which an earlier run or the page named?
`;

runCommand(async () => {
  const { values } = parseArgs({
    options: { head: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return usage;
  if (values.head !== undefined && !/^[0-9a-f]{64}$/i.test(values.head))
    throw new CommandError('A head is 64 hexadecimal digits, as an earlier run wrote it.');
  const found = await besideServer(async () =>
    verifyAudit(values.head ?? null, progress(), await readHead(env().dataDir)),
  );
  if (found.state !== 'intact') throw new CommandError(faultInWords(found));
  const said = intactInWords(found);
  if (found.knowsNoted === false)
    throw new CommandError(
      `${said}But no batch has the head ${values.head}: the end of the log was cut off since it was noted, or the log is another one.`,
    );
  if (found.knowsRemembered === false)
    throw new CommandError(
      `${said}But the last batch that this server saw (DATA_DIR/audit-head) is not in the log: its end was cut off or made anew, or the log is another one.`,
    );
  return said;
});

const number = new Intl.NumberFormat('en');
const count = (many: number, one: string, more: string) =>
  `${number.format(many)} ${many === 1 ? one : more}`;

/** On a long log, for whoever waits. */
function progress(): (rows: number) => void {
  let next = performance.now() + 5_000;
  return (rows) => {
    if (performance.now() < next) return;
    next = performance.now() + 5_000;
    process.stderr.write(`${number.format(rows)} rows are right so far …\n`);
  };
}

function intactInWords(found: Extract<Verification, { state: 'intact' }>): string {
  const { rows, batches, prunedBatches, sealedAt, unsealed, head } = found;
  const newer = `${count(unsealed, 'newer row is', 'newer rows are')} not sealed yet`;
  if (!sealedAt || !head) return `Nothing is sealed yet; ${newer}.\n`;
  const pruned =
    prunedBatches > 0
      ? ` The rows of the first ${count(prunedBatches, 'batch', 'batches')} were deleted by this server for their age.`
      : '';
  return `${count(rows, 'row', 'rows')} in ${count(batches, 'batch', 'batches')} are as they were sealed, up to ${sealedAt.toISOString()}; ${newer}; head: ${head}.${pruned}\n`;
}

const batchFaults: Record<BatchFault, string> = {
  missing: 'is missing',
  link: 'is not as it was sealed, or AUTH_SECRET is another one',
  list: 'does not hold the list of rows that it was sealed with',
  pruned: 'has lost its rows, and this server did not delete them',
};

function faultInWords(fault: Exclude<Verification, { state: 'intact' }>): string {
  if (fault.state === 'batch')
    return `Batch ${fault.id} (rows ${fault.firstId} to ${fault.lastId}) ${batchFaults[fault.what]}. Everything before it is as it was sealed.`;
  if (fault.what === 'missing')
    return `Row ${fault.id} is missing. It was sealed at ${fault.sealedAt.toISOString()}. Everything before it is as it was sealed.`;
  const what = fault.what === 'changed' ? 'was changed' : 'was added';
  return `Row ${fault.id} (${fault.action}, ${fault.at.toISOString()}, as it stands now) ${what} after it was sealed. Everything before it is as it was sealed.`;
}
