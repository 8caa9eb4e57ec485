/* node bench/pages.mjs [ROUNDS]: what the activation pages weigh, how soon they answer, how the server starts and what it holds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { loadProject, root } from './lib/project.mjs';

const rounds = Number(process.argv[2] ?? 200);
const most = { bytes: 60 * 1024, firstByteMs: 50, startMs: 3_000, restMb: 250, loadMb: 350 };
const problems = [];
const agent = new Agent({ keepAlive: true });

const { startEmbedded } = await loadProject(`export { startEmbedded } from './lib/db/embedded';`);
const dataDir = await mkdtemp(path.join(tmpdir(), 'doorcode-bench-'));
const database = await startEmbedded({ dataDir, log: () => {} });
let server;
try {
  console.log(
    `${cpus().length} cores, Node ${process.version}, load ${loadavg()[0].toFixed(1)} at the start`,
  );
  server = await measureStarts();
  const person = await signIn();
  const confirm = await enter(person);
  const pages = await listPages(person, confirm);
  await measureWeights(pages);
  await measureFirstBytes(pages);
  await measureLoad(pages);
  console.log(
    problems.length === 0
      ? '\nEvery figure is within its bound.'
      : `\nOver the bound: ${problems.join('; ')}`,
  );
} finally {
  await server?.stop();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** PostgreSQL runs already: what is timed is `npm start` from its first instruction to the first page. */
async function measureStarts() {
  console.log(
    '\nstart, PostgreSQL apart                    first answer ms   memory after it MB (npm beside it)',
  );
  for (const name of ['first, on an empty database', 'second', 'third']) {
    const started = await start();
    const [own, npm] = [await rssOf(started.pid), await rssOf(started.npmPid)];
    row(name, [started.ms, own], `(${npm.toFixed(0)})`);
    if (name === 'second') {
      bound('start', started.ms, most.startMs);
      bound('memory after start', own, most.restMb);
    }
    if (name === 'third') return started;
    await started.stop();
  }
}

async function start() {
  const port = await freePort();
  const began = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: root,
    stdio: 'ignore',
    detached: true,
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      DATABASE_URL: database.connectionString,
      AUTH_SECRET: 'a secret of the benchmark, of no use to anybody',
      PORT: String(port),
      LOG_LEVEL: 'info',
    },
  });

  const exited = once(child, 'exit');
  const url = `http://localhost:${port}`;
  for (;;) {
    const answer = await get(`${url}/login`).catch(() => null);
    if (answer?.status === 200) break;
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    await new Promise((done) => setTimeout(done, 10));
  }
  const ms = performance.now() - began;
  // npm hands over to a shell or to node itself; the server is the last of the line.
  const pid = await lastOfLine(child.pid);
  const stop = async () => {
    process.kill(pid, 'SIGTERM');
    await exited;
  };
  return { url, ms, pid, npmPid: child.pid, stop };
}

/** What a fresh browser is sent for each page: everything, with headers, and the icon, which a headless one leaves out. */
async function measureWeights(pages) {
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
  console.log(
    '\nsent to a fresh browser, compressed              bytes   HTML    CSS     JS  other  requests',
  );
  for (const { name, at, cookie } of pages) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    if (cookie)
      await context.addCookies(
        cookie.split('; ').map((pair) => {
          const [key, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
          return { name: key, value, url: server.url };
        }),
      );
    const client = await context.newCDPSession(page);
    const kinds = new Map();
    const sent = { Document: 0, Stylesheet: 0, Script: 0, Other: 0 };
    let requests = 0;
    client.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId);
      sent[kind in sent ? kind : 'Other'] += encodedDataLength;
      requests += 1;
    });
    await client.send('Network.enable');
    await page.goto(server.url + at, { waitUntil: 'networkidle' });
    const icon = await page
      .locator('link[rel="icon"]')
      .first()
      .getAttribute('href')
      .catch(() => null);
    if (icon) sent.Other += (await get(new URL(icon, server.url).href)).bytes;
    await context.close();
    const all = Object.values(sent).reduce((sum, one) => sum + one, 0);
    row(name, [all, ...Object.values(sent), requests], '', 7);
    bound(`weight of ${name}`, all, most.bytes);
  }
  await browser.close();
}

async function measureFirstBytes(pages) {
  console.log(
    '\nfirst byte                                         p50     p95     max ms, one at a time; then four',
  );
  for (const { name, at, cookie } of pages) {
    const figures = [];
    for (const lanes of [1, 4]) {
      const all = [];
      for (let i = 0; i < 20; i++) await get(server.url + at, cookie);
      await inLanes(
        lanes,
        rounds,
        async () => void all.push((await get(server.url + at, cookie)).firstByteMs),
      );
      all.sort((a, b) => a - b);
      const of = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
      figures.push(of(0.5), of(0.95), all.at(-1));
      bound(`first byte of ${name}, ${lanes} at a time`, of(0.95), most.firstByteMs);
    }
    row(name, figures, '', 8, 1);
  }
}

async function measureLoad(pages) {
  const device = await startDevice();
  const poll = () =>
    post('/oauth2/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device.device_code,
      client_id: 'doorcode-cli',
    });
  let turn = 0;
  await inLanes(8, 3_000, () => {
    const { at, cookie } = pages[turn++ % pages.length];
    return get(server.url + at, cookie);
  });
  await inLanes(16, 5_000, poll);
  const mb = await rssOf(server.pid);
  console.log(`\nmemory after 3,000 more pages and 5,000 polls: ${mb.toFixed(0)} MB`);
  bound('memory after load', mb, most.loadMb);
}

async function listPages(person, confirm) {
  const done = await enter(person, 'deny');
  return [
    { name: '/login', at: '/login?next=/device' },
    { name: '/login/sent', at: '/login/sent' },
    { name: '/login/link', at: '/login/link?token=unknown' },
    { name: '/device', at: '/device', cookie: person.cookie() },
    { name: '/device/confirm', at: confirm.path, cookie: confirm.cookie },
    { name: '/device/done', at: done.path, cookie: person.cookie() },
  ];
}

/** A person who fills in the forms without a browser. */
async function signIn() {
  const jar = new Map();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const send = async (at, fields) => {
    const answer = await post(at, fields, {
      origin: server.url,
      'sec-fetch-site': 'same-origin',
      cookie: cookie(),
    });
    for (const one of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(one);
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    if (answer.status !== 303) throw new Error(`${at} answered ${answer.status}`);
    return answer.headers.get('location');
  };
  await send('/login/email', { email: 'ann@example.com', next: '/device' });
  const link = new URL(/https?:\/\/\S+/.exec(await newestMail())[0]);
  await send('/login/link/use', Object.fromEntries(link.searchParams));
  return { cookie, send };
}

/** Enter a code of a new device; with a decision, answer it too. */
async function enter(person, decision) {
  const { user_code } = await startDevice();
  const at = await person.send('/device/enter', { code: user_code });
  const cookie = person.cookie();
  if (!decision) return { path: at, cookie };
  const html = await (await fetch(server.url + at, { headers: { cookie } })).text();
  const ticket = /name="ticket"[^>]*value="([^"]+)"/.exec(html)[1];
  const request = new URL(at, server.url).searchParams.get('request');
  return { path: await person.send('/device/decide', { request, ticket, decision }), cookie };
}

async function startDevice() {
  return (await post('/oauth2/device_authorization', { client_id: 'doorcode-cli' })).json();
}

function post(at, fields, headers = {}) {
  const body = new URLSearchParams(fields);
  return fetch(server.url + at, { method: 'POST', redirect: 'manual', headers, body });
}

async function newestMail() {
  const folder = path.join(dataDir, 'mailbox');
  for (;;) {
    const name = (await readdir(folder).catch(() => [])).sort().at(-1);
    if (name?.endsWith('.json')) return JSON.parse(await readFile(path.join(folder, name), 'utf8')).text;
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** One GET as a browser sends it; the connection is open already. */
function get(url, cookie) {
  return new Promise((done, failed) => {
    const began = performance.now();
    const headers = {
      'accept-encoding': 'gzip, deflate, br, zstd',
      accept: 'text/html',
      ...(cookie && { cookie }),
    };
    const sent = httpRequest(url, { headers, agent, family: 4 }, (answer) => {
      let firstByteMs = null;
      let bytes = 0;
      answer.on('data', (chunk) => {
        firstByteMs ??= performance.now() - began;
        bytes += chunk.length;
      });
      answer.on('end', () =>
        done({
          status: answer.statusCode,
          headers: answer.headers,
          bytes,
          firstByteMs: firstByteMs ?? performance.now() - began,
        }),
      );
      answer.on('error', failed);
    });
    sent.on('error', failed);
    sent.end();
  });
}

async function inLanes(lanes, total, work) {
  let left = total;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left-- > 0) await work();
    }),
  );
}

async function rssOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

async function lastOfLine(pid) {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'))
    .trim()
    .split(' ')
    .filter(Boolean);
  return children.length === 0 ? pid : lastOfLine(Number(children[0]));
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

function row(name, figures, note = '', width = 12, digits = 0) {
  console.log(
    `${name.padEnd(46)}${figures.map((one) => one.toFixed(digits).padStart(width)).join('')} ${note}`,
  );
}

function bound(name, figure, limit) {
  if (figure > limit) problems.push(`${name} ${figure.toFixed(0)} > ${limit}`);
}
