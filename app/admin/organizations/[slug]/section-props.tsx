import { Notice } from '@/components/notice';
import type { OrganizationDetails } from '@/lib/organizations/list';
import type { Session } from '../../../session';

/** What each section of the page is given. */
export type SectionProps = {
  session: Session;
  organization: OrganizationDetails;
  /** What was typed and is not saved: a step on the way came between, a mistake; or a link brought it. */
  typed: Record<string, string | undefined>;
  /** Which mistake. */
  error: string | undefined;
};

/** Above a form whose fields hold what was typed and is not saved. */
export const Unsaved = ({ typed, names }: { typed: SectionProps['typed']; names: readonly string[] }) =>
  names.some((name) => typed[name] !== undefined) && (
    <div role="status">
      <Notice tone="warning" title="Not saved yet.">
        <p>Press the button to go on.</p>
      </Notice>
    </div>
  );

export const ByFile = ({ member }: { member: string }) => (
  <p className="rounded-xl border border-line bg-card px-4 py-3 text-sm/6 text-muted">
    Managed by CLIENTS_FILE: change <code className="font-mono">{member}</code> there, then reload with{' '}
    <code className="font-mono whitespace-nowrap">kill -HUP</code>.
  </p>
);
