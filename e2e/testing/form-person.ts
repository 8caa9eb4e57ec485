import { linkIn, mailTo } from './mail';
import { newAddress } from './person';
import type { RunningServer } from './server';

/**
 * A person who fills in the real forms without a browser, fast enough for races. The forms see what a browser sends:
 * the session's cookie and the page's Origin.
 */
export type FormPerson = {
  email: string;
  /** As a browser would send it. */
  cookie(): string;
  get(path: string, node?: RunningServer): Promise<string>;
  /** Returns where the form leads. */
  post(path: string, fields: Record<string, string>, node?: RunningServer): Promise<string>;
};

export async function signInByForms(server: RunningServer, email = newAddress()): Promise<FormPerson> {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const post = async (path: string, fields: Record<string, string>, node = server) => {
    const answer = await fetch(node.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: server.url, 'sec-fetch-site': 'same-origin', cookie: cookie() },
      body: new URLSearchParams(fields),
    });
    for (const [, name, value] of answer.headers
      .getSetCookie()
      .map((one) => /^([^=]+)=([^;]*)/.exec(one) ?? []))
      if (value) jar.set(name!, value);
      else jar.delete(name!);
    if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.headers.get('location') ?? '';
  };
  const get = async (path: string, node = server) =>
    (await fetch(node.url + path, { headers: { cookie: cookie() }, redirect: 'manual' })).text();

  await post('/login/email', { email, next: '/account' });
  const link = new URL(linkIn(await mailTo(server.dataDir, email)));
  await post('/login/link/use', Object.fromEntries(link.searchParams));
  return { email, cookie, get, post };
}

export type Entered = { request: string; ticket: string };

/** Enter a code, and read what Allow and Deny must bring from the page. */
export async function enterByForm(
  person: FormPerson,
  userCode: string,
  node?: RunningServer,
): Promise<Entered> {
  const path = await person.post('/device/enter', { code: userCode }, node);
  const html = await person.get(path, node);
  const ticket = /name="ticket"[^>]*value="([^"]+)"/.exec(html)?.[1];
  const request = new URLSearchParams(path.split('?')[1]).get('request');
  if (!ticket || !request) throw new Error(`the code led to ${path}`);
  return { request, ticket };
}

export const decideByForm = (
  person: FormPerson,
  entered: Entered,
  decision: 'allow' | 'deny',
  node?: RunningServer,
) => person.post('/device/decide', { ...entered, decision }, node);

/** A device request that the person has allowed. */
export async function allowByForm(person: FormPerson, userCode: string): Promise<void> {
  await decideByForm(person, await enterByForm(person, userCode), 'allow');
}
