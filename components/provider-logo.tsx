/** A provider's mark beside its name, which says it all: simple ones, drawn here. */
export function ProviderLogo({ provider }: { provider: string }) {
  const Mark = marks.get(provider) ?? KeyMark;
  return <Mark />;
}

const GitHubMark = () => (
  <svg aria-hidden="true" viewBox="0 0 16 16" className="size-5 fill-current">
    <path d="M8 0C3.58 0 0 3.58 0 8c0 3.54 2.29 6.53 5.47 7.59.4.07.55-.17.55-.38 0-.19-.01-.82-.01-1.49-2.01.37-2.53-.49-2.69-.94-.09-.23-.48-.94-.82-1.13-.28-.15-.68-.52-.01-.53.63-.01 1.08.58 1.23.82.72 1.21 1.87.87 2.33.66.07-.52.28-.87.51-1.07-1.78-.2-3.64-.89-3.64-3.95 0-.87.31-1.59.82-2.15-.08-.2-.36-1.02.08-2.12 0 0 .67-.21 2.2.82.64-.18 1.32-.27 2-.27s1.36.09 2 .27c1.53-1.04 2.2-.82 2.2-.82.44 1.1.16 1.92.08 2.12.51.56.82 1.27.82 2.15 0 3.07-1.87 3.75-3.65 3.95.29.25.54.73.54 1.48 0 1.07-.01 1.93-.01 2.2 0 .21.15.46.55.38A8.01 8.01 0 0 0 16 8c0-4.42-3.58-8-8-8Z" />
  </svg>
);

const GoogleMark = () => (
  <svg aria-hidden="true" viewBox="0 0 20 20" fill="none" strokeWidth="3.4" className="size-5">
    <path d="M15.6 5.2A7.3 7.3 0 0 0 3.9 6.1" stroke="#ea4335" />
    <path d="M3.9 6.1a7.3 7.3 0 0 0 0 7.8" stroke="#fbbc05" />
    <path d="M3.9 13.9a7.3 7.3 0 0 0 10.9 1.6" stroke="#34a853" />
    <path d="M14.8 15.5A7.3 7.3 0 0 0 17.3 10H10.2" stroke="#4285f4" />
  </svg>
);

const MicrosoftMark = () => (
  <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5">
    <rect x="1" y="1" width="8.5" height="8.5" fill="#f25022" />
    <rect x="10.5" y="1" width="8.5" height="8.5" fill="#7fba00" />
    <rect x="1" y="10.5" width="8.5" height="8.5" fill="#00a4ef" />
    <rect x="10.5" y="10.5" width="8.5" height="8.5" fill="#ffb900" />
  </svg>
);

/** Any OpenID Connect issuer. */
const KeyMark = () => (
  <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5 fill-none stroke-current">
    <circle cx="6.5" cy="10" r="3.75" strokeWidth="1.75" />
    <path d="M10.25 10H18v3.25M14.5 10v2.5" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);

const marks = new Map([
  ['github', GitHubMark],
  ['google', GoogleMark],
  ['microsoft-entra-id', MicrosoftMark],
]);
