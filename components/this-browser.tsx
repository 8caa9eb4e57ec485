import { SmallButton } from './button';

/** Who is signed in here, and the way out. */
export function ThisBrowser({
  name,
  email,
  isAdmin,
}: {
  name: string | null;
  email: string;
  isAdmin: boolean;
}) {
  return (
    <section
      aria-labelledby="this-browser"
      className="mt-4 flex flex-col gap-3 border-t border-line pt-6 sm:flex-row sm:items-center sm:gap-6 sm:px-5"
    >
      <div className="min-w-0 flex-1">
        <h2 id="this-browser" className="font-medium">
          This browser
        </h2>
        <p className="text-sm/6 text-muted">
          Signed in as <bdi className="text-text">{name ? `${name} (${email})` : email}</bdi>
          {isAdmin && ', administrator'}
        </p>
      </div>
      <form method="post" action="/logout" className="shrink-0">
        <SmallButton>Sign out of this browser</SmallButton>
      </form>
    </section>
  );
}
