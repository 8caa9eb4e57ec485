/**
 * Is this failure the storage's, and likely to pass? Then the answer is 503 with `Retry-After`, never a verdict on the
 * caller's credential (I7).
 */
export function isStorageUnavailable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === 'string' && (sqlStates.test(code) || systemCodes.has(code) || prismaCodes.has(code)))
      return true;
    if (
      /Connection terminated|Cannot use a pool after calling end|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|ECONNREFUSED/i.test(
        cause.message,
      )
    )
      return true;
    if (cause instanceof AggregateError && cause.errors.some(isStorageUnavailable)) return true;
  }
  return false;
}

// PostgreSQL's appendix A: class 08 connection, 53 resources, 57P operator intervention, 58 system, 25006 read-only
// (a standby), 40001 and 40P01 serialization and deadlock, 55P03 a lock that did not come in time.
const sqlStates = /^(08...|53...|57P0.|58...|25006|40001|40P01|55P03)$/;
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
// Prisma's error reference: P1001, P1002, P1008, P1017 the server cannot be reached or is gone; P2024 the pool; P2028 and P2034 the transaction.
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034']);
