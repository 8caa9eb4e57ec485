import { z } from 'zod';

const user = z.object({
  id: z.number(),
  login: z.string(),
  name: z.string().nullish(),
  avatar_url: z.string().nullish(),
});
const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub's user, with the primary address that GitHub has verified. The profile's public one says nothing of that. */
export async function readGitHubProfile(api: string, accessToken: string) {
  const read = async (path: string) => {
    const response = await fetch(api + path, {
      headers: {
        authorization: `Bearer ${accessToken}`,
        accept: 'application/vnd.github+json',
        'user-agent': 'doorcode',
      },
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${path}`);
    return response.json();
  };
  const profile = user.parse(await read('/user'));
  const verified = emails.parse(await read('/user/emails')).filter((one) => one.verified);
  const email = (verified.find((one) => one.primary) ?? verified[0])?.email.toLowerCase() ?? null;
  return { ...profile, email };
}
