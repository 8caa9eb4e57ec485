/** One of a few: radio buttons under one question. Each row is as high as a finger needs. */
export function Choices({
  legend,
  name,
  chosen,
  choices,
}: {
  legend: string;
  name: string;
  chosen: string;
  choices: { value: string; label: string; about: string }[];
}) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">{legend}</legend>
      {choices.map(({ value, label, about }) => (
        <label
          key={value}
          className="flex gap-3 rounded-xl border border-control bg-card px-4 py-3 hover:bg-sunken"
        >
          <input
            type="radio"
            name={name}
            value={value}
            defaultChecked={value === chosen}
            required
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="block font-medium">{label}</span>
            <span className="block text-sm/6 text-muted">{about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
