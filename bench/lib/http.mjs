/* A small client over kept connections: what a phase needs before it can be measured. */
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

export function request(url, { method = 'POST', type, body, headers = {}, using = agent } = {}) {
  return new Promise((resolve, reject) => {
    const sent = http.request(
      url,
      {
        method,
        agent: using,
        headers: { accept: 'application/json', ...(type && { 'content-type': type }), ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (text += chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, text, json: parse(text) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A body and its content type; `encoding` is form or json. */
export const encode = (encoding, parameters) =>
  encoding === 'json'
    ? { type: 'application/json', body: JSON.stringify(parameters) }
    : { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(parameters).toString() };

/** The network of the nth device, as load.lua numbers them from 1. */
export const forwardedFor = (index) => ({
  'x-forwarded-for': `10.${(index >> 8) & 31}.${index & 255}.7`,
});

/** Does something for each, so many at a time. */
export async function each(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const place = next++;
      results[place] = await work(items[place], place);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

/** How many ms until it answers 200. */
export async function untilReady(url, limitMs = 60_000) {
  const began = performance.now();
  for (;;) {
    const answer = await request(url, { method: 'GET', using: false }).catch(() => null);
    if (answer?.status === 200) return performance.now() - began;
    if (performance.now() - began > limitMs) throw new Error(`${url} did not answer 200`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
