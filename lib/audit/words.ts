import type { AuditEntry, Known } from '@/lib/audit/list';
import { words } from '@/lib/audit/phrases';

/** A piece of a sentence: plain words, or something that has a name and perhaps a page. */
export type Part = string | { slot: Slot; known: Known | null; label: string };
const slots = ['actor', 'person', 'client', 'organization', 'target'] as const;
export type Slot = (typeof slots)[number];

/** An event as a sentence, in pieces, so that a page can link what has a page. */
export function sentenceOf(event: AuditEntry): Part[] {
  const known = Object.hasOwn(words, event.action) ? words[event.action] : undefined;
  const says = known?.says ?? `{actor}: ${event.action}`;
  const template = typeof says === 'string' ? says : says(event.detail ?? {});
  return template
    .split(/\{(\w+)\}/)
    .map((piece, at): Part => (at % 2 === 0 ? piece : partOf(event, piece as Slot)))
    .map((part, at) =>
      at === 1 && typeof part !== 'string' && template.startsWith('{') ? capital(part) : part,
    )
    .filter((part) => part !== '');
}

export const textOf = (parts: readonly Part[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.label)).join('');

/** Who did it, where the sentence need not say so; null for who had not signed in. */
export const actorOf = (event: AuditEntry): string | null =>
  event.actorType === 'anonymous' ? null : labelOf(event, 'actor');

const partOf = (event: AuditEntry, slot: Slot): Part => {
  const known = event[slot];
  return { slot, known, label: labelOf(event, slot) };
};

const nouns: Record<string, string> = {
  ...{ person: 'a person', client: 'a client', organization: 'an organization' },
  ...{ api_key: 'an API key', webhook: 'a webhook' },
};
const called: Record<string, string> = {
  client: '',
  person: '',
  organization: '',
  api_key: 'the API key ',
  webhook: 'the webhook ',
};

function labelOf(event: AuditEntry, slot: Slot): string {
  const known = event[slot];
  if (!known) return slot === 'actor' ? actorWithoutName(event.actorType) : (nouns[slot] ?? 'something');
  if (known.state === 'known') return `${called[known.kind]}${known.name}`;
  if (known.state === 'gone')
    return `${nouns[known.kind]} who is deleted`.replace(/(client|organization|key|webhook) who/, '$1 that');
  return known.kind === 'person' ? 'somebody outside your organizations' : nouns[known.kind]!;
}

const actorWithoutName = (type: string): string =>
  type === 'system' ? 'the server' : type === 'anonymous' ? 'somebody who is not signed in' : `a ${type}`;

/** Only our own words: a name stays as it is written. */
const capital = <One extends { known: Known | null; label: string }>(part: One): One =>
  part.known?.state === 'known' && !called[part.known.kind]
    ? part
    : { ...part, label: part.label.charAt(0).toUpperCase() + part.label.slice(1) };
