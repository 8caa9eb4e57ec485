import type { ClientFormSection } from '@/components/client-form';
import { Notice } from '@/components/notice';
import type { Draft } from '@/lib/login/draft-cookie';
import { durationInWords } from './[id]/duration';
import { clientFields, clientFormSections, type FormValues, hintOf, readProfile } from './client-fields';

/** A number of seconds that was saved or chosen, so that it can be read: ` (now: 30 days)`. */
function inWords(name: keyof typeof clientFields, value: string | undefined): string {
  const isNumber = clientFields[name].kind === 'seconds' && /^[1-9]\d{0,9}$/.test(value ?? '');
  return isNumber ? ` (now: ${durationInWords(Number(value))})` : '';
}

/** The form's fields with what was typed, and beside each what is wrong with it. */
export function sectionsOfForm(values: FormValues, draft: Draft | null): ClientFormSection[] {
  const { errors } = readProfile(values);
  const lost = (name: string) =>
    draft?.lost.includes(name) ? 'This was too long to be kept. Type it again, shorter.' : null;
  return clientFormSections.map(({ title, fields }) => ({
    title,
    fields: fields.map((name) => ({
      ...clientFields[name],
      ...{ name, hint: hintOf(name) + inWords(name, values[name]), value: values[name] },
      error: draft ? (lost(name) ?? errors?.[name] ?? null) : null,
    })),
  }));
}

/** What is said above a form that came back: what is wrong with it, or only that a step came between. */
export const isUnsaved = (draft: Draft | null, error: string | undefined): 'wrong' | 'step' | null =>
  draft ? (error === undefined ? 'step' : 'wrong') : null;

export const Unsaved = ({ what }: { what: 'wrong' | 'step' | null }) =>
  what && (
    <div role="status">
      <Notice tone="warning" title="Not saved yet.">
        <p>
          {what === 'wrong'
            ? 'Correct what is marked below, then save again. What you typed is still there.'
            : 'What you typed is still there. Save it to go on.'}
        </p>
      </Notice>
    </div>
  );
