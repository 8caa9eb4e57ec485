import { afterTheTest, contentsOf } from './testing/contents';
import type { Database } from './testing/database';
import { type FormPerson, signInByForms } from './testing/form-person';
import { getRoutes, postRoutes } from './testing/forms-of';
import { test as formsTest } from './testing/forms-test';
import { idOf } from './testing/people';
import { everyPlace, expect, pathOf, test } from './testing/places-test';
import type { RunningServer } from './testing/server';
import { postForm } from './testing/wire';

/**
 * Every page and form of administrators, asked for by each lesser role and by another organization's admin. The lists
 * come from app/ itself; the verbs behind them are called in every role by lib/authority/matrix.test.ts.
 */
async function adminElsewhere(server: RunningServer, database: Database): Promise<FormPerson> {
  const person = await signInByForms(server);
  await database.query(
    `WITH elsewhere AS (INSERT INTO organizations (id, slug, name)
            VALUES (gen_random_uuid(), 'elsewhere-' || gen_random_uuid(), 'Elsewhere') RETURNING id),
          left_default AS (DELETE FROM memberships WHERE user_id = $1)
     INSERT INTO memberships (organization_id, user_id, role) SELECT id, $1, 'owner' FROM elsewhere`,
    [await idOf(database, person.email)],
  );
  return person;
}

test('no page of administrators shows anything of theirs to a member, or to another organization’s owner', async ({
  scene,
  server,
  database,
}) => {
  const member = await signInByForms(server);
  const elsewhere = await adminElsewhere(server, database);
  const ask = async (path: string, person?: FormPerson) => {
    const headers = { cookie: person?.cookie() ?? '' };
    const answer = await fetch(new URL(path, server.url), { headers, redirect: 'manual' });
    return { status: answer.status, html: await answer.text() };
  };
  // Whom and what the pages are about, besides whoever looks.
  const theirs = /ada\.lovelace|grace\.hopper|hopper|margaret|Build machine 7|Northwind|laptop/i;
  const pages = everyPlace
    .map(([, place]) => pathOf(place, scene))
    .filter((path) => path.startsWith('/admin'));
  const paths = [...new Set([...pages, ...getRoutes.filter((path) => path.startsWith('/admin'))])];
  expect(paths.length).toBeGreaterThan(25);
  for (const path of paths) {
    expect([path, (await ask(path)).status]).toEqual([path, 307]);
    expect([path, (await ask(path, member)).status]).toEqual([path, 403]);
    const { status, html } = await ask(path, elsewhere);
    expect([path, [200, 307, 403, 404].includes(status)]).toEqual([path, true]);
    expect(html, path).not.toMatch(theirs);
  }
});

formsTest(
  'no form of administrators changes anything for a member, or for another organization’s owner',
  async ({ server, database, prepared }) => {
    const elsewhere = await adminElsewhere(server, database);
    const member = await signInByForms(server);
    const forms = postRoutes.filter(({ source }) => /POST = admin[A-Z]\w+\(/.test(source));
    expect(forms.length).toBeGreaterThanOrEqual(4);
    const until = afterTheTest();
    const before = await contentsOf(database, until);
    for (const { path } of forms) {
      const send = (person: FormPerson) =>
        postForm(server, path, prepared.fieldsOf(path), { cookie: person.cookie(), origin: server.url });
      expect([path, (await send(member)).status]).toEqual([path, 403]);
      expect([path, [303, 403, 404].includes((await send(elsewhere)).status)]).toEqual([path, true]);
    }
    expect(await contentsOf(database, until)).toEqual(before);
  },
);
