import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { raisedAlarms } from '@/lib/audit/alarm';
import { followAudit } from '@/lib/audit/follow';
import { verifyAudit } from '@/lib/audit/verify';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { happen } from '@/lib/testing/audit';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, start } from '@/lib/testing/factories';
import { headMemory, readHead } from '@/server/audit-head';

withDatabase();

let directory: string;
let dataDir: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'audit-head-'));
  dataDir = join(directory, 'data');
  await pool().query('TRUNCATE audit_events, audit_batches, activity RESTART IDENTITY');
});
afterEach(() => rm(directory, { recursive: true }));

const seal = (memory = headMemory(dataDir)) => followAudit(contextAt(start), () => false, memory);
async function sealThree() {
  const memory = headMemory(dataDir);
  for (let batch = 0; batch < 3; batch++) {
    await happen();
    expect(await seal(memory)).toBe(1);
  }
  return memory;
}
const run = (sql: string) => pool().query(sql);
const verify = async () => verifyAudit(null, undefined, await readHead(dataDir));

test('the last link is kept outside the database, for its account alone, and found by the next start', async () => {
  expect(await readHead(dataDir)).toBeNull();
  await sealThree();
  expect(await readHead(dataDir)).toMatchObject({ id: 3n });
  expect((await stat(join(dataDir, 'audit-head'))).mode & 0o777).toBe(0o600);
  expect(await readdir(dataDir)).toEqual(['audit-head']);
  await happen();
  expect(await seal()).toBe(1);
  expect(await verify()).toMatchObject({ state: 'intact', batches: 4, knowsRemembered: true });
});

test.each([
  ['all batches', 'DELETE FROM audit_batches'],
  ['the last one', 'DELETE FROM audit_batches WHERE id = 3'],
  ['a later one in its place', 'UPDATE audit_batches SET id = 4 WHERE id = 3'],
  ['another one under its number', "UPDATE audit_batches SET chain = sha256('x') WHERE id = 3"],
])('%s: forged rows are not sealed, by this process or after a restart', async (_what, sql) => {
  const memory = await sealThree();
  await run(sql);
  await run("UPDATE audit_events SET action = 'person.signed_out'");
  const before = await prisma().auditBatch.count();
  for (const one of [memory, headMemory(dataDir)]) {
    await expect(seal(one)).rejects.toThrow('batch 3 of the audit log');
    expect(raisedAlarms()).toContain('head');
  }
  expect(await prisma().auditBatch.count()).toBe(before);
});

test('when it is back, sealing goes on and the alarm ends', async () => {
  const memory = await sealThree();
  await run('CREATE TABLE kept AS SELECT * FROM audit_batches WHERE id = 3');
  await run('DELETE FROM audit_batches WHERE id = 3');
  await expect(seal(memory)).rejects.toThrow('is gone');
  await run('INSERT INTO audit_batches SELECT * FROM kept');
  await happen();
  expect(await seal(memory)).toBe(1);
  expect(raisedAlarms()).toEqual([]);
});

test('what other nodes seal is seen and kept; a node that remembers nothing accepts what it finds', async () => {
  const memory = await sealThree();
  await happen();
  expect(await followAudit(contextAt(start))).toBe(1);
  expect(await seal(memory)).toBe(0);
  expect(await readHead(dataDir)).toMatchObject({ id: 4n });
  await run('DELETE FROM audit_batches WHERE id = 4');
  await expect(seal(memory)).rejects.toThrow('batch 4');
  expect(await followAudit(contextAt(start))).toBe(1);
});

test('audit:verify knows of an end that was cut off, rows and batches together', async () => {
  await sealThree();
  await run('DELETE FROM audit_batches WHERE id = 3');
  await run('DELETE FROM audit_events WHERE id = 3');
  expect(await verifyAudit()).toMatchObject({ state: 'intact', knowsRemembered: null });
  expect(await verify()).toMatchObject({ state: 'intact', knowsRemembered: false });
});

test('a damaged file is no missing one', async () => {
  await sealThree();
  await writeFile(join(dataDir, 'audit-head'), '{"id":"3"');
  await expect(seal()).rejects.toThrow('is damaged');
  expect(await readFile(join(dataDir, 'audit-head'), 'utf8')).toBe('{"id":"3"');
});

test('where nothing can be written, the process still remembers', async () => {
  await writeFile(dataDir, 'a file');
  const memory = await sealThree();
  await run('DELETE FROM audit_batches');
  await expect(seal(memory)).rejects.toThrow('is gone');
});
