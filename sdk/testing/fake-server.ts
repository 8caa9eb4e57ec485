import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer as JSON. */
export type Given = { status?: number; body?: unknown; headers?: Record<string, string> };

/** An answer, or `'cut'`: the connection ends without one. */
export type Answer = Given | 'cut';

/** An answer to a poll, or what makes it while the poll is held. */
export type PollScript = Answer | (() => Answer | Promise<Answer>);

/** Header and payload of a DPoP proof in one. */
export interface Proof {
  readonly jwk: Record<string, string>;
  readonly htm: string;
  readonly htu: string;
  readonly jti: string;
  readonly nonce?: string;
  readonly ath?: string;
}

/** A request as the server saw it. */
export interface SeenRequest {
  readonly path: string;
  readonly userAgent: string;
  readonly authorization: string;
  /** RFC 7240; undefined without one. */
  readonly prefer: string | undefined;
  /** What the proof claims (RFC 9449 §4.2), unverified; undefined without one. */
  readonly proof: Proof | undefined;
  readonly form: Record<string, string>;
}

/** What the next answers are. Change it at any time. */
export interface Script {
  metadata: Record<string, unknown>;
  /** Laid over a good device authorization answer. */
  device: Record<string, unknown>;
  /** Answers to polls, one each; the last one stays. */
  polls: PollScript[];
  /** Answer to a refresh; undefined rotates, and refuses a token that was rotated away. */
  refresh: Answer | undefined;
  revoke: Answer;
  userinfo: Answer;
  ready: Answer;
  /** Answer of an API that is on the same machine. */
  api: Answer;
  /** The nonce that every proof must have (RFC 9449 §8); undefined asks for none. */
  nonce: string | undefined;
}

export const pending: Given = { status: 400, body: { error: 'authorization_pending' } };
export const oauthError = (error: string, more: object = {}): Given => ({
  status: 400,
  body: { error, ...more },
});
export const approved = {
  body: { access_token: 'dc_first', token_type: 'Bearer', expires_in: 3600, refresh_token: 'dc_rt_0' },
} satisfies Answer;

export const approvedForKey: Given = { body: { ...approved.body, token_type: 'DPoP' } };

/** What a server's metadata says that holds polls. */
export const longPollMetadata = {
  device_authorization_long_poll_supported: true,
  device_authorization_long_poll_max_wait: 25,
};

/** An answer to a poll that was held, or would have been. */
export const held = (answer: Given): Given => ({
  ...answer,
  headers: { 'preference-applied': 'wait=25' },
});

/** An authorization server that does as it is told, on a real port of this machine. */
export class FakeServer {
  readonly seen: SeenRequest[] = [];
  readonly script: Script;
  readonly url: string;
  refreshes = 0;
  readonly #server: ReturnType<typeof createServer>;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { url } = this;
    this.script = {
      metadata: {
        issuer: url,
        device_authorization_endpoint: `${url}/oauth2/device_authorization`,
        token_endpoint: `${url}/oauth2/token`,
        revocation_endpoint: `${url}/oauth2/revoke`,
        userinfo_endpoint: `${url}/oauth2/userinfo`,
      },
      device: {},
      polls: [approved],
      refresh: undefined,
      revoke: {},
      userinfo: { body: { sub: 'usr_1', name: 'Ada Lovelace', email: 'ada@example.com' } },
      ready: { body: { status: 'ok' } },
      api: { body: { things: [] } },
      nonce: undefined,
    };
  }

  static async start(): Promise<FakeServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fake = new FakeServer(server);
    server.on('request', (request, response) => void fake.#serve(request, response));
    return fake;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Requests to a path. */
  to(path: string): SeenRequest[] {
    return this.seen.filter((request) => request.path === path);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const path = request.url ?? '';
    const { 'user-agent': userAgent = '', authorization = '' } = request.headers;
    const prefer = request.headers.prefer?.toString();
    const proof = readProof(request.headers.dpop);
    this.seen.push({ path, userAgent, authorization, prefer, proof, form });
    const script = this.#demandNonce(path, proof) ?? this.#answer(path, form, proof);
    const answer = typeof script === 'function' ? await script() : script;
    if (answer === 'cut') return void request.socket.destroy();
    response.writeHead(answer.status ?? 200, {
      'content-type': 'application/json',
      ...(proof && this.script.nonce && { 'dpop-nonce': this.script.nonce }),
      ...answer.headers,
    });
    response.end(JSON.stringify(answer.body ?? {}));
  }

  /** RFC 9449 §8 at the token endpoint, §9 where a token is presented. */
  #demandNonce(path: string, proof: Proof | undefined): Answer | undefined {
    if (!proof || proof.nonce === this.script.nonce) return undefined;
    if (path === '/oauth2/token') return oauthError('use_dpop_nonce');
    return { status: 401, headers: { 'www-authenticate': 'DPoP error="use_dpop_nonce"' } };
  }

  #answer(path: string, form: Record<string, string>, proof: Proof | undefined): PollScript {
    const { script } = this;
    switch (path) {
      case '/.well-known/oauth-authorization-server':
        return { body: script.metadata };
      case '/oauth2/device_authorization':
        return { body: { ...this.#deviceAuthorization(), ...script.device } };
      case '/oauth2/token':
        if (form.grant_type === 'refresh_token') return script.refresh ?? this.#rotate(form, proof);
        return (script.polls.length > 1 ? script.polls.shift() : script.polls[0]) ?? pending;
      case '/oauth2/revoke':
        return script.revoke;
      case '/oauth2/userinfo':
        return script.userinfo;
      case '/api/things':
        return script.api;
      case '/health/ready':
        return script.ready;
      default:
        return { status: 404 };
    }
  }

  #deviceAuthorization() {
    const page = `${this.url}/device`;
    return {
      device_code: 'the-device-code',
      user_code: 'WDJB-MJHT',
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=WDJB-MJHT`,
      expires_in: 600,
      interval: 5,
    };
  }

  #rotate(form: Record<string, string>, proof: Proof | undefined): Answer {
    if (form.refresh_token !== `dc_rt_${this.refreshes}`) return oauthError('invalid_grant');
    this.refreshes += 1;
    const { refreshes } = this;
    return {
      body: {
        access_token: `dc_refreshed_${refreshes}`,
        token_type: proof ? 'DPoP' : 'Bearer',
        expires_in: 3600,
        refresh_token: `dc_rt_${refreshes}`,
      },
    };
  }
}

function readProof(jws: string | string[] | undefined): Proof | undefined {
  if (typeof jws !== 'string') return undefined;
  const [header, payload] = jws
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  return { ...header, ...payload };
}
