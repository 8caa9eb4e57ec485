import { TextLink } from './button';
import { Foreign } from './facts';
import { Notice } from './notice';
import { Day } from './time';

/** Who asks for a second factor, and from when. */
export type ComingRequirement = { by: string | null; from: Date } | null;

/** While there is still time: nothing when nothing is asked for. */
export function SecondFactorNotice({ coming, now }: { coming: ComingRequirement; now: Date }) {
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
        Without one you cannot go on then. <TextLink href="/account/security">Set one up now</TextLink>
      </p>
    </Notice>
  );
}
