import { TextLink } from '@/components/button';
import { EmptyState } from '@/components/empty-state';
import { Foreign } from '@/components/facts';
import { pathOfMembers, pathOfOrganization } from '../../path';

/** Where the list of members is empty: why, and what to do. */
export function NoMembers({ slug, text, people }: { slug: string; text: string; people: number }) {
  if (people === 0)
    return (
      <EmptyState title="It has no members yet">
        <TextLink href={`${pathOfOrganization(slug)}#invitations`}>Invite the first</TextLink> by e-mail.
      </EmptyState>
    );
  const all = <TextLink href={pathOfMembers(slug)}>show everybody</TextLink>;
  return text === '' ? (
    <EmptyState title="Nobody is on this page any more">Begin again: {all}.</EmptyState>
  ) : (
    <EmptyState title="Nobody was found">
      No member’s e-mail address or name holds “<Foreign>{text}</Foreign>”. Try a shorter part of it, or {all}
      .
    </EmptyState>
  );
}
