/** A script of `browser/`, by its name; the front door writes it into the page with its version and the page's nonce. */
export const PageScript = ({ name }: { name: 'passkey' | 'live' }) => (
  <script type="module" src={`/assets/${name}.js`} />
);
