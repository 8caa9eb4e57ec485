/* How many tests passed, and which failed, from the reports that the runners write. A runner that failed without saying why is one failure. */
import { readFileSync } from 'node:fs';

export function countVitest(file, code) {
  const report = read(file);
  // A file that could not be loaded has no tests to count, and counts itself.
  const unloaded = (report?.testResults ?? []).filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
  );
  return withCode(code, {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + unloaded.length,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    names: [
      ...unloaded.map((suite) => suite.name),
      ...(report?.testResults ?? []).flatMap((suite) =>
        suite.assertionResults
          .filter((test) => test.status === 'failed')
          .map((test) => `${suite.name}: ${test.fullName}`),
      ),
    ],
  });
}

export function countPlaywright(file, code) {
  const report = read(file);
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = report?.stats ?? {};
  const broken = report?.errors?.length ?? 0;
  return withCode(code, {
    ...{ passed: expected + flaky, failed: unexpected + broken, skipped },
    names: (report?.suites ?? []).flatMap(failedSpecs),
  });
}

const failedSpecs = (suite) => [
  ...(suite.specs ?? []).filter((spec) => !spec.ok).map((spec) => `${spec.file}:${spec.line} ${spec.title}`),
  ...(suite.suites ?? []).flatMap(failedSpecs),
];

function withCode(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
