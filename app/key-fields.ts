import { z } from 'zod';
import { defaultExpiry, expiryChoices } from '@/lib/api-keys/rules';

/** The form of a new API key: each scope is a box of its own, `scope:NAME`. */
const box = 'scope:';

export const keyFields = z
  .object({ name: z.string().max(1_000).default(''), expiry: z.enum(expiryChoices) })
  .catchall(z.string().max(200))
  .transform((sent) => ({
    ...{ name: sent.name, expiry: sent.expiry, organization: sent.organization ?? '' },
    scopes: Object.keys(sent).flatMap((name) => (name.startsWith(box) ? [name.slice(box.length)] : [])),
  }));

type Sent = z.output<typeof keyFields>;

/** What was chosen, in the address of the form: it survives a step on the way, and a mistake. */
export const chosenKey = ({ name, expiry, scopes }: Sent) => ({
  ...{ name: name.slice(0, 200), expiry },
  scopes: scopes.join(' ').slice(0, 1_000),
});

/** The same, read from there. */
export const readChosenKey = (query: Partial<Record<'name' | 'scopes' | 'expiry', string | undefined>>) => ({
  name: query.name ?? '',
  scopes: (query.scopes ?? '').split(' '),
  expiry: z.enum(expiryChoices).catch(defaultExpiry).parse(query.expiry),
});
