import type { Permission } from '@/lib/authority/rules';
import { type ClientProfile, clientProfile } from '@/lib/clients/profile';

/** Where a new client begins: a profile for each kind of program, to be changed from there, and when to take it. */
export type Preset = {
  id: string;
  name: string;
  /** One sentence. */
  when: string;
  /** Does such a client prove itself with a secret? One is made with it. */
  isConfidential: boolean;
  profile: Omit<ClientProfile, 'name'>;
};

const day = 86_400;

type Given = Omit<Preset, 'profile' | 'isConfidential'> & {
  isConfidential?: boolean;
  profile: Partial<ClientProfile>;
};

function preset({ profile, isConfidential = false, ...about }: Given): Preset {
  const { name: _chosenLater, ...whole } = clientProfile.parse({ name: 'x', ...profile });
  return { ...about, isConfidential, profile: whole };
}

/** Without `offline_access`, which asks for refresh tokens. */
const withoutRefresh = { refresh: false, scopes: ['openid', 'profile', 'email'] };

const defaultScopes = clientProfile.parse({ name: 'x' }).scopes;

/** What the management calls of AuthOS's and WorkOS's programs need. Granted to administrators alone (device/store.ts). */
const managementScopes: Permission[] = ['people:read', 'sessions:read', 'sessions:write'];

/** The numbers of the other systems are those that their clients expect. */
export const presets: readonly Preset[] = [
  preset({
    id: 'first-party',
    name: 'A CLI of ours',
    when: 'Take it for a command-line tool, agent or TV app that your own organization publishes.',
    profile: { firstParty: true },
  }),
  preset({
    id: 'third-party',
    name: 'Third-party app',
    when: 'Take it for a program that somebody else publishes and that your people want to use.',
    profile: {},
  }),
  preset({
    id: 'openskill',
    name: 'OpenSkill',
    when: 'Take it for what was made for OpenSkill’s server and names a client. Its CLI, osk, names none: it is the client openskill, which is there.',
    profile: {
      deviceCodeLifetimeSeconds: 900,
      pollingIntervalSeconds: 5,
      accessTokenLifetimeSeconds: 86_400,
      refreshTokenIdleLifetimeSeconds: 90 * day,
      sessionLifetimeSeconds: 90 * day,
      tokenPrefix: 'osk',
    },
  }),
  preset({
    id: 'authos',
    name: 'AuthOS',
    when: 'Take it for programs that use AuthOS’s SDK: their tokens are JWTs that live a day.',
    profile: {
      deviceCodeLifetimeSeconds: 900,
      pollingIntervalSeconds: 5,
      scopes: [...defaultScopes, ...managementScopes],
      accessTokenFormat: 'jwt',
      accessTokenClaims: 'authos',
      accessTokenSigningAlg: 'RS256',
      accessTokenLifetimeSeconds: 86_400,
      refreshTokenIdleLifetimeSeconds: 30 * day,
      sessionLifetimeSeconds: 30 * day,
    },
  }),
  preset({
    id: 'better-auth',
    name: 'better-auth',
    when: 'Take it for programs that use better-auth’s device authorization, such as Better Skills: a token for a week, and none to refresh it with.',
    profile: {
      ...withoutRefresh,
      deviceCodeLifetimeSeconds: 1_800,
      pollingIntervalSeconds: 5,
      accessTokenLifetimeSeconds: 604_800,
      sessionLifetimeSeconds: 604_800,
    },
  }),
  preset({
    id: 'workos',
    name: 'WorkOS',
    when: 'Take it for programs that use WorkOS’s CLI sign-in: short JWTs, and a refresh token that changes with each use.',
    profile: {
      scopes: [...defaultScopes, ...managementScopes],
      deviceCodeLifetimeSeconds: 300,
      pollingIntervalSeconds: 5,
      accessTokenFormat: 'jwt',
      accessTokenClaims: 'workos',
      accessTokenSigningAlg: 'RS256',
      accessTokenLifetimeSeconds: 300,
    },
  }),
  preset({
    id: 'github',
    name: 'GitHub',
    when: 'Take it for programs made for the device flow of GitHub or GitHub Enterprise, which expect a long-lived token and never refresh it.',
    profile: {
      ...withoutRefresh,
      deviceCodeLifetimeSeconds: 900,
      pollingIntervalSeconds: 5,
      accessTokenLifetimeSeconds: 30 * day,
      sessionLifetimeSeconds: 30 * day,
    },
  }),
  preset({
    id: 'service',
    name: 'Service that verifies tokens',
    when: 'Take it for an API or gateway that is sent tokens and asks this server about them; it signs nobody in.',
    isConfidential: true,
    profile: { firstParty: true, deviceFlow: false, refresh: false, scopes: [] },
  }),
];

export const findPreset = (id: string | undefined): Preset | null =>
  presets.find((one) => one.id === id) ?? null;

/** Where a client of ours begins. */
export const presetProfile = (id: string): Preset['profile'] => findPreset(id)!.profile;
