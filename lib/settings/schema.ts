import { z } from 'zod';
import { plainText } from '@/lib/clients/profile';

/** What an administrator decides about this server, in three parts that are saved each by itself, with the defaults. */

/** Ways to sign in that can be switched off. An organization's issuer is none: whoever declared it decides that. */
export const signInMethods = ['email', 'github', 'google', 'microsoft-entra-id', 'oidc', 'passkey'] as const;
export type SignInMethod = (typeof signInMethods)[number];

const hexColour = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #3451d1');

export const branding = z.strictObject({
  name: plainText(40).default('Doorcode'),
  accentLight: hexColour.default('#3451d1'),
  accentDark: hexColour.default('#4864e8'),
  /** The SHA-256 of an image that is kept here, in hex. */
  logo: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
});
export type Branding = z.infer<typeof branding>;

export const signIn = z.strictObject({
  /** What is off rather than what is on: a provider that is configured later is offered. */
  off: z.array(z.enum(signInMethods)).default([]),
});

export const mostDaysKept = 3_650;
export const policy = z.strictObject({
  /** Must administrators have a second factor? Null: as ADMIN_SECOND_FACTOR has it when it is not set. */
  adminSecondFactor: z.enum(['optional', 'required']).nullable().default(null),
  /** How long the rows of ended sessions are kept; null: for ever. */
  sessionsKeptDays: z.int().min(1).max(mostDaysKept).nullable().default(null),
});

export const sections = { branding, signIn, policy } as const;
export type SectionName = keyof typeof sections;
export const sectionNames = Object.keys(sections) as SectionName[];

export type Settings = { [Name in SectionName]: z.infer<(typeof sections)[Name]> };
/** How often a part was saved: a form that was loaded before a save is told by it. */
export type Versions = Record<SectionName, number>;

export const defaultSettings: Settings = {
  branding: branding.parse({}),
  signIn: signIn.parse({}),
  policy: policy.parse({}),
};
