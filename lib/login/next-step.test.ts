import { describe, expect, test } from 'vitest';
import { acrsOf, hasSecondFactor, isVouchedFor } from '@/lib/login/acr';
import type { Person } from '@/lib/login/browser-session';
import {
  comingRequirement,
  decideAdminStep,
  decideNextStep,
  type NextStep,
  pathOfStep,
  type Requirement,
} from '@/lib/login/next-step';
import { later, noSecondFactor, start } from '@/lib/testing/factories';

const minutesAgo = (minutes: number) => later(-60 * minutes);
const required = (from: Date) => ({ secondFactorRequired: { by: 'Acme', from } });
const [passkey, secondFactor, firstFactor] = [
  'urn:doorcode:acr:passkey',
  'urn:doorcode:acr:2fa',
  'urn:doorcode:acr:1fa',
];
const otp = ['email', 'otp', 'mfa'];

/** Signed in by mail five minutes ago, but where it says otherwise. */
const person = (facts: Partial<Person> = {}): Person => ({
  ...noSecondFactor,
  browserSessionId: 'session',
  authenticatedAt: minutesAgo(5),
  signedInAt: minutesAgo(5),
  amr: ['email'],
  userId: 'user',
  name: null,
  email: 'pat@example.com',
  image: null,
  role: 'user',
  ...facts,
});
const app = { hasAuthenticator: true, recoveryCodes: 10 };
const key = { passkeys: 1, recoveryCodes: 10 };

const people: Record<string, Person | null> = {
  'nobody at all': null,
  'no factor': person(),
  'no factor, signed in an hour ago': person({ authenticatedAt: minutesAgo(60) }),
  'no factor, nor offered one': person({ secondFactorOffered: false }),
  'no factor, has time until tomorrow': person(required(later(86_400))),
  'no factor, must have one': person(required(start)),
  'no factor, must, an hour ago': person({ ...required(start), authenticatedAt: minutesAgo(60) }),
  'only old recovery codes, must': person({ ...required(start), recoveryCodes: 3 }),
  'an issuer’s word, must': person({ ...required(start), amr: ['fed', 'mfa'] }),
  'an issuer’s word of an hour ago': person({ amr: ['fed', 'mfa'], authenticatedAt: minutesAgo(60) }),
  'an issuer’s word, and an app': person({ ...app, amr: ['fed', 'mfa'] }),
  'gave one, removed it, must': person({ ...required(start), amr: otp, secondFactorAt: minutesAgo(5) }),
  'gave one, removed it': person({ amr: otp, secondFactorAt: minutesAgo(5) }),
  'app, not given': person(app),
  'app, not given, must': person({ ...app, ...required(start) }),
  'app, not given, nor offered': person({ ...app, secondFactorOffered: false }),
  'app, given just now': person({ ...app, amr: otp, secondFactorAt: minutesAgo(1) }),
  'app, given an hour ago': person({ ...app, amr: otp, secondFactorAt: minutesAgo(60) }),
  'app lost, recovery code given': person({
    ...app,
    amr: ['email', 'recovery_code', 'mfa'],
    secondFactorAt: minutesAgo(1),
  }),
  'passkey, not given': person(key),
  'passkey, given just now': person({
    ...key,
    amr: ['hwk', 'user', 'mfa'],
    secondFactorAt: minutesAgo(1),
  }),
  'app and passkey, app given': person({ ...app, ...key, amr: otp, secondFactorAt: minutesAgo(1) }),
};

const signIn = (acrValues: string[], notBefore: Date | null = null): Requirement => ({
  signIn: { notBefore, acrValues },
});
const requirements: Record<string, Requirement> = {
  page: {},
  fresh: { fresh: true },
  enrol: { enrolling: true },
  'fresh+enrol': { fresh: true, enrolling: true },
  '1fa': signIn([firstFactor]),
  '2fa': signIn([secondFactor]),
  pk: signIn([passkey]),
  'pk|2fa': signIn([passkey, secondFactor]),
  'age<1': signIn([], minutesAgo(1)),
  'age<9': signIn([], minutesAgo(9)),
};

/** In short: - none, in sign in, again sign in again, 2f second factor, fresh the same anew, set-up enrolment; ! by a passkey. */
const short = (next: NextStep): string => {
  const word = {
    none: '-',
    sign_in: 'in',
    sign_in_again: 'again',
    second_factor: '2f',
    fresh_factor: 'fresh',
    enrolment: 'set-up',
  }[next.step];
  return 'passkey' in next && next.passkey ? `${word}!` : word;
};

const table = `
                                   | page   | fresh  | enrol  | fresh+enrol | 1fa    | 2fa    | pk      | pk|2fa | age<1  | age<9
nobody at all                      | in     | in     | in     | in          | in     | in     | in      | in     | in     | in
no factor                          | -      | -      | -      | -           | -      | set-up | set-up! | set-up | again  | -
no factor, signed in an hour ago   | -      | again  | -      | again       | -      | set-up | set-up! | set-up | again  | again
no factor, nor offered one         | -      | -      | -      | -           | -      | set-up | set-up! | set-up | again  | -
no factor, has time until tomorrow | -      | -      | -      | -           | -      | set-up | set-up! | set-up | again  | -
no factor, must have one           | set-up | set-up | -      | -           | set-up | set-up | set-up  | set-up | set-up | set-up
no factor, must, an hour ago       | set-up | set-up | -      | again       | set-up | set-up | set-up  | set-up | set-up | set-up
only old recovery codes, must      | set-up | set-up | -      | -           | set-up | set-up | set-up  | set-up | set-up | set-up
an issuer’s word, must             | -      | -      | -      | -           | -      | -      | set-up! | -      | again  | -
an issuer’s word of an hour ago    | -      | again  | -      | again       | -      | -      | set-up! | -      | again  | again
an issuer’s word, and an app       | -      | fresh  | -      | fresh       | -      | -      | set-up! | -      | again  | -
gave one, removed it, must         | set-up | set-up | -      | -           | set-up | set-up | set-up  | set-up | set-up | set-up
gave one, removed it               | -      | -      | -      | -           | -      | -      | set-up! | -      | again  | -
app, not given                     | 2f     | 2f     | 2f     | 2f          | 2f     | 2f     | 2f      | 2f     | 2f     | 2f
app, not given, must               | 2f     | 2f     | 2f     | 2f          | 2f     | 2f     | 2f      | 2f     | 2f     | 2f
app, not given, nor offered        | 2f     | 2f     | 2f     | 2f          | 2f     | 2f     | 2f      | 2f     | 2f     | 2f
app, given just now                | -      | -      | -      | -           | -      | -      | set-up! | -      | again  | -
app, given an hour ago             | -      | fresh  | -      | fresh       | -      | -      | set-up! | -      | again  | -
app lost, recovery code given      | -      | -      | -      | -           | -      | -      | set-up! | -      | again  | -
passkey, not given                 | 2f     | 2f     | 2f     | 2f          | 2f     | 2f     | 2f      | 2f     | 2f     | 2f
passkey, given just now            | -      | -      | -      | -           | -      | -      | -       | -      | again  | -
app and passkey, app given         | -      | -      | -      | -           | -      | -      | 2f!     | -      | again  | -
`;
const [heads, ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.split(/ \| |^\| /).map((cell) => cell.trim()));
const columns = heads!.filter(Boolean);

test('the table names every person and every requirement', () => {
  expect(columns).toEqual(Object.keys(requirements));
  expect(rows.map(([name]) => name)).toEqual(Object.keys(people));
});

describe.each(rows)('%s', (name, ...wanted) => {
  test.each(columns.map((column, index) => [column, wanted[index]!] as const))('%s: %s', (column, step) => {
    expect(short(decideNextStep(people[name]!, start, requirements[column]))).toBe(step);
  });
});

/** Everything that a session can be, once by each fact. */
function* everySession(): Generator<Person> {
  for (const amr of [
    ['email'],
    ['fed'],
    ['fed', 'mfa'],
    otp,
    ['email', 'recovery_code', 'mfa'],
    ['swk', 'mfa'],
  ])
    for (const hasAuthenticator of [false, true])
      for (const passkeys of [0, 1])
        for (const recoveryCodes of [0, 10])
          for (const from of [null, minutesAgo(60), start, later(1)])
            for (const signedIn of [1, 60])
              for (const given of [1, 60])
                yield person({
                  ...{ amr, hasAuthenticator, passkeys, recoveryCodes },
                  secondFactorRequired: from && { by: null, from },
                  authenticatedAt: minutesAgo(signedIn),
                  secondFactorAt: hasSecondFactor(amr) && !isVouchedFor(amr) ? minutesAgo(given) : null,
                });
}

function* everyRequirement(): Generator<Requirement> {
  for (const fresh of [false, true])
    for (const enrolling of [false, true])
      for (const notBefore of [null, minutesAgo(5)])
        for (const acrValues of [[], [firstFactor], [secondFactor], [passkey], [passkey, secondFactor]])
          yield { fresh, enrolling, signIn: { notBefore, acrValues } as Requirement['signIn'] & object };
}

/** A person who does as they are told. */
function take(who: Person, next: NextStep): Person {
  const strengthened = (method: string, facts: Partial<Person> = {}): Person => ({
    ...who,
    ...facts,
    amr: [...who.amr, method, 'mfa'],
    secondFactorAt: start,
  });
  switch (next.step) {
    case 'sign_in':
    case 'sign_in_again':
      return { ...who, amr: ['email'], authenticatedAt: start, secondFactorAt: null };
    case 'fresh_factor':
      return strengthened(who.passkeys > 0 ? 'swk' : 'otp');
    case 'second_factor':
      expect(next.passkey ? who.passkeys > 0 : who.passkeys > 0 || who.hasAuthenticator).toBe(true);
      return strengthened(next.passkey || !who.hasAuthenticator ? 'swk' : 'otp');
    case 'enrolment':
      expect(who.passkeys).toBe(0);
      return next.passkey
        ? strengthened('swk', { passkeys: 1 })
        : strengthened('otp', { hasAuthenticator: true });
    case 'none':
      return who;
  }
}

test('whoever is let through has done all that was asked, and whoever is not gets there', () => {
  let seen = 0;
  for (const session of everySession())
    for (const asked of everyRequirement()) {
      let who = session;
      let steps = 0;
      let next = decideNextStep(who, start, asked);
      for (; next.step !== 'none' && steps < 5; steps += 1) {
        who = take(who, next);
        next = decideNextStep(who, start, asked);
      }
      expect(steps, JSON.stringify([session, asked])).toBeLessThan(5);
      const owns = who.hasAuthenticator || who.passkeys > 0;
      const owes = who.secondFactorRequired !== null && who.secondFactorRequired.from <= start;
      const { notBefore, acrValues } = asked.signIn!;
      const holds = [
        !owns || hasSecondFactor(who.amr),
        !owes || owns || asked.enrolling || who.amr.join() === 'fed,mfa',
        notBefore === null || who.authenticatedAt >= notBefore,
        acrValues.length === 0 || acrsOf(who.amr).some((acr) => acrValues.includes(acr)),
        !asked.fresh ||
          (who.secondFactorAt !== null && who.secondFactorAt > minutesAgo(10)) ||
          (!owns && who.authenticatedAt > minutesAgo(10)),
      ];
      expect(holds, JSON.stringify([who, asked])).toEqual([true, true, true, true, true]);
      seen += 1;
    }
  expect(seen).toBeGreaterThan(10_000);
});

describe('fresh', () => {
  test.each([
    [599, 'none'],
    [600, 'fresh_factor'],
  ])('a factor given %i seconds ago: %s', (seconds, step) => {
    const who = person({ ...app, amr: otp, secondFactorAt: later(-seconds), authenticatedAt: start });
    expect(decideNextStep(who, start, { fresh: true }).step).toBe(step);
  });

  test.each([
    [599, 'none'],
    [600, 'sign_in_again'],
  ])('without a factor, a sign-in %i seconds ago: %s', (seconds, step) => {
    const who = person({ authenticatedAt: later(-seconds) });
    expect(decideNextStep(who, start, { fresh: true }).step).toBe(step);
  });
});

describe('administrators', () => {
  const fresh = { permission: 'clients:write', fresh: true } as const;
  test.each<[string, Person | null, string]>([
    ['nobody', null, 'sign_in'],
    ['another person', person(), 'refuse'],
    ['another person of long ago', person({ authenticatedAt: minutesAgo(60) }), 'refuse'],
    ['another person who owes a factor', person(app), 'second_factor'],
    ['another person who owes one at all', person(required(start)), 'enrolment'],
    ['an administrator', person({ role: 'admin' }), 'none'],
    ['one of long ago', person({ role: 'admin', authenticatedAt: minutesAgo(60) }), 'sign_in_again'],
    ['one who owes a factor', person({ role: 'admin', ...app }), 'second_factor'],
    ['one who owes one at all', person({ role: 'admin', ...required(new Date(0)) }), 'enrolment'],
    [
      'one with an old factor',
      person({ role: 'admin', ...app, amr: otp, secondFactorAt: minutesAgo(60) }),
      'fresh_factor',
    ],
  ])('%s', (_who, who, step) => {
    expect(decideAdminStep(who, start, fresh).step).toBe(step);
  });
});

describe('what is required soon', () => {
  const soon = required(later(1));
  test.each<[string, Person, boolean]>([
    ['is told', person(soon), true],
    ['is not told once it is due: then it is enforced', person(required(start)), false],
    ['is not told to whoever has a factor', person({ ...soon, ...app }), false],
    ['nor to whom an issuer vouches for', person({ ...soon, amr: ['fed', 'mfa'] }), false],
    ['nor to whom nothing is required of', person(), false],
  ])('%s', (_what, who, isTold) => {
    expect(comingRequirement(who, start)).toEqual(isTold ? who.secondFactorRequired : null);
  });
});

test('each step has its place, and leads back', () => {
  const wanted = '/admin/tokens?session=1&kind=x';
  const next = `next=${encodeURIComponent(wanted)}`;
  expect(pathOfStep({ step: 'sign_in' }, wanted)).toBe(`/login?${next}`);
  expect(pathOfStep({ step: 'sign_in_again' }, wanted)).toBe(`/login?${next}&again=1`);
  expect(pathOfStep({ step: 'second_factor', passkey: false }, wanted)).toBe(`/login/mfa?${next}`);
  expect(pathOfStep({ step: 'second_factor', passkey: true }, wanted)).toBe(
    `/login/mfa?${next}&with=passkey`,
  );
  expect(pathOfStep({ step: 'fresh_factor' }, wanted)).toBe(`/login/mfa?${next}&again=1`);
  expect(pathOfStep({ step: 'enrolment', passkey: true }, wanted)).toBe(
    `/login/mfa/set-up?${next}&with=passkey`,
  );
});
