/** A word between two ways to do the same. */
export function Divider({ children }: { children: string }) {
  return (
    <div className="flex items-center gap-4 text-sm text-muted">
      <span className="h-px flex-1 bg-line" />
      {children}
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}
