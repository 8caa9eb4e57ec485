import type { CDPSession, Page } from '@playwright/test';

export type VirtualAuthenticator = {
  /** Does the fingerprint, face or PIN fit, from now on? */
  setVerified(isUserVerified: boolean): Promise<void>;
  /** How many passkeys it holds. */
  count(): Promise<number>;
};

/**
 * A device of the person at this page that keeps passkeys, and needs no hand: Chromium's own, over its DevTools protocol.
 * Asked to offer passkeys in a field, it would take the first at once, so the browser says it cannot unless told otherwise.
 */
export async function addAuthenticator(page: Page, { autofill = false } = {}): Promise<VirtualAuthenticator> {
  if (!autofill)
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    });
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    setVerified: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    count: async () =>
      (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}
