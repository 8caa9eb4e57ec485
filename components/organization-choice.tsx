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

/** Why it cannot be allowed. */
export function NoOrganization({ clientName, refusing }: { clientName: string; refusing: string[] }) {
  return (
    <Notice
      tone="error"
      title={
        refusing.length === 0
          ? 'You belong to no organization here'
          : refusing.length === 1
            ? 'Your organization does not allow this client'
            : 'None of your organizations allows this client'
      }
    >
      <p>
        {refusing.length === 0 ? (
          'A device is signed in for one. '
        ) : (
          <>
            {refusing.map((name, index) => (
              <span key={name}>
                {index > 0 && ', '}
                <Foreign>{name}</Foreign>
              </span>
            ))}{' '}
            {refusing.length === 1 ? 'does' : 'do'} not let <Foreign>{clientName}</Foreign> sign people in.{' '}
          </>
        )}
        Ask an administrator, or use another account. You can deny the request.
      </p>
    </Notice>
  );
}
