import { predicate } from '@/lib/clients/file/problems';
import { type ClientProfile, chosenClientId, clientProfile, profileFields } from '@/lib/clients/profile';

/** The profile (lib/clients/profile.ts, the one list) as a form: how each field is asked for, under which heading. */
export type FieldKind =
  | { kind: 'text' | 'lines' | 'flag' }
  | { kind: 'seconds' }
  | { kind: 'choice'; choices: Readonly<Record<string, string>> };

type Asked = FieldKind & { label: string };

const algorithms = { ES256: 'ES256', RS256: 'RS256', EdDSA: 'EdDSA' };

export const clientFields: { [Field in keyof ClientProfile]: Asked } = {
  name: { kind: 'text', label: 'Name' },
  publisher: { kind: 'text', label: 'Publisher' },
  firstParty: { kind: 'flag', label: 'First-party' },
  administratorsOnly: { kind: 'flag', label: 'Administrators only' },
  service: { kind: 'text', label: 'Service' },
  scopes: { kind: 'lines', label: 'Scopes' },
  resources: { kind: 'lines', label: 'APIs' },
  deviceFlow: { kind: 'flag', label: 'Device codes' },
  activationUri: { kind: 'text', label: 'Activation URI' },
  deviceCodeLifetimeSeconds: { kind: 'seconds', label: 'A code waits, in seconds' },
  pollingIntervalSeconds: { kind: 'seconds', label: 'Between two polls, in seconds' },
  accessTokenFormat: {
    kind: 'choice',
    label: 'Access tokens',
    choices: { opaque: 'Opaque', jwt: 'JWT' },
  },
  accessTokenClaims: {
    kind: 'choice',
    label: 'Further claims of JWTs',
    choices: { standard: 'None', authos: 'AuthOS’s', workos: 'WorkOS’s' },
  },
  accessTokenSigningAlg: { kind: 'choice', label: 'JWT access tokens signed with', choices: algorithms },
  signedResponseAlg: { kind: 'choice', label: 'id_tokens signed with', choices: algorithms },
  tokenPrefix: { kind: 'text', label: 'Prefix of opaque tokens' },
  accessTokenLifetimeSeconds: { kind: 'seconds', label: 'An access token lives, in seconds' },
  refresh: { kind: 'flag', label: 'Refresh tokens' },
  refreshTokenIdleLifetimeSeconds: { kind: 'seconds', label: 'An unused refresh token dies, in seconds' },
  sessionLifetimeSeconds: { kind: 'seconds', label: 'A sign-in ends, in seconds' },
  dpop: {
    kind: 'choice',
    label: 'Bound to a key (DPoP)',
    choices: { off: 'Never', optional: 'When it brings a proof', required: 'Always' },
  },
};

export const clientFormSections: { title: string; fields: (keyof ClientProfile)[] }[] = [
  { title: 'Who it is', fields: ['name', 'publisher', 'firstParty', 'service'] },
  { title: 'What it may ask for', fields: ['scopes', 'resources', 'administratorsOnly'] },
  {
    title: 'Device codes',
    fields: ['deviceFlow', 'activationUri', 'deviceCodeLifetimeSeconds', 'pollingIntervalSeconds'],
  },
  {
    title: 'Tokens',
    fields: [
      ...(['accessTokenFormat', 'tokenPrefix', 'accessTokenLifetimeSeconds', 'refresh'] as const),
      ...(['refreshTokenIdleLifetimeSeconds', 'sessionLifetimeSeconds', 'dpop'] as const),
      ...(['accessTokenClaims', 'accessTokenSigningAlg', 'signedResponseAlg'] as const),
    ],
  },
];

/** What a form holds: a text per field; of a flag `on`, or nothing. */
export type FormValues = Record<string, string>;

export const valuesOf = (profile: Omit<ClientProfile, 'name'> & { name?: string }): FormValues =>
  Object.fromEntries(
    profileFields.flatMap((field) => {
      const text = textOf(profile[field]);
      return text === null ? [] : [[field, text]];
    }),
  );

function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.join('\n');
  if (typeof value === 'boolean') return value ? 'on' : null;
  return value === null || value === undefined ? null : String(value);
}

/** The profile that was typed; or what is wrong, by field, in words. */
export function readProfile(
  values: FormValues,
): { profile: ClientProfile; errors: null } | { profile: null; errors: Record<string, string> } {
  const typed = profileFields.map((field) => [field, meant(field, values[field])]);
  const parsed = clientProfile.safeParse(Object.fromEntries(typed));
  if (parsed.success) return { profile: parsed.data, errors: null };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const [field, index] = issue.path as [keyof ClientProfile, number?];
    const isNoNumber = issue.code === 'invalid_type' && clientFields[field].kind === 'seconds';
    const what = isNoNumber ? 'must be a whole number' : predicate(issue);
    errors[field] ??= `${index === undefined ? 'This' : `Entry ${index + 1}`} ${what}.`;
  }
  return { profile: null, errors };
}

/** What may be left empty, and then is nothing; whatever else is empty is wrong, not its default. */
const mayBeEmpty: readonly (keyof ClientProfile)[] = ['publisher', 'activationUri', 'service'];

/** What a text stands for. What is no number stays the text that it is, and is refused as one. */
function meant(field: keyof ClientProfile, text = ''): unknown {
  switch (clientFields[field].kind) {
    case 'flag':
      return text === 'on';
    case 'lines':
      return text.split(/\s+/).filter(Boolean);
    case 'seconds':
      return /^\d{1,12}$/.test(text.trim()) ? Number(text) : text;
    case 'text':
    case 'choice':
      return text === '' && mayBeEmpty.includes(field) ? null : text;
  }
}

/** The id that was typed; or what is wrong with it. */
export function readClientId(text: string | undefined): { id: string } | { error: string } {
  const parsed = chosenClientId.safeParse(text?.trim() ?? '');
  return parsed.success ? { id: parsed.data } : { error: `This ${predicate(parsed.error.issues[0]!)}.` };
}

/** What of a body belongs to such a form. */
export const formValues = (sent: Record<string, string>): FormValues =>
  Object.fromEntries(
    ['client_id', 'preset', 'secret', ...profileFields].flatMap((field) =>
      sent[field] === undefined ? [] : [[field, sent[field]]],
    ),
  );

/** How each field is explained, where the profile's own words do not stand well beside it. */
export const hintOf = (field: keyof ClientProfile): string => {
  const words = clientProfile.shape[field].description ?? '';
  const kind = clientFields[field].kind;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${kind === 'lines' ? '. One a line.' : ''}`.replaceAll(
    '`',
    '',
  );
};
