import type { ReactNode } from 'react';

const tones = {
  warning: 'border-warning-line bg-warning-ground text-warning',
  error: 'border-error-line bg-error-ground text-error',
  success: 'border-success-line bg-success-ground text-success',
};

/** Something to know before going on. Errors are announced; `tabIndex` lets a link or script put the focus there. */
export function Notice({
  tone,
  title,
  children,
}: {
  tone: keyof typeof tones;
  title: ReactNode;
  children?: ReactNode;
}) {
  const role = tone === 'error' ? 'alert' : tone === 'success' ? 'status' : undefined;
  return (
    <div role={role} tabIndex={-1} className={`rounded-xl border px-4 py-3 text-sm/6 ${tones[tone]}`}>
      <p className="font-semibold">{title}</p>
      {children}
    </div>
  );
}
