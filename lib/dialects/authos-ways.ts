/** The ways to sign in by AuthOS's names. Auth.js calls one of them otherwise; the rest are called alike. */
const authOsNames: Readonly<Record<string, string>> = { 'microsoft-entra-id': 'microsoft' };

export const wayOnWire = (id: string): string => authOsNames[id] ?? id;
