const tones = {
  quiet: 'border-line bg-sunken text-muted',
  error: 'border-error-line bg-error-ground text-error',
  success: 'border-success-line bg-success-ground text-success',
};

/** One word on how something stands. */
export function Badge({ tone = 'quiet', children }: { tone?: keyof typeof tones; children: string }) {
  return (
    <span
      className={`inline-block rounded-md border px-1.5 text-xs/5 font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

/** Who decides it, and whether it counts. */
export const ManagedBadges = ({ of }: { of: { managedByFile: boolean; disabledAt: Date | null } }) => (
  <>
    {of.managedByFile && <Badge>Managed by file</Badge>}
    {of.disabledAt && <Badge tone="error">Disabled</Badge>}
  </>
);
