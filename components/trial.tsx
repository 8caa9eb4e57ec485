import { Badge } from './badge';
import { Button } from './button';
import { Hidden } from './hidden';

export type Exchange = { title: string; request: string; status: number; answer: string };

/** Each request and its answer, the first one first. What lets anybody in was taken out before it came here. */
export function Transcript({ exchanges }: { exchanges: Exchange[] }) {
  return (
    <ol className="flex flex-col gap-4">
      {exchanges.map(({ title, request, status, answer }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is the one at its place
          key={index}
          id={index === exchanges.length - 1 ? 'last' : undefined}
          className="min-w-0 rounded-2xl border border-line bg-card p-5 sm:shadow-card"
        >
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            {index + 1}. {title} <Badge tone={status === 200 ? 'success' : 'error'}>{String(status)}</Badge>
          </h3>
          <div className="mt-3 grid gap-3 lg:grid-cols-2">
            <Message label="Request" text={request} />
            <Message label="Answer" text={answer} />
          </div>
        </li>
      ))}
    </ol>
  );
}

const Message = ({ label, text }: { label: string; text: string }) => (
  <div className="min-w-0">
    <p className="text-sm text-muted">{label}</p>
    <pre className="mt-1 rounded-lg bg-sunken p-3 font-mono text-[0.8125rem]/5 break-words whitespace-pre-wrap">
      {text}
    </pre>
  </div>
);

/** One form a step, so that each is a press of a button and nothing more. */
export function TrialSteps({
  client,
  steps,
}: {
  client: string;
  steps: { step: string; name: string; isNext: boolean }[];
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-4">
      {steps.map(({ step, name, isNext }) => (
        <form key={step} method="post" action="/admin/clients/form/trial">
          <Hidden values={{ client, step }} />
          <Button look={isNext ? 'primary' : 'secondary'}>{name}</Button>
        </form>
      ))}
    </div>
  );
}

/** The code to enter, and where: in another tab, so that this page stays. */
export function TrialCode({ code, link }: { code: string; link: string }) {
  return (
    <div className="flex flex-col gap-2 rounded-2xl border border-line bg-card p-5 sm:shadow-card">
      <p className="text-sm text-muted">The device would show this code:</p>
      <p className="font-mono text-2xl/8 tracking-[0.12em] select-all">{code}</p>
      <p>
        <a
          href={link}
          target="_blank"
          rel="noopener noreferrer"
          className="font-medium text-link underline decoration-1 underline-offset-4 hover:decoration-2"
        >
          Enter it in a new tab
        </a>
        , allow it there, then come back and poll.
      </p>
    </div>
  );
}
