/** The ways to the pages before and after this one; what does not exist is not offered. */
export function Pager({ before, after }: { before: string | null; after: string | null }) {
  if (!before && !after) return null;
  return (
    <nav aria-label="Pages" className="flex justify-between gap-4 text-sm">
      {before ? <Way href={before} rel="prev" name="← Previous" /> : <span />}
      {after && <Way href={after} rel="next" name="Next →" />}
    </nav>
  );
}

const Way = ({ href, rel, name }: { href: string; rel: 'prev' | 'next'; name: string }) => (
  <a
    href={href}
    rel={rel}
    className="inline-flex min-h-11 items-center rounded-lg border border-line bg-card px-4 font-medium hover:bg-sunken"
  >
    {name}
  </a>
);
