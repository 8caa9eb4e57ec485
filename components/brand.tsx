'use client'; // a context: whatever a page shows, it knows whose server it is

import { createContext, type ReactNode, useContext } from 'react';

/** What this server calls itself, and the address of its logo; null: our own mark. */
export type Brand = { name: string; logo: string | null };

const BrandContext = createContext<Brand>({ name: 'Doorcode', logo: null });

export const BrandProvider = ({ brand, children }: { brand: Brand; children: ReactNode }) => (
  <BrandContext value={brand}>{children}</BrandContext>
);

/** The mark and the name. The name is the text; the mark says nothing more. */
export function Logo() {
  const { name, logo } = useContext(BrandContext);
  return (
    <span className="inline-flex min-w-0 items-center gap-2.5 text-base font-semibold tracking-tight">
      {logo ? (
        // biome-ignore lint/performance/noImgElement: as it was uploaded, 48 KiB at most
        <img src={logo} alt="" className="h-7 w-auto max-w-28 shrink-0 object-contain" />
      ) : (
        <OwnMark />
      )}
      <bdi>{name}</bdi>
    </span>
  );
}

const OwnMark = () => (
  <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <path
      d="M6.5 25h19M10 25V10.5A3.5 3.5 0 0 1 13.5 7h5a3.5 3.5 0 0 1 3.5 3.5V25"
      className="fill-none stroke-on-accent"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    <circle cx="18" cy="17" r="1.75" className="fill-on-accent" />
  </svg>
);
