/** A file decides about this client, and so that is where it is changed. */
export function WhereFrom() {
  return (
    <p className="rounded-xl border border-line bg-card px-4 py-3 text-sm/6 text-muted">
      This client is declared in the file CLIENTS_FILE, and is changed there. Then reload with{' '}
      <code className="font-mono whitespace-nowrap">kill -HUP</code>.
    </p>
  );
}
