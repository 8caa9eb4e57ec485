import { SmallButton, TextLink } from './button';
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
  organizationName: string | null;
  ip: string | null;
  network: string | null;
  lastUsedIp: string | null;
  /** What it may do, in plain words. */
  permissions: string[];
  createdAt: Date;
  lastUsedAt: Date;
};

export function DeviceList({ devices, now }: { devices: Device[]; now: Date }) {
  return (
    <ul className="divide-y divide-line rounded-2xl border border-line bg-card sm:shadow-card">
      {devices.map((device) => (
        <li key={device.id} className="flex flex-col gap-3 p-5 sm:flex-row sm:items-start sm:gap-6">
          <DeviceFacts device={device} now={now} />
          <div className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-2 sm:flex-col sm:items-end">
            <form method="post" action="/account/devices/sign-out">
              <Hidden values={{ device: device.id }} />
              <SmallButton aria-label={`Sign out ${device.deviceName ?? device.clientName}`}>
                Sign out
              </SmallButton>
            </form>
            <span className="text-sm/6">
              <TextLink href={`/account/devices/not-me?device=${device.id}`}>
                This was not me<span className="sr-only">: {device.deviceName ?? device.clientName}</span>
              </TextLink>
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

function DeviceFacts({ device, now }: { device: Device; now: Date }) {
  const { deviceName, clientName, publisher, organizationName, userAgent, createdAt, lastUsedAt } = device;
  const maker = publisher && publisher !== clientName ? [`by ${publisher}`] : [];
  const parts = [
    ...(deviceName ? [clientName] : []),
    ...maker,
    ...(organizationName ? [`in ${organizationName}`] : []),
  ];
  const claims = [deviceName, userAgent].filter((claim) => claim !== null);
  return (
    <div className="min-w-0 flex-1">
      <h2 className="font-medium">
        <Foreign>{deviceName ?? clientName}</Foreign>
      </h2>
      {parts.length > 0 && (
        <p className="text-sm/6 text-muted">
          {parts.map((part, index) => (
            <span key={part}>
              {index > 0 && ' · '}
              <Foreign>{part}</Foreign>
            </span>
          ))}
        </p>
      )}
      <p className="text-sm/6 text-muted">
        Signed in <Time at={createdAt} now={now} />
        {device.ip && `, from ${device.ip}`}
        {device.network && ` (network ${device.network})`}
      </p>
      <p className="text-sm/6 text-muted">
        Last used <Time at={lastUsedAt} now={now} />
        {device.lastUsedIp && `, from ${device.lastUsedIp}`}
      </p>
      {device.permissions.length > 0 && (
        <p className="text-sm/6 text-muted">
          May: <Foreign>{device.permissions.join('; ')}</Foreign>
        </p>
      )}
      {claims.length > 0 && (
        <p className="text-sm/6 text-muted">
          Says it is: <Foreign>{claims.join(', ')}</Foreign> (claimed by the device, not checked)
        </p>
      )}
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
