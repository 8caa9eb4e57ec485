/** The mark and the name. The name is the text; the mark says nothing more. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5 text-base font-semibold tracking-tight">
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
      Doorcode
    </span>
  );
}
