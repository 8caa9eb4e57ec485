import { TextLink } from './button';
import { Foreign } from './facts';
import { Notice } from './notice';
import { Day } from './time';

/** Who asks for a second factor, and from when. */
export type ComingRequirement = { by: string | null; from: Date } | null;

/** Who reads it comes back to `here` once it is set up. */
type Props = { coming: ComingRequirement; now: Date; here: string };

/** While there is still time: nothing when nothing is asked for. */
export function SecondFactorNotice({ coming, now, here }: Props) {
  if (!coming) return null;
  return (
    <Notice
      tone="warning"
      title={
        <>
          {coming.by === null ? 'This server' : <Foreign>{coming.by}</Foreign>} asks for a second factor from{' '}
          <Day at={coming.from} now={now} />
        </>
      }
    >
      <p>
        Without one you cannot go on then.{' '}
        <TextLink href={`/login/mfa/set-up?${new URLSearchParams({ next: here })}`}>Set one up now</TextLink>
      </p>
    </Notice>
  );
}
