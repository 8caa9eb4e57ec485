import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { type Problem, readDocument } from '@/lib/clients/file/document';
import { problemsOf } from '@/lib/clients/file/problems';
import { repeatsIn } from '@/lib/clients/file/repeats';
import { clientsFile, type IsRevoked, type ReadVariable } from '@/lib/clients/file/schema';

/** What CLIENTS_FILE declares, as it is written there, its secrets hashed. */
export type ClientsFile = z.output<ReturnType<typeof clientsFile>>;

/** The file is wrong: every problem at once, each as `FILE:LINE: reason`. Nothing of it counts. */
export class ClientsFileError extends Error {
  override name = 'ClientsFileError';
  readonly lines: string[];
  constructor(lines: string[]) {
    super(`CLIENTS_FILE is refused as a whole:\n${lines.join('\n')}`);
    this.lines = lines;
  }
}

/** Throws {@link ClientsFileError}. */
export async function readClientsFile(
  path: string,
  read: ReadVariable,
  isRevoked?: IsRevoked,
): Promise<ClientsFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ClientsFileError([
      `${path}: cannot be read (${error.code}); set CLIENTS_FILE to a file that can`,
    ]);
  });
  return parseClientsFile(path, text, read, isRevoked);
}

export function parseClientsFile(
  path: string,
  text: string,
  read: ReadVariable,
  isRevoked?: IsRevoked,
): ClientsFile {
  const { document, problems } = readDocument(text);
  if (!document) throw refusal(path, problems);
  const result = clientsFile(read, isRevoked).safeParse(document.value);
  if (!result.success) problems.push(...problemsOf(document, result.error.issues));
  problems.push(...repeatsIn(document, read));
  if (!result.success || problems.length > 0) throw refusal(path, problems);
  return result.data;
}

const refusal = (path: string, problems: Problem[]): ClientsFileError =>
  new ClientsFileError(
    problems.toSorted((a, b) => a.line - b.line).map(({ line, reason }) => `${path}:${line}: ${reason}`),
  );
