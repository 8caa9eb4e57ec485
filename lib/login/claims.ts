import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { AddressClaim } from '@/lib/login/provider-rules';
import { parseAddress } from '@/lib/mail/address';

/** What an OpenID Connect issuer says of a person (Core §2, §5.1): what we read of it, and nothing of another shape. */
export type Claims = {
  /** Issuer and subject: only together do they identify a person, for ever (Core §5.7). */
  id: string;
  name: string | null;
  image: string | null;
  address: AddressClaim;
  amr: string[];
  acr: string | null;
  /** When the person signed in there, where the issuer tells it. */
  authenticatedAt: Date | null;
};

const word = z.string().max(2_000);
/** Yes in one of its two shapes, or nothing; whatever else was said is a no. */
const flag = z.unknown().transform((said) => (said == null ? null : said === true || said === 'true'));

/** Required of every id_token, and validated by Auth.js before we read it. */
const identity = z.object({ iss: word, sub: word });
const said = z.object({
  email: word.nullish().catch(null),
  email_verified: flag.optional(),
  // Microsoft: the tenant has proved that the domain is its own.
  xms_edov: z.unknown().optional(),
  name: word.nullish().catch(null),
  picture: word.nullish().catch(null),
  amr: z.array(word).max(50).catch([]),
  acr: word.nullish().catch(null),
  // A NumericDate, which need not be whole (RFC 7519 §2).
  auth_time: z.number().min(0).nullish().catch(null),
});

/** `userinfo` is what the userinfo endpoint said, where it was asked: some issuers tell the address there alone. */
export function readClaims(idToken: string, userinfo: object = {}): Claims {
  const token = decodeJwt(idToken);
  const { iss, sub } = identity.parse(token);
  const [first, second] = [said.parse(userinfo), said.parse(token)];
  // An address and what is said of it come from one place.
  const { email, email_verified, xms_edov } = first.email ? first : second;
  const isProved = [true, 1, '1', 'true'].includes(xms_edov as string) ? true : (email_verified ?? null);
  const picture = first.picture ?? second.picture;
  return {
    id: `${iss} ${sub}`,
    name: (first.name ?? second.name)?.trim().slice(0, 200) || null,
    image: picture?.startsWith('https://') ? picture : null,
    address: { email: parseAddress(email ?? ''), verified: isProved },
    amr: second.amr,
    acr: second.acr ?? null,
    authenticatedAt: second.auth_time == null ? null : new Date(second.auth_time * 1000),
  };
}
