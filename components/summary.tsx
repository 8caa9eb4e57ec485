import type { ReactNode } from 'react';

/** What opens the rest of a `details`, with a mark that says whether it is open; the `details` is a `group`. */
export const Summary = ({ look = '', children }: { look?: string; children: ReactNode }) => (
  <summary className={`items-center gap-2 ${look}`}>
    <span aria-hidden className="inline-block text-xs group-open:rotate-90">
      ▸
    </span>
    {children}
  </summary>
);
