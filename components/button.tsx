import type { ComponentProps, ReactNode } from 'react';

const base =
  'inline-flex min-h-12 w-full items-center justify-center gap-2.5 rounded-xl border px-5 py-2.5 text-center text-base font-medium motion-safe:transition-colors motion-safe:duration-100';
const looks = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong active:bg-accent-strong',
  secondary: 'border-control bg-card text-text hover:bg-sunken active:bg-sunken',
};
export type ButtonLook = keyof typeof looks;

export function Button({ look = 'primary', ...props }: { look?: ButtonLook } & ComponentProps<'button'>) {
  return <button type="submit" {...props} className={`${base} ${looks[look]}`} />;
}

/** A link that looks like a button. A plain `a`: nothing is fetched before it is asked for. */
export function LinkButton({
  look = 'primary',
  href,
  children,
}: {
  look?: ButtonLook;
  href: string;
  children: ReactNode;
}) {
  return (
    <a href={href} className={`${base} ${looks[look]}`}>
      {children}
    </a>
  );
}

/** In rows of a list: as high to the finger, quieter to the eye. */
export function SmallButton(props: ComponentProps<'button'>) {
  return (
    <button
      type="submit"
      {...props}
      className="inline-flex min-h-11 items-center justify-center rounded-lg border border-control bg-card px-4 text-sm font-medium whitespace-nowrap motion-safe:transition-colors motion-safe:duration-100 hover:bg-sunken"
    />
  );
}

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="font-medium text-link underline decoration-1 underline-offset-4 hover:decoration-2"
    >
      {children}
    </a>
  );
}
