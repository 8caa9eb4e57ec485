import { SmallButton } from './button';
import { Command, EmptyState } from './empty-state';
import { Foreign } from './facts';
import { Hidden } from './hidden';
import { Time } from './time';

type Device = {
  id: string;
  clientName: string;
  publisher: string | null;
  deviceName: string | null;
  userAgent: string | null;
  ip: string | null;
  createdAt: Date;
  lastUsedAt: Date;
};

export function DeviceList({ devices, now }: { devices: Device[]; now: Date }) {
  return (
    <ul className="divide-y divide-line rounded-2xl border border-line bg-card sm:shadow-card">
      {devices.map((device) => (
        <li key={device.id} className="flex flex-col gap-3 p-5 sm:flex-row sm:items-center sm:gap-6">
          <DeviceFacts device={device} now={now} />
          <form method="post" action="/account/devices/sign-out" className="shrink-0">
            <Hidden values={{ device: device.id }} />
            <SmallButton aria-label={`Sign out ${device.deviceName ?? device.clientName}`}>
              Sign out
            </SmallButton>
          </form>
        </li>
      ))}
    </ul>
  );
}

function DeviceFacts({ device, now }: { device: Device; now: Date }) {
  const { deviceName, clientName, publisher, userAgent, ip, createdAt, lastUsedAt } = device;
  const maker = publisher && publisher !== clientName ? [`by ${publisher}`] : [];
  const parts = [...(deviceName ? [clientName] : []), ...maker, ...(ip ? [`from ${ip}`] : [])];
  return (
    <div className="min-w-0 flex-1">
      <h2 className="font-medium" title={userAgent ?? undefined}>
        <Foreign>{deviceName ?? clientName}</Foreign>
      </h2>
      <p className="text-sm/6 text-muted">
        {parts.map((part, index) => (
          <span key={part}>
            {index > 0 && ' · '}
            <Foreign>{part}</Foreign>
          </span>
        ))}
      </p>
      <p className="text-sm/6 text-muted">
        Last used <Time at={lastUsedAt} now={now} /> · signed in <Time at={createdAt} now={now} />
      </p>
    </div>
  );
}

/** Asks first: a button of a GET form, so that it is a button to everybody and changes nothing yet. */
export function SignOutAllLink() {
  return (
    <form action="/account/sign-out-all">
      <SmallButton>Sign out all</SmallButton>
    </form>
  );
}

export function NoDevices({ command }: { command: string }) {
  return (
    <EmptyState title="No device is signed in as you">
      To connect a terminal, type there:
      <Command>{command}</Command>
      It shows a code to enter here.
    </EmptyState>
  );
}
