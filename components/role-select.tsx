/** Which role somebody gets: one of those that whoever asks may give. */
export function RoleSelect({
  label,
  name = 'role',
  chosen,
  roles,
}: {
  label: string;
  name?: string;
  chosen: string;
  roles: { value: string; label: string }[];
}) {
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={name} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={name}
        name={name}
        defaultValue={chosen}
        className="min-h-12 w-full rounded-xl border border-control bg-card px-4 py-2.5 text-base text-text"
      >
        {roles.map((role) => (
          <option key={role.value} value={role.value}>
            {role.label}
          </option>
        ))}
      </select>
    </div>
  );
}
