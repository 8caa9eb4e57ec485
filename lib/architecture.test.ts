import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The arrows of lib/README.md, as a test: who may import whom. */
const root = resolve(import.meta.dirname, '..');
const folders = ['app', 'browser', 'components', 'lib', 'server', 'sdk', 'cli'];
const isTest = (file: string) => /\.(test|fixture)\.tsx?$|^(lib|sdk|cli)\/testing\//.test(file);

type Source = { file: string; text: string; imports: string[] };

const sources: Source[] = folders.flatMap((folder) =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((name) => /\.tsx?$/.test(name) && !/(^|\/)(generated|dist|node_modules)\//.test(name))
    .map((name) => read(posix.join(folder, name)))
    .filter(({ file }) => !isTest(file)),
);

function read(file: string): Source {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) => {
    if (target!.startsWith('@/')) return target!.slice(2);
    return target!.startsWith('.') ? relative(root, resolve(root, dirname(file), target!)) : target!;
  });
  return { file, text, imports };
}

/** Imports of `from` that match `target`, as `file → import`. */
const arrows = (from: RegExp, target: RegExp, except = /^$/): string[] =>
  sources
    .filter(({ file }) => from.test(file) && !except.test(file))
    .flatMap(({ file, imports }) =>
      imports.filter((one) => target.test(one)).map((one) => `${file} → ${one}`),
    );

describe('the arrows', () => {
  test('there is something to check', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  test('lib imports neither Next.js nor React, nor the doors', () => {
    expect(arrows(/^lib\//, /^(next|react|react-dom)(\/|$)|^(app|server|components|cli|sdk)\//)).toEqual([]);
  });

  test('the protocol’s route modules import nothing of Next.js', () => {
    expect(arrows(/^app\/(\(dialects\)|oauth2|health|schemas|\.well-known)\//, /^next(\/|$)/)).toEqual([]);
  });

  test('only stores, lib/db, the Auth.js adapter and boot touch the database', () => {
    const database = /^lib\/db\/(pool|batch|prisma|generated\/client)$|^pg$/;
    // Auth.js brings its stores with it: its adapter and its callbacks.
    const allowed = /(^|\/)([a-z]+-)?store\.ts$|^lib\/db\/|^lib\/login\/(adapter|auth-config)\.ts$|^server\//;
    expect(arrows(/./, database, allowed)).toEqual([]);
  });

  test('the pages of an account have one header, or ask one question', () => {
    const drawing = sources.filter(({ file }) => /^app\/account\/.*page\.tsx$/.test(file));
    expect(drawing.length).toBeGreaterThan(10);
    expect(drawing.filter(({ text }) => /\b(WideShell|DashboardShell)\b/.test(text))).toEqual([]);
  });

  test('rules decide from their arguments alone', () => {
    const imports = sources.filter(({ file }) => /^lib\/[a-z-]+\/rules\.ts$/.test(file));
    const values = imports.flatMap(({ file, text }) =>
      [...text.matchAll(/^import (?!type)(.*)$/gm)].map(([line]) => `${file}: ${line}`),
    );
    expect(values).toEqual([]);
    for (const { file, text } of imports)
      expect(text, file).not.toMatch(/new Date\(\)|Date\.now|Math\.random|process\.env/);
  });

  test('device uses tokens, never back', () => {
    expect(arrows(/^lib\/tokens\//, /^lib\/device\//)).toEqual([]);
  });

  test('components import nothing of ours but components', () => {
    expect(arrows(/^components\//, /^(app|lib|server|sdk|cli)\//)).toEqual([]);
  });

  test('what runs in the browser imports nothing of ours', () => {
    expect(arrows(/^browser\//, /^(app|components|lib|server|sdk|cli|next|react)(\/|$)/)).toEqual([]);
  });

  test('cli → sdk, and the sdk knows no server code', () => {
    expect(arrows(/^cli\//, /^(app|lib|server|components)\//)).toEqual([]);
    expect(arrows(/^sdk\//, /^(app|lib|server|components|cli)\//)).toEqual([]);
  });
});

describe('one way to do each thing', () => {
  test('only lib/env.ts reads the environment', () => {
    const reads = sources.filter(
      ({ file, text }) => /^(app|components|lib|server)\//.test(file) && /process\.env/.test(text),
    );
    expect(reads.map(({ file }) => file).sort()).toEqual(
      [
        'lib/db/pool.ts',
        'lib/env.ts',
        'lib/testing/cluster.ts',
        'server/main.ts',
        'server/operator-command.ts',
      ].filter((file) => !isTest(file)),
    );
  });

  test('only lib/crypto.ts draws randomness and hashes', () => {
    const made = sources.filter(
      ({ file, text }) =>
        /^(app|lib|server)\//.test(file) &&
        /from 'node:crypto'|Math\.random|crypto\.(randomUUID|getRandomValues|subtle)/.test(text),
    );
    // Request ids and nonces are the front's; the embedded database and migrations come before there is a secret.
    const before =
      /^lib\/db\/(embedded|migrations)\/|^server\/(front|secret)\.ts$|^lib\/oauth\/request-context\.ts$/;
    expect(made.map(({ file }) => file).filter((file) => !before.test(file))).toEqual(['lib/crypto.ts']);
  });

  test('verbs take the time from their context', () => {
    const clocks = sources.filter(
      ({ file, text }) =>
        /^lib\/(device|dialects|tokens|sessions|clients|accounts|organizations|api-keys|audit|mfa|authority|activity|webhooks|settings|images)\//.test(
          file,
        ) && /new Date\(\)|Date\.now\(\)/.test(text),
    );
    expect(clocks.map(({ file }) => file)).toEqual([]);
  });

  test('the audit log is append-only: one place writes rows, nothing changes one, and only the retention deletes', () => {
    const matching = (pattern: RegExp) =>
      sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
    const writes = /INSERT INTO audit_events|auditEvent\s*\.(create|upsert)/;
    expect(matching(writes)).toEqual(['lib/audit/store.ts']);
    expect(matching(/UPDATE audit_events|auditEvent\s*\.update|TRUNCATE[^;]*audit_events/)).toEqual([]);
    expect(matching(/DELETE FROM audit_events|auditEvent\s*\.delete/)).toEqual(['lib/audit/prune-store.ts']);
    expect(matching(/audit_batches|auditBatch\b/).sort()).toEqual([
      'lib/audit/batch-store.ts',
      'lib/audit/prune-store.ts',
      'lib/db/prisma.ts',
    ]);
  });

  test('every route that changes something stands behind the guard or the protocol wrapper', () => {
    const changing = sources.filter(
      ({ file, text }) => /^app\/.*route\.ts$/.test(file) && /\bPOST\b/.test(text),
    );
    expect(changing.length).toBeGreaterThan(5);
    for (const { file, text } of changing)
      expect(text, file).toMatch(
        /openForm\(|personForm\(|adminForm\(|adminUpload\(|firstFactorForm\(|methods\(|from '\.\.?\//,
      );
  });

  test('every route that decides for a person, by JSON too, stands behind the guard of forms', () => {
    const deciding = sources.filter(
      ({ file, text }) =>
        /^app\/.*route\.ts$/.test(file) && /(approve|deny)(DeviceGrant|ByUserCode)/.test(text),
    );
    expect(deciding.length).toBeGreaterThan(2);
    for (const { file, text } of deciding) expect(text, file).toMatch(/POST[ :=]+person(Form|Endpoint)\(/);
  });

  test('with a first factor alone nothing is done but to give the second, and to sign out', () => {
    const files = sources.filter(
      ({ file, text }) => /^(app|lib\/dialects)\//.test(file) && /irstFactor(Form)?\(/.test(text),
    );
    // AuthOS's JSON form of giving it is the one beyond the pages.
    const allowed =
      /^app\/(session\.ts|logout\/route\.ts|login\/(page\.tsx|link\/page\.tsx|mfa\/.*))$|^lib\/dialects\/authos-browser\.ts$/;
    expect(files.map(({ file }) => file).filter((file) => !allowed.test(file))).toEqual([]);
  });

  test('every page and form of administrators stands behind their guard', () => {
    const pages = sources.filter(({ file }) => /^app\/admin\/.*page\.tsx$/.test(file));
    const forms = sources.filter(
      ({ file, text }) => /^app\/admin\/.*route\.ts$/.test(file) && text.includes('POST'),
    );
    expect(Math.min(pages.length, forms.length)).toBeGreaterThan(1);
    for (const { file, text } of pages) expect(text, file).toContain('await requireAdmin(');
    for (const { file, text } of forms) expect(text, file).toMatch(/POST = admin(Form|Upload)\(/);
  });

  test('no Server Actions, no middleware, no proxy', () => {
    expect(sources.filter(({ text }) => /['"]use server['"]/.test(text)).map(({ file }) => file)).toEqual([]);
    expect(readdirSync(root).filter((name) => /^(middleware|proxy)\./.test(name))).toEqual([]);
  });
});

test('sizes, for whoever reads the run: median file ≤ 60 lines, none over 250', () => {
  const sizes = sources
    .map(({ file, text }) => ({ file, lines: text.split('\n').length }))
    .sort((a, b) => b.lines - a.lines);
  const median = sizes[Math.floor(sizes.length / 2)]!.lines;
  console.info(
    `${sizes.length} files, median ${median} lines, longest ${sizes[0]!.file} with ${sizes[0]!.lines}`,
  );
  expect(sizes.length).toBeGreaterThan(0);
});
