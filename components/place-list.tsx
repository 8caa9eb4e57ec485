export type Place = { href: string; name: string; about: string };

/** Ways on: each row is one link. */
export function PlaceList({ places }: { places: Place[] }) {
  return (
    <ul className="-my-1 divide-y divide-line border-y border-line">
      {places.map(({ href, name, about }) => (
        <li key={href}>
          <a href={href} className="group flex items-center gap-4 py-3.5">
            <span className="min-w-0 flex-1">
              <span className="block font-medium underline-offset-4 group-hover:underline">{name}</span>
              <span className="block text-sm/6 text-muted">{about}</span>
            </span>
            <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 shrink-0 fill-none stroke-muted">
              <path
                d="m7.5 4.5 5.5 5.5-5.5 5.5"
                strokeWidth="1.75"
                strokeLinecap="round"
                strokeLinejoin="round"
              />
            </svg>
          </a>
        </li>
      ))}
    </ul>
  );
}
