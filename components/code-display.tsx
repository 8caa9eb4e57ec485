/** A user code such as `WDJB-MJHT`, large, in two groups of four. Its text stays as it is, to be copied and read out as one. */
export function CodeDisplay({ code, caption }: { code: string; caption: string }) {
  const [first, second] = code.split('-');
  return (
    <div className="rounded-xl bg-sunken px-3 py-4 text-center">
      <p className="font-mono text-[clamp(1.75rem,9vw,2.25rem)]/10 font-semibold tracking-[0.1em] whitespace-nowrap">
        {first}
        <span className="mr-[0.1em] font-normal text-muted">-</span>
        {second}
      </p>
      <p className="mt-1.5 text-sm/6 text-muted">{caption}</p>
    </div>
  );
}
