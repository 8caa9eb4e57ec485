import { Choices } from './choices';
import { Foreign } from './facts';
import { Hidden } from './hidden';
import { Notice } from './notice';

type Choice = { id: string; name: string; about: string };

/** For which organization a device is allowed: chosen where there are several, told elsewhere where there is one. */
export function OrganizationChoice({ choices, chosen }: { choices: Choice[]; chosen: string }) {
  if (choices.length === 1) return <Hidden values={{ organization: chosen }} />;
  return (
    <Choices
      legend="Organization"
      name="organization"
      chosen={chosen}
      choices={choices.map(({ id, name, about }) => ({ value: id, label: name, about }))}
    />
  );
}

type Refusal = {
  clientName: string;
  /** The names of the organizations that do not let the client sign people in. */
  refusing: string[];
  reason: 'administrators_only' | 'organization_required' | null;
  /** The slug of the organization that the device asked for. */
  wanted: string | null;
};

/** Why it cannot be allowed. */
export function NoOrganization(refusal: Refusal) {
  return (
    <Notice tone="error" title={titleOf(refusal)}>
      <p>
        <Why {...refusal} /> Ask an administrator, or use another account. You can deny the request.
      </p>
    </Notice>
  );
}

function titleOf({ refusing, reason }: Refusal): string {
  if (reason === 'administrators_only') return 'Only administrators of this server may allow this';
  if (reason === 'organization_required') return 'You do not belong to that organization';
  if (refusing.length === 0) return 'You belong to no organization here';
  return refusing.length === 1
    ? 'Your organization does not allow this client'
    : 'None of your organizations allows this client';
}

function Why({ clientName, refusing, reason, wanted }: Refusal) {
  if (reason === 'administrators_only')
    return (
      <>
        <Foreign>{clientName}</Foreign> acts for the whole server, and this account is no administrator of it.
      </>
    );
  if (reason === 'organization_required')
    return (
      <>
        The device asks to be signed in for <Foreign>{wanted ?? ''}</Foreign> and nothing else.
      </>
    );
  if (refusing.length === 0) return 'A device is signed in for one.';
  return (
    <>
      {refusing.map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <Foreign>{name}</Foreign>
        </span>
      ))}{' '}
      {refusing.length === 1 ? 'does' : 'do'} not let <Foreign>{clientName}</Foreign> sign people in.
    </>
  );
}
