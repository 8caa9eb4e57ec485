import type { ReactNode } from 'react';
import { Button, SmallButton } from './button';
import { FieldError } from './field';
import { Hidden } from './hidden';

/** A picture: the one that there is, another in its place, or none. */
export function LogoForm({
  action,
  carried = {},
  logo,
  error,
  note,
}: {
  action: string;
  carried?: Record<string, string>;
  /** Where it is. */
  logo: string | null;
  error: string | null;
  note: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-4 sm:flex-row sm:items-start sm:gap-6">
      {logo && (
        <div className="flex shrink-0 flex-col items-start gap-3">
          {/* biome-ignore lint/performance/noImgElement: as it was uploaded, 48 KiB at most */}
          <img
            src={logo}
            alt="As it is now"
            className="size-20 rounded-xl border border-line bg-card object-contain p-2"
          />
          <form method="post" action={action}>
            <Hidden values={{ ...carried, to: 'remove' }} />
            <SmallButton>Remove the logo</SmallButton>
          </form>
        </div>
      )}
      <form
        method="post"
        action={action}
        encType="multipart/form-data"
        className="flex min-w-0 flex-1 flex-col gap-3"
      >
        <Hidden values={carried} />
        <label htmlFor="picture" className="text-sm font-medium">
          {logo ? 'Another picture' : 'Picture'}
        </label>
        <input
          type="file"
          id="picture"
          name="picture"
          accept="image/png,image/jpeg,image/webp"
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? 'picture-error picture-hint' : 'picture-hint'}
          className={`w-full min-w-0 rounded-xl border bg-card px-4 py-2.5 text-sm file:mr-3 file:rounded-lg file:border file:border-control file:bg-card file:px-3 file:py-1.5 file:font-medium file:text-text ${error ? 'border-error' : 'border-control'}`}
        />
        {error && <FieldError id="picture-error">{error}</FieldError>}
        <p id="picture-hint" className="text-sm/6 text-muted">
          {note} PNG, JPEG or WebP, at most 48 KiB and 1,024 pixels on a side. No SVG: it can hold scripts.
        </p>
        <div className="sm:max-w-52">
          <Button look="secondary">Use this picture</Button>
        </div>
      </form>
    </div>
  );
}
