/* Imported first by every command, and written so that an old Node can read it: the check must come before all else. */
const [major, minor] = process.versions.node.split('.').map(Number);
const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
if (!supported) {
  console.error(
    `Doorcode needs Node.js 20.19 or newer, 22.12 or newer, or 24, and this is ${process.versions.node}: install one of them (https://nodejs.org).`,
  );
  process.exit(1);
}
