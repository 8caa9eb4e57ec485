/** Who decides about a client, and so where it is changed. */
export function WhereFrom({ managedByFile }: { managedByFile: boolean }) {
  return (
    <p className="rounded-xl border border-line bg-card px-4 py-3 text-sm/6 text-muted">
      {managedByFile
        ? 'This client is declared in the file CLIENTS_FILE, and is changed there. Then reload with '
        : 'This client is not in the file CLIENTS_FILE, and cannot be changed here yet. Declare clients in CLIENTS_FILE, then reload with '}
      <code className="font-mono whitespace-nowrap">kill -HUP</code>.
    </p>
  );
}
