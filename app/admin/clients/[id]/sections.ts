import type { FactSection } from '@/components/fact-sections';
import type { ClientDetails } from '@/lib/clients/list';
import { durationInWords as inWords } from './duration';
import { plainScope } from './scope';
import { sessionsInWords } from './words';

type Fact = FactSection['facts'][number];
const fact = (label: string, value: string | string[], aside?: string): Fact => ({ label, value, aside });
const listed = (values: string[], none: string): string | string[] => (values.length > 0 ? values : none);

/** All that is decided about a client, in plain words. */
export const sectionsOf = (client: ClientDetails): FactSection[] => [
  {
    title: 'Who it is',
    facts: [
      fact('Publisher', client.publisher ?? 'Not known'),
      fact(
        'Party',
        client.firstParty ? 'First-party: your own program' : 'Third-party: somebody else’s program',
      ),
      ...(client.service ? [fact('AuthOS’s programs call it', client.service)] : []),
      fact('Kind', ...kindOf(client)),
      fact('Signed-in devices', sessionsInWords(client.liveSessions)),
    ],
  },
  {
    title: 'What it may ask for',
    facts: [
      fact('Scopes', listed(client.scopes.map(plainScope), 'None')),
      fact('APIs', listed(client.resources, 'Only this server’s own endpoints')),
      fact(
        'Who may sign in with it',
        client.administratorsOnly
          ? 'Administrators of this server alone'
          : 'Everybody whose organization allows it',
      ),
    ],
  },
  {
    title: 'Device codes',
    facts: [
      fact('Sign-in with a code', client.deviceFlow ? 'Allowed' : 'Not allowed'),
      fact('Where codes are entered', client.activationUri ?? 'This server’s own page'),
      fact('A code waits', inWords(client.deviceCodeLifetimeSeconds)),
      fact('Between two polls', `${inWords(client.pollingIntervalSeconds)} at least`),
    ],
  },
  {
    title: 'Tokens',
    facts: [
      fact('Access tokens', ...formatOf(client)),
      fact('Further claims of JWTs', claimsWords[client.accessTokenClaims]),
      fact('Tokens begin with', [
        `${client.tokenPrefix}_`,
        ...(client.refresh ? [`${client.tokenPrefix}_rt_`] : []),
      ]),
      fact('Access token lives', inWords(client.accessTokenLifetimeSeconds)),
      fact('Refresh tokens', client.refresh ? 'Given' : 'Not given'),
      fact('Unused refresh token dies', `After ${inWords(client.refreshTokenIdleLifetimeSeconds)}`),
      fact('A sign-in ends', `After ${inWords(client.sessionLifetimeSeconds)} at the latest`),
      fact('id_tokens signed with', client.signedResponseAlg),
      fact('Bound to a key (DPoP)', dpopWords[client.dpop]),
    ],
  },
];

const kindOf = ({ isConfidential, liveSecrets }: ClientDetails): [string, string?] =>
  isConfidential
    ? [
        'Confidential: it proves itself with a secret',
        `${liveSecrets} ${liveSecrets === 1 ? 'secret' : 'secrets'} in use`,
      ]
    : ['Public: it keeps no secret'];

const formatOf = ({ accessTokenFormat, accessTokenSigningAlg }: ClientDetails): [string, string] =>
  accessTokenFormat === 'jwt'
    ? ['JWT', `Signed with ${accessTokenSigningAlg}; checked by introspection or by the signature`]
    : ['Opaque', `Checked by introspection. As JWTs they would be signed with ${accessTokenSigningAlg}`];

const claimsWords = {
  standard: 'None beyond RFC 9068',
  authos: 'AuthOS’s: email, org, service',
  workos: 'WorkOS’s: role, permissions',
} as const;

const dpopWords = {
  off: 'Never',
  optional: 'When it brings a proof',
  required: 'Always',
} as const;
