/** A few numbers, large, each with what it counts. */
export const FigureList = ({
  figures,
}: {
  figures: { name: string; value: number; isMore?: boolean; href?: string }[];
}) => (
  <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
    {figures.map(({ name, value, isMore, href }) => (
      <div
        key={name}
        className="flex flex-col-reverse justify-end rounded-2xl border border-line bg-card p-4"
      >
        <dt className="text-sm/6 text-muted">
          {href ? (
            <a href={href} className="underline underline-offset-4 hover:text-text">
              {name}
            </a>
          ) : (
            name
          )}
        </dt>
        <dd className="text-2xl/8 font-semibold tabular-nums">
          {value.toLocaleString('en')}
          {isMore && '+'}
        </dd>
      </div>
    ))}
  </dl>
);

/** One of a few ways to look at the same; the one that is shown says so. */
export const Ways = ({
  label,
  ways,
}: {
  label: string;
  ways: { name: string; href: string; isCurrent: boolean }[];
}) => (
  <nav aria-label={label} className="flex flex-wrap gap-2 text-sm">
    {ways.map(({ name, href, isCurrent }) => (
      <a
        key={href}
        href={href}
        aria-current={isCurrent ? 'page' : undefined}
        className={`inline-flex min-h-11 items-center rounded-lg border px-4 font-medium hover:bg-sunken ${
          isCurrent ? 'border-accent bg-sunken' : 'border-line bg-card'
        }`}
      >
        {name}
      </a>
    ))}
  </nav>
);
