import { Badge } from './badge';

type Field = { name: string; type: string; isRequired: boolean; about: string };
type Operation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  about: string;
  scope: string;
  parameters: (Field & { in: string })[];
  body: Field[];
  answers: { status: string; about: string; fields: Field[] }[];
  curl: string;
};

/** An API as people read it: each operation folds out, and has an address of its own. */
export const ApiReference = ({ groups }: { groups: { tag: string; operations: Operation[] }[] }) =>
  groups.map(({ tag, operations }) => (
    <section key={tag} aria-labelledby={`tag-${tag}`} className="flex flex-col gap-4">
      <h2 id={`tag-${tag}`} className="text-lg/7 font-semibold tracking-tight">
        {tag}
      </h2>
      <div className="divide-y divide-line rounded-2xl border border-line bg-card sm:shadow-card">
        {operations.map((one) => (
          <Folded key={one.id} operation={one} />
        ))}
      </div>
    </section>
  ));

const Folded = ({ operation: one }: { operation: Operation }) => (
  <details className="group">
    <summary className="flex items-center gap-4 rounded-2xl px-5 py-4 hover:bg-sunken">
      <span className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="flex flex-wrap items-baseline gap-x-3 font-mono text-sm/6">
          <span className="font-semibold">{one.method}</span>
          <span className="min-w-0 break-all">{one.path}</span>
        </span>
        <span className="text-sm/6 text-muted">{one.summary}</span>
      </span>
      <Chevron />
    </summary>
    {/* What an address names opens what it stands in. */}
    <div id={one.id} className="flex flex-col gap-5 px-5 pb-6">
      <p className="text-sm/6">
        Scope <Badge>{one.scope}</Badge> <Ticked text={one.about} />
      </p>
      <Fields
        title="Parameters"
        fields={one.parameters.map((field) => ({ ...field, where: `in the ${field.in}` }))}
      />
      <Fields title="Body" fields={one.body} />
      {/* Wrapped, not scrolled: a region that scrolls must take the focus. */}
      <pre className="rounded-xl bg-sunken px-4 py-3 font-mono text-sm/6 break-all whitespace-pre-wrap select-all">
        {one.curl}
      </pre>
      <div className="flex flex-col gap-3">
        <h3 className="text-sm font-semibold">Answers</h3>
        <dl className="flex flex-col gap-1 text-sm/6">
          {one.answers.map(({ status, about }) => (
            <div key={status} className="flex gap-4">
              <dt className="w-10 shrink-0 font-mono">{status}</dt>
              <dd className="min-w-0 text-muted">{about}</dd>
            </div>
          ))}
        </dl>
      </div>
      {one.answers.map(({ status, fields }) => (
        <Fields key={status} title={`What ${status} holds`} fields={fields} />
      ))}
    </div>
  </details>
);

const Chevron = () => (
  <svg
    aria-hidden="true"
    viewBox="0 0 20 20"
    className="size-5 shrink-0 fill-none stroke-muted group-open:rotate-180"
  >
    <path d="m5 7.5 5 5 5-5" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);

function Fields({ title, fields }: { title: string; fields: (Field & { where?: string })[] }) {
  if (fields.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-sm font-semibold">{title}</h3>
      <dl className="divide-y divide-line border-y border-line text-sm/6">
        {fields.map(({ name, type, isRequired, about, where }) => (
          <div key={`${where} ${name}`} className="grid gap-x-4 py-2 sm:grid-cols-[16rem_1fr]">
            <dt className="min-w-0 font-mono break-all">{name}</dt>
            <dd className="min-w-0 break-words text-muted">
              {type}
              {where && `, ${where}`}
              {where && !isRequired && ', may be left out'}
              {about && (
                <span className="block text-text">
                  <Ticked text={about} />
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** What stands between backticks is code. */
const Ticked = ({ text }: { text: string }) =>
  text.split('`').map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a sentence that does not change
      <code key={at} className="font-mono">
        {part}
      </code>
    ),
  );
