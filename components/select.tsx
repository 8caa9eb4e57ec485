/** One of a few, in a line with other fields. */
export const Select = ({
  label,
  name,
  value,
  options,
}: {
  label: string;
  name: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
}) => (
  <div className="flex flex-col gap-2">
    <label htmlFor={name} className="text-sm font-medium">
      {label}
    </label>
    <select
      id={name}
      name={name}
      defaultValue={value}
      className="min-h-12 w-full rounded-xl border border-control bg-card px-3 text-base"
    >
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  </div>
);
