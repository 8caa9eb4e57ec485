import { type Answer, timeoutSeconds } from '@/lib/webhooks/rules';

/** As much of an answer as is kept, to see what is wrong. */
const excerptLetters = 200;
const excerptBytes = 1_024;

/** One POST. Redirects are not followed: the endpoint is the one that an administrator named. Never throws. */
export async function postOnce(
  url: string,
  headers: Record<string, string>,
  body: string,
  stop?: AbortSignal,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    const answer = await fetch(url, {
      ...{ method: 'POST', body, redirect: 'manual' },
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Doorcode-Webhooks' },
      signal: stop ? AbortSignal.any([timeout, stop]) : timeout,
    });
    const said = await readExcerpt(answer);
    return { status: answer.status, error: answer.ok ? null : said };
  } catch (failure) {
    if (timeout.aborted) return { status: null, error: `no answer within ${timeoutSeconds} seconds` };
    return { status: null, error: reasonOf(failure) };
  }
}

async function readExcerpt({ body }: Response): Promise<string | null> {
  if (!body) return null;
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  for (let length = 0; length < excerptBytes; ) {
    const { value, done } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  await reader.cancel().catch(() => {});
  const text = Buffer.concat(parts)
    .toString('utf8')
    .toWellFormed()
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return text === '' ? null : [...text].slice(0, excerptLetters).join('');
}

/** Such as `ECONNREFUSED`; never the address, which the page shows anyway. */
function reasonOf(failure: unknown): string {
  const cause = failure instanceof Error ? (failure.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' ? `could not connect (${cause.code})` : 'could not connect';
}
