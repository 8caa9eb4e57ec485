import type { ReactNode } from 'react';
import { Card } from './card';
import { Foreign } from './facts';

type State = 'allowed' | 'denied' | 'expired' | 'decided_by_another' | 'gone';

const marks: Record<State, { ground: string; path: string }> = {
  allowed: { ground: 'bg-success-ground text-success', path: 'm6.5 12.5 3.75 3.75 7.5-8' },
  denied: { ground: 'bg-sunken text-muted', path: 'm7.5 7.5 9 9m0-9-9 9' },
  expired: { ground: 'bg-sunken text-muted', path: 'M12 6.5V12l3.5 2' },
  decided_by_another: { ground: 'bg-sunken text-muted', path: 'M12 7v6m0 3.5v.01' },
  gone: { ground: 'bg-sunken text-muted', path: 'M12 7v6m0 3.5v.01' },
};

/** What became of a request, and what to do next. */
export function Outcome({
  state,
  clientName,
  account,
  children,
}: {
  state: State;
  clientName: string | null;
  account: string;
  children: ReactNode;
}) {
  const client = clientName === null ? 'The device' : <Foreign>{clientName}</Foreign>;
  const { ground, path } = marks[state];
  const { title, sentence } = words(state, client, account);
  return (
    <>
      <div className={`mb-5 flex size-12 items-center justify-center rounded-full sm:mx-auto ${ground}`}>
        <svg aria-hidden="true" viewBox="0 0 24 24" className="size-7 fill-none stroke-current">
          <path d={path} strokeWidth="2.25" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </div>
      <Card title={title} intro={<p>{sentence}</p>}>
        <div className="flex flex-col gap-3">{children}</div>
      </Card>
    </>
  );
}

function words(state: State, client: ReactNode, account: string): { title: string; sentence: ReactNode } {
  switch (state) {
    case 'allowed':
      return {
        title: 'You can return to your device',
        sentence: (
          <>
            {client} signs in as <bdi>{account}</bdi> now. You can close this page. To end it, sign the device
            out among your devices.
          </>
        ),
      };
    case 'denied':
      return {
        title: 'You denied the request',
        sentence: <>{client} was not signed in. There is nothing more to do, and you can close this page.</>,
      };
    case 'expired':
      return {
        title: 'This code has expired',
        sentence: <>{client} was not signed in. Start again on your device: it shows a new code.</>,
      };
    case 'decided_by_another':
      return {
        title: 'This code was already used',
        sentence: (
          <>
            Somebody with another account answered this request. If it was not you, start again on your
            device: it shows a new code.
          </>
        ),
      };
    case 'gone':
      return {
        title: 'There is nothing to decide here',
        sentence: (
          <>If you have just answered, return to your device. Otherwise enter the code that it shows.</>
        ),
      };
  }
}
