import type { Mail } from '@/lib/mail/messages';
import { notMe, type Occasion, whenAndWhere } from '@/lib/mail/security-messages';

export const apiKeyMadeMail = (to: string, name: string, occasion: Occasion): Mail => ({
  to,
  subject: `An API key was made: ${occasion.host}`,
  text: `An API key called “${name}” was made for your account ${to} at ${occasion.host}. Whoever holds it can use it without signing in.

${whenAndWhere(occasion)}

If this was you, there is nothing more to do.

${notMe(occasion, ', which revokes your API keys too')}`,
});
