/** How a value could stand somewhere and still be read. */
const renderings = (value: string): string[] => {
  const bytes = Buffer.from(value);
  const bare = value.replace(/^dc_(rt_|key_)?/, '').replaceAll('-', '');
  return [
    ...new Set([
      value,
      value.toLowerCase(),
      bare,
      bare.toLowerCase(),
      bytes.toString('hex'),
      Buffer.from(bare).toString('hex'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      encodeURIComponent(value),
    ]),
  ];
};

/** The names of the secrets that can be read in the text. */
export const foundIn = (text: string, secrets: Record<string, string>): string[] => {
  const lower = text.toLowerCase();
  return Object.entries(secrets)
    .filter(([, value]) => renderings(value).some((one) => text.includes(one) || lower.includes(one)))
    .map(([name]) => name);
};
